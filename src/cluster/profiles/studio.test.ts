/** The studio cluster as a learner meets it: what stops, fails and fills up, and what traffic makes of it. */
import type { Node, Pod, Service } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import type { WireResult } from '../../client/wire.ts';
import { nextTurn } from '../../time/real.ts';
import { type BareStage, deploymentSpec, openBareStage } from '../bare-stage.ts';
import { DEPLOYMENTS, NODES, PODS, SERVICES } from '../runtime/resources.ts';

async function open(seed: string): Promise<BareStage> {
  const stage = await openBareStage(nextTurn, seed, { profile: 'studio' });
  await stage.wait(30);
  return stage;
}

const isReady = ({ status }: Pod | Node): boolean =>
  ((status?.conditions ?? []) as { type: string; status: string }[]).some(
    (condition) => condition.type === 'Ready' && condition.status === 'True',
  );

async function get({ cluster, clock }: BareStage, url: string): Promise<WireResult> {
  const asked = cluster.wire.request({ from: { kind: 'node', node: 'worker-2' }, method: 'GET', url });
  await clock.advance(10_000);
  return asked;
}

describe('a node whose kubelet stops', () => {
  test('is NotReady, out of the Service, emptied after 300 s, and takes part again afterwards', async () => {
    const stage = await open('node');
    const { cluster, create, find, list, wait } = stage;
    await create(DEPLOYMENTS, 'web', deploymentSpec('web', 4));
    await create(SERVICES, 'web', { spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } });
    await wait(15);
    const before = await list<Pod>(PODS);
    expect(before.filter(({ spec }) => spec?.nodeName === 'worker-1')).toHaveLength(2);
    const { clusterIP } = (await find<Service>(SERVICES, 'web'))?.spec ?? {};
    expect(await get(stage, `http://${clusterIP}/`)).toMatchObject({ ok: true, status: 200 });
    cluster.stopComponent('kubelet/worker-1');
    await wait(60);
    expect(isReady((await find<Node>(NODES, 'worker-1'))!)).toBe(false);
    expect((await list<Pod>(PODS)).filter(isReady).map(({ spec }) => spec?.nodeName)).toEqual(['worker-2', 'worker-2']);
    await wait(320);
    const moved = await list<Pod>(PODS);
    expect(moved.filter(isReady).map(({ spec }) => spec?.nodeName)).toEqual(Array(4).fill('worker-2'));
    expect(moved.filter(({ metadata }) => metadata?.deletionTimestamp)).toHaveLength(2);
    expect(await get(stage, `http://${clusterIP}/`)).toMatchObject({ ok: true, status: 200 });
    cluster.startComponent('kubelet/worker-1');
    await wait(60);
    expect(isReady((await find<Node>(NODES, 'worker-1'))!)).toBe(true);
    expect(await list(PODS)).toHaveLength(4);
    cluster.stop();
  });
});

test('a node takes 110 Pods, its own among them; the others wait and say why', async () => {
  const stage = await open('full');
  const { cluster, create, list, wait } = stage;
  await create(DEPLOYMENTS, 'web', deploymentSpec('web', 230));
  await wait(120);
  const pods = await list<Pod>(PODS);
  const all = [...pods, ...(await list<Pod>(PODS, 'kube-system')), ...(await list<Pod>(PODS, 'ingress-nginx'))];
  for (const node of ['worker-1', 'worker-2']) {
    const here = all.filter(({ spec }) => spec?.nodeName === node);
    expect(here).toHaveLength(110);
    const own = here.filter(({ spec }) => !spec?.hostNetwork).map(({ status }) => status?.podIP);
    expect(new Set(own).size).toBe(own.length);
  }
  const waiting = pods.filter(({ spec }) => !spec?.nodeName);
  expect(waiting.length).toBeGreaterThan(0);
  expect(waiting[0]?.status?.conditions?.[0]?.message).toBe(
    '0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Too many pods. no new claims to deallocate, preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.',
  );
  cluster.stop();
});

test('a control-plane Pod that is deleted is back at once; one that is withdrawn stays away', async () => {
  const { client, cluster, find, wait } = await open('static');
  const name = 'kube-scheduler-tidepool-control-plane';
  const before = await find<Pod>(PODS, name, 'kube-system');
  await client.delete(PODS, name, 'kube-system');
  await wait(2);
  const after = await find<Pod>(PODS, name, 'kube-system');
  expect(after?.metadata?.uid).not.toBe(before?.metadata?.uid);
  expect(after?.status?.containerStatuses?.[0]?.containerID).toBe(before?.status?.containerStatuses?.[0]?.containerID);
  cluster.stopComponent('kube-scheduler');
  await wait(40);
  expect(await find(PODS, name, 'kube-system')).toBeUndefined();
  expect(cluster.components().find((part) => part.name === 'kube-scheduler')?.running).toBe(false);
  cluster.startComponent('kube-scheduler');
  await wait(5);
  expect(await find(PODS, name, 'kube-system')).toBeDefined();
  expect(cluster.components().find((part) => part.name === 'kube-scheduler')?.running).toBe(true);
  cluster.stop();
});

test('the API answers inside the cluster: to a token as its account may, to others as to nobody; and its Service returns', async () => {
  const stage = await open('inside');
  const { cluster, clock, client, find, wait } = stage;
  const ask = async (headers: Record<string, string>): Promise<WireResult> => {
    const url = 'https://10.96.0.1/api/v1/namespaces/default/pods';
    const asked = cluster.wire.request({ from: { kind: 'node', node: 'worker-2' }, method: 'GET', url, headers });
    await clock.advance(1000);
    return asked;
  };
  const denied = async (answer: Promise<WireResult>): Promise<string> => ((await answer) as { body: string }).body;
  expect(await denied(ask({}))).toContain('User \\"system:anonymous\\" cannot list resource \\"pods\\"');
  expect(await ask({ 'x-remote-user': 'kubernetes-admin' })).toMatchObject({ ok: true, status: 403 });
  const account = '/api/v1/namespaces/kube-system/serviceaccounts/namespace-controller/token';
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"spec":{}}' };
  const { status } = (await (await client.request(account, init)).json()) as { status: { token: string } };
  expect(await ask({ authorization: `Bearer ${status.token}` })).toMatchObject({ ok: true, status: 200 });
  await cluster.fetch(new Request('http://c/api/v1/namespaces/default/services/kubernetes', { method: 'DELETE' }));
  expect(await find<Service>(SERVICES, 'kubernetes')).toBeUndefined();
  await wait(10);
  expect((await find<Service>(SERVICES, 'kubernetes'))?.spec?.clusterIP).toBe('10.96.0.1');
  cluster.stop();
});
