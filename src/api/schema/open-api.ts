/** OpenAPI v3 documents, one a group-version, as /openapi/v3/… serves them (kube-openapi/pkg/builder3). */
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
  time: { type: 'string', format: 'date-time' },
  'micro-time': { type: 'string', format: 'date-time' },
  byte: { type: 'string', format: 'byte' },
  'int-or-string': { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
  quantity: { oneOf: [{ type: 'string' }, { type: 'number' }] },
};

function schemaOfType(type: string): Json {
  if (type.startsWith('[]')) return { type: 'array', items: schemaOfType(type.slice(2)) };
  if (type.startsWith('{}')) return { type: 'object', additionalProperties: schemaOfType(type.slice(2)) };
  if (type.startsWith('#')) return { allOf: [{ $ref: `#/components/schemas/${type.slice(1)}` }] };
  return SCALARS[type] ?? { type: 'object' };
}

/** One definition as an OpenAPI schema; `descriptions` adds the texts. */
export function schemaOfDefinition(name: string, descriptions?: Descriptions): Json {
  const { properties, required, gvk } = definitions[name] ?? { properties: {} };
  const texts = descriptions?.[name];
  const fields: Json = {};
  for (const [field, type] of Object.entries(properties)) {
    const text = texts?.properties[field];
    fields[field] = text ? { description: text, ...schemaOfType(type) } : schemaOfType(type);
  }
  return {
    ...(texts?.description ? { description: texts.description } : {}),
    type: 'object',
    ...(required ? { required } : {}),
    properties: fields,
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
    info: { title: 'Kubernetes', version: 'v1.35.0' },
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
  }
}
