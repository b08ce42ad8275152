/** OpenAPI documents: version 3, one a group-version, and version 2, one of all (kube-openapi/pkg/builder3 and builder). */
import { groupVersion, type ResourceInfo } from '../resource.ts';
import { definitionFor } from './definitions.ts';
import { type Part, pathsOf } from './open-api-paths.ts';
import { collect, type Descriptions, type Dialect, schemaOfDefinition } from './open-api-schemas.ts';
import type { Json } from './open-api-types.ts';

/** A served kind as its document needs it. */
export interface Published {
  info: ResourceInfo;
  parts: readonly Omit<Part, 'definition'>[];
  /** Of a kind that is none of the built-in definitions. */
  own?: { definition: string; schema: Json } | undefined;
}

const INFO = { title: 'Kubernetes', version: 'v1.35.6' };
const TOKEN = { description: 'Bearer Token authentication', in: 'header', name: 'authorization', type: 'apiKey' };
const PATCH = 'io.k8s.apimachinery.pkg.apis.meta.v1.Patch';
const PATCH_SCHEMA = {
  description: 'Patch is provided to give a concrete name and type to the Kubernetes PATCH request body.',
  type: 'object',
};
/** What every document has beside its kinds. */
const MACHINERY = ['DeleteOptions', 'Status'].map((name) => `io.k8s.apimachinery.pkg.apis.meta.v1.${name}`);

function contents(
  kinds: readonly Published[],
  descriptions: Descriptions,
  dialect: Dialect,
): { paths: Json; schemas: Json } {
  const wanted = new Set<string>();
  const owned = new Map<string, Json>();
  const paths: Json = {};
  for (const name of MACHINERY) collect(name, wanted);
  for (const { info, parts, own } of kinds) {
    const definition = own?.definition ?? definitionFor(info);
    if (definition === undefined) continue;
    if (own) {
      owned.set(definition, dialect === 'v2' ? inV2(own.schema) : own.schema);
      collect('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta', wanted);
      collect('io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta', wanted);
      owned.set(`${definition}List`, ownList(definition, info, dialect));
    } else collect(definition, wanted);
    if (info.verbs.includes('list') && !own) collect(`${definition}List`, wanted);
    collect('io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta', wanted);
    const known = parts.map((part): Part => {
      const target = own && part.gvk.kind === info.kind ? definition : definitionFor(part.gvk);
      if (target !== undefined && !own) collect(target, wanted);
      else if (target !== undefined && target !== definition) collect(target, wanted);
      return { ...part, definition: target };
    });
    Object.assign(paths, pathsOf(info, definition, known, dialect));
  }
  const schemas: Json = { [PATCH]: PATCH_SCHEMA };
  for (const name of [...wanted, ...owned.keys()].toSorted()) {
    schemas[name] = owned.get(name) ?? schemaOfDefinition(name, descriptions, dialect);
  }
  return { paths, schemas };
}

/** References as version 2 writes them: alone, and elsewhere. */
function inV2(schema: unknown): Json {
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value !== 'object' || value === null) return value;
    const { allOf, ...rest } = value as Json & { allOf?: Json[] };
    const $ref = allOf?.length === 1 ? allOf[0]!['$ref'] : undefined;
    const entries = Object.entries(typeof $ref === 'string' ? rest : (value as Json)).map(([key, one]) => [
      key,
      copy(one),
    ]);
    const result = Object.fromEntries(entries) as Json;
    if (typeof $ref === 'string') result['$ref'] = $ref.replace('#/components/schemas/', '#/definitions/');
    return result;
  };
  return copy(schema) as Json;
}

function ownList(definition: string, { group, version, kind }: ResourceInfo, dialect: Dialect): Json {
  const root = dialect === 'v2' ? '#/definitions/' : '#/components/schemas/';
  return {
    description: `${kind}List is a list of ${kind}`,
    type: 'object',
    required: ['items'],
    properties: {
      apiVersion: { type: 'string' },
      items: { type: 'array', items: { $ref: root + definition } },
      kind: { type: 'string' },
      metadata: { $ref: `${root}io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta` },
    },
    'x-kubernetes-group-version-kind': [{ group, version, kind: `${kind}List` }],
  };
}

/** The document of one group-version; `kinds` are those it serves. */
export function openApiV3(kinds: readonly Published[], descriptions: Descriptions): Json {
  const { paths, schemas } = contents(kinds, descriptions, 'v3');
  const [first] = kinds;
  const root = first ? `/${first.info.group === '' ? 'api' : 'apis'}/${groupVersion(first.info)}/` : '/';
  return {
    openapi: '3.0.0',
    info: INFO,
    paths: {
      [root]: { get: { description: 'get available resources', responses: { '200': { description: 'OK' } } } },
      ...paths,
    },
    components: { schemas, securitySchemes: { BearerToken: TOKEN } },
  };
}

/** The document of everything. */
export function openApiV2(kinds: readonly Published[], descriptions: Descriptions): Json {
  const { paths, schemas } = contents(kinds, descriptions, 'v2');
  return {
    swagger: '2.0',
    info: INFO,
    paths,
    definitions: schemas,
    securityDefinitions: { BearerToken: TOKEN },
    security: [{ BearerToken: [] }],
  };
}
