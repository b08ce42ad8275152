/** Where a Service's traffic may go: EndpointSlices and Endpoints, made from Pods or mirrored. */
import type { Endpoints } from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import { describe, expect, test } from 'vitest';
import { nextTurn } from '../time/real.ts';
import { type BareStage, deploymentSpec, openBareStage } from './bare-stage.ts';
import { DELAYED } from './kubelet/instant-kubelet.ts';
import { DEPLOYMENTS, ENDPOINTS, ENDPOINT_SLICES, SERVICES } from './runtime/resources.ts';

const service = (more: object = {}): object => ({
  spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 'http' }], ...more },
});

async function slicesOf({ list }: BareStage, name = 'web'): Promise<EndpointSlice[]> {
  const slices = await list<EndpointSlice>(ENDPOINT_SLICES);
  return slices.filter(({ metadata }) => metadata?.labels?.['kubernetes.io/service-name'] === name);
}
const conditions = (slices: readonly EndpointSlice[]): unknown[] =>
  slices.flatMap(({ endpoints }) => (endpoints ?? []).map((endpoint) => endpoint.conditions));

describe('EndpointSlices', () => {
  test('follow readiness, and end with the Service', async () => {
    const stage = await openBareStage(nextTurn, 'slices', { times: DELAYED });
    const { client, create, find, wait } = stage;
    await create(SERVICES, 'web', service());
    await create(DEPLOYMENTS, 'web', deploymentSpec('web', 2));
    await wait(1.5);
    const [slice] = await slicesOf(stage);
    expect(slice?.metadata?.labels?.['endpointslice.kubernetes.io/managed-by']).toBe('endpointslice-controller.k8s.io');
    expect(slice?.ports).toEqual([{ name: 'http', port: 80, protocol: 'TCP' }]);
    const waiting = { ready: false, serving: false, terminating: false };
    expect(conditions(await slicesOf(stage))).toEqual([waiting, waiting]);
    await wait(2);
    const ready = { ready: true, serving: true, terminating: false };
    expect(conditions(await slicesOf(stage))).toEqual([ready, ready]);
    const [endpoint] = (await slicesOf(stage))[0]?.endpoints ?? [];
    expect(endpoint?.targetRef?.kind).toBe('Pod');
    expect(endpoint?.nodeName).toMatch(/^node-/);
    await client.delete(SERVICES, 'web', 'default');
    await wait(5);
    expect(await slicesOf(stage)).toEqual([]);
    expect(await find(ENDPOINTS, 'web')).toBeUndefined();
  });

  test('say which Pods terminate, and leave Endpoints at once', async () => {
    const stage = await openBareStage(nextTurn, 'terminating', { times: DELAYED });
    const { create, find, patch, wait } = stage;
    await create(SERVICES, 'web', service());
    await create(DEPLOYMENTS, 'web', deploymentSpec('web', 1));
    await wait(4);
    await patch(DEPLOYMENTS, 'web', { spec: { replicas: 0 } });
    await wait(0.5);
    expect(conditions(await slicesOf(stage))).toEqual([{ ready: false, serving: true, terminating: true }]);
    expect((await find<Endpoints>(ENDPOINTS, 'web'))?.subsets ?? []).toEqual([]);
    await wait(2);
    expect(conditions(await slicesOf(stage))).toEqual([]);
  });

  test('hold 100 endpoints each', async () => {
    const stage = await openBareStage(nextTurn, 'hundred');
    const { create, wait } = stage;
    await create(SERVICES, 'web', service());
    await create(DEPLOYMENTS, 'web', deploymentSpec('web', 250));
    await wait(10);
    const sizes = (await slicesOf(stage)).map(({ endpoints }) => endpoints.length);
    expect(sizes.toSorted((a, b) => a - b)).toEqual([50, 100, 100]);
    const addresses = (await slicesOf(stage)).flatMap(({ endpoints }) => endpoints.flatMap((one) => one.addresses));
    expect(new Set(addresses).size).toBe(250);
  });

  test('name Pods that are not ready where the Service asks for it', async () => {
    const stage = await openBareStage(nextTurn, 'not-ready', { times: DELAYED });
    const { create, wait } = stage;
    await create(SERVICES, 'web', service({ publishNotReadyAddresses: true }));
    await create(DEPLOYMENTS, 'web', deploymentSpec('web', 1));
    await wait(1.5);
    expect(conditions(await slicesOf(stage))).toEqual([{ ready: true, serving: false, terminating: false }]);
  });

  test('are mended when somebody changes or deletes them', async () => {
    const stage = await openBareStage(nextTurn, 'mended');
    const { client, create, patch, wait } = stage;
    await create(SERVICES, 'web', service());
    await create(DEPLOYMENTS, 'web', deploymentSpec('web', 1));
    await wait(3);
    const [before] = await slicesOf(stage);
    await patch(ENDPOINT_SLICES, before?.metadata?.name ?? '', { endpoints: [{ addresses: ['10.9.9.9'] }] });
    await wait(2);
    expect((await slicesOf(stage))[0]?.endpoints).toEqual(before?.endpoints);
    await client.delete(ENDPOINT_SLICES, before?.metadata?.name ?? '', 'default');
    await wait(2);
    expect((await slicesOf(stage))[0]?.endpoints).toEqual(before?.endpoints);
  });
});

describe('Endpoints kept by hand', () => {
  const byHand = (ip: string): object => ({ subsets: [{ addresses: [{ ip }], ports: [{ port: 5432 }] }] });

  test('are mirrored for a Service without a selector, as long as both are there', async () => {
    const stage = await openBareStage(nextTurn, 'mirrored');
    const { client, create, patch, wait } = stage;
    await create(SERVICES, 'db', { spec: { ports: [{ port: 5432 }] } });
    await create(ENDPOINTS, 'db', byHand('192.0.2.200'));
    await wait(2);
    const [slice, ...others] = await slicesOf(stage, 'db');
    expect(others).toEqual([]);
    expect(slice?.endpoints).toEqual([{ addresses: ['192.0.2.200'], conditions: { ready: true } }]);
    expect(slice?.metadata?.ownerReferences?.[0]?.kind).toBe('Endpoints');
    await patch(ENDPOINTS, 'db', byHand('192.0.2.201'));
    await wait(2);
    expect((await slicesOf(stage, 'db'))[0]?.endpoints[0]?.addresses).toEqual(['192.0.2.201']);
    expect((await slicesOf(stage, 'db'))[0]?.metadata?.name).toBe(slice?.metadata?.name);
    await client.delete(ENDPOINTS, 'db', 'default');
    await wait(2);
    expect(await slicesOf(stage, 'db')).toEqual([]);
  });

  test('are not mirrored without a Service, nor where they say so', async () => {
    const stage = await openBareStage(nextTurn, 'not-mirrored');
    const { create, wait } = stage;
    await create(ENDPOINTS, 'alone', byHand('192.0.2.200'));
    await create(SERVICES, 'db', { spec: { ports: [{ port: 5432 }] } });
    const labels = { 'endpointslice.kubernetes.io/skip-mirror': 'true' };
    await create(ENDPOINTS, 'db', { metadata: { labels }, ...byHand('192.0.2.200') });
    await wait(2);
    expect(await slicesOf(stage, 'alone')).toEqual([]);
    expect(await slicesOf(stage, 'db')).toEqual([]);
  });
});
