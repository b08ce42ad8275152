/** For tests: requests against every route, valid and nearly valid, from a seed. */
import type { ResourceInfo } from '../../../api/resource.ts';
import { groupVersion } from '../../../api/resource.ts';
import { definitionFor } from '../../../api/schema/definitions.ts';
import type { Random } from '../../../time/random.ts';
import { chance, objectOf, pick } from './values.ts';

const NAMES = [
  'a',
  'web',
  'there',
  'x-1',
  'default',
  'kube-system',
  'UPPER',
  'a..b',
  '%00',
  '..',
  'a%2Fb',
  'n'.repeat(260),
];
const NAMESPACES = ['default', 'default', 'default', 'kube-system', 'nope', 'UPPER'];
const PATCHES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];
const TYPES = [
  'application/json',
  'application/yaml',
  'application/vnd.kubernetes.protobuf',
  'text/plain',
  'a/b; c="',
  '',
];
const ACCEPTS = [
  'application/json',
  'application/json',
  'application/yaml',
  '*/*',
  'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
  'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
  'application/vnd.kubernetes.protobuf',
  'image/png',
];
const QUERIES = [
  '',
  '',
  '',
  '',
  'dryRun=All',
  'dryRun=No',
  'fieldManager=me',
  'fieldManager=me&force=true',
  'fieldValidation=Strict',
  'fieldValidation=Warn',
  'fieldValidation=x',
  'limit=1',
  'limit=-1',
  'limit=x',
  'continue=x',
  'labelSelector=a%3Db',
  'labelSelector=a%20in%20(b,c)',
  'labelSelector=((',
  'fieldSelector=metadata.name%3Da',
  'fieldSelector=spec.x%3D1',
  'resourceVersion=0',
  'resourceVersion=1&resourceVersionMatch=Exact',
  'resourceVersion=999999999',
  'resourceVersionMatch=Exact',
  'gracePeriodSeconds=0',
  'gracePeriodSeconds=-5',
  'propagationPolicy=Foreground',
  'propagationPolicy=x',
  'pretty=true',
  'timeoutSeconds=x',
  '%',
  'a[]=1&a[]=2',
];
const PATHS = [
  '/',
  '/api',
  '/apis',
  '/apis/apps',
  '/apis/x',
  '/version',
  '/healthz',
  '/livez/ping',
  '/openapi/v2',
  '/openapi/v3',
  '/openapi/v3/x',
  '/metrics',
  '/logs',
  '//',
  '/api/v1/namespaces/default/x',
  '/%E0%A4%A',
  '/api/v2/pods',
  '/apis/extensions/v1beta1/deployments',
];
const GARBAGE = [
  '',
  '{',
  '[]',
  'null',
  '"x"',
  '1',
  '{"a":1,"a":2}',
  'a: b: c',
  '- x',
  '\u0000k8s',
  'k8s\u0000\u000a',
  '&a [*a]',
  '{"kind":"List","apiVersion":"v1","items":[]}',
  '[{"op":"add"}]',
  '[{"op":"replace","path":"/metadata/name","value":"z"}]',
  '{"metadata":{"$patch":"delete"}}',
  '{"spec":null}',
];

export interface Sent {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

export function randomRequest(random: Random, kinds: readonly ResourceInfo[]): Sent {
  const accept = pick(random, ACCEPTS);
  if (chance(random, 40))
    return { method: pick(random, ['GET', 'POST', 'OPTIONS']), path: pick(random, PATHS), headers: { accept } };
  const info = pick(random, kinds);
  const method = pick(random, [
    'GET',
    'GET',
    'POST',
    'POST',
    'POST',
    'PUT',
    'PATCH',
    'PATCH',
    'DELETE',
    'HEAD',
    'OPTIONS',
  ]);
  const path = pathOf(random, info, method);
  const query = pick(random, QUERIES);
  const url = query === '' ? path : `${path}?${query}`;
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return { method, path: url, headers: { accept } };
  const type = chance(random, 20)
    ? pick(random, TYPES)
    : method === 'PATCH'
      ? pick(random, PATCHES)
      : 'application/json';
  const headers = { accept, ...(type === '' ? {} : { 'content-type': type }) };
  return { method, path: url, headers, body: bodyOf(random, info, method, type) };
}

function pathOf(random: Random, info: ResourceInfo, method: string): string {
  const root = info.group === '' ? '/api' : '/apis';
  const within = info.namespaced ? `/namespaces/${pick(random, NAMESPACES)}` : '';
  const collection = `${root}/${groupVersion(info)}${within}/${info.resource}`;
  if (method === 'POST' ? !chance(random, 8) : chance(random, 4)) return collection;
  const object = `${collection}/${pick(random, NAMES)}`;
  if (!chance(random, 5)) return object;
  return `${object}/${pick(random, [...info.subresources, 'status', 'scale', 'nope'])}`;
}

function bodyOf(random: Random, info: ResourceInfo, method: string, type: string): string {
  if (chance(random, 15)) return pick(random, GARBAGE);
  if (type === PATCHES[0] && chance(random, 2)) return JSON.stringify(operations(random, info));
  if (method === 'DELETE') return chance(random, 2) ? '' : JSON.stringify(objectOf(random, META_DELETE, 30));
  const definition = definitionFor(info);
  const wild = pick(random, [0, 5, 30, 150]);
  const object = definition === undefined ? {} : objectOf(random, definition, wild);
  const metadata = object['metadata'] as { name?: unknown } | undefined;
  if (!chance(random, 10)) {
    object['apiVersion'] = groupVersion(info);
    object['kind'] = info.kind;
    object['metadata'] = { ...(typeof metadata === 'object' ? metadata : {}), name: pick(random, NAMES.slice(0, 6)) };
    // The server refuses what claims to be stored already: now and then is enough.
    if (!chance(random, 20)) delete (object['metadata'] as Record<string, unknown>)['resourceVersion'];
    if (!chance(random, 20)) delete (object['metadata'] as Record<string, unknown>)['namespace'];
  }
  return JSON.stringify(object);
}

const META_DELETE = 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions';
const POINTERS = [
  '/metadata/labels/a',
  '/spec',
  '/spec/replicas',
  '/metadata/name',
  '/-',
  '',
  '/spec/template/spec/containers/0/image',
  '/__proto__/x',
  '/metadata/finalizers/-',
  '/a~2',
];

function operations(random: Random, info: ResourceInfo): unknown[] {
  return Array.from({ length: random.int(4) }, () => ({
    op: pick(random, ['add', 'remove', 'replace', 'move', 'copy', 'test', 'nope']),
    path: pick(random, POINTERS),
    from: pick(random, POINTERS),
    value: pick<unknown>(random, ['x', 1, null, {}, [], { a: 'b' }, info.kind]),
  }));
}
