/** Kubernetes' conformance tests of namespaces, quotas and the garbage collector (sig-api-machinery). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubeObject } from '../../api/object.ts';
import { createStage, type Stage } from './conformance-stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage.stop());

const gone = (path: string) => async (): Promise<boolean> => (await stage.send('GET', path)).code === 404;
const none = (path: string) => async (): Promise<boolean> => (await stage.list(path)).items.length === 0;
const pod = (name: string, resources: object = {}): KubeObject => ({
  metadata: { name, labels: { name } },
  spec: { containers: [{ name: 'pause', image: 'registry.k8s.io/pause:3.10', resources }] },
});

describe('[sig-api-machinery] Namespaces', () => {
  const all = '/api/v1/namespaces';

  test('[sig-api-machinery] Namespaces [Serial] should ensure that all pods are removed when a namespace is deleted [Conformance]', async () => {
    const ns = await stage.namespace();
    await stage.ok('POST', `${all}/${ns}/pods`, pod('test'));
    await stage.pass(5);
    await stage.ok('DELETE', `${all}/${ns}`);
    expect(await stage.get(`${all}/${ns}`)).toMatchObject({ status: { phase: 'Terminating' } });
    const late = await stage.refused('POST', `${all}/${ns}/configmaps`, { metadata: { name: 'late' } });
    expect(late.message).toBe(
      `configmaps "late" is forbidden: unable to create new content in namespace ${ns} because it is being terminated`,
    );
    await stage.until(gone(`${all}/${ns}`));
    await stage.ok('POST', all, { metadata: { name: ns } });
    expect((await stage.list(`${all}/${ns}/pods`)).items).toEqual([]);
  });

  test('[sig-api-machinery] Namespaces [Serial] should ensure that all services are removed when a namespace is deleted [Conformance]', async () => {
    const ns = await stage.namespace();
    await stage.ok('POST', `${all}/${ns}/services`, {
      metadata: { name: 'test-service' },
      spec: { selector: { foo: 'bar' }, ports: [{ port: 80 }] },
    });
    await stage.ok('DELETE', `${all}/${ns}`);
    await stage.until(gone(`${all}/${ns}`));
    await stage.ok('POST', all, { metadata: { name: ns } });
    expect((await stage.refused('GET', `${all}/${ns}/services/test-service`)).reason).toBe('NotFound');
  });

  test('[sig-api-machinery] Namespaces [Serial] should patch a Namespace [Conformance]', async () => {
    const ns = await stage.namespace();
    await stage.patch(`${all}/${ns}`, { metadata: { labels: { testLabel: 'testValue' } } });
    expect((await stage.get(`${all}/${ns}`)).metadata?.labels).toMatchObject({ testLabel: 'testValue' });
  });

  test('[sig-api-machinery] Namespaces [Serial] should apply an update to a Namespace [Conformance]', async () => {
    const ns = await stage.namespace();
    const now = await stage.get(`${all}/${ns}`);
    const labels = { ...now.metadata?.labels, [ns]: 'updated' };
    const next = await stage.ok('PUT', `${all}/${ns}`, { ...now, metadata: { ...now.metadata, labels } });
    expect(next.metadata?.labels).toMatchObject({ [ns]: 'updated', 'kubernetes.io/metadata.name': ns });
  });

  test('[sig-api-machinery] Namespaces [Serial] should apply changes to a namespace status [Conformance]', async () => {
    const ns = await stage.namespace();
    const conditions = [{ type: 'StatusPatch', status: 'True', reason: 'E2E', message: 'Patched by an e2e test' }];
    expect(await stage.get(`${all}/${ns}/status`)).toMatchObject({ status: { phase: 'Active' } });
    const patched = await stage.patch<KubeObject & { status: object }>(`${all}/${ns}/status`, {
      metadata: { annotations: { 'e2e-patched-ns-status': ns } },
      status: { conditions },
    });
    expect(patched).toMatchObject({
      metadata: { annotations: { 'e2e-patched-ns-status': ns } },
      status: { conditions },
    });
    const more = [...conditions, { type: 'StatusUpdate', status: 'True', reason: 'E2E', message: 'Updated' }];
    const next = { ...patched, status: { ...patched.status, conditions: more } };
    expect(await stage.ok('PUT', `${all}/${ns}/status`, next)).toMatchObject({ status: { conditions: more } });
  });

  test('[sig-api-machinery] Namespaces [Serial] should apply a finalizer to a Namespace [Conformance]', async () => {
    const ns = await stage.namespace();
    const now = await stage.get<KubeObject & { spec: { finalizers: string[] } }>(`${all}/${ns}`);
    expect(now.spec.finalizers).toEqual(['kubernetes']);
    const finalizers = [...now.spec.finalizers, 'e2e.example.com/fakeFinalizer'];
    const next = await stage.ok('PUT', `${all}/${ns}/finalize`, { ...now, spec: { finalizers } });
    expect(next).toMatchObject({ spec: { finalizers } });
    await stage.ok('DELETE', `${all}/${ns}`);
    await stage.pass(30);
    const held = await stage.get<typeof now>(`${all}/${ns}`);
    expect(held.spec.finalizers).toEqual(['e2e.example.com/fakeFinalizer']);
    await stage.ok('PUT', `${all}/${ns}/finalize`, { ...held, spec: { finalizers: [] } });
    await stage.until(gone(`${all}/${ns}`));
  });
});

describe('[sig-api-machinery] ResourceQuota', () => {
  const hard = {
    pods: '5',
    services: '10',
    'services.nodeports': '1',
    'services.loadbalancers': '1',
    replicationcontrollers: '10',
    resourcequotas: '1',
    configmaps: '10',
    secrets: '10',
    persistentvolumeclaims: '10',
    cpu: '1',
    memory: '500Mi',
    'ephemeral-storage': '50Gi',
    'requests.storage': '10Gi',
    'count/replicasets.apps': '5',
  };
  type Quota = KubeObject & { status?: { hard?: Record<string, string>; used?: Record<string, string> } };

  async function quota(
    given: object = { hard },
  ): Promise<{ base: string; used(want: Record<string, string>): Promise<void> }> {
    const ns = await stage.namespace();
    const base = `/api/v1/namespaces/${ns}`;
    await stage.ok('POST', `${base}/resourcequotas`, { metadata: { name: 'test-quota' }, spec: given });
    const used = async (want: Record<string, string>): Promise<void> => {
      const matches = async (): Promise<boolean> => {
        const { status } = await stage.get<Quota>(`${base}/resourcequotas/test-quota`);
        return Object.entries(want).every(([name, amount]) => status?.used?.[name] === amount);
      };
      await stage.until(matches, `used ${JSON.stringify(want)}`);
    };
    return { base, used };
  }

  test('[sig-api-machinery] ResourceQuota should create a ResourceQuota and ensure its status is promptly calculated. [Conformance]', async () => {
    const { base, used } = await quota();
    await used({ pods: '0', resourcequotas: '1', configmaps: '1' });
    expect(await stage.get(`${base}/resourcequotas/test-quota`)).toMatchObject({ status: { hard } });
  });

  test('[sig-api-machinery] ResourceQuota should create a ResourceQuota and capture the life of a service. [Conformance]', async () => {
    const { base, used } = await quota();
    await used({ services: '0' });
    const service = (name: string, type: string, more = {}): object => ({
      metadata: { name },
      spec: { type, ports: [{ port: 80 }], ...more },
    });
    await stage.ok('POST', `${base}/services`, service('c', 'ClusterIP'));
    await stage.ok('POST', `${base}/services`, service('n', 'NodePort'));
    await used({ services: '2', 'services.nodeports': '1', 'services.loadbalancers': '0' });
    const balancer = await stage.refused('POST', `${base}/services`, service('l', 'LoadBalancer'));
    expect(balancer.message).toBe(
      'services "l" is forbidden: exceeded quota: test-quota, requested: services.nodeports=1, used: services.nodeports=1, limited: services.nodeports=1',
    );
    await stage.ok('POST', `${base}/services`, service('l', 'LoadBalancer', { allocateLoadBalancerNodePorts: false }));
    await used({ services: '3', 'services.loadbalancers': '1' });
    for (const name of ['c', 'n', 'l']) await stage.ok('DELETE', `${base}/services/${name}`);
    await used({ services: '0', 'services.nodeports': '0', 'services.loadbalancers': '0' });
  });

  test.each([
    [
      '[sig-api-machinery] ResourceQuota should create a ResourceQuota and capture the life of a secret. [Conformance]',
      'secrets',
      '',
      {},
      '0',
    ],
    [
      '[sig-api-machinery] ResourceQuota should create a ResourceQuota and capture the life of a configMap. [Conformance]',
      'configmaps',
      '',
      {},
      '1',
    ],
    [
      '[sig-api-machinery] ResourceQuota should create a ResourceQuota and capture the life of a replication controller. [Conformance]',
      'replicationcontrollers',
      '',
      { spec: { replicas: 0, selector: { a: 'b' }, template: { metadata: { labels: { a: 'b' } }, ...pod('x') } } },
      '0',
    ],
    [
      '[sig-api-machinery] ResourceQuota should create a ResourceQuota and capture the life of a replica set. [Conformance]',
      'replicasets',
      'apps',
      { spec: { replicas: 0, selector: { matchLabels: { name: 'x' } }, template: pod('x') } },
      '0',
    ],
  ] as const)('%s', async (_, resource, group, object, before) => {
    const { base, used } = await quota();
    const counted = group === '' ? resource : `count/${resource}.${group}`;
    const at = group === '' ? `${base}/${resource}` : `${base.replace('/api/v1', `/apis/${group}/v1`)}/${resource}`;
    await used({ [counted]: before });
    const spec = JSON.parse(JSON.stringify(object).replaceAll('"a":"b"', '"name":"x"')) as object;
    await stage.ok('POST', at, { metadata: { name: 'one' }, ...spec });
    await used({ [counted]: String(Number(before) + 1) });
    await stage.ok('DELETE', `${at}/one`);
    await used({ [counted]: before });
  });

  test('[sig-api-machinery] ResourceQuota should create a ResourceQuota and capture the life of a pod. [Conformance]', async () => {
    const { base, used } = await quota({ hard: { ...hard, 'requests.example.com/dongle': '3' } });
    await used({ pods: '0' });
    const requests = (cpu: string, memory: string, more = {}): object => ({
      requests: { cpu, memory, 'ephemeral-storage': '30Gi', ...more },
    });
    const dongle = { 'example.com/dongle': '2' };
    const one = pod('one', { ...requests('500m', '252Mi', dongle), limits: dongle });
    await stage.ok('POST', `${base}/pods`, one);
    await used({
      pods: '1',
      cpu: '500m',
      memory: '252Mi',
      'ephemeral-storage': '30Gi',
      'requests.example.com/dongle': '2',
    });
    const big = await stage.refused('POST', `${base}/pods`, pod('big', requests('600m', '100Mi')));
    expect(big.message).toBe(
      'pods "big" is forbidden: exceeded quota: test-quota, requested: cpu=600m,ephemeral-storage=30Gi, used: cpu=500m,ephemeral-storage=30Gi, limited: cpu=1,ephemeral-storage=50Gi',
    );
    const devices = { ...requests('100m', '100Mi', dongle), limits: dongle };
    expect((await stage.refused('POST', `${base}/pods`, pod('dongles', devices))).reason).toBe('Forbidden');
    const missing = await stage.refused('POST', `${base}/pods`, pod('missing'));
    expect(missing.message).toBe(
      'pods "missing" is forbidden: failed quota: test-quota: must specify cpu for: pause; memory for: pause',
    );
    await stage.patch(`${base}/pods/one`, { metadata: { labels: { a: 'b' } } });
    await used({ pods: '1', cpu: '500m' });
    await stage.ok('DELETE', `${base}/pods/one?gracePeriodSeconds=0`);
    await used({ pods: '0', cpu: '0', memory: '0', 'requests.example.com/dongle': '0' });
  });

  async function scoped(
    scopes: readonly [string, string],
    pods: readonly [KubeObject, KubeObject],
    amounts: Record<string, string>,
  ): Promise<void> {
    const { base } = await quota({ hard: { services: '100' } });
    for (const [i, scope] of scopes.entries()) {
      await stage.ok('POST', `${base}/resourcequotas`, {
        metadata: { name: `q${i}` },
        spec: { hard: i === 0 && Object.keys(amounts).length > 1 ? amounts : { pods: '5' }, scopes: [scope] },
      });
    }
    const used = (i: number, count: string) => async (): Promise<boolean> =>
      (await stage.get<Quota>(`${base}/resourcequotas/q${i}`)).status?.used?.['pods'] === count;
    for (const [i, one] of pods.entries()) {
      await stage.until(used(i, '0'));
      await stage.ok('POST', `${base}/pods`, one);
      await stage.until(used(i, '1'), `quota ${i} used`);
      await stage.until(used(1 - i, '0'), `quota ${1 - i} free`);
      await stage.ok('DELETE', `${base}/pods/${one.metadata?.name}?gracePeriodSeconds=0`);
      await stage.until(used(i, '0'), `quota ${i} released`);
    }
  }

  test('[sig-api-machinery] ResourceQuota should verify ResourceQuota with terminating scopes. [Conformance]', async () => {
    const ending = pod('ending', { requests: { cpu: '500m', memory: '200Mi' }, limits: { cpu: '1', memory: '400Mi' } });
    ending['spec'] = { ...(ending['spec'] as object), activeDeadlineSeconds: 3600 };
    const lasting = pod('lasting', { requests: { cpu: '500m' }, limits: { cpu: '1' } });
    await scoped(['Terminating', 'NotTerminating'], [ending, lasting], {
      pods: '5',
      'requests.cpu': '1',
      'limits.cpu': '2',
    });
  });

  test('[sig-api-machinery] ResourceQuota should verify ResourceQuota with best effort scope. [Conformance]', async () => {
    const burst = pod('burst', { requests: { cpu: '500m' } });
    await scoped(['BestEffort', 'NotBestEffort'], [pod('best'), burst], { pods: '5' });
  });

  test('[sig-api-machinery] ResourceQuota should be able to update and delete ResourceQuota. [Conformance]', async () => {
    const { base, used } = await quota({ hard: { cpu: '1', memory: '500Mi' } });
    const one = `${base}/resourcequotas/test-quota`;
    await used({ cpu: '0' });
    const now = await stage.get<Quota>(one);
    await stage.ok('PUT', one, { ...now, spec: { hard: { cpu: '2', memory: '1Gi' } } });
    expect(await stage.get(one)).toMatchObject({ spec: { hard: { cpu: '2', memory: '1Gi' } } });
    await stage.ok('DELETE', one);
    expect((await stage.refused('GET', one)).reason).toBe('NotFound');
  });

  test('[sig-api-machinery] ResourceQuota should manage the lifecycle of a ResourceQuota [Conformance]', async () => {
    const { base } = await quota({ hard: { cpu: '1' } });
    const one = `${base}/resourcequotas/test-quota`;
    await stage.patch(one, { metadata: { labels: { 'e2e-rq': 'patched' } }, spec: { hard: { memory: '750Mi' } } });
    expect(await stage.get(one)).toMatchObject({ spec: { hard: { cpu: '1', memory: '750Mi' } } });
    expect((await stage.list('/api/v1/resourcequotas?labelSelector=e2e-rq%3Dpatched')).items).toHaveLength(1);
    await stage.ok('DELETE', `${base}/resourcequotas?labelSelector=e2e-rq%3Dpatched`);
    await stage.until(none(`${base}/resourcequotas`));
  });

  test('[sig-api-machinery] ResourceQuota should apply changes to a resourcequota status [Conformance]', async () => {
    const { base, used } = await quota({ hard: { cpu: '500m', memory: '500Mi' } });
    const one = `${base}/resourcequotas/test-quota`;
    await used({ cpu: '0' });
    const now = await stage.get<Quota>(`${one}/status`);
    const status = { ...now.status, hard: { cpu: '700m', memory: '700Mi' } };
    const updated = await stage.ok('PUT', `${one}/status`, { ...now, status });
    expect(updated).toMatchObject({ status: { hard: { cpu: '700m' } }, spec: { hard: { cpu: '500m' } } });
    // The controller puts it right.
    const right = async (): Promise<boolean> => (await stage.get<Quota>(one)).status?.hard?.['cpu'] === '500m';
    await stage.until(right, 'the controller to put the status right');
    const patched = await stage.patch(`${one}/status`, { status: { hard: { cpu: '600m' } } });
    expect(patched).toMatchObject({ status: { hard: { cpu: '600m' } } });
  });
});
