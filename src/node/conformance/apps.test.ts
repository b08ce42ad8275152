/** Kubernetes' conformance tests of sig-apps that concern the API: status and scale, collections, adoption. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubeObject } from '../../api/object.ts';
import { walkApiOperations } from './api-operations.ts';
import { createStage, type Stage } from './conformance-stage.ts';

let stage: Stage;
let ns: string;
beforeAll(async () => {
  stage = await createStage();
  ns = await stage.namespace();
});
afterAll(() => stage.stop());

type Live = KubeObject & {
  spec: Record<string, unknown>;
  status?: Record<string, unknown> & { conditions?: object[] };
};
const at = (resource: string, name = ''): string =>
  `/apis/apps/v1/namespaces/${ns}/${resource}${name === '' ? '' : `/${name}`}`;
const rc = (name = ''): string => `/api/v1/namespaces/${ns}/replicationcontrollers${name === '' ? '' : `/${name}`}`;
const template = (app: string): object => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: 'c', image: 'registry.k8s.io/e2e-test-images/httpd:2.4.38-4' }] },
});
const workload = (name: string, more: object = {}): object => ({
  metadata: { name, labels: { e2e: name } },
  spec: { selector: { matchLabels: { app: name } }, template: template(name), ...more },
});
const pods = (label: string): string => `/api/v1/namespaces/${ns}/pods?labelSelector=${encodeURIComponent(label)}`;

async function ready(path: string, field: string, count: number): Promise<void> {
  const is = async (): Promise<boolean> => ((await stage.get<Live>(path)).status?.[field] ?? 0) === count;
  await stage.until(is, `${field} = ${count}`);
}

/** What the tests 'should validate … Status endpoints' do. */
async function statusWalk(path: string): Promise<void> {
  const now = await stage.get<Live>(`${path}/status`);
  const condition = { type: 'StatusUpdate', status: 'True', reason: 'E2E', message: 'Set from e2e test' };
  const updated = await stage.ok<Live>('PUT', `${path}/status`, {
    ...now,
    status: { ...now.status, conditions: [condition] },
  });
  expect(updated.status?.conditions).toContainEqual(condition);
  const patched = await stage.patch<Live>(`${path}/status`, {
    status: { conditions: [{ type: 'StatusPatched', status: 'True' }] },
  });
  expect(patched.status?.conditions).toEqual([{ type: 'StatusPatched', status: 'True' }]);
  expect(patched.metadata?.generation).toBe(now.metadata?.generation);
}

async function scaleWalk(path: string, from: number, to: number): Promise<void> {
  const scale = await stage.get<Live>(`${path}/scale`);
  expect(scale).toMatchObject({ kind: 'Scale', apiVersion: 'autoscaling/v1', spec: { replicas: from } });
  const next = await stage.ok('PUT', `${path}/scale`, { ...scale, spec: { replicas: to } });
  expect(next).toMatchObject({ spec: { replicas: to } });
  expect((await stage.get<Live>(path)).spec['replicas']).toBe(to);
  const patched = await stage.patch(`${path}/scale`, { spec: { replicas: to + 2 } });
  expect(patched).toMatchObject({ kind: 'Scale', spec: { replicas: to + 2 } });
  expect((await stage.get<Live>(path)).spec['replicas']).toBe(to + 2);
}

async function collection(resource: string, more: object, patch: object): Promise<void> {
  await stage.ok('POST', at(resource), workload(`${resource}-all`, more));
  const query = `labelSelector=e2e%3D${resource}-all`;
  expect((await stage.list(`/apis/apps/v1/${resource}?${query}`)).items).toHaveLength(1);
  const patched = await stage.patch<Live>(
    at(resource, `${resource}-all`),
    patch,
    'application/strategic-merge-patch+json',
  );
  expect(patched).toMatchObject(patch);
  await stage.ok('DELETE', `${at(resource)}?${query}`, { gracePeriodSeconds: 0 });
  await stage.until(async () => (await stage.list(`${at(resource)}?${query}`)).items.length === 0);
}

describe('[sig-apps]', () => {
  test('[sig-apps] Deployment should validate Deployment Status endpoints [Conformance]', async () => {
    await stage.ok('POST', at('deployments'), workload('dst', { replicas: 1 }));
    await ready(at('deployments', 'dst'), 'availableReplicas', 1);
    await statusWalk(at('deployments', 'dst'));
  });
  test('[sig-apps] Deployment Deployment should have a working scale subresource [Conformance]', async () => {
    await stage.ok('POST', at('deployments'), workload('dsc', { replicas: 1 }));
    await scaleWalk(at('deployments', 'dsc'), 1, 2);
  });
  test('[sig-apps] Deployment should run the lifecycle of a Deployment [Conformance]', async () => {
    const one = at('deployments', 'dlife');
    await stage.ok('POST', at('deployments'), workload('dlife', { replicas: 1 }));
    await ready(one, 'readyReplicas', 1);
    await stage.patch(
      one,
      { metadata: { labels: { 'test-deployment': 'patched' } }, spec: { replicas: 2 } },
      'application/strategic-merge-patch+json',
    );
    await ready(one, 'readyReplicas', 2);
    expect((await stage.list('/apis/apps/v1/deployments?labelSelector=test-deployment%3Dpatched')).items).toHaveLength(
      1,
    );
    const now = await stage.get<Live>(one);
    await stage.ok('PUT', one, { ...now, spec: { ...now.spec, replicas: 1 } });
    const status = await stage.patch<Live>(`${one}/status`, { status: { readyReplicas: 0, availableReplicas: 0 } });
    expect(status.status?.['readyReplicas'] ?? 0).toBe(0);
    const read = await stage.get<Live>(`${one}/status`);
    const written = await stage.ok<Live>('PUT', `${one}/status`, {
      ...read,
      status: { ...read.status, readyReplicas: 2, replicas: 2 },
    });
    expect(written.status?.['readyReplicas']).toBe(2);
    await ready(one, 'readyReplicas', 1);
    await stage.ok('DELETE', `${at('deployments')}?labelSelector=test-deployment%3Dpatched`);
    await stage.until(async () => (await stage.send('GET', one)).code === 404);
  });

  test('[sig-apps] ReplicaSet should validate Replicaset Status endpoints [Conformance]', async () => {
    await stage.ok('POST', at('replicasets'), workload('rst', { replicas: 1 }));
    await ready(at('replicasets', 'rst'), 'availableReplicas', 1);
    await statusWalk(at('replicasets', 'rst'));
  });
  test('[sig-apps] ReplicaSet Replicaset should have a working scale subresource [Conformance]', async () => {
    await stage.ok('POST', at('replicasets'), workload('rsc', { replicas: 1 }));
    await scaleWalk(at('replicasets', 'rsc'), 1, 2);
  });
  test('[sig-apps] ReplicaSet Replace and Patch tests [Conformance]', async () => {
    const one = at('replicasets', 'rpatch');
    await stage.ok('POST', at('replicasets'), workload('rpatch', { replicas: 1 }));
    await ready(one, 'availableReplicas', 1);
    const now = await stage.get<Live>(one);
    await stage.ok('PUT', one, {
      ...now,
      metadata: { ...now.metadata, labels: { ...now.metadata?.labels, a: 'b' } },
      spec: { ...now.spec, replicas: 2 },
    });
    await ready(one, 'availableReplicas', 2);
    const containers = [{ name: 'c', image: 'registry.k8s.io/pause:3.10' }];
    const patch = {
      metadata: { labels: { 'test-rs': 'patched' } },
      spec: { replicas: 3, template: { spec: { terminationGracePeriodSeconds: 0, containers } } },
    };
    await stage.patch(one, patch, 'application/strategic-merge-patch+json');
    await ready(one, 'availableReplicas', 3);
  });
  test('[sig-apps] ReplicaSet should list and delete a collection of ReplicaSets [Conformance]', () =>
    collection('replicasets', { replicas: 3 }, { spec: { replicas: 1 } }));
  test('[sig-apps] ReplicaSet should adopt matching pods on creation and release no longer matching pods [Conformance]', async () => {
    const pod = `/api/v1/namespaces/${ns}/pods/adopted`;
    await stage.ok('POST', pod.replace('/adopted', ''), {
      metadata: { name: 'adopted', labels: { app: 'adopter' } },
      spec: { containers: [{ name: 'c', image: 'pause' }] },
    });
    await stage.ok('POST', at('replicasets'), workload('adopter', { replicas: 1 }));
    await stage.until(async () => (await stage.get(pod)).metadata?.ownerReferences?.[0]?.name === 'adopter');
    await stage.patch(pod, { metadata: { labels: { app: 'free' } } });
    await stage.until(async () => (await stage.get(pod)).metadata?.ownerReferences === undefined);
    await stage.until(async () => (await stage.list(pods('app=adopter'))).items.length === 1);
  });

  test('[sig-apps] StatefulSet Basic StatefulSet functionality [StatefulSetBasic] should validate Statefulset Status endpoints [Conformance]', async () => {
    await stage.ok('POST', at('statefulsets'), workload('sst', { replicas: 1, serviceName: 's' }));
    await ready(at('statefulsets', 'sst'), 'availableReplicas', 1);
    await statusWalk(at('statefulsets', 'sst'));
  });
  test('[sig-apps] StatefulSet Basic StatefulSet functionality [StatefulSetBasic] should have a working scale subresource [Conformance]', async () => {
    await stage.ok('POST', at('statefulsets'), workload('ssc', { replicas: 1, serviceName: 's' }));
    await scaleWalk(at('statefulsets', 'ssc'), 1, 2);
  });
  test('[sig-apps] StatefulSet Basic StatefulSet functionality [StatefulSetBasic] should list, patch and delete a collection of StatefulSets [Conformance]', () =>
    collection('statefulsets', { replicas: 1, serviceName: 's' }, { spec: { replicas: 2 } }));

  test('[sig-apps] Daemon set [Serial] should list and delete a collection of DaemonSets [Conformance]', () =>
    collection(
      'daemonsets',
      {},
      { spec: { template: { spec: { containers: [{ image: 'registry.k8s.io/pause:3.10', name: 'c' }] } } } },
    ));
  test('[sig-apps] Daemon set [Serial] should verify changes to a daemon set status [Conformance]', async () => {
    await stage.ok('POST', at('daemonsets'), workload('dsst'));
    await ready(at('daemonsets', 'dsst'), 'numberReady', 3);
    await statusWalk(at('daemonsets', 'dsst'));
  });

  test('[sig-apps] ControllerRevision [Serial] should manage the lifecycle of a ControllerRevision [Conformance]', async () => {
    await walkApiOperations(stage, {
      group: 'apps',
      resource: 'controllerrevisions',
      namespace: ns,
      object: { revision: 3, data: { spec: {} } },
    });
  });

  test('[sig-apps] CronJob should support CronJob API operations [Conformance]', async () => {
    const jobTemplate = {
      spec: { template: { spec: { restartPolicy: 'OnFailure', containers: [{ name: 'c', image: 'busybox' }] } } },
    };
    await walkApiOperations(stage, {
      group: 'batch',
      resource: 'cronjobs',
      namespace: ns,
      object: { spec: { schedule: '* */1 * * ?', concurrencyPolicy: 'Allow', suspend: true, jobTemplate } },
      status: { lastScheduleTime: '2026-01-01T00:00:00Z' },
    });
  });

  const job = (name: string, more: object = {}): object => ({
    metadata: { name, labels: { e2e: name } },
    spec: {
      parallelism: 2,
      completions: 4,
      template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox' }] } },
      ...more,
    },
  });
  const jobs = (name = ''): string => `/apis/batch/v1/namespaces/${ns}/jobs${name === '' ? '' : `/${name}`}`;
  test('[sig-apps] Job should apply changes to a job status [Conformance]', async () => {
    await stage.ok('POST', jobs(), job('jst', { suspend: true }));
    const now = await stage.get<Live>(`${jobs('jst')}/status`);
    const message = { metadata: { annotations: { patchedstatus: 'true' } }, status: { uncountedTerminatedPods: {} } };
    const patched = await stage.patch<Live>(`${jobs('jst')}/status`, message);
    expect(patched.metadata?.annotations).toMatchObject({ patchedstatus: 'true' });
    expect(patched.spec).toEqual(now.spec);
    const read = await stage.get<Live>(`${jobs('jst')}/status`);
    const annotations = { ...read.metadata?.annotations, updatedstatus: 'true' };
    const next = await stage.ok('PUT', `${jobs('jst')}/status`, {
      ...read,
      metadata: { ...read.metadata, annotations },
    });
    expect(next.metadata?.annotations).toMatchObject({ updatedstatus: 'true' });
  });
  test('[sig-apps] Job should manage the lifecycle of a job [Conformance]', async () => {
    await stage.ok('POST', jobs(), job('jlife', { suspend: true }));
    await stage.patch(
      jobs('jlife'),
      { metadata: { labels: { jlife: 'patched' } } },
      'application/strategic-merge-patch+json',
    );
    const now = await stage.get<Live>(jobs('jlife'));
    await stage.ok('PUT', jobs('jlife'), {
      ...now,
      metadata: { ...now.metadata, annotations: { updated: 'true' } },
      spec: { ...now.spec, suspend: false },
    });
    await ready(jobs('jlife'), 'succeeded', 4);
    expect((await stage.list('/apis/batch/v1/jobs?labelSelector=jlife%3Dpatched')).items).toHaveLength(1);
    await stage.ok('DELETE', `${jobs()}?labelSelector=jlife%3Dpatched&propagationPolicy=Background`);
    await stage.until(async () => (await stage.send('GET', jobs('jlife'))).code === 404);
  });
  test('[sig-apps] Job should delete a job [Conformance]', async () => {
    await stage.ok('POST', jobs(), job('jdel'));
    await stage.until(async () => (await stage.list(pods('job-name=jdel'))).items.length > 0);
    await stage.ok('DELETE', jobs('jdel'), { propagationPolicy: 'Foreground' });
    await stage.until(async () => (await stage.send('GET', jobs('jdel'))).code === 404);
    await stage.until(async () => (await stage.list(pods('job-name=jdel'))).items.length === 0);
  });

  const controller = (name: string, replicas: number): object => ({
    metadata: { name, labels: { e2e: name } },
    spec: { replicas, selector: { app: name }, template: template(name) },
  });
  test('[sig-apps] ReplicationController should test the lifecycle of a ReplicationController [Conformance]', async () => {
    const watching = await stage.watch(`${rc()}?labelSelector=e2e%3Drclife`);
    await stage.ok('POST', rc(), controller('rclife', 1));
    await ready(rc('rclife'), 'readyReplicas', 1);
    await stage.patch(
      rc('rclife'),
      { metadata: { labels: { 'test-rc': 'patched' } }, spec: { replicas: 2 } },
      'application/strategic-merge-patch+json',
    );
    await ready(rc('rclife'), 'availableReplicas', 2);
    const status = await stage.patch<Live>(`${rc('rclife')}/status`, {
      status: { readyReplicas: 0, availableReplicas: 0 },
    });
    expect(status.status?.['readyReplicas'] ?? 0).toBe(0);
    const now = await stage.get<Live>(`${rc('rclife')}/status`);
    await stage.ok('PUT', `${rc('rclife')}/status`, {
      ...now,
      status: { ...now.status, availableReplicas: 1, readyReplicas: 1 },
    });
    expect((await stage.list('/api/v1/replicationcontrollers?labelSelector=test-rc%3Dpatched')).items).toHaveLength(1);
    const next = await stage.get<Live>(rc('rclife'));
    await stage.ok('PUT', rc('rclife'), { ...next, spec: { ...next.spec, replicas: 3 } });
    await ready(rc('rclife'), 'availableReplicas', 3);
    await stage.ok('DELETE', `${rc()}?labelSelector=test-rc%3Dpatched`);
    await stage.until(() => watching.events.at(-1)?.type === 'DELETED');
    watching.stop();
  });
  test('[sig-apps] ReplicationController should get and update a ReplicationController scale [Conformance]', async () => {
    await stage.ok('POST', rc(), controller('rcsc', 1));
    await scaleWalk(rc('rcsc'), 1, 2);
  });
  test('[sig-apps] ReplicationController should adopt matching pods on creation [Conformance]', async () => {
    const pod = `/api/v1/namespaces/${ns}/pods`;
    await stage.ok('POST', pod, {
      metadata: { name: 'pod-adoption', labels: { app: 'rcad' } },
      spec: { containers: [{ name: 'c', image: 'pause' }] },
    });
    await stage.ok('POST', rc(), controller('rcad', 1));
    await stage.until(
      async () => (await stage.get(`${pod}/pod-adoption`)).metadata?.ownerReferences?.[0]?.name === 'rcad',
    );
  });
  test('[sig-apps] ReplicationController should release no longer matching pods [Conformance]', async () => {
    await stage.ok('POST', rc(), controller('rcrel', 1));
    await ready(rc('rcrel'), 'readyReplicas', 1);
    const name = (await stage.list(pods('app=rcrel'))).items[0]?.metadata?.name ?? '';
    const one = `/api/v1/namespaces/${ns}/pods/${name}`;
    await stage.patch(one, { metadata: { labels: { app: 'not-matching' } } });
    await stage.until(async () => (await stage.get(one)).metadata?.ownerReferences === undefined);
  });
  test('[sig-apps] ReplicationController should surface a failure condition on a common issue like exceeded quota [Conformance]', async () => {
    const own = await stage.namespace();
    const base = `/api/v1/namespaces/${own}`;
    await stage.ok('POST', `${base}/resourcequotas`, { metadata: { name: 'q' }, spec: { hard: { pods: '2' } } });
    await stage.pass(5);
    await stage.ok('POST', `${base}/replicationcontrollers`, controller('cond', 3));
    const failing = async (): Promise<boolean> =>
      JSON.stringify((await stage.get<Live>(`${base}/replicationcontrollers/cond`)).status ?? {}).includes(
        '"ReplicaFailure"',
      );
    await stage.until(failing, 'ReplicaFailure');
    await stage.patch(`${base}/replicationcontrollers/cond/scale`, { spec: { replicas: 2 } });
    await stage.until(async () => !(await failing()), 'no ReplicaFailure');
  });
});
