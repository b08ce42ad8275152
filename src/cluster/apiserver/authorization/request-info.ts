/** What a request is for, by its method and path alone (apiserver/pkg/endpoints/request/requestinfo.go). */
import { parseFieldSelector } from '../../../api/fields.ts';
import { isPathSegmentName } from '../../../api/names.ts';
import type { Attributes } from './authorizer.ts';

export type RequestInfo = Omit<Attributes, 'user'> & { version: string };

const VERBS: Readonly<Record<string, string>> = {
  POST: 'create',
  GET: 'get',
  HEAD: 'get',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};
const NAMESPACE_SUBRESOURCES = new Set(['status', 'finalize']);

/** Throws URIError for a broken escape. */
export function requestInfo(method: string, url: URL): RequestInfo {
  const none = { group: '', version: '', resource: '', subresource: '', namespace: '', name: '' };
  const plain = { ...none, verb: method.toLowerCase(), path: decodeURIComponent(url.pathname) };
  let parts = url.pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const [root, ...rest] = parts;
  if ((root !== 'api' && root !== 'apis') || rest.length < (root === 'api' ? 2 : 3)) return plain;
  const group = root === 'api' ? '' : rest.shift()!;
  const version = rest.shift()!;
  parts = rest;
  let namespace = '';
  if (parts[0] === 'namespaces' && parts.length > 1) {
    namespace = parts[1]!;
    if (parts.length > 2 && !NAMESPACE_SUBRESOURCES.has(parts[2]!)) parts = parts.slice(2);
  }
  const [resource = '', name = '', subresource = ''] = parts;
  const verb = VERBS[method] ?? '';
  const info = { group, version, resource, subresource, namespace, name, verb };
  return name === '' ? ofCollection(info, url.searchParams) : info;
}

function ofCollection(info: RequestInfo, query: URLSearchParams): RequestInfo {
  if (info.verb === 'delete') return { ...info, verb: 'deletecollection' };
  if (info.verb !== 'get') return info;
  const watch = query.get('watch');
  const verb = watch !== null && !/^(false|0)$/i.test(watch) ? 'watch' : 'list';
  return { ...info, verb, name: selectedName(query.get('fieldSelector') ?? '') };
}

/** The one name that a field selector leaves, else ''. */
export function selectedName(selector: string): string {
  if (!selector.includes('metadata.name')) return '';
  try {
    const term = parseFieldSelector(selector).terms.find(
      ({ field, operator }) => field === 'metadata.name' && operator !== '!=',
    );
    return term && isPathSegmentName(term.value).length === 0 ? term.value : '';
  } catch {
    return '';
  }
}
