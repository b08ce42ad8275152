/** API discovery, aggregated and plain (apiserver/pkg/endpoints/discovery). Derived from the served kinds. */
import { groupVersion } from '../../../api/resource.ts';
import { compareVersions } from '../apiextensions/versions.ts';
import type { Kinds } from '../core.ts';
import type { Strategy } from '../registry/strategy.ts';

interface KindRef {
  group: string;
  version: string;
  kind: string;
}

/** The real server's order of groups (by priority); others follow by name. */
const ORDER = [
  'apiregistration.k8s.io',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
  'resource.k8s.io',
  'flowcontrol.apiserver.k8s.io',
];

const CONNECT: Record<string, { kind: string; verbs: readonly string[] }> = {
  attach: { kind: 'PodAttachOptions', verbs: ['create', 'get'] },
  exec: { kind: 'PodExecOptions', verbs: ['create', 'get'] },
  portforward: { kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
};

function subresourceOf({ info }: Strategy, name: string): { ref: KindRef; verbs: readonly string[] } {
  const core = (kind: string): KindRef => ({ group: '', version: '', kind });
  const connect = CONNECT[name];
  if (connect) return { ref: core(connect.kind), verbs: connect.verbs };
  if (name === 'proxy')
    return { ref: core(`${info.kind}ProxyOptions`), verbs: ['create', 'delete', 'get', 'patch', 'update'] };
  if (name === 'binding') return { ref: core('Binding'), verbs: ['create'] };
  if (name === 'log') return { ref: core(info.kind), verbs: ['get'] };
  if (name === 'finalize') return { ref: core(info.kind), verbs: ['update'] };
  if (name === 'eviction') return { ref: { group: 'policy', version: 'v1', kind: 'Eviction' }, verbs: ['create'] };
  if (name === 'token') {
    return { ref: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' }, verbs: ['create'] };
  }
  const verbs = ['get', 'patch', 'update'];
  if (name === 'scale') return { ref: { group: 'autoscaling', version: 'v1', kind: 'Scale' }, verbs };
  return { ref: core(info.kind), verbs };
}

/** The subresources by name, each with the kind it takes and its verbs. */
export function subresourcesOf(strategy: Strategy): { name: string; ref: KindRef; verbs: readonly string[] }[] {
  return [...strategy.info.subresources].sort().map((name) => ({ name, ...subresourceOf(strategy, name) }));
}

function groupsOf(kinds: Kinds): Map<string, Map<string, Strategy[]>> {
  const groups = new Map<string, Map<string, Strategy[]>>();
  const names = [...new Set(kinds.all.map(({ info }) => info.group))].filter((name) => name !== '');
  const rank = (name: string): number => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  names.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  for (const name of ['', ...names]) {
    const versions = new Map<string, Strategy[]>();
    for (const strategy of kinds.all) {
      if (strategy.info.group !== name) continue;
      const list = versions.get(strategy.info.version) ?? [];
      versions.set(strategy.info.version, [...list, strategy]);
    }
    for (const list of versions.values()) list.sort((a, b) => (a.info.resource < b.info.resource ? -1 : 1));
    groups.set(name, new Map([...versions].sort(([a], [b]) => compareVersions(b, a))));
  }
  return groups;
}

function aggregatedResource(strategy: Strategy): unknown {
  const { info } = strategy;
  const subresources = subresourcesOf(strategy).map(({ name, ref, verbs }) => ({
    subresource: name,
    responseKind: ref,
    verbs,
  }));
  return {
    resource: info.resource,
    responseKind: { group: '', version: '', kind: info.kind },
    scope: info.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: info.singular,
    verbs: info.verbs,
    ...(info.shortNames.length > 0 ? { shortNames: info.shortNames } : {}),
    ...(info.categories.length > 0 ? { categories: info.categories } : {}),
    ...(subresources.length > 0 ? { subresources } : {}),
  };
}

/** `/api` and `/apis` as one APIGroupDiscoveryList. */
export function aggregated(kinds: Kinds, root: 'api' | 'apis', version: string): unknown {
  const items = [...groupsOf(kinds)]
    .filter(([name]) => (name === '') === (root === 'api'))
    .map(([name, versions]) => ({
      metadata: name === '' ? {} : { name },
      versions: [...versions].map(([version, strategies]) => ({
        version,
        resources: strategies.map(aggregatedResource),
        freshness: 'Current',
      })),
    }));
  return { kind: 'APIGroupDiscoveryList', apiVersion: `apidiscovery.k8s.io/${version}`, metadata: {}, items };
}

export function apiVersions(): unknown {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '172.18.0.2:6443' }],
  };
}

function apiGroup(name: string, versions: Iterable<string>): Record<string, unknown> {
  const list = [...versions].map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: list, preferredVersion: list[0] };
}

/** `/apis`. */
export function groupList(kinds: Kinds): unknown {
  const groups = [...groupsOf(kinds)].filter(([name]) => name !== '');
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(([name, map]) => apiGroup(name, map.keys())) };
}

/** `/apis/GROUP`; undefined when there is no such group. */
export function oneGroup(kinds: Kinds, name: string): unknown {
  const versions = groupsOf(kinds).get(name);
  return versions && { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(name, versions.keys()) };
}

/** `/api/v1`, `/apis/GROUP/VERSION`; undefined when nothing is served there. */
export function resourceList(kinds: Kinds, group: string, version: string): unknown {
  const strategies = groupsOf(kinds).get(group)?.get(version);
  if (!strategies) return undefined;
  const resources = strategies.flatMap((strategy) => [plainResource(strategy), ...plainSubresources(strategy)]);
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: groupVersion({ group, version }), resources };
}

function plainResource({ info }: Strategy): unknown {
  return {
    name: info.resource,
    singularName: info.singular,
    namespaced: info.namespaced,
    kind: info.kind,
    verbs: info.verbs,
    ...(info.shortNames.length > 0 ? { shortNames: info.shortNames } : {}),
    ...(info.categories.length > 0 ? { categories: info.categories } : {}),
  };
}

function plainSubresources(strategy: Strategy): unknown[] {
  const { info } = strategy;
  return subresourcesOf(strategy).map(({ name, ref, verbs }) => ({
    name: `${info.resource}/${name}`,
    singularName: '',
    namespaced: info.namespaced,
    ...(ref.version === '' ? {} : { group: ref.group, version: ref.version }),
    kind: ref.kind,
    verbs,
  }));
}
