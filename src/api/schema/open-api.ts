/** OpenAPI v3 documents, one a group-version, as /openapi/v3/… serves them (kube-openapi/pkg/builder3). */
import { patchSchemaOf } from '../patch/patch-keys.ts';
import { type ResourceInfo, groupVersion, resourcePath } from '../resource.ts';
import { definitionFor, definitionOf, definitions } from './definitions.ts';
import type { Description } from './descriptions.ts';

type Json = Record<string, unknown>;
type Descriptions = Readonly<Record<string, Description>>;

const SCALARS: Readonly<Record<string, Json>> = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  double: { type: 'number', format: 'double' },
  number: { type: 'number' },
  byte: { type: 'string', format: 'byte' },
};

/** Types whose JSON is a scalar, but that have a definition of their own. */
const WRAPPERS: Readonly<Record<string, { name: string; schema: Json }>> = {
  time: {
    name: 'io.k8s.apimachinery.pkg.apis.meta.v1.Time',
    schema: {
      description:
        'Time is a wrapper around time.Time which supports correct marshaling to YAML and JSON.  Wrappers are provided for many of the factory methods that the time package offers.',
      type: 'string',
      format: 'date-time',
    },
  },
  'micro-time': {
    name: 'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime',
    schema: {
      description: 'MicroTime is version of Time with microsecond level precision.',
      type: 'string',
      format: 'date-time',
    },
  },
  'int-or-string': {
    name: 'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
    schema: {
      description:
        'IntOrString is a type that can hold an int32 or a string.  When used in JSON or YAML marshalling and unmarshalling, it produces or consumes the inner type.  This allows you to have, for example, a JSON field that can accept a name or number.',
      format: 'int-or-string',
      oneOf: [{ type: 'integer' }, { type: 'string' }],
    },
  },
  quantity: {
    name: 'io.k8s.apimachinery.pkg.api.resource.Quantity',
    schema: {
      description: 'Quantity is a fixed-point representation of a number.',
      oneOf: [{ type: 'string' }, { type: 'number' }],
    },
  },
  any: { name: 'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1', schema: { type: 'object' } },
};

function schemaOfType(type: string): Json {
  const wrapper = WRAPPERS[type];
  if (wrapper) return reference(wrapper.name);
  if (type.startsWith('[]')) return { type: 'array', items: schemaOfType(type.slice(2)) };
  if (type.startsWith('{}')) return { type: 'object', additionalProperties: schemaOfType(type.slice(2)) };
  if (type.startsWith('#')) return reference(type.slice(1));
  return SCALARS[type] ?? { type: 'object' };
}

function reference(name: string): Json {
  return { allOf: [{ $ref: `#/components/schemas/${name}` }] };
}

/** What kubectl's apply merges lists by; without it every list would be replaced whole. */
function patchExtensions(definition: string, field: string): Json {
  const struct = definition.slice(definition.lastIndexOf('.') + 1);
  const { strategies, mergeKey } = patchSchemaOf(struct)(field);
  return {
    ...(mergeKey === '' ? {} : { 'x-kubernetes-patch-merge-key': mergeKey }),
    ...(strategies.length === 0 ? {} : { 'x-kubernetes-patch-strategy': strategies.join(',') }),
  };
}

/** One definition as an OpenAPI schema; `descriptions` adds the texts. */
export function schemaOfDefinition(name: string, descriptions?: Descriptions): Json {
  const wrapper = Object.values(WRAPPERS).find((one) => one.name === name);
  if (wrapper) return wrapper.schema;
  const { properties, required, gvk } = definitions[name] ?? { properties: {} };
  const texts = descriptions?.[name];
  const fields: Json = {};
  for (const [field, type] of Object.entries(properties)) {
    const text = texts?.properties[field];
    fields[field] = { ...(text ? { description: text } : {}), ...schemaOfType(type), ...patchExtensions(name, field) };
  }
  return {
    ...(texts?.description ? { description: texts.description } : {}),
    type: 'object',
    ...(required ? { required } : {}),
    ...(Object.keys(fields).length > 0 ? { properties: fields } : {}),
    ...(gvk ? { 'x-kubernetes-group-version-kind': gvk } : {}),
  };
}

const query = (name: string): Json => ({ name, in: 'query', schema: { type: 'string', uniqueItems: true } });
const WRITE = ['dryRun', 'fieldManager', 'fieldValidation'].map(query);

function operation(action: string, info: ResourceInfo, definition: string, body: boolean): Json {
  const content = { 'application/json': { schema: { $ref: `#/components/schemas/${definition}` } } };
  const { group, version, kind } = info;
  return {
    ...(body ? { parameters: WRITE, requestBody: { content: action === 'patch' ? PATCH_CONTENT : content } } : {}),
    responses: { '200': { description: 'OK', content } },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group, version, kind },
  };
}

const PATCH_CONTENT = Object.fromEntries(
  ['json-patch', 'merge-patch', 'strategic-merge-patch'].map((type) => [
    `application/${type}+json`,
    { schema: { type: 'object' } },
  ]),
);

function paths(info: ResourceInfo, definition: string): Json {
  const collection = resourcePath(info, info.namespaced ? 'NAMESPACE' : undefined).replace('NAMESPACE', '{namespace}');
  const has = (verb: string): boolean => info.verbs.includes(verb);
  const many: Json = {};
  const one: Json = {};
  if (has('list')) many['get'] = operation('list', info, definition, false);
  if (has('create')) many['post'] = operation('post', info, definition, true);
  if (has('get')) one['get'] = operation('get', info, definition, false);
  if (has('update')) one['put'] = operation('put', info, definition, true);
  if (has('patch')) one['patch'] = operation('patch', info, definition, true);
  if (has('delete')) one['delete'] = operation('delete', info, definition, false);
  return { [collection]: many, [`${collection}/{name}`]: one };
}

/** The document of one group-version for the resources it serves. */
export function openApiV3(
  gv: { group: string; version: string },
  resources: readonly ResourceInfo[],
  descriptions?: Descriptions,
): Json {
  const served = resources.filter((info) => info.group === gv.group && info.version === gv.version);
  const wanted = new Set<string>();
  let all: Json = {};
  for (const info of served) {
    const definition = definitionFor(info);
    if (!definition) continue;
    collect(definition, wanted);
    all = { ...all, ...paths(info, definition) };
  }
  const schemas = Object.fromEntries(
    [...wanted].toSorted().map((name) => [name, schemaOfDefinition(name, descriptions)]),
  );
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.35.6' },
    'x-group-version': groupVersion(gv),
    paths: all,
    components: { schemas },
  };
}

function collect(name: string, into: Set<string>): void {
  if (into.has(name)) return;
  into.add(name);
  for (const type of Object.values(definitions[name]?.properties ?? {})) {
    const inner = definitionOf(type);
    if (inner) collect(inner, into);
    const wrapper = WRAPPERS[type.replace(/^(?:\[\]|\{\})+/, '')];
    if (wrapper) into.add(wrapper.name);
  }
}
