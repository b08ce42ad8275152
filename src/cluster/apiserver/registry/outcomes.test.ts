/** What v1.35 answers to manifests with one thing wrong: each row was asked of a real API server (`--dry-run=server`). */
import { beforeEach, expect, it } from 'vitest';
import { seededRandom } from '../../../time/random.ts';
import { VirtualClock } from '../../../time/virtual-clock.ts';
import { type ApiServer, createApiServer } from '../api-server.ts';
import { ADMIN } from '../identity.ts';
import { strategies } from './index.ts';
import { BASES } from './outcome-bases.ts';

/** The manifest, the field, what it is given (undefined: it is taken away), and the answer. */
const ROWS: [base: keyof typeof BASES, path: string, value: unknown, message: string][] = [
  ['Pod.small', 'spec', {}, 'Pod "small" is invalid: spec.containers: Required value'],
  [
    'Pod.small',
    'spec.activeDeadlineSeconds',
    -1,
    'Pod "small" is invalid: spec.activeDeadlineSeconds: Invalid value: -1: must be between 1 and 2147483647, inclusive',
  ],
  [
    'Deployment.full',
    'spec',
    null,
    'Deployment.apps "full" is invalid: [spec.selector: Required value, spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`, spec.template.spec.containers: Required value]',
  ],
  [
    'Deployment.full',
    'spec.minReadySeconds',
    -1,
    'Deployment.apps "full" is invalid: spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0',
  ],
  [
    'StatefulSet.full',
    'spec',
    null,
    'StatefulSet.apps "full" is invalid: [spec.selector: Required value, spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`, spec.template.spec.containers: Required value]',
  ],
  [
    'StatefulSet.full',
    'spec.minReadySeconds',
    -1,
    'StatefulSet.apps "full" is invalid: spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0',
  ],
  [
    'StatefulSet.full',
    'spec.minReadySeconds',
    2147483648,
    'StatefulSet in version "v1" cannot be handled as a StatefulSet: json: cannot unmarshal number 2147483648 into Go struct field StatefulSetSpec.spec.minReadySeconds of type int32',
  ],
  [
    'DaemonSet.full',
    'spec',
    null,
    'DaemonSet.apps "full" is invalid: [spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`, spec.template.spec.containers: Required value]',
  ],
  [
    'DaemonSet.full',
    'spec.minReadySeconds',
    -1,
    'DaemonSet.apps "full" is invalid: spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0',
  ],
  [
    'CronJob.full',
    'spec.concurrencyPolicy',
    'Bad_Value!',
    'CronJob.batch "full" is invalid: spec.concurrencyPolicy: Unsupported value: "Bad_Value!": supported values: "Allow", "Forbid", "Replace"',
  ],
  [
    'CronJob.full',
    'spec.failedJobsHistoryLimit',
    -1,
    'CronJob.batch "full" is invalid: spec.failedJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0',
  ],
  [
    'Job.full',
    'spec',
    null,
    'Job.batch "full" is invalid: [spec.template.spec.containers: Required value, spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"]',
  ],
  [
    'Job.full',
    'spec.activeDeadlineSeconds',
    -1,
    'Job.batch "full" is invalid: spec.activeDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0',
  ],
  ['Service.full', 'spec', null, 'Service "full" is invalid: spec.ports: Required value'],
  [
    'Service.full',
    'spec.clusterIP',
    'x',
    'Service "full" is invalid: spec.clusterIPs[0]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
  ],
  ['Service.cip', 'spec', null, 'Service "cip" is invalid: spec.ports: Required value'],
  [
    'Service.cip',
    'spec.allocateLoadBalancerNodePorts',
    true,
    'Service "cip" is invalid: spec.allocateLoadBalancerNodePorts: Forbidden: may only be used when `type` is \'LoadBalancer\'',
  ],
  [
    'PersistentVolumeClaim.full',
    'spec',
    null,
    'PersistentVolumeClaim "full" is invalid: [spec.accessModes: Required value: at least 1 access mode is required, spec.resources[storage]: Required value]',
  ],
  [
    'PersistentVolumeClaim.full',
    'spec.accessModes',
    null,
    'PersistentVolumeClaim "full" is invalid: spec.accessModes: Required value: at least 1 access mode is required',
  ],
  [
    'PersistentVolume.csi',
    'spec.accessModes',
    null,
    'PersistentVolume "csi" is invalid: spec.accessModes: Required value',
  ],
  [
    'PersistentVolume.csi',
    'spec.accessModes.0',
    '',
    'PersistentVolume "csi" is invalid: spec.accessModes: Unsupported value: "": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"',
  ],
  [
    'PersistentVolume.local',
    'spec.accessModes',
    null,
    'PersistentVolume "local" is invalid: spec.accessModes: Required value',
  ],
  [
    'PersistentVolume.local',
    'spec.accessModes.0',
    '',
    'PersistentVolume "local" is invalid: spec.accessModes: Unsupported value: "": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"',
  ],
  [
    'Ingress.full',
    'spec',
    null,
    'Ingress.networking.k8s.io "full" is invalid: spec: Invalid value: null: either `defaultBackend` or `rules` must be specified',
  ],
  [
    'Ingress.full',
    'spec.defaultBackend',
    {},
    'Ingress.networking.k8s.io "full" is invalid: spec.defaultBackend: Invalid value: "": resource or service backend is required',
  ],
  [
    'IngressClass.full',
    'spec',
    null,
    'IngressClass.networking.k8s.io "full" is invalid: spec.controller: Required value',
  ],
  [
    'IngressClass.full',
    'spec.controller',
    'Bad_Value!',
    'IngressClass.networking.k8s.io "full" is invalid: spec.controller: Invalid value: "Bad_Value!": must be a domain-prefixed path (such as "acme.io/foo")',
  ],
  [
    'NetworkPolicy.full',
    'spec.egress.0.ports.0.endPort',
    1,
    'NetworkPolicy.networking.k8s.io "full" is invalid: spec.egress[0].ports[0].endPort: Invalid value: 1: may not be specified when `port` is non-numeric',
  ],
  [
    'NetworkPolicy.full',
    'spec.egress.0.ports.0.endPort',
    -1,
    'NetworkPolicy.networking.k8s.io "full" is invalid: spec.egress[0].ports[0].endPort: Invalid value: -1: may not be specified when `port` is non-numeric',
  ],
  [
    'PodDisruptionBudget.mu',
    'spec.maxUnavailable',
    -1,
    'PodDisruptionBudget.policy "mu" is invalid: spec.maxUnavailable: Invalid value: -1: must be greater than or equal to 0',
  ],
  [
    'PodDisruptionBudget.mu',
    'spec.maxUnavailable',
    2147483648,
    'PodDisruptionBudget in version "v1" cannot be handled as a PodDisruptionBudget: json: cannot unmarshal number 2147483648 into Go struct field PodDisruptionBudgetSpec.spec.maxUnavailable of type int32',
  ],
  [
    'RoleBinding.full',
    'roleRef',
    null,
    'RoleBinding.rbac.authorization.k8s.io "full" is invalid: [roleRef.kind: Unsupported value: "": supported values: "Role", "ClusterRole", roleRef.name: Required value]',
  ],
  [
    'RoleBinding.full',
    'roleRef.apiGroup',
    'Bad_Value!',
    'RoleBinding.rbac.authorization.k8s.io "full" is invalid: roleRef.apiGroup: Unsupported value: "Bad_Value!": supported values: "rbac.authorization.k8s.io"',
  ],
  [
    'ClusterRole.full',
    'aggregationRule',
    {},
    'ClusterRole.rbac.authorization.k8s.io "full" is invalid: aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if aggregationRule is non-nil',
  ],
  [
    'ClusterRole.full',
    'rules.0.apiGroups',
    null,
    'ClusterRole.rbac.authorization.k8s.io "full" is invalid: rules[0].apiGroups: Required value: resource rules must supply at least one api group',
  ],
  [
    'StorageClass.full',
    'allowedTopologies.0.matchLabelExpressions.0.key',
    '/abs',
    'StorageClass.storage.k8s.io "full" is invalid: allowedTopologies[0].matchLabelExpressions[0].key: Invalid value: "/abs": prefix part must be non-empty',
  ],
  [
    'StorageClass.full',
    'allowedTopologies.0.matchLabelExpressions.0.values',
    null,
    'StorageClass.storage.k8s.io "full" is invalid: allowedTopologies[0].matchLabelExpressions[0].values: Required value',
  ],
  [
    'EndpointSlice.full',
    'addressType',
    null,
    'EndpointSlice.discovery.k8s.io "full" is invalid: addressType: Required value',
  ],
  [
    'EndpointSlice.full',
    'addressType',
    'Bad_Value!',
    'EndpointSlice.discovery.k8s.io "full" is invalid: addressType: Unsupported value: "Bad_Value!": supported values: "FQDN", "IPv4", "IPv6"',
  ],
  [
    'ResourceQuota.full',
    'spec.hard.pods',
    '-1',
    'ResourceQuota "full" is invalid: spec.hard[pods]: Invalid value: "-1": must be greater than or equal to 0',
  ],
  [
    'ResourceQuota.full',
    'spec.hard.pods',
    'abc',
    'ResourceQuota in version "v1" cannot be handled as a ResourceQuota: quantities must match the regular expression \'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$\'',
  ],
  [
    'RuntimeClass.full',
    'handler',
    '1.2.3.4',
    'RuntimeClass.node.k8s.io "full" is invalid: handler: Invalid value: "1.2.3.4": must not contain dots',
  ],
  [
    'RuntimeClass.full',
    'overhead.podFixed.cpu',
    '-1',
    'RuntimeClass.node.k8s.io "full" is invalid: overhead.limits[cpu]: Invalid value: "-1": must be greater than or equal to 0',
  ],
  [
    'Namespace.full',
    'spec.finalizers.0',
    'a..b',
    'Namespace "full" is invalid: spec.finalizers: Invalid value: "a..b": name is neither a standard finalizer name nor is it fully qualified',
  ],
  [
    'Namespace.full',
    'spec.finalizers.0',
    '/abs',
    'Namespace "full" is invalid: spec.finalizers: Invalid value: "/abs": prefix part must be non-empty',
  ],
  [
    'IPAddress.10.96.5.5',
    'spec',
    null,
    'IPAddress.networking.k8s.io "10.96.5.5" is invalid: spec.parentRef: Required value',
  ],
  [
    'IPAddress.10.96.5.5',
    'spec.parentRef',
    {},
    'IPAddress.networking.k8s.io "10.96.5.5" is invalid: [spec.parentRef.resource: Required value, spec.parentRef.name: Required value]',
  ],
  [
    'APIService.v1.foo.example.com',
    'spec.caBundle',
    'aGk=',
    'APIService.apiregistration.k8s.io "v1.foo.example.com" is invalid: spec.insecureSkipTLSVerify: Invalid value: true: may not be true if caBundle is present',
  ],
  [
    'APIService.v1.foo.example.com',
    'spec.caBundle',
    'Bad_Value!',
    'APIService in version "v1" cannot be handled as a APIService: illegal base64 data at input byte 3',
  ],
  [
    'HorizontalPodAutoscaler.full',
    'spec.behavior.scaleDown.policies',
    [],
    'HorizontalPodAutoscaler.autoscaling "full" is invalid: spec.behavior.scaleDown.policies: Required value: must specify at least one Policy',
  ],
  [
    'HorizontalPodAutoscaler.full',
    'spec.behavior.scaleDown.policies.0.periodSeconds',
    null,
    'HorizontalPodAutoscaler.autoscaling "full" is invalid: spec.behavior.scaleDown.policies[0].periodSeconds: Invalid value: 0: must be greater than zero',
  ],
  [
    'ConfigMap.full',
    'binaryData.b',
    'Bad_Value!',
    'ConfigMap in version "v1" cannot be handled as a ConfigMap: illegal base64 data at input byte 3',
  ],
  [
    'StatefulSet.full',
    'metadata.name',
    'web.example',
    'StatefulSet.apps "web.example" is invalid: metadata.name: Invalid value: "web.example": must not contain dots',
  ],
];

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
let server: ApiServer;

beforeEach(() => {
  const clock = new VirtualClock(Date.parse('2026-01-01T00:00:00Z'), turn);
  server = createApiServer({ strategies, clock, random: seededRandom('outcomes') });
  const core = { group: '', version: 'v1' };
  server.verbs.create(ADMIN, { ...core, resource: 'namespaces' }, undefined, { metadata: { name: 'default' } });
  server.verbs.create(ADMIN, { ...core, resource: 'serviceaccounts' }, 'default', { metadata: { name: 'default' } });
});

async function answer(url: string, body: unknown): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const address = `http://cluster${url}?dryRun=All&fieldValidation=Strict`;
  const response = await server.fetch(new Request(address, { method: 'POST', headers, body: JSON.stringify(body) }));
  const { message } = (await response.json()) as { message?: string };
  return message ?? 'created';
}

function changed(body: string, path: string, value: unknown): unknown {
  const root = JSON.parse(body) as Record<string, unknown>;
  const steps = path.split('.');
  const last = steps.pop()!;
  const holder = steps.reduce<Record<string, unknown>>((at, step) => at[step] as Record<string, unknown>, root);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return root;
}

it.each(ROWS)('%s: %s = %j', async (base, path, value, message) => {
  const { url, body } = BASES[base];
  expect(await answer(url, changed(body, path, value))).toBe(message);
});

it.each(Object.entries(BASES))('%s as it is', async (_, { url, body }) => {
  expect(await answer(url, JSON.parse(body))).toBe('created');
});
