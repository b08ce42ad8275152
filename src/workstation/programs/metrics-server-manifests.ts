/** What `minikube addons enable metrics-server` applies (metrics-server v0.8.0's components.yaml). */
import type { KubeObject } from '../../api/object.ts';

const LABELS = { 'k8s-app': 'metrics-server' };
const NAMESPACE = 'kube-system';
const NAME = 'metrics-server';
const RBAC = 'rbac.authorization.k8s.io';
const named = (name: string): object => ({ name, labels: LABELS });
const inSystem = { name: NAME, namespace: NAMESPACE, labels: LABELS };
const SUBJECT = { kind: 'ServiceAccount', name: NAME, namespace: NAMESPACE };

export interface Manifest {
  /** Of the collection it is created in. */
  path: string;
  object: KubeObject;
}

const role = (name: string, labels: object, rules: readonly object[]): Manifest => ({
  path: `/apis/${RBAC}/v1/clusterroles`,
  object: {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    metadata: { name, labels: { ...LABELS, ...labels } },
    rules,
  },
});

const binding = (name: string, to: string): Manifest => ({
  path: `/apis/${RBAC}/v1/clusterrolebindings`,
  object: {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: named(name),
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: to },
    subjects: [SUBJECT],
  },
});

const probe = (path: string, initialDelaySeconds: number): object => ({
  httpGet: { path, port: 'https', scheme: 'HTTPS' },
  failureThreshold: 3,
  initialDelaySeconds,
  periodSeconds: 10,
});

const deployment: Manifest = {
  path: `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`,
  object: {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: inSystem,
    spec: {
      selector: { matchLabels: LABELS },
      strategy: { rollingUpdate: { maxUnavailable: 0 } },
      template: {
        metadata: { labels: LABELS },
        spec: {
          serviceAccountName: NAME,
          priorityClassName: 'system-cluster-critical',
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          containers: [
            {
              name: NAME,
              image: 'registry.k8s.io/metrics-server/metrics-server:v0.8.0',
              imagePullPolicy: 'IfNotPresent',
              args: [
                '--cert-dir=/tmp',
                '--secure-port=10250',
                '--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname',
                '--kubelet-use-node-status-port',
                '--metric-resolution=15s',
                '--kubelet-insecure-tls',
              ],
              ports: [{ name: 'https', containerPort: 10250, protocol: 'TCP' }],
              resources: { requests: { cpu: '100m', memory: '200Mi' } },
              livenessProbe: probe('/livez', 0),
              readinessProbe: probe('/readyz', 20),
              volumeMounts: [{ name: 'tmp-dir', mountPath: '/tmp' }],
            },
          ],
          volumes: [{ name: 'tmp-dir', emptyDir: {} }],
        },
      },
    },
  } as KubeObject,
};

const AGGREGATE = Object.fromEntries(['admin', 'edit', 'view'].map((to) => [`${RBAC}/aggregate-to-${to}`, 'true']));

/** In the order in which they are applied. */
export const metricsServerManifests: readonly Manifest[] = [
  {
    path: `/api/v1/namespaces/${NAMESPACE}/serviceaccounts`,
    object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: inSystem },
  },
  role('system:aggregated-metrics-reader', AGGREGATE, [
    { apiGroups: ['metrics.k8s.io'], resources: ['pods', 'nodes'], verbs: ['get', 'list', 'watch'] },
  ]),
  role('system:metrics-server', {}, [
    { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
    { apiGroups: [''], resources: ['pods', 'nodes'], verbs: ['get', 'list', 'watch'] },
  ]),
  {
    path: `/apis/${RBAC}/v1/namespaces/${NAMESPACE}/rolebindings`,
    object: {
      apiVersion: `${RBAC}/v1`,
      kind: 'RoleBinding',
      metadata: { name: 'metrics-server-auth-reader', namespace: NAMESPACE, labels: LABELS },
      roleRef: { apiGroup: RBAC, kind: 'Role', name: 'extension-apiserver-authentication-reader' },
      subjects: [SUBJECT],
    },
  },
  binding('metrics-server:system:auth-delegator', 'system:auth-delegator'),
  binding('system:metrics-server', 'system:metrics-server'),
  {
    path: `/api/v1/namespaces/${NAMESPACE}/services`,
    object: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: inSystem,
      spec: {
        ports: [{ name: 'https', appProtocol: 'https', port: 443, protocol: 'TCP', targetPort: 'https' }],
        selector: LABELS,
      },
    } as KubeObject,
  },
  deployment,
  {
    path: '/apis/apiregistration.k8s.io/v1/apiservices',
    object: {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: 'v1beta1.metrics.k8s.io', labels: LABELS },
      spec: {
        group: 'metrics.k8s.io',
        groupPriorityMinimum: 100,
        insecureSkipTLSVerify: true,
        service: { name: NAME, namespace: NAMESPACE },
        version: 'v1beta1',
        versionPriority: 100,
      },
    } as KubeObject,
  },
];
