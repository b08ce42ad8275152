/** Where a path leads (apiserver/pkg/endpoints/request/requestinfo.go). */
import type { Kinds } from '../core.ts';
import type { Strategy } from '../registry/strategy.ts';

export interface Target {
  strategy: Strategy;
  namespace: string | undefined;
  /** Undefined for a collection. */
  name: string | undefined;
  subresource: string | undefined;
  /** What follows the subresource. */
  rest: string;
}

/** Undefined when nothing is there. Throws URIError for a broken escape. */
export function targetOf(kinds: Kinds, path: string): Target | undefined {
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const core = parts[0] === 'api';
  if (!core && parts[0] !== 'apis') return undefined;
  const group = core ? '' : (parts[1] ?? '');
  const version = parts[core ? 1 : 2] ?? '';
  const own = parts.slice(core ? 2 : 3);
  const namespaced = own[0] === 'namespaces' && own.length > 2 ? inNamespace(kinds, group, version, own) : undefined;
  if (namespaced) return namespaced;
  const [resource, name, subresource, ...rest] = own;
  if (resource === undefined) return undefined;
  const strategy = kinds.find({ group, version, resource });
  if (!strategy || (strategy.info.namespaced && name !== undefined)) return undefined;
  return { strategy, namespace: undefined, name, subresource, rest: rest.join('/') };
}

function inNamespace(kinds: Kinds, group: string, version: string, own: string[]): Target | undefined {
  const [, namespace, resource = '', name, subresource, ...rest] = own;
  const strategy = kinds.find({ group, version, resource });
  if (!strategy?.info.namespaced) return undefined;
  return { strategy, namespace, name, subresource, rest: rest.join('/') };
}
