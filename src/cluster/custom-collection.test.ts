import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../api/object.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { createCluster } from './cluster.ts';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const OWNERS = '/apis/example.com/v1/namespaces/team/owners';
const MAPS = '/api/v1/namespaces/team/configmaps';

async function stage() {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1), () => Promise.resolve());
  const cluster = createCluster({ seed: 'collect', clock, profile: 'bare' });
  const call = async (method: string, path: string, body?: object): Promise<KubeObject & { items?: KubeObject[] }> => {
    const init = body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {};
    const response = await cluster.fetch(new Request(`http://cluster${path}`, { method, ...init }));
    const text = await response.text();
    return (text.startsWith('{') ? JSON.parse(text) : { kind: 'Status', message: text }) as KubeObject;
  };
  const schema = { openAPIV3Schema: { type: 'object' } };
  await call('POST', '/api/v1/namespaces', { metadata: { name: 'team' } });
  await call('POST', CRDS, {
    metadata: { name: 'owners.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'owners', kind: 'Owner' },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  });
  await clock.advance(1000);
  const owner = await call('POST', OWNERS, { apiVersion: 'example.com/v1', kind: 'Owner', metadata: { name: 'o' } });
  const reference = { apiVersion: 'example.com/v1', kind: 'Owner', name: 'o', uid: owner.metadata?.uid ?? '' };
  await call('POST', MAPS, { metadata: { name: 'm', ownerReferences: [reference] } });
  await call('POST', OWNERS, {
    apiVersion: 'example.com/v1',
    kind: 'Owner',
    metadata: { name: 'inner', ownerReferences: [{ ...reference, blockOwnerDeletion: true }] },
  });
  await clock.advance(1000);
  const names = async (path: string): Promise<string[]> =>
    ((await call('GET', path)).items ?? []).map(({ metadata }) => metadata?.name ?? '');
  return { clock, cluster, call, names };
}

describe('custom resources among the collectors', () => {
  test('own and are owned', async () => {
    const { clock, cluster, call, names } = await stage();
    await call('DELETE', `${OWNERS}/o`, { propagationPolicy: 'Foreground' });
    await clock.advance(5000);
    expect(await names(OWNERS)).toEqual([]);
    expect(await names(MAPS)).toEqual(['kube-root-ca.crt']);
    cluster.stop();
  });

  test('are set free', async () => {
    const { clock, cluster, call, names } = await stage();
    await call('DELETE', `${OWNERS}/o`, { propagationPolicy: 'Orphan' });
    await clock.advance(5000);
    expect(await names(OWNERS)).toEqual(['inner']);
    expect((await call('GET', `${MAPS}/m`)).metadata?.ownerReferences).toBeUndefined();
    cluster.stop();
  });

  test('take their dependents with them when their definition goes', async () => {
    const { clock, cluster, call, names } = await stage();
    await call('DELETE', `${CRDS}/owners.example.com`);
    await clock.advance(5000);
    expect(await names(MAPS)).toEqual(['kube-root-ca.crt']);
    cluster.stop();
  });

  test('go with their namespace', async () => {
    const { clock, cluster, call } = await stage();
    await call('DELETE', '/api/v1/namespaces/team');
    await clock.advance(30_000);
    expect((await call('GET', '/api/v1/namespaces/team')).kind).toBe('Status');
    expect((await call('GET', '/apis/example.com/v1/owners')).items).toEqual([]);
    cluster.stop();
  });
});
