/** Roles and bindings of a fresh cluster as objects (bootstrappolicy/{policy,controller_policy,namespace_policy}.go). */
import type { KubeObject } from '../../../api/object.ts';
import { CONTROLLER_ROLES } from './controller-roles-table.ts';
import { CLUSTER_ROLES } from './default-roles-table.ts';
import type { PolicyRule } from './rules.ts';

const GROUP = 'rbac.authorization.k8s.io';
const API_VERSION = `${GROUP}/v1`;
const CONTROLLER = 'system:controller:';
const AGGREGATE = `${GROUP}/aggregate-to-`;
const ANNOTATIONS = { 'rbac.authorization.kubernetes.io/autoupdate': 'true' };
const LABELS = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };

/** Aggregated roles, and the roles that are aggregated to another. */
const AGGREGATED = ['admin', 'edit', 'view'];
const AGGREGATED_TO: Readonly<Record<string, string>> = {
  edit: 'admin',
  view: 'edit',
  'system:aggregate-to-admin': 'admin',
  'system:aggregate-to-edit': 'edit',
  'system:aggregate-to-view': 'view',
};

/** ClusterRole and subjects (`U` user, `G` group) of the bindings that are not a controller's; each is named like its role. */
const CLUSTER_BINDINGS: readonly (readonly [role: string, ...subjects: string[]])[] = [
  ['cluster-admin', 'G system:masters'],
  ['system:basic-user', 'G system:authenticated'],
  ['system:discovery', 'G system:authenticated'],
  ['system:kube-controller-manager', 'U system:kube-controller-manager'],
  ['system:kube-dns', 'S kube-dns'],
  ['system:kube-scheduler', 'U system:kube-scheduler'],
  ['system:monitoring', 'G system:monitoring'],
  ['system:node'],
  ['system:node-proxier', 'U system:kube-proxy'],
  ['system:public-info-viewer', 'G system:authenticated', 'G system:unauthenticated'],
  ['system:service-account-issuer-discovery', 'G system:serviceaccounts'],
  ['system:volume-scheduler', 'U system:kube-scheduler'],
];

const LEASES = `
  create,get,list,update,watch coordination.k8s.io leases
  create,get,list,update,watch coordination.k8s.io leasecandidates`;

/** Namespace, Role, and its rules. */
const ROLES: readonly (readonly [namespace: string, name: string, rules: string])[] = [
  [
    'kube-public',
    'system:controller:bootstrap-signer',
    `
  get,list,watch "" configmaps
  update "" configmaps cluster-info
  create,patch,update "",events.k8s.io events`,
  ],
  [
    'kube-system',
    'extension-apiserver-authentication-reader',
    `
  get,list,watch "" configmaps extension-apiserver-authentication`,
  ],
  ['kube-system', 'system::leader-locking-kube-controller-manager', LEASES],
  ['kube-system', 'system::leader-locking-kube-scheduler', LEASES],
  [
    'kube-system',
    'system:controller:bootstrap-signer',
    `
  get,list,watch "" secrets`,
  ],
  [
    'kube-system',
    'system:controller:cloud-provider',
    `
  create,get,list,watch "" configmaps`,
  ],
  [
    'kube-system',
    'system:controller:token-cleaner',
    `
  delete,get,list,watch "" secrets
  create,patch,update "",events.k8s.io events`,
  ],
];

const BINDINGS: readonly (readonly [namespace: string, name: string, role: string, ...subjects: string[]])[] = [
  ['kube-public', 'system:controller:bootstrap-signer', '', 'S bootstrap-signer'],
  [
    'kube-system',
    'system::extension-apiserver-authentication-reader',
    'extension-apiserver-authentication-reader',
    'U system:kube-controller-manager',
    'U system:kube-scheduler',
  ],
  [
    'kube-system',
    'system::leader-locking-kube-controller-manager',
    '',
    'U system:kube-controller-manager',
    'S kube-controller-manager',
    'S leader-election-controller',
  ],
  ['kube-system', 'system::leader-locking-kube-scheduler', '', 'U system:kube-scheduler', 'S kube-scheduler'],
  ['kube-system', 'system:controller:bootstrap-signer', '', 'S bootstrap-signer'],
  ['kube-system', 'system:controller:cloud-provider', '', 'S cloud-provider'],
  ['kube-system', 'system:controller:token-cleaner', '', 'S token-cleaner'],
];

/** Every default Role, ClusterRole and binding. Built anew at each call. */
export function defaultRoles(): KubeObject[] {
  const controllers = [...parseRoles(CONTROLLER_ROLES)];
  return [
    ...AGGREGATED.map(aggregatedRole),
    ...[...parseRoles(CLUSTER_ROLES)].map(([name, rules]) => clusterRole(name, rules)),
    ...controllers.map(([name, rules]) => clusterRole(CONTROLLER + name, rules)),
    ...CLUSTER_BINDINGS.map(([role, ...subjects]) => binding(undefined, role, role, subjects)),
    ...controllers.map(([name]) => binding(undefined, CONTROLLER + name, CONTROLLER + name, [`S ${name}`])),
    ...ROLES.map(([namespace, name, rules]): KubeObject => ({
      ...typed('Role', name, namespace),
      rules: [...parseRoles(`role${rules}`).values()][0],
    })),
    ...BINDINGS.map(([namespace, name, role, ...subjects]) => binding(namespace, name, role || name, subjects)),
  ];
}

/** The rules of one default ClusterRole. */
export function defaultRulesOf(name: string): readonly PolicyRule[] {
  return parseRoles(CLUSTER_ROLES).get(name) ?? [];
}

function typed(kind: string, name: string, namespace?: string, labels?: Record<string, string>): KubeObject {
  const metadata = { name, ...(namespace ? { namespace } : {}), labels: { ...LABELS, ...labels } };
  return { kind, apiVersion: API_VERSION, metadata: { ...metadata, annotations: { ...ANNOTATIONS } } };
}

function clusterRole(name: string, rules: PolicyRule[] | null): KubeObject {
  const to = AGGREGATED_TO[name];
  return { ...typed('ClusterRole', name, undefined, to ? { [AGGREGATE + to]: 'true' } : {}), rules };
}

function aggregatedRole(name: string): KubeObject {
  const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { [AGGREGATE + name]: 'true' } }] };
  return { ...clusterRole(name, null), aggregationRule };
}

function binding(namespace: string | undefined, name: string, role: string, subjects: readonly string[]): KubeObject {
  return {
    ...typed(namespace ? 'RoleBinding' : 'ClusterRoleBinding', name, namespace),
    ...(subjects.length > 0 ? { subjects: subjects.map(subjectOf) } : {}),
    roleRef: { apiGroup: GROUP, kind: namespace ? 'Role' : 'ClusterRole', name: role },
  };
}

function subjectOf(text: string): object {
  const name = text.slice(2);
  if (text.startsWith('S')) return { kind: 'ServiceAccount', name, namespace: 'kube-system' };
  return { kind: text.startsWith('U') ? 'User' : 'Group', apiGroup: GROUP, name };
}

function parseRoles(table: string): Map<string, PolicyRule[]> {
  const roles = new Map<string, PolicyRule[]>();
  let rules: PolicyRule[] = [];
  for (const line of table.split('\n')) {
    if (line === '') continue;
    if (line.startsWith(' ')) rules.push(parseRule(line.trim()));
    else roles.set(line, (rules = []));
  }
  return roles;
}

function parseRule(line: string): PolicyRule {
  const [verbs = [], groups = [], resources = [], names] = line
    .split(' ')
    .map((part) => part.split(',').map((word) => (word === '""' ? '' : word)));
  if (groups[0] === 'url') return { verbs, nonResourceURLs: resources };
  return { verbs, apiGroups: groups, resources, ...(names ? { resourceNames: names } : {}) };
}
