/** Kubernetes' conformance tests of the garbage collector (sig-api-machinery). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubeObject } from '../../api/object.ts';
import { createStage, type Stage } from './conformance-stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage.stop());

const spec = { containers: [{ name: 'nginx', image: 'nginx' }] };
const labelled = (app: string): object => ({ metadata: { labels: { app } }, spec });

async function counted(path: string, count: number): Promise<void> {
  const has = async (): Promise<boolean> => (await stage.list(path)).items.length === count;
  await stage.until(has, `${count} of ${path}`);
}

async function controller(name: string, replicas: number): Promise<{ pods: string; one: string; uid: string }> {
  const base = `/api/v1/namespaces/${await stage.namespace()}`;
  const body = { metadata: { name }, spec: { replicas, selector: { app: name }, template: labelled(name) } };
  const made = await stage.ok('POST', `${base}/replicationcontrollers`, body);
  await counted(`${base}/pods`, replicas);
  return { pods: `${base}/pods`, one: `${base}/replicationcontrollers/${name}`, uid: made.metadata?.uid ?? '' };
}

async function deployment(): Promise<{ one: string; sets: string }> {
  const base = `/apis/apps/v1/namespaces/${await stage.namespace()}`;
  const body = { replicas: 2, selector: { matchLabels: { app: 'd' } }, template: labelled('d') };
  await stage.ok('POST', `${base}/deployments`, { metadata: { name: 'd' }, spec: body });
  await counted(`${base}/replicasets`, 1);
  return { one: `${base}/deployments/d`, sets: `${base}/replicasets` };
}

describe('[sig-api-machinery] Garbage collector', () => {
  test('[sig-api-machinery] Garbage collector should delete pods created by rc when not orphaning [Conformance]', async () => {
    const { one, pods, uid } = await controller('simple', 5);
    await stage.ok('DELETE', one, { propagationPolicy: 'Background', preconditions: { uid } });
    expect((await stage.refused('GET', one)).reason).toBe('NotFound');
    await counted(pods, 0);
  });

  test('[sig-api-machinery] Garbage collector should orphan pods created by rc if delete options say so [Conformance]', async () => {
    const { one, pods, uid } = await controller('orphans', 20);
    await stage.ok('DELETE', one, { propagationPolicy: 'Orphan', preconditions: { uid } });
    await stage.until(async () => (await stage.send('GET', one)).code === 404);
    await stage.pass(30);
    const { items } = await stage.list(pods);
    expect(items).toHaveLength(20);
    for (const { metadata } of items) expect(metadata?.ownerReferences).toBeUndefined();
  });

  test('[sig-api-machinery] Garbage collector should delete RS created by deployment when not orphaning [Conformance]', async () => {
    const { one, sets } = await deployment();
    await stage.ok('DELETE', one, { propagationPolicy: 'Background' });
    await counted(sets, 0);
  });

  test('[sig-api-machinery] Garbage collector should orphan RS created by deployment when deleteOptions.PropagationPolicy is Orphan [Conformance]', async () => {
    const { one, sets } = await deployment();
    await stage.ok('DELETE', one, { propagationPolicy: 'Orphan' });
    await stage.until(async () => (await stage.send('GET', one)).code === 404);
    await stage.pass(30);
    const { items } = await stage.list(sets);
    expect(items).toHaveLength(1);
    expect(items[0]?.metadata?.ownerReferences).toBeUndefined();
  });

  test('[sig-api-machinery] Garbage collector should keep the rc around until all its pods are deleted if the deleteOptions says so [Conformance]', async () => {
    const { one, pods, uid } = await controller('foreground', 10);
    const [first] = (await stage.list(pods)).items;
    const held = `${pods}/${first?.metadata?.name}`;
    await stage.patch(held, { metadata: { finalizers: ['e2e.example.com/hold'] } });
    await stage.ok('DELETE', one, { propagationPolicy: 'Foreground', preconditions: { uid } });
    await counted(pods, 1);
    expect((await stage.get(one)).metadata).toMatchObject({ finalizers: ['foregroundDeletion'] });
    await stage.patch(held, { metadata: { finalizers: null } });
    await stage.until(async () => (await stage.send('GET', one)).code === 404);
    await counted(pods, 0);
  });

  test("[sig-api-machinery] Garbage collector should not delete dependents that have both valid owner and owner that's waiting for dependents to be deleted [Conformance]", async () => {
    const { one, pods, uid } = await controller('to-be-deleted', 10);
    const stays = one.replace('to-be-deleted', 'stays');
    const body = {
      metadata: { name: 'stays' },
      spec: { replicas: 0, selector: { app: 'stays' }, template: labelled('stays') },
    };
    const other = await stage.ok('POST', stays.replace('/stays', ''), body);
    const reference = { apiVersion: 'v1', kind: 'ReplicationController', name: 'stays', uid: other.metadata?.uid };
    const half = (await stage.list(pods)).items.slice(0, 5);
    for (const { metadata } of half) {
      const ownerReferences = [...(metadata?.ownerReferences ?? []), reference];
      await stage.patch(`${pods}/${metadata?.name}`, { metadata: { ownerReferences } });
    }
    await stage.ok('DELETE', one, { propagationPolicy: 'Foreground', preconditions: { uid } });
    await stage.until(async () => (await stage.send('GET', one)).code === 404);
    const { items } = await stage.list(pods);
    expect(items.map(({ metadata }) => metadata?.name).toSorted()).toEqual(
      half.map(({ metadata }) => metadata?.name).toSorted(),
    );
    for (const { metadata } of items) {
      expect(metadata?.deletionTimestamp).toBeUndefined();
      expect(metadata?.ownerReferences).toEqual([reference]);
    }
  });

  test('[sig-api-machinery] Garbage collector should not be blocked by dependency circle [Conformance]', async () => {
    const pods = `/api/v1/namespaces/${await stage.namespace()}/pods`;
    const uids: Record<string, string> = {};
    for (const name of ['pod1', 'pod2', 'pod3']) {
      uids[name] = (await stage.ok<KubeObject>('POST', pods, { metadata: { name }, spec })).metadata?.uid ?? '';
    }
    for (const [name, owner] of [
      ['pod1', 'pod3'],
      ['pod2', 'pod1'],
      ['pod3', 'pod2'],
    ] as const) {
      const reference = {
        apiVersion: 'v1',
        kind: 'Pod',
        name: owner,
        uid: uids[owner],
        controller: true,
        blockOwnerDeletion: true,
      };
      await stage.patch(`${pods}/${name}`, { metadata: { ownerReferences: [reference] } });
    }
    await stage.ok('DELETE', `${pods}/pod1`, { propagationPolicy: 'Foreground' });
    await counted(pods, 0);
  });
});
