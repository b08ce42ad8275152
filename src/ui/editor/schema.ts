/**
 * The JSON schema of manifests, made from what the cluster itself publishes (`/openapi/v3`): the kinds that can be
 * written here, with their descriptions. It is asked of the cluster, so that a real one offers its own kinds.
 */
import type { JSONSchema } from 'monaco-yaml';
import type { Client } from '../../client/client.ts';

interface GroupVersionKind {
  group: string;
  version: string;
  kind: string;
}
interface OpenApi {
  'x-kubernetes-group-version-kind'?: GroupVersionKind[];
  allOf?: OpenApi[];
  $ref?: string;
  [key: string]: unknown;
}
interface Document {
  components?: { schemas?: Record<string, OpenApi> };
  paths?: Record<string, { post?: { 'x-kubernetes-group-version-kind'?: GroupVersionKind } }>;
}

export async function fetchSchema(client: Client): Promise<JSONSchema> {
  const index = (await (await client.request('/openapi/v3')).json()) as {
    paths: Record<string, { serverRelativeURL: string }>;
  };
  const wanted = Object.entries(index.paths).filter(([path]) => path === 'api/v1' || /^apis\/[^/]+\/[^/]+$/.test(path));
  const urls = wanted.map(([, { serverRelativeURL }]) => serverRelativeURL);
  for (const url of read.keys()) if (!urls.includes(url)) read.delete(url);
  return schemaOf(await Promise.all(urls.map((url) => readDocument(client, url))));
}

/** Documents by address, which names their content: only what has changed is asked for again. */
const read = new Map<string, Promise<Document>>();

function readDocument(client: Client, url: string): Promise<Document> {
  const held = read.get(url);
  if (held && url.includes('hash=')) return held;
  const asked = client.request(url).then((response) => response.json() as Promise<Document>);
  read.set(url, asked);
  asked.catch(() => read.delete(url));
  return asked;
}

/** One document may be any kind that can be created; which one, its apiVersion and kind decide. */
export function schemaOf(documents: readonly Document[]): JSONSchema {
  const definitions: Record<string, JSONSchema> = {};
  const kinds: { apiVersion: string; kind: string; name: string }[] = [];
  for (const { components, paths } of documents) {
    const created = new Set(
      Object.values(paths ?? {}).flatMap(({ post }) => keyOf(post?.['x-kubernetes-group-version-kind']) ?? []),
    );
    for (const [name, definition] of Object.entries(components?.schemas ?? {})) {
      definitions[name] = relink(definition) as JSONSchema;
      const gvk = definition['x-kubernetes-group-version-kind']?.[0];
      if (!gvk || !created.has(keyOf(gvk) ?? '')) continue;
      kinds.push({ apiVersion: gvk.group ? `${gvk.group}/${gvk.version}` : gvk.version, kind: gvk.kind, name });
    }
  }
  return {
    type: 'object',
    required: ['apiVersion', 'kind'],
    properties: {
      apiVersion: { enum: [...new Set(kinds.map(({ apiVersion }) => apiVersion))] },
      kind: { enum: [...new Set(kinds.map(({ kind }) => kind))] },
    },
    allOf: kinds.map(({ apiVersion, kind, name }) => ({
      if: {
        required: ['apiVersion', 'kind'],
        properties: { apiVersion: { const: apiVersion }, kind: { const: kind } },
      },
      then: { $ref: `#/definitions/${name}` },
    })),
    definitions,
  };
}

function keyOf(gvk: GroupVersionKind | undefined): string | undefined {
  return gvk && `${gvk.group}/${gvk.version}/${gvk.kind}`;
}

/** Where a schema holds others: by name, in a list, or one alone. All else in it is data (`default`, `enum`, …). */
const BY_NAME = new Set(['properties', 'patternProperties']);
const IN_A_LIST = new Set(['allOf', 'anyOf', 'oneOf']);
const ALONE = new Set(['items', 'additionalProperties', 'not']);

/**
 * OpenAPI to JSON schema: references point into `definitions`, a lone reference in `allOf` is unwrapped, and an object
 * with fields allows no others, as the API server's strict validation does.
 */
function relink(schema: OpenApi): OpenApi {
  const { allOf, $ref, ...rest } = schema;
  const lone = Array.isArray(allOf) && allOf.length === 1 ? allOf[0] : undefined;
  if (lone) return { ...relink(lone), ...relinkInner(rest) };
  if (rest['x-kubernetes-int-or-string'] || rest['format'] === 'int-or-string')
    return { oneOf: [{ type: 'integer' }, { type: 'string' }], description: rest['description'] };
  const result = relinkInner(allOf ? { ...rest, allOf } : rest);
  if (typeof $ref === 'string') result['$ref'] = $ref.replace('#/components/schemas/', '#/definitions/');
  const closed = !rest['additionalProperties'] && !rest['x-kubernetes-preserve-unknown-fields'];
  if (rest['properties'] && closed) result['additionalProperties'] = false;
  return result;
}

function relinkInner(schema: OpenApi): OpenApi {
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, relinkField(key, value)]));
}

function relinkField(key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (ALONE.has(key)) return relink(value as OpenApi);
  if (IN_A_LIST.has(key)) return (value as OpenApi[]).map(relink);
  if (!BY_NAME.has(key)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, relink(schema as OpenApi)]));
}
