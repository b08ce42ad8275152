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
type Definition = JSONSchema & {
  'x-kubernetes-group-version-kind'?: GroupVersionKind[];
  properties?: Record<string, JSONSchema>;
};
interface Document {
  components?: { schemas?: Record<string, Definition> };
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

/**
 * OpenAPI to JSON schema: references point into `definitions`, a lone reference in `allOf` is unwrapped, and an object
 * with fields allows no others, as the API server's strict validation does.
 */
function relink(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relink);
  if (typeof value !== 'object' || value === null) return value;
  const { allOf, ...rest } = value as { allOf?: unknown[]; $ref?: string; [key: string]: unknown };
  if (typeof rest.$ref === 'string')
    return { ...rest, $ref: rest.$ref.replace('#/components/schemas/', '#/definitions/') };
  const merged =
    allOf?.length === 1
      ? { ...(relink(allOf[0]) as object), ...rest }
      : { ...rest, ...(allOf ? { allOf: relink(allOf) } : {}) };
  const entries = Object.entries(merged).map(([key, inner]) => [
    key,
    key === 'enum' || key === 'default' ? inner : relink(inner),
  ]);
  const result = Object.fromEntries(entries) as Record<string, unknown>;
  if (rest['x-kubernetes-int-or-string'] || rest['format'] === 'int-or-string')
    return { oneOf: [{ type: 'integer' }, { type: 'string' }], description: rest['description'] };
  const closed = !rest['additionalProperties'] && !rest['x-kubernetes-preserve-unknown-fields'];
  if (rest['properties'] && closed) result['additionalProperties'] = false;
  return result;
}
