/** OpenAPI documents: /openapi/v3, one a group-version with their index, and /openapi/v2 (kube-openapi/pkg/handler3, handler). */
import { encodeOpenApiV2 } from '../../../api/protobuf/open-api-v2.ts';
import { groupVersion } from '../../../api/resource.ts';
import { loadDescriptions } from '../../../api/schema/descriptions.ts';
import { openApiV2, openApiV3, type Published } from '../../../api/schema/open-api.ts';
import type { Descriptions } from '../../../api/schema/open-api-schemas.ts';
import { notAcceptable } from '../../../api/status-errors.ts';
import type { Kinds } from '../core.ts';
import type { Strategy } from '../registry/strategy.ts';
import { subresourcesOf } from './discovery.ts';

interface Document {
  text: string;
  /** Of the content, in capital hexadecimal digits. */
  hash: string;
}

interface Made {
  version: number;
  /** `apis/apps/v1` → what it was made of. */
  sources: Map<string, readonly Strategy[]>;
  documents: Map<string, Document>;
  v2?: { json: Document; protobuf: Uint8Array };
}

const made = new WeakMap<Kinds, Made>();

const PROTOBUF_V2 = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';
const YEAR = 'public, max-age=31536000, immutable';

/** Throws NotAcceptable. */
export async function openApi(kinds: Kinds, request: Request, url: URL): Promise<Response> {
  const path = url.pathname.replace(/\/+$/, '');
  const descriptions = await loadDescriptions();
  const state = stateOf(kinds);
  if (path === '/openapi/v2') return version2(kinds, state, request, descriptions);
  if (path === '/openapi/v3') return index(state, request, descriptions);
  const key = path.slice('/openapi/v3/'.length);
  if (!path.startsWith('/openapi/v3/') || !state.sources.has(key)) return new Response(null, { status: 404 });
  const document = documentOf(state, key, descriptions);
  const asked = url.searchParams.get('hash');
  if (asked !== null && asked !== document.hash) {
    return new Response(null, { status: 301, headers: { location: relative(key, document) } });
  }
  return answer(request, document, { 'cache-control': asked === null ? 'no-cache, private' : YEAR });
}

/** What was made of kinds that are still served is kept. */
function stateOf(kinds: Kinds): Made {
  const before = made.get(kinds);
  if (before?.version === kinds.version) return before;
  const sources = new Map<string, Strategy[]>();
  for (const strategy of kinds.all) {
    const { info } = strategy;
    const key = `${info.group === '' ? 'api' : 'apis'}/${groupVersion(info)}`;
    const list = sources.get(key);
    if (list) list.push(strategy);
    else sources.set(key, [strategy]);
  }
  const documents = new Map<string, Document>();
  for (const [key, strategies] of sources) {
    const old = before?.sources.get(key);
    const same = old?.length === strategies.length && old.every((one, i) => one === strategies[i]);
    const document = same ? before?.documents.get(key) : undefined;
    if (document) documents.set(key, document);
  }
  const state: Made = { version: kinds.version, sources, documents };
  made.set(kinds, state);
  return state;
}

function published(strategy: Strategy): Published {
  const { info, schema } = strategy;
  const parts = subresourcesOf(strategy).map(({ name, ref, verbs }) => {
    // What has no version of its own is of the resource's.
    const gvk = ref.version === '' ? { group: info.group, version: info.version, kind: ref.kind } : ref;
    return { name, gvk, verbs };
  });
  return { info, parts, own: schema && { definition: schema.definition, schema: schema.openApi() } };
}

function documentOf(state: Made, key: string, descriptions: Descriptions): Document {
  let document = state.documents.get(key);
  if (!document) {
    const text = `${JSON.stringify(openApiV3(state.sources.get(key)!.map(published), descriptions))}\n`;
    state.documents.set(key, (document = { text, hash: hashOf(text) }));
  }
  return document;
}

function index(state: Made, request: Request, descriptions: Descriptions): Response {
  const paths = [...state.sources.keys()].toSorted().map((key): [string, unknown] => {
    return [key, { serverRelativeURL: relative(key, documentOf(state, key, descriptions)) }];
  });
  const text = `${JSON.stringify({ paths: Object.fromEntries(paths) })}\n`;
  return answer(request, { text, hash: hashOf(text) }, { 'cache-control': 'no-cache, private' });
}

function relative(key: string, { hash }: Document): string {
  return `/openapi/v3/${key}?hash=${hash}`;
}

function version2(kinds: Kinds, state: Made, request: Request, descriptions: Descriptions): Response {
  const accept = request.headers.get('accept') ?? '*/*';
  // client-go writes the first dot of the version as an at sign.
  const wanted = accept.split(',').map((one) => one.split(';')[0]!.trim().replace('@', '.'));
  const protobuf = wanted.includes(PROTOBUF_V2);
  if (!protobuf && !wanted.some((one) => ['application/json', 'application/*', '*/*'].includes(one))) {
    throw notAcceptable(`only the following media types are accepted: application/json, ${PROTOBUF_V2}`);
  }
  if (!state.v2) {
    const document = openApiV2(kinds.all.map(published), descriptions);
    const text = JSON.stringify(document);
    state.v2 = { json: { text, hash: hashOf(text) }, protobuf: encodeOpenApiV2(document) };
  }
  const { json, protobuf: bytes } = state.v2;
  if (!protobuf) return answer(request, json, {});
  return answer(request, { ...json, text: bytes }, { 'content-type': PROTOBUF_V2 });
}

function answer(
  request: Request,
  { text, hash }: { text: string | Uint8Array; hash: string },
  headers: Record<string, string>,
): Response {
  const etag = `"${hash}"`;
  const all = { 'content-type': 'application/json', etag, vary: 'Accept', ...headers };
  const known = request.headers
    .get('if-none-match')
    ?.split(',')
    .some((one) => one.trim().replace(/^W\//, '') === etag);
  if (known) return new Response(null, { status: 304, headers: all });
  return new Response(request.method === 'HEAD' ? null : (text as BodyInit), { status: 200, headers: all });
}

/** 128 bits that change with the text (FNV-1a in four lanes): no secret hangs on it. */
function hashOf(text: string): string {
  const lanes = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b];
  for (let i = 0; i < text.length; i++) {
    const lane = i & 3;
    lanes[lane] = Math.imul(lanes[lane]! ^ text.charCodeAt(i), 0x01000193);
  }
  let mixed = text.length;
  return lanes
    .map((lane) => {
      mixed = Math.imul(mixed ^ lane ^ (lane >>> 15), 0x2c1b3c6d);
      return (mixed >>> 0).toString(16).padStart(8, '0');
    })
    .join('')
    .toUpperCase();
}
