/** The paths of a resource and their operations in an OpenAPI document (apiserver/pkg/endpoints/installer.go). */
import { type ResourceInfo, resourcePath } from '../resource.ts';
import type { Dialect } from './open-api-schemas.ts';
import type { Json } from './open-api-types.ts';

interface Operation {
  /** Kubernetes' name of the action: `list`, `post`, `deletecollection`, … */
  action: string;
  gvk: { group: string; version: string; kind: string };
  /** What the operation takes and gives, as definitions. */
  takes?: string | undefined;
  gives: string;
  parameters: readonly string[];
  id: string;
}

const MEDIA = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
const PATCHES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];
const PATCH = 'io.k8s.apimachinery.pkg.apis.meta.v1.Patch';
const STATUS = 'io.k8s.apimachinery.pkg.apis.meta.v1.Status';
const DELETE_OPTIONS = 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions';

const LIST =
  'allowWatchBookmarks continue fieldSelector labelSelector limit resourceVersion resourceVersionMatch sendInitialEvents timeoutSeconds watch'.split(
    ' ',
  );
const CHANGE = ['dryRun', 'fieldManager', 'fieldValidation'];
const DELETE = ['dryRun', 'gracePeriodSeconds', 'orphanDependents', 'propagationPolicy'];
const BOOLEANS = new Set(['allowWatchBookmarks', 'sendInitialEvents', 'watch', 'force', 'orphanDependents']);
const INTEGERS = new Set(['limit', 'timeoutSeconds', 'gracePeriodSeconds']);

/** A subresource as discovery tells of it. */
export interface Part {
  name: string;
  gvk: { group: string; version: string; kind: string };
  definition: string | undefined;
  verbs: readonly string[];
}

export function pathsOf(info: ResourceInfo, definition: string, parts: readonly Part[], dialect: Dialect): Json {
  const gvk = { group: info.group, version: info.version, kind: info.kind };
  const collection = resourcePath(info, info.namespaced ? 'NAMESPACE' : undefined).replace('NAMESPACE', '{namespace}');
  const id = `${pascal(info.group === '' ? 'core' : info.group.split('.')[0]!)}${pascal(info.version)}`;
  const scope = info.namespaced ? 'Namespaced' : '';
  const has = (verb: string): boolean => info.verbs.includes(verb);
  const put = (wanted: boolean, method: string, one: Omit<Operation, 'gvk' | 'id'>, prefix: string): Json =>
    wanted ? { [method]: operation({ gvk, id: `${prefix}${id}${scope}${info.kind}`, ...one }, dialect) } : {};
  const listed = { action: 'list', gives: `${definition}List`, parameters: LIST };
  const many = {
    ...put(
      has('deletecollection'),
      'delete',
      { action: 'deletecollection', takes: DELETE_OPTIONS, gives: STATUS, parameters: [...LIST, ...DELETE] },
      'deleteCollection',
    ),
    ...put(has('list'), 'get', listed, 'list'),
    ...put(
      has('create'),
      'post',
      { action: 'post', takes: definition, gives: definition, parameters: CHANGE },
      'create',
    ),
    ...shared(info.namespaced ? ['namespace'] : [], dialect),
  };
  const one = {
    ...put(
      has('delete'),
      'delete',
      { action: 'delete', takes: DELETE_OPTIONS, gives: STATUS, parameters: DELETE },
      'delete',
    ),
    ...put(has('get'), 'get', { action: 'get', gives: definition, parameters: [] }, 'read'),
    ...put(
      has('patch'),
      'patch',
      { action: 'patch', takes: PATCH, gives: definition, parameters: [...CHANGE, 'force'] },
      'patch',
    ),
    ...put(
      has('update'),
      'put',
      { action: 'put', takes: definition, gives: definition, parameters: CHANGE },
      'replace',
    ),
    ...shared(info.namespaced ? ['name', 'namespace'] : ['name'], dialect),
  };
  const everywhere =
    info.namespaced && has('list') ? { [resourcePath(info)]: put(true, 'get', listed, 'listAll') } : {};
  const named = Object.keys(one).length > 1 ? { [`${collection}/{name}`]: one } : {};
  return {
    ...everywhere,
    [collection]: many,
    ...named,
    ...partPaths(collection, parts, `${id}${scope}${info.kind}`, info.namespaced, dialect),
  };
}

function partPaths(
  collection: string,
  parts: readonly Part[],
  id: string,
  namespaced: boolean,
  dialect: Dialect,
): Json {
  const entries = parts.map(({ name, gvk, definition, verbs }): [string, Json] => {
    const has = (verb: string): boolean => verbs.includes(verb);
    const gives = definition ?? '';
    const make = (wanted: boolean, method: string, action: string, takes: string | undefined, prefix: string): Json => {
      const parameters = takes === undefined ? [] : CHANGE;
      const full = { action, gvk, takes, gives, parameters, id: `${prefix}${id}${pascal(name)}` };
      return wanted ? { [method]: operation(full, dialect) } : {};
    };
    const item = {
      ...make(has('get'), 'get', definition === undefined ? 'connect' : 'get', undefined, 'read'),
      ...make(has('patch'), 'patch', 'patch', PATCH, 'patch'),
      ...make(has('create'), 'post', definition === undefined ? 'connect' : 'post', definition, 'create'),
      ...make(has('update'), 'put', 'put', definition, 'replace'),
      ...shared(namespaced ? ['name', 'namespace'] : ['name'], dialect),
    };
    return [`${collection}/{name}/${name}`, item];
  });
  return Object.fromEntries(entries);
}

function pascal(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Parameters in the path, and `pretty`, which every operation takes. */
function shared(names: readonly string[], dialect: Dialect): Json {
  const inPath = names.map((name) => {
    const head = {
      description:
        name === 'name' ? 'name of the object' : 'object name and auth scope, such as for teams and projects',
      in: 'path',
      name,
      required: true,
    };
    return dialect === 'v2'
      ? { ...head, type: 'string', uniqueItems: true }
      : { ...head, schema: { type: 'string', uniqueItems: true } };
  });
  return { parameters: [...inPath, parameter('pretty', dialect)] };
}

function parameter(name: string, dialect: Dialect): Json {
  const type = BOOLEANS.has(name) ? 'boolean' : INTEGERS.has(name) ? 'integer' : 'string';
  const schema = { type, uniqueItems: true };
  return dialect === 'v2' ? { in: 'query', name, ...schema } : { in: 'query', name, schema };
}

function operation({ action, gvk, takes, gives, parameters, id }: Operation, dialect: Dialect): Json {
  const common = {
    operationId: id,
    parameters: parameters.map((name) => parameter(name, dialect)),
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': gvk,
  };
  const media = takes === PATCH ? PATCHES : ['*/*'];
  if (dialect === 'v2') {
    const schema = (name: string): Json => (name === '' ? { type: 'string' } : { $ref: `#/definitions/${name}` });
    const body = takes === undefined ? [] : [{ in: 'body', name: 'body', required: true, schema: schema(takes) }];
    return {
      ...common,
      consumes: media,
      produces: MEDIA,
      parameters: [...body, ...common.parameters],
      responses: { '200': { description: 'OK', schema: schema(gives) }, '401': { description: 'Unauthorized' } },
    };
  }
  const content = (types: readonly string[], name: string): Json => {
    const schema = name === '' ? { type: 'string' } : { $ref: `#/components/schemas/${name}` };
    return Object.fromEntries(types.map((type) => [type, { schema }]));
  };
  return {
    ...common,
    ...(takes === undefined ? {} : { requestBody: { content: content(media, takes), required: true } }),
    responses: {
      '200': { description: 'OK', content: content(gives === '' ? ['*/*'] : MEDIA, gives) },
      '401': { description: 'Unauthorized' },
    },
  };
}
