/** Kubernetes' conformance tests of sig-node, sig-auth and sig-instrumentation that concern the API. */
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

const at = (resource: string, name = ''): string =>
  `/api/v1/namespaces/${ns}/${resource}${name === '' ? '' : `/${name}`}`;
type Live = KubeObject & { spec: Record<string, unknown>; status: Record<string, unknown> };
const containers = [{ name: 'c', image: 'registry.k8s.io/pause:3.10' }];
const pod = (name: string, more: object = {}): object => ({
  metadata: { name, labels: { e2e: name } },
  spec: { containers, ...more },
});
const STRATEGIC = 'application/strategic-merge-patch+json';

describe('[sig-node]', () => {
  test('[sig-node] ConfigMap should fail to create ConfigMap with empty key [Conformance]', async () => {
    const { message } = await stage.refused('POST', at('configmaps'), {
      metadata: { name: 'empty' },
      data: { '': 'value-1' },
    });
    expect(message).toBe(
      `ConfigMap "empty" is invalid: data[]: Invalid value: "": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')`,
    );
  });
  test('[sig-node] Secrets should fail to create secret due to empty secret key [Conformance]', async () => {
    const { message } = await stage.refused('POST', at('secrets'), {
      metadata: { name: 'empty' },
      data: { '': 'dmFsdWUtMQo=' },
    });
    expect(message).toContain('Secret "empty" is invalid: data[]: Invalid value: ""');
  });
  test('[sig-node] ConfigMap should run through a ConfigMap lifecycle [Conformance]', () =>
    walkApiOperations(stage, {
      group: '',
      resource: 'configmaps',
      namespace: ns,
      object: { data: { valueName: 'value' } },
    }));
  test('[sig-node] Secrets should patch a secret [Conformance]', async () => {
    await stage.ok('POST', at('secrets'), {
      metadata: { name: 's', labels: { testsecret: 'true' } },
      data: { key: 'dmFsdWU=' },
      type: 'Opaque',
    });
    const patch = { metadata: { labels: { testsecret: 'patched' } }, data: { key: 'dmFsdWUx' } };
    expect(await stage.patch(at('secrets', 's'), patch, STRATEGIC)).toMatchObject(patch);
    expect((await stage.list('/api/v1/secrets?labelSelector=testsecret%3Dpatched')).items).toHaveLength(1);
    await stage.ok('DELETE', `${at('secrets')}?labelSelector=testsecret%3Dpatched`);
    expect((await stage.list('/api/v1/secrets?labelSelector=testsecret%3Dpatched')).items).toHaveLength(0);
  });

  test('[sig-node] Lease lease API should be available [Conformance]', async () => {
    const spec = {
      holderIdentity: 'holder',
      leaseDurationSeconds: 30,
      leaseTransitions: 0,
      acquireTime: '2026-01-01T00:00:00.000000Z',
      renewTime: '2026-01-01T00:00:05.000000Z',
    };
    const base = `/apis/coordination.k8s.io/v1/namespaces/${ns}/leases`;
    const made = await stage.ok<Live>('POST', base, { metadata: { name: 'lease' }, spec });
    expect(made.spec).toEqual(spec);
    const next = { ...spec, holderIdentity: 'holder2', leaseDurationSeconds: 60, leaseTransitions: 1 };
    expect((await stage.ok<Live>('PUT', `${base}/lease`, { ...made, spec: next })).spec).toEqual(next);
    expect(
      (await stage.patch<Live>(`${base}/lease`, { spec: { leaseDurationSeconds: 70 } }, STRATEGIC)).spec,
    ).toMatchObject({ leaseDurationSeconds: 70 });
    await walkApiOperations(stage, {
      group: 'coordination.k8s.io',
      resource: 'leases',
      namespace: ns,
      object: { spec },
    });
  });

  test('[sig-node] Node Lifecycle should run through the lifecycle of a node [Conformance]', async () => {
    const status = {
      capacity: { cpu: '1', pods: '1' },
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'Unknown', reason: 'E2E', message: 'Set from an e2e test' }],
    };
    const made = await stage.ok('POST', '/api/v1/nodes', {
      metadata: { name: 'e2e-fake-node' },
      spec: { unschedulable: true },
      status,
    });
    expect(made).toMatchObject({ metadata: { name: 'e2e-fake-node' } });
    await stage.patch(
      '/api/v1/nodes/e2e-fake-node',
      { metadata: { labels: { 'e2e-fake-node': 'patched' } } },
      STRATEGIC,
    );
    expect((await stage.list('/api/v1/nodes?labelSelector=e2e-fake-node%3Dpatched')).items).toHaveLength(1);
    const now = await stage.get<Live>('/api/v1/nodes/e2e-fake-node');
    await stage.ok('PUT', '/api/v1/nodes/e2e-fake-node', {
      ...now,
      metadata: { ...now.metadata, labels: { 'e2e-fake-node': 'updated' } },
    });
    const patched = await stage.patch<Live>(
      '/api/v1/nodes/e2e-fake-node/status',
      { status: { conditions: [{ type: 'Ready', status: 'True', reason: 'E2E' }] } },
      STRATEGIC,
    );
    expect(patched.status['conditions']).toContainEqual(expect.objectContaining({ type: 'Ready', status: 'True' }));
    await stage.ok('DELETE', '/api/v1/nodes?labelSelector=e2e-fake-node%3Dupdated');
    await stage.until(async () => (await stage.send('GET', '/api/v1/nodes/e2e-fake-node')).code === 404);
  });

  const template = { metadata: { labels: { app: 't' } }, spec: { containers } };
  test('[sig-node] PodTemplates should run the lifecycle of PodTemplates [Conformance]', () =>
    walkApiOperations(stage, { group: '', resource: 'podtemplates', namespace: ns, object: { template } }));
  test('[sig-node] PodTemplates should delete a collection of pod templates [Conformance]', async () => {
    for (let i = 1; i <= 3; i++)
      await stage.ok('POST', at('podtemplates'), { metadata: { name: `t-${i}`, labels: { many: 'y' } }, template });
    await stage.ok('DELETE', `${at('podtemplates')}?labelSelector=many%3Dy`);
    expect((await stage.list(`${at('podtemplates')}?labelSelector=many%3Dy`)).items).toHaveLength(0);
  });
  test('[sig-node] PodTemplates should replace a pod template [Conformance]', async () => {
    const made = await stage.ok('POST', at('podtemplates'), { metadata: { name: 'replaced' }, template });
    const next = await stage.ok('PUT', at('podtemplates', 'replaced'), {
      ...made,
      metadata: { ...made.metadata, annotations: { updated: 'true' } },
    });
    expect(next.metadata?.annotations).toEqual({ updated: 'true' });
    expect(next['template']).toEqual(made['template']);
  });

  test('[sig-node] RuntimeClass should support RuntimeClasses API operations [Conformance]', () =>
    walkApiOperations(stage, { group: 'node.k8s.io', resource: 'runtimeclasses', object: { handler: 'runc' } }));
  test('[sig-node] RuntimeClass should reject a Pod requesting a non-existent RuntimeClass [NodeConformance] [Conformance]', async () => {
    const { message } = await stage.refused('POST', at('pods'), pod('norc', { runtimeClassName: 'nonexistent' }));
    expect(message).toBe('pods "norc" is forbidden: pod rejected: RuntimeClass "nonexistent" not found');
  });
  test('[sig-node] RuntimeClass should reject a Pod requesting a deleted RuntimeClass [NodeConformance] [Conformance]', async () => {
    await stage.ok('POST', '/apis/node.k8s.io/v1/runtimeclasses', { metadata: { name: 'gone' }, handler: 'runc' });
    await stage.ok('DELETE', '/apis/node.k8s.io/v1/runtimeclasses/gone');
    expect((await stage.refused('POST', at('pods'), pod('delrc', { runtimeClassName: 'gone' }))).reason).toBe(
      'Forbidden',
    );
  });
  test.each([
    [
      '[sig-node] RuntimeClass should schedule a Pod requesting a RuntimeClass and initialize its Overhead [NodeConformance] [Conformance]',
      { overhead: { podFixed: { cpu: '10m', memory: '1Mi' } } },
    ],
    [
      '[sig-node] RuntimeClass should schedule a Pod requesting a RuntimeClass without PodOverhead [NodeConformance] [Conformance]',
      {},
    ],
  ])('%s', async (_, more) => {
    const name = 'overhead' in more ? 'heavy' : 'light';
    await stage.ok('POST', '/apis/node.k8s.io/v1/runtimeclasses', { metadata: { name }, handler: 'runc', ...more });
    const made = await stage.ok<Live>('POST', at('pods'), pod(name, { runtimeClassName: name }));
    expect(made.spec['overhead']).toEqual((more as { overhead?: { podFixed: object } }).overhead?.podFixed);
    await stage.until(async () => (await stage.get<Live>(at('pods', name))).spec['nodeName'] !== undefined);
  });

  test('[sig-node] Sysctls [LinuxOnly] [NodeConformance] should reject invalid sysctls [MinimumKubeletVersion:1.21] [Conformance]', async () => {
    const sysctls = ['foo-', 'kernel.shmmax', 'safe-and-unsafe', 'bar..'].map((name) => ({ name, value: '42' }));
    const { message } = await stage.refused('POST', at('pods'), pod('sysctl', { securityContext: { sysctls } }));
    expect(message).toContain('Invalid value: "foo-"');
    expect(message).toContain('Invalid value: "bar.."');
    expect(message).not.toContain('safe-and-unsafe');
    expect(message).not.toContain('kernel.shmmax');
  });

  test('[sig-node] Pods Extended Pods Set QOS Class should be set on Pods with matching resource requests and limits for memory and cpu [Conformance]', async () => {
    const amounts = { cpu: '100m', memory: '100Mi' };
    const resources = { requests: amounts, limits: amounts };
    const made = await stage.ok<Live>(
      'POST',
      at('pods'),
      pod('qos', { containers: [{ ...containers[0], resources }] }),
    );
    expect(made.status['qosClass']).toBe('Guaranteed');
  });
  test('[sig-node] Pods should be submitted and removed [NodeConformance] [Conformance]', async () => {
    const watching = await stage.watch(`${at('pods')}?labelSelector=e2e%3Dremoved`);
    await stage.ok('POST', at('pods'), pod('removed'));
    await stage.until(async () => (await stage.get<Live>(at('pods', 'removed'))).status['phase'] === 'Running');
    await stage.ok('DELETE', at('pods', 'removed'), { gracePeriodSeconds: 30 });
    await stage.until(() => watching.events.at(-1)?.type === 'DELETED');
    const { object } = watching.events.at(-1)!;
    expect(object.metadata?.deletionTimestamp).toBeTruthy();
    expect(watching.events[0]?.type).toBe('ADDED');
    watching.stop();
  });
  test('[sig-node] Pods should be updated [NodeConformance] [Conformance]', async () => {
    await stage.ok('POST', at('pods'), pod('updated'));
    await stage.pass(5);
    const now = await stage.get<Live>(at('pods', 'updated'));
    const next = await stage.ok('PUT', at('pods', 'updated'), {
      ...now,
      metadata: { ...now.metadata, labels: { time: 'later' } },
    });
    expect(next.metadata?.labels).toEqual({ time: 'later' });
  });
  test('[sig-node] Pods should allow activeDeadlineSeconds to be updated [NodeConformance] [Conformance]', async () => {
    const studio = await createStage('studio');
    const one = '/api/v1/namespaces/default/pods/deadline';
    const status = async (): Promise<Live['status']> => (await studio.get<Live>(one)).status;
    await studio.ok('POST', one.replace('/deadline', ''), pod('deadline'));
    await studio.until(async () => (await status())['phase'] === 'Running', 'running');
    await studio.patch(one, { spec: { activeDeadlineSeconds: 5 } });
    await studio.until(async () => (await status())['reason'] === 'DeadlineExceeded', 'DeadlineExceeded');
    studio.stop();
  });
  test('[sig-node] Pods should delete a collection of pods [Conformance]', async () => {
    for (let i = 1; i <= 3; i++)
      await stage.ok('POST', at('pods'), {
        ...pod(`many-${i}`),
        metadata: { name: `many-${i}`, labels: { type: 'Testing' } },
      });
    await stage.ok('DELETE', `${at('pods')}?labelSelector=type%3DTesting`);
    await stage.until(async () => (await stage.list(`${at('pods')}?labelSelector=type%3DTesting`)).items.length === 0);
  });
  test('[sig-node] Pods should get a host IP [NodeConformance] [Conformance]', async () => {
    await stage.ok('POST', at('pods'), pod('host'));
    await stage.until(async () => /^\d+\./.test(String((await stage.get<Live>(at('pods', 'host'))).status['hostIP'])));
  });
  test('[sig-node] Pods should patch a pod status [Conformance]', async () => {
    await stage.ok('POST', at('pods'), pod('pst'));
    await stage.pass(5);
    const patch = {
      metadata: { labels: { e2e: 'pst', patched: 'y' } },
      status: { message: 'Patched by e2e test', reason: 'E2E' },
    };
    expect(await stage.patch(`${at('pods', 'pst')}/status`, patch)).toMatchObject({ status: patch.status });
  });
  test('[sig-node] Pods should run through the lifecycle of Pods and PodStatus [Conformance]', async () => {
    const one = at('pods', 'plife');
    const watching = await stage.watch(`${at('pods')}?labelSelector=test-pod-static%3Dtrue`);
    await stage.ok('POST', at('pods'), {
      metadata: { name: 'plife', labels: { 'test-pod-static': 'true' } },
      spec: { containers, terminationGracePeriodSeconds: 1 },
    });
    await stage.until(async () => (await stage.get<Live>(one)).status['phase'] === 'Running');
    const image = 'registry.k8s.io/pause:3.9';
    const patch = {
      metadata: { labels: { 'test-pod': 'patched' } },
      spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'c', image }] },
    };
    expect(await stage.patch(one, patch, STRATEGIC)).toMatchObject({ spec: { containers: [{ image }] } });
    const now = await stage.get<Live & { status: { conditions: { type: string; status: string }[] } }>(`${one}/status`);
    const conditions = now.status.conditions.map((condition) =>
      condition.type === 'Ready' ? { ...condition, status: 'False' } : condition,
    );
    const written = await stage.ok('PUT', `${one}/status`, { ...now, status: { ...now.status, conditions } });
    expect(written).toMatchObject({ status: { conditions } });
    await stage.ok('DELETE', `${at('pods')}?labelSelector=test-pod-static%3Dtrue`, { gracePeriodSeconds: 1 });
    await stage.until(() => watching.events.at(-1)?.type === 'DELETED');
    watching.stop();
  });
});

describe('[sig-architecture]', () => {
  test('[sig-architecture] Conformance Tests should have at least two untainted nodes [Conformance]', async () => {
    const { items } = await stage.list('/api/v1/nodes');
    expect(items.filter((node) => !(node as Live).spec['taints']).length).toBeGreaterThanOrEqual(2);
  });
});
