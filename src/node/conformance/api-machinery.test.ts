/** Kubernetes' conformance tests of sig-api-machinery: discovery, watches, chunks, Tables, namespaces and built-in objects. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubeList, KubeObject, WatchEvent } from '../../api/object.ts';
import { walkApiOperations } from './api-operations.ts';
import { createStage, type Stage } from './conformance-stage.ts';

let stage: Stage;
let ns: string;
beforeAll(async () => {
  stage = await createStage();
  ns = await stage.namespace();
});
afterAll(() => stage.stop());

interface Groups {
  groups: { name: string; versions: { groupVersion: string }[]; preferredVersion: { groupVersion: string } }[];
}

describe('[sig-api-machinery]', () => {
  test('[sig-api-machinery] server version should find the server version [Conformance]', async () => {
    expect(await stage.get('/version')).toMatchObject({ major: '1', minor: '35' });
  });

  test('[sig-api-machinery] Discovery should validate PreferredVersion for each APIGroup [Conformance]', async () => {
    const { groups } = await stage.get<Groups>('/apis');
    expect(groups.length).toBeGreaterThan(15);
    for (const { name, versions, preferredVersion } of groups) {
      const own = await stage.get<Groups['groups'][0]>(`/apis/${name}`);
      expect(own.preferredVersion).toEqual(preferredVersion);
      expect(versions.map((one) => one.groupVersion)).toContain(preferredVersion.groupVersion);
    }
  });

  test('[sig-api-machinery] Discovery should locate the groupVersion and a resource within each APIGroup [Conformance]', async () => {
    const asked = [
      ['admissionregistration.k8s.io', 'validatingwebhookconfigurations'],
      ['apiextensions.k8s.io', 'customresourcedefinitions'],
      ['apiregistration.k8s.io', 'apiservices'],
      ['apps', 'deployments'],
      ['authentication.k8s.io', 'tokenreviews'],
      ['authorization.k8s.io', 'selfsubjectaccessreviews'],
      ['autoscaling', 'horizontalpodautoscalers'],
      ['batch', 'jobs'],
      ['certificates.k8s.io', 'certificatesigningrequests'],
      ['coordination.k8s.io', 'leases'],
      ['discovery.k8s.io', 'endpointslices'],
      ['events.k8s.io', 'events'],
      ['networking.k8s.io', 'ingresses'],
      ['node.k8s.io', 'runtimeclasses'],
      ['policy', 'poddisruptionbudgets'],
      ['scheduling.k8s.io', 'priorityclasses'],
      ['storage.k8s.io', 'csinodes'],
    ];
    for (const [group, resource] of asked) {
      const { resources } = await stage.get<{ resources: { name: string }[] }>(`/apis/${group}/v1`);
      expect(resources.map(({ name }) => name)).toContain(resource);
    }
  });

  const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
  test('[sig-api-machinery] AggregatedDiscovery should support raw aggregated discovery endpoint Accept headers [Conformance]', async () => {
    for (const path of ['/api', '/apis']) {
      for (const version of ['v2', 'v2beta1']) {
        const accept = AGGREGATED.replace('v=v2', `v=${version}`);
        const answer = await stage.send('GET', path, undefined, { accept });
        expect(answer.headers.get('content-type')).toBe(accept);
        expect(answer.body).toMatchObject({
          kind: 'APIGroupDiscoveryList',
          apiVersion: `apidiscovery.k8s.io/${version}`,
        });
      }
      const both = await stage.send('GET', path, undefined, { accept: `${AGGREGATED},application/json` });
      expect(both.body.kind).toBe('APIGroupDiscoveryList');
      const plain = await stage.send('GET', path, undefined, { accept: 'application/json' });
      expect(plain.body.kind).toBe(path === '/api' ? 'APIVersions' : 'APIGroupList');
    }
  });

  test('[sig-api-machinery] AggregatedDiscovery should support aggregated discovery interface [Conformance]', async () => {
    const found: string[] = [];
    for (const path of ['/api', '/apis']) {
      const { items } = await stage.ok<KubeList>('GET', path, undefined, { accept: AGGREGATED });
      for (const group of items) {
        for (const { version, resources } of group['versions'] as {
          version: string;
          resources: { resource: string }[];
        }[]) {
          for (const { resource } of resources) found.push(`${group.metadata?.name ?? ''}/${version}/${resource}`);
        }
      }
    }
    for (const wanted of [
      '/v1/namespaces',
      '/v1/pods',
      'apps/v1/deployments',
      'apiextensions.k8s.io/v1/customresourcedefinitions',
      'policy/v1/poddisruptionbudgets',
    ]) {
      expect(found).toContain(wanted);
    }
  });

  test('[sig-api-machinery] API priority and fairness should support FlowSchema API operations [Conformance]', async () => {
    const spec = {
      matchingPrecedence: 10000,
      priorityLevelConfiguration: { name: 'global-default' },
      rules: [
        {
          subjects: [{ kind: 'User', user: { name: 'example-e2e-non-existent-user' } }],
          nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
        },
      ],
    };
    const status = { conditions: [{ type: 'StatusPatched', status: 'True' }] };
    const group = 'flowcontrol.apiserver.k8s.io';
    await walkApiOperations(stage, { group, resource: 'flowschemas', object: { spec }, status, statusOnly: true });
  });

  test('[sig-api-machinery] API priority and fairness should support PriorityLevelConfiguration API operations [Conformance]', async () => {
    const spec = { type: 'Limited', limited: { nominalConcurrencyShares: 2, limitResponse: { type: 'Reject' } } };
    const status = { conditions: [{ type: 'StatusPatched', status: 'True' }] };
    const group = 'flowcontrol.apiserver.k8s.io';
    await walkApiOperations(stage, {
      group,
      resource: 'prioritylevelconfigurations',
      object: { spec },
      status,
      statusOnly: true,
    });
  });
});

describe('[sig-api-machinery] Watchers', () => {
  const path = (): string => `/api/v1/namespaces/${ns}/configmaps`;
  const config = (name: string, label: string): KubeObject => ({ metadata: { name, labels: { watch: label } } });
  const types = (events: readonly WatchEvent[]): string[] => events.map(({ type }) => type);

  test('[sig-api-machinery] Watchers should observe add, update, and delete watch notifications on configmaps [Conformance]', async () => {
    const watch = (selector: string) => stage.watch(`${path()}?labelSelector=${encodeURIComponent(selector)}`);
    const [a, b, both] = [await watch('watch=A'), await watch('watch=B'), await watch('watch in (A,B)')];
    await stage.ok('POST', path(), config('a', 'A'));
    await stage.patch(`${path()}/a`, { data: { mutation: '1' } });
    await stage.patch(`${path()}/a`, { data: { mutation: '2' } });
    await stage.ok('DELETE', `${path()}/a`);
    await stage.ok('POST', path(), config('b', 'B'));
    await stage.ok('DELETE', `${path()}/b`);
    await stage.until(() => both.events.length === 6);
    expect(types(a.events)).toEqual(['ADDED', 'MODIFIED', 'MODIFIED', 'DELETED']);
    expect(a.events.map(({ object }) => object['data'])).toEqual([
      undefined,
      { mutation: '1' },
      { mutation: '2' },
      { mutation: '2' },
    ]);
    expect(types(b.events)).toEqual(['ADDED', 'DELETED']);
    for (const one of [a, b, both]) one.stop();
  });

  test('[sig-api-machinery] Watchers should be able to start watching from a specific resource version [Conformance]', async () => {
    await stage.ok('POST', path(), config('from', 'from'));
    const first = await stage.patch(`${path()}/from`, { data: { mutation: '1' } });
    await stage.patch(`${path()}/from`, { data: { mutation: '2' } });
    await stage.ok('DELETE', `${path()}/from`);
    const late = await stage.watch(
      `${path()}?labelSelector=watch%3Dfrom&resourceVersion=${first.metadata?.resourceVersion}`,
    );
    await stage.until(() => late.events.length === 2);
    expect(types(late.events)).toEqual(['MODIFIED', 'DELETED']);
    expect(late.events[0]?.object['data']).toEqual({ mutation: '2' });
    late.stop();
  });

  test('[sig-api-machinery] Watchers should be able to restart watching from the last resource version observed by the previous watch [Conformance]', async () => {
    const query = `${path()}?labelSelector=watch%3Dagain`;
    const first = await stage.watch(query);
    await stage.ok('POST', path(), config('again', 'again'));
    await stage.patch(`${path()}/again`, { data: { mutation: '1' } });
    await stage.until(() => first.events.length === 2);
    first.stop();
    const last = first.events[1]?.object.metadata?.resourceVersion;
    await stage.patch(`${path()}/again`, { data: { mutation: '2' } });
    const second = await stage.watch(`${query}&resourceVersion=${last}`);
    await stage.ok('DELETE', `${path()}/again`);
    await stage.until(() => second.events.length === 2);
    expect(types(second.events)).toEqual(['MODIFIED', 'DELETED']);
    second.stop();
  });

  test('[sig-api-machinery] Watchers should observe an object deletion if it stops meeting the requirements of the selector [Conformance]', async () => {
    const watching = await stage.watch(`${path()}?labelSelector=watch%3Din`);
    await stage.ok('POST', path(), config('in', 'in'));
    await stage.patch(`${path()}/in`, { metadata: { labels: { watch: 'out' } } });
    await stage.patch(`${path()}/in`, { data: { mutation: '1' } });
    await stage.patch(`${path()}/in`, { metadata: { labels: { watch: 'in' } } });
    await stage.ok('DELETE', `${path()}/in`);
    await stage.until(() => watching.events.length === 4);
    expect(types(watching.events)).toEqual(['ADDED', 'DELETED', 'ADDED', 'DELETED']);
    watching.stop();
  });

  test('[sig-api-machinery] Watchers should receive events on concurrent watches in same order [Conformance]', async () => {
    const begin = (await stage.list(path())).metadata.resourceVersion;
    const all: string[] = [];
    for (let i = 0; i < 30; i++) {
      const name = `order-${i % 7}`;
      const there = (await stage.send('GET', `${path()}/${name}`)).code === 200;
      if (!there) await stage.ok('POST', path(), config(name, 'order'));
      else if (i % 3 === 0) await stage.ok('DELETE', `${path()}/${name}`);
      else await stage.patch(`${path()}/${name}`, { data: { i: String(i) } });
      all.push(name);
    }
    const full = await stage.watch(`${path()}?resourceVersion=${begin}`);
    await stage.until(() => full.events.length === 30);
    expect(full.events.map(({ object }) => object.metadata?.name)).toEqual(all);
    for (const at of [0, 5, 12, 28]) {
      const from = await stage.watch(`${path()}?resourceVersion=${full.events[at]?.object.metadata?.resourceVersion}`);
      await stage.until(() => from.events.length === 29 - at);
      expect(from.events).toEqual(full.events.slice(at + 1));
      from.stop();
    }
    full.stop();
  });
});

describe('[sig-api-machinery] Servers', () => {
  const path = (): string => `/api/v1/namespaces/${ns}/podtemplates`;
  beforeAll(async () => {
    const template = { spec: { containers: [{ name: 'test', image: 'test2' }] } };
    for (let i = 0; i < 400; i++) {
      await stage.ok('POST', path(), { metadata: { name: `template-${String(i).padStart(4, '0')}` }, template });
    }
  });
  const page = (query: string): Promise<KubeList> => stage.list(`${path()}?${query}`);
  const more = (list: KubeList): string => encodeURIComponent(list.metadata.continue ?? '');

  test('[sig-api-machinery] Servers with support for API chunking should return chunks of results for list calls [Conformance]', async () => {
    const found: string[] = [];
    let list = await page('limit=17');
    const version = list.metadata.resourceVersion;
    for (;;) {
      expect(list.metadata.resourceVersion).toBe(version);
      found.push(...list.items.map(({ metadata }) => metadata?.name ?? ''));
      if (!list.metadata.continue) break;
      expect(list.metadata.remainingItemCount).toBe(400 - found.length);
      list = await page(`limit=17&continue=${more(list)}`);
    }
    expect(found).toEqual(found.toSorted());
    expect(new Set(found).size).toBe(400);
    expect((await page('limit=0')).items).toHaveLength(400);
  });

  test('[sig-api-machinery] Servers with support for API chunking should support continue listing from the last key if the original version has been compacted away, though the list is inconsistent [Slow] [Conformance]', async () => {
    const first = await page('limit=100');
    // Upstream compacts by time; here history has a length.
    await stage.ok('POST', `/api/v1/namespaces/${ns}/configmaps`, { metadata: { name: 'busy' } });
    for (let i = 0; i < 20_100; i++) {
      await stage.patch(`/api/v1/namespaces/${ns}/configmaps/busy`, { data: { i: String(i) } });
    }
    const answer = await stage.send<KubeObject & { metadata: { continue?: string } }>(
      'GET',
      `${path()}?limit=100&continue=${more(first)}`,
    );
    expect(answer.code).toBe(410);
    expect(answer.body).toMatchObject({
      reason: 'Expired',
      message:
        'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
    });
    const rest = await page(`limit=100&continue=${encodeURIComponent(answer.body.metadata.continue ?? '')}`);
    expect(rest.items[0]?.metadata?.name).toBe('template-0100');
    expect(rest.metadata.resourceVersion).not.toBe(first.metadata.resourceVersion);
    const last = await page(`continue=${more(rest)}`);
    expect(first.items.length + rest.items.length + last.items.length).toBe(400);
  });

  test('[sig-api-machinery] Servers with support for Table transformation should return a 406 for a backend which does not implement metadata [Conformance]', async () => {
    const body = { spec: { resourceAttributes: { namespace: ns, resource: 'pods', verb: 'list' } } };
    const reviews = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    const accept = 'application/json;as=Table;g=meta.k8s.io;v=v1';
    expect(await stage.refused('POST', reviews, body, { accept })).toMatchObject({
      reason: 'NotAcceptable',
      code: 406,
    });
    const tables = await stage.ok('GET', `${path()}?limit=2`, undefined, {
      accept: accept.replace('v=v1', 'v=v1beta1'),
    });
    expect(tables).toMatchObject({ kind: 'Table', apiVersion: 'meta.k8s.io/v1beta1', rows: [{}, {}] });
  });
});
