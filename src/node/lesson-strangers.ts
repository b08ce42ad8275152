/** Objects of somebody else, of the kinds that lessons speak of: none of them may change what a lesson's goals say. */
import type { KubeObject } from '../api/object.ts';

const labels = { app: 'somebody-elses' };
const container = { name: 'nginx', image: 'nginx:1.27', ports: [{ containerPort: 80 }] };
const template = { metadata: { labels }, spec: { containers: [container] } };
const named = (name: string, namespace = 'default'): NonNullable<KubeObject['metadata']> => ({
  name,
  namespace,
  labels,
});

const deployment = (namespace: string): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: named('somebody-elses', namespace),
  spec: { replicas: 2, selector: { matchLabels: labels }, template },
});

export const strangers: readonly KubeObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'elsewhere' } },
  { apiVersion: 'v1', kind: 'Pod', metadata: named('lone'), spec: { containers: [container] } },
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: named('broken'),
    spec: { containers: [{ name: 'broken', image: 'doesnotexist/broken:1' }] },
  },
  deployment('default'),
  deployment('elsewhere'),
  {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: named('bare'),
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'bare' } },
      template: { ...template, metadata: { labels: { app: 'bare' } } },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: named('somebody-elses'),
    spec: { selector: labels, ports: [{ port: 80 }] },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: named('for-nobody'),
    spec: { selector: { app: 'no' }, ports: [{ port: 80 }] },
  },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: named('somebody-elses'), data: { key: 'value' } },
  { apiVersion: 'v1', kind: 'Secret', metadata: named('somebody-elses'), stringData: { key: 'value' } },
];
