/** The API by its published interfaces only (Client, fetch), the same through every transport that carries it. */
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject, WatchEvent } from '../api/object.ts';
import { isStatusError, type StatusError } from '../api/status.ts';
import type { Client, Fetch } from '../client/client.ts';
import { connectPort, type Port, servePort } from '../client/port.ts';
import { createClient } from '../client/rest-client.ts';
import { createCluster } from '../cluster/cluster.ts';
import { nextTurn } from '../time/real.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { serveFetch } from './serve-fetch.ts';

interface Transport {
  fetch: Fetch;
  close(): void | Promise<void>;
}

const TRANSPORTS: Record<string, (fetch: Fetch) => Transport | Promise<Transport>> = {
  'in process': (fetch) => ({ fetch, close: () => undefined }),
  'a port between workers': (fetch) => {
    const { port1, port2 } = new MessageChannel();
    const stop = servePort(port1 as unknown as Port, { fetch });
    const connection = connectPort(port2 as unknown as Port);
    return {
      fetch: connection.fetch,
      close() {
        connection.close();
        stop();
        port1.close();
        port2.close();
      },
    };
  },
  HTTP: async (fetch) => {
    const server = await serveFetch(fetch, 0);
    return {
      fetch: async (request) => {
        const { pathname, search } = new URL(request.url);
        const body = request.method === 'GET' ? undefined : await request.text();
        const { method, headers, signal } = request;
        const init = { method, headers, signal, ...(body ? { body } : {}) };
        return globalThis.fetch(`http://127.0.0.1:${server.port}${pathname}${search}`, init);
      },
      close: () => server.close(),
    };
  },
};

const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps' };
const DEPLOYMENTS = { group: 'apps', version: 'v1', resource: 'deployments' };
const config = (name: string, data: Record<string, string>, labels?: Record<string, string>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...(labels ? { labels } : {}) },
  data,
});

describe.each(Object.keys(TRANSPORTS))('through %s', (name) => {
  let clock: VirtualClock;
  let transport: Transport;
  let client: Client;
  let stop: () => void;

  beforeEach(async () => {
    clock = new VirtualClock(Date.UTC(2026, 0, 1), nextTurn);
    const cluster = createCluster({ seed: 'api', clock, profile: 'bare' });
    await clock.advance(5_000);
    transport = await TRANSPORTS[name]!(cluster.fetch);
    client = createClient(transport.fetch, { userAgent: 'suite/1.0' });
    stop = () => cluster.stop();
  });
  afterEach(async () => {
    stop();
    await transport.close();
  });

  const refused = async (work: Promise<unknown>): Promise<StatusError['status']> => {
    const error: unknown = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!isStatusError(error)) throw new Error('was not refused', { cause: error });
    return error.status;
  };

  it('creates, reads, updates against a version, and deletes', async () => {
    const made = await client.create(CONFIG_MAPS, config('c', { a: '1' }), 'default');
    expect(made.metadata).toMatchObject({ name: 'c', namespace: 'default' });
    expect(await refused(client.create(CONFIG_MAPS, config('c', {}), 'default'))).toMatchObject({
      reason: 'AlreadyExists',
      message: 'configmaps "c" already exists',
      code: 409,
    });
    const next = await client.update(CONFIG_MAPS, { ...made, data: { a: '2' } });
    expect(next['data']).toEqual({ a: '2' });
    expect((await refused(client.update(CONFIG_MAPS, { ...made, data: { a: '3' } }))).reason).toBe('Conflict');
    await client.delete(CONFIG_MAPS, 'c', 'default');
    expect(await refused(client.get(CONFIG_MAPS, 'c', 'default'))).toMatchObject({ reason: 'NotFound', code: 404 });
  });

  it('applies with owners, refuses what another owns, and takes it by force', async () => {
    const apply = (data: Record<string, string>, fieldManager: string, force = false): Promise<KubeObject> =>
      client.patch(CONFIG_MAPS, 'c', 'default', 'application/apply-patch+yaml', config('c', data), {
        fieldManager,
        force,
      });
    await apply({ a: '1', b: '1' }, 'one');
    expect(await refused(apply({ b: '2' }, 'two'))).toMatchObject({
      reason: 'Conflict',
      message: 'Apply failed with 1 conflict: conflict with "one": .data.b',
      details: {
        causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "one"', field: '.data.b' }],
      },
    });
    const taken = await apply({ b: '2' }, 'two', true);
    expect(taken['data']).toEqual({ a: '1', b: '2' });
    expect(taken.metadata?.managedFields).toMatchObject([
      { manager: 'one', operation: 'Apply', fieldsV1: { 'f:data': { 'f:a': {} } } },
      { manager: 'two', operation: 'Apply', fieldsV1: { 'f:data': { 'f:b': {} } } },
    ]);
  });

  it('patches in each of the other ways', async () => {
    const containers = [{ name: 'c', image: 'nginx' }];
    const template = { metadata: { labels: { a: 'b' } }, spec: { containers } };
    const spec = { replicas: 0, selector: { matchLabels: { a: 'b' } }, template };
    const deployment: KubeObject = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' }, spec };
    await client.create(DEPLOYMENTS, deployment, 'default');
    const merge = { metadata: { labels: { x: 'y' } } };
    await client.patch(DEPLOYMENTS, 'd', 'default', 'application/merge-patch+json', merge);
    const side = { spec: { template: { spec: { containers: [{ name: 'side', image: 'busybox' }] } } } };
    await client.patch(DEPLOYMENTS, 'd', 'default', 'application/strategic-merge-patch+json', side);
    const operations = [{ op: 'replace', path: '/spec/template/spec/containers/1/image', value: 'nginx:1.27' }];
    const last = await client.patch<{ spec: typeof spec; metadata: KubeObject['metadata'] }>(
      DEPLOYMENTS,
      'd',
      'default',
      'application/json-patch+json',
      operations,
    );
    expect(last.metadata?.labels).toEqual({ x: 'y' });
    expect(last.spec.template.spec.containers.map(({ image }) => image)).toEqual(['busybox', 'nginx:1.27']);
    const test = [{ op: 'test', path: '/spec/replicas', value: 9 }];
    const json = client.patch(DEPLOYMENTS, 'd', 'default', 'application/json-patch+json', test);
    expect((await refused(json)).code).toBe(422);
  });

  it('lists by pages and selectors', async () => {
    for (const one of ['a', 'b', 'c']) {
      await client.create(CONFIG_MAPS, config(one, {}, { suite: 'yes', one }), 'default');
    }
    const labelSelector = 'suite=yes,one notin (b)';
    const some = await client.list(CONFIG_MAPS, { namespace: 'default', labelSelector });
    expect(some.items.map((item) => item.metadata?.name)).toEqual(['a', 'c']);
    const first = await client.list(CONFIG_MAPS, { namespace: 'default', limit: 2 });
    expect(first.metadata.remainingItemCount).toBe(2);
    await client.delete(CONFIG_MAPS, 'c', 'default');
    const token = first.metadata.continue!;
    const rest = await client.list(CONFIG_MAPS, { namespace: 'default', limit: 2, continue: token });
    // What follows the first page is the state of the first page.
    expect(rest.items.map((item) => item.metadata?.name)).toContain('c');
    expect(rest.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
    const wrong = client.list(CONFIG_MAPS, { namespace: 'default', fieldSelector: 'data.a=1' });
    expect((await refused(wrong)).reason).toBe('BadRequest');
  });

  it('watches from a version, as a selector sees it', async () => {
    const made = await client.create(CONFIG_MAPS, config('w', {}, { seen: 'no' }), 'default');
    const life = new AbortController();
    const events: WatchEvent[] = [];
    const resourceVersion = made.metadata!.resourceVersion!;
    const watching = (async () => {
      const options = { namespace: 'default', labelSelector: 'seen=yes', resourceVersion, signal: life.signal };
      for await (const event of client.watch(CONFIG_MAPS, options)) events.push(event);
    })().catch(() => undefined);
    for (const seen of ['yes', 'no', 'yes']) {
      const patch = { metadata: { labels: { seen } } };
      await client.patch(CONFIG_MAPS, 'w', 'default', 'application/merge-patch+json', patch);
    }
    await client.delete(CONFIG_MAPS, 'w', 'default');
    for (let i = 0; i < 200 && events.length < 4; i++) {
      await clock.advance(10);
      await nextTurn();
    }
    life.abort();
    await watching;
    expect(events.map(({ type }) => type)).toEqual(['ADDED', 'DELETED', 'ADDED', 'DELETED']);
  });

  it('tries without doing, and says who wrote', async () => {
    const tried = await client.create(CONFIG_MAPS, config('t', { a: 'b' }), 'default', { dryRun: true });
    expect(tried.metadata?.managedFields).toMatchObject([
      { operation: 'Update', fieldsV1: { 'f:data': { 'f:a': {} } } },
    ]);
    expect((await refused(client.get(CONFIG_MAPS, 't', 'default'))).reason).toBe('NotFound');
  });

  it('reaches an object by its subresources', async () => {
    const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
    const spec = { replicas: 0, selector: { matchLabels: { a: 'b' } }, template };
    const deployment: KubeObject = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' }, spec };
    await client.create(DEPLOYMENTS, deployment, 'default');
    const scale = await client.get(DEPLOYMENTS, 'd', 'default', 'scale');
    expect(scale).toMatchObject({ kind: 'Scale', spec: {}, status: { replicas: 0, selector: 'a=b' } });
    await client.update(DEPLOYMENTS, { ...scale, spec: { replicas: 2 } }, { subresource: 'scale' });
    const scaled = await client.get<{ spec: { replicas: number } }>(DEPLOYMENTS, 'd', 'default');
    expect(scaled.spec.replicas).toBe(2);
    expect((await refused(client.get(DEPLOYMENTS, 'd', 'default', 'nope'))).code).toBe(404);
    const path = '/apis/apps/v1/namespaces/default/deployments/d';
    const status = { status: { replicas: 7 }, spec: { replicas: 9 } };
    const init = { headers: { 'content-type': 'application/merge-patch+json' }, body: JSON.stringify(status) };
    const answer = await client.request(`${path}/status`, { method: 'PATCH', ...init });
    expect(await answer.json()).toMatchObject({ spec: { replicas: 2 }, status: { replicas: 7 } });
  });

  it('deletes under conditions, waits for finalizers, and deletes what a selector names', async () => {
    const held = config('held', {}, { of: 'suite' });
    held.metadata!.finalizers = ['example.com/wait'];
    await client.create(CONFIG_MAPS, held, 'default');
    const preconditions = { uid: 'another' };
    expect((await refused(client.delete(CONFIG_MAPS, 'held', 'default', { preconditions }))).reason).toBe('Conflict');
    const going = await client.delete(CONFIG_MAPS, 'held', 'default');
    expect(going.metadata?.deletionTimestamp).toBeDefined();
    const free = { metadata: { finalizers: null } };
    await client.patch(CONFIG_MAPS, 'held', 'default', 'application/merge-patch+json', free);
    expect((await refused(client.get(CONFIG_MAPS, 'held', 'default'))).code).toBe(404);
    for (const one of ['x', 'y', 'z']) await client.create(CONFIG_MAPS, config(one, {}, { of: 'suite' }), 'default');
    const path = '/api/v1/namespaces/default/configmaps?labelSelector=of%3Dsuite';
    const { items } = (await (await client.request(path, { method: 'DELETE' })).json()) as { items: KubeObject[] };
    expect(items.map(({ metadata }) => metadata?.name)).toEqual(['x', 'y', 'z']);
  });

  it('serves a kind that it is taught, and tells of it in discovery', async () => {
    const group = 'example.com';
    const definitions = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' };
    const schema = { type: 'object', properties: { spec: { type: 'object', properties: { n: { type: 'integer' } } } } };
    await client.create(definitions, {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'sheep.example.com' },
      spec: {
        group,
        scope: 'Namespaced',
        names: { plural: 'sheep', kind: 'Sheep' },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
      },
    } as KubeObject);
    await clock.advance(2_000);
    const sheep = { group, version: 'v1', resource: 'sheep' };
    const dolly: KubeObject = {
      apiVersion: 'example.com/v1',
      kind: 'Sheep',
      metadata: { name: 'dolly' },
      spec: { n: 1 },
    };
    expect(await client.create(sheep, dolly, 'default')).toMatchObject({ spec: { n: 1 } });
    const wrong = { ...dolly, metadata: { name: 'molly' }, spec: { n: 'one' } };
    expect(await refused(client.create(sheep, wrong, 'default'))).toMatchObject({
      code: 422,
      message:
        'Sheep.example.com "molly" is invalid: spec.n: Invalid value: "string": spec.n in body must be of type integer: "string"',
    });
    expect(await (await client.request('/apis/example.com/v1')).json()).toMatchObject({
      resources: [{ name: 'sheep', kind: 'Sheep', namespaced: true }],
    });
  });

  it('carries what is large and what is not ASCII', async () => {
    const data = { long: '한글 🐳 '.repeat(30_000) };
    const text = JSON.stringify(config('large', data)).replace('"data":{', '"data":{"__proto__":"kept",');
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: text };
    await client.request('/api/v1/namespaces/default/configmaps', init);
    const made = await (await client.request('/api/v1/namespaces/default/configmaps/large')).text();
    expect(made).toContain('"__proto__":"kept"');
    expect((JSON.parse(made) as { data: { long: string } }).data.long).toBe(data.long);
  });
});
