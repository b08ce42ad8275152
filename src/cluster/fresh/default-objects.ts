/**
 * What a fresh cluster's API server makes beside namespaces and its own Service: roles and bindings, PriorityClasses and
 * flow control (plugin/pkg/auth/authorizer/rbac/bootstrappolicy, pkg/apis/scheduling/helpers.go,
 * staging/src/k8s.io/apiserver/pkg/apis/flowcontrol/bootstrap/default.go).
 */
import type { KubeObject } from '../../api/object.ts';
import { defaultRoles } from '../apiserver/authorization/default-roles.ts';

/** In the order in which they are made; roles come first, for whoever starts needs them. */
export function defaultObjects(): KubeObject[] {
  return [...defaultRoles(), ...priorityClasses(), ...PRIORITY_LEVELS.map(priorityLevel), ...FLOWS.map(flowSchema)];
}

function priorityClasses(): KubeObject[] {
  const classes = [
    [
      'system-node-critical',
      2_000_001_000,
      'Used for system critical pods that must not be moved from their current node.',
    ],
    [
      'system-cluster-critical',
      2_000_000_000,
      'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
    ],
  ] as const;
  return classes.map(([name, value, description]) => ({
    kind: 'PriorityClass',
    apiVersion: 'scheduling.k8s.io/v1',
    metadata: { name },
    value,
    description,
    preemptionPolicy: 'PreemptLowerPriority',
  }));
}

const FLOW_CONTROL = 'flowcontrol.apiserver.k8s.io/v1';
const AUTOUPDATE = { 'apf.kubernetes.io/autoupdate-spec': 'true' };

/** Name, shares, percent that can be lent, and queues with their hand size; without queues what is too much is refused. */
const PRIORITY_LEVELS: readonly (readonly [
  name: string,
  shares: number,
  lent: number,
  queues?: number,
  hand?: number,
])[] = [
  ['catch-all', 5, 0],
  ['exempt', 0, 0],
  ['global-default', 20, 50, 128, 6],
  ['leader-election', 10, 0, 16, 4],
  ['node-high', 40, 25, 64, 6],
  ['system', 30, 33, 64, 6],
  ['workload-high', 40, 50, 128, 6],
  ['workload-low', 100, 90, 128, 6],
];

function priorityLevel([name, shares, lent, queues, handSize]: (typeof PRIORITY_LEVELS)[number]): KubeObject {
  const amounts = { nominalConcurrencyShares: shares, lendablePercent: lent };
  const limitResponse =
    queues === undefined ? { type: 'Reject' } : { type: 'Queue', queuing: { queues, handSize, queueLengthLimit: 50 } };
  return {
    kind: 'PriorityLevelConfiguration',
    apiVersion: FLOW_CONTROL,
    metadata: { name, annotations: AUTOUPDATE },
    spec:
      name === 'exempt'
        ? { type: 'Exempt', exempt: amounts }
        : { type: 'Limited', limited: { ...amounts, limitResponse } },
  };
}

interface Flow {
  name: string;
  level: string;
  precedence: number;
  by?: 'User' | 'Namespace';
  /** `U` user, `G` group, `S` service accounts of kube-system. */
  subjects: readonly string[];
  resources?: readonly object[];
  urls?: readonly string[];
}

const EVERYBODY = ['G system:unauthenticated', 'G system:authenticated'];
const EVERY_RESOURCE = { verbs: ['*'], apiGroups: ['*'], resources: ['*'], clusterScope: true, namespaces: ['*'] };
const LEASES = { apiGroups: ['coordination.k8s.io'], resources: ['leases'], namespaces: ['*'] };

const FLOWS: readonly Flow[] = [
  { name: 'catch-all', level: 'catch-all', precedence: 10_000, by: 'User', subjects: EVERYBODY },
  { name: 'exempt', level: 'exempt', precedence: 1, subjects: ['G system:masters'] },
  { name: 'global-default', level: 'global-default', precedence: 9900, by: 'User', subjects: EVERYBODY },
  {
    name: 'kube-controller-manager',
    level: 'workload-high',
    precedence: 800,
    by: 'Namespace',
    subjects: ['U system:kube-controller-manager'],
  },
  {
    name: 'kube-scheduler',
    level: 'workload-high',
    precedence: 800,
    by: 'Namespace',
    subjects: ['U system:kube-scheduler'],
  },
  {
    name: 'kube-system-service-accounts',
    level: 'workload-high',
    precedence: 900,
    by: 'Namespace',
    subjects: ['S *'],
  },
  {
    name: 'probes',
    level: 'exempt',
    precedence: 2,
    subjects: EVERYBODY,
    resources: [],
    urls: ['/healthz', '/readyz', '/livez'],
  },
  {
    name: 'service-accounts',
    level: 'workload-low',
    precedence: 9000,
    by: 'User',
    subjects: ['G system:serviceaccounts'],
  },
  {
    name: 'system-leader-election',
    level: 'leader-election',
    precedence: 100,
    by: 'User',
    subjects: ['U system:kube-controller-manager', 'U system:kube-scheduler', 'S *'],
    resources: [{ verbs: ['get', 'create', 'update'], ...LEASES }],
    urls: [],
  },
  {
    name: 'system-node-high',
    level: 'node-high',
    precedence: 400,
    by: 'User',
    subjects: ['G system:nodes'],
    resources: [
      { verbs: ['*'], apiGroups: [''], resources: ['nodes', 'nodes/status'], clusterScope: true, namespaces: ['*'] },
      { verbs: ['*'], ...LEASES },
    ],
    urls: [],
  },
  { name: 'system-nodes', level: 'system', precedence: 500, by: 'User', subjects: ['G system:nodes'] },
];

function flowSchema(flow: Flow): KubeObject {
  const { name, level, precedence, by, subjects, resources = [EVERY_RESOURCE], urls = ['*'] } = flow;
  const rule = {
    subjects: subjects.map(flowSubject),
    ...(resources.length > 0 ? { resourceRules: resources } : {}),
    ...(urls.length > 0
      ? { nonResourceRules: [{ verbs: [resources.length > 0 ? '*' : 'get'], nonResourceURLs: urls }] }
      : {}),
  };
  return {
    kind: 'FlowSchema',
    apiVersion: FLOW_CONTROL,
    metadata: { name, annotations: AUTOUPDATE },
    spec: {
      priorityLevelConfiguration: { name: level },
      matchingPrecedence: precedence,
      ...(by ? { distinguisherMethod: { type: `By${by}` } } : {}),
      rules: [rule],
    },
  };
}

function flowSubject(text: string): object {
  const name = text.slice(2);
  if (text.startsWith('S')) return { kind: 'ServiceAccount', serviceAccount: { namespace: 'kube-system', name } };
  return text.startsWith('U') ? { kind: 'User', user: { name } } : { kind: 'Group', group: { name } };
}

/** What the flow control's own controller says of a schema whose priority level is there. */
export function flowSchemaStatus(flow: KubeObject, lastTransitionTime: string): object {
  const level = (flow['spec'] as { priorityLevelConfiguration: { name: string } }).priorityLevelConfiguration.name;
  const message = `This FlowSchema references the PriorityLevelConfiguration object named "${level}" and it exists`;
  return { conditions: [{ type: 'Dangling', status: 'False', lastTransitionTime, reason: 'Found', message }] };
}
