/** Clusters as a whole: crash-only at any moment of a rollout, and the same history from the same seed. */
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../api/object.ts';
import type { Snapshot } from '../client/controls.ts';
import { nextTurn } from '../time/real.ts';
import { seededRandom } from '../time/random.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import type { Cluster, ClusterOptions } from './cluster-contract.ts';
import { createCluster } from './cluster.ts';

const START = Date.parse('2026-01-01T00:00:00Z');
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';

type Profile = ClusterOptions['profile'];

interface Driven {
  cluster: Cluster;
  clock: VirtualClock;
}

function start(profile: Profile, seed: string, snapshot?: Snapshot): Driven {
  const clock = new VirtualClock(START, nextTurn);
  return { clock, cluster: createCluster({ seed, clock, profile, ...(snapshot ? { snapshot } : {}) }) };
}

async function call(
  { cluster }: Driven,
  method: string,
  path: string,
  body?: unknown,
): Promise<KubeObject & { items?: KubeObject[] }> {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const init =
    body === undefined ? { method } : { method, body: JSON.stringify(body), headers: { 'content-type': type } };
  const response = await cluster.fetch(new Request(`http://cluster${path}`, init));
  expect(response.status, `${method} ${path}`).toBeLessThan(300);
  return (await response.json()) as KubeObject & { items?: KubeObject[] };
}

const template = (image: string): object => ({
  metadata: { labels: { app: 'web' } },
  spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'web', image }] },
});

const web = (replicas: number): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    template: template('nginx:1.25'),
  },
});

/** The state without what chance and time decide: names' suffixes, uids, times, addresses, nodes. */
async function normalised(driven: Driven): Promise<unknown> {
  const kinds = ['/api/v1/pods', '/apis/apps/v1/replicasets', '/apis/apps/v1/deployments', '/api/v1/services'];
  const state: unknown[] = [];
  for (const path of kinds) {
    const { items = [] } = await call(driven, 'GET', path);
    const masked = items
      .filter((item) => item.metadata?.namespace === 'default')
      .map((item) => JSON.stringify(mask(item)));
    state.push(masked.toSorted());
  }
  return state;
}

const MASKED = new Set(
  `uid resourceVersion generation observedGeneration nodeName podIP podIPs hostIP hostIPs containerID imageID
   managedFields message clusterIP clusterIPs restartCount`.split(/\s+/),
);

function mask(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => mask(item));
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([name]) => !MASKED.has(name) && !/Time(stamp)?$|At$/.test(name));
    return Object.fromEntries(
      entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, item]) => [name, mask(item, name)]),
    );
  }
  if (typeof value !== 'string') return value;
  if (key === 'name')
    return value.replace(/^(web-[a-z0-9]+)-[a-z0-9]{5}$/, '$1-*').replace(/^kube-api-access-.*/, 'kube-api-access-*');
  return value;
}

const CONTROLLERS = [
  'deployment-controller',
  'replicaset-controller',
  'garbage-collector',
  'endpointslice-controller',
  'endpoint-controller',
];
const PARTS: Record<Profile, readonly string[]> = {
  bare: ['kube-scheduler', 'kube-controller-manager', 'kubelet/node-1', 'kubelet/node-2', ...CONTROLLERS],
  studio: ['kubelet/worker-1', 'kubelet/worker-2', ...CONTROLLERS],
};

/** Runs the rollout; `cut` may replace the cluster or restart a part once that many events have fired after the change. */
async function rollOut(profile: Profile, cut?: { events: number; fault(driven: Driven): Driven }): Promise<unknown> {
  let driven = start(profile, 'crash');
  await driven.clock.advance(20_000);
  await call(driven, 'POST', DEPLOYMENTS, web(4));
  await driven.clock.advance(20_000);
  await call(driven, 'PATCH', `${DEPLOYMENTS}/web`, { spec: { template: template('nginx:1.27') } });
  if (cut) {
    await driven.clock.settlePromises();
    for (let i = 0; i < cut.events; i++) {
      driven.clock.fireNext(Infinity);
      await driven.clock.settlePromises();
    }
    driven = cut.fault(driven);
  }
  await driven.clock.advance(120_000);
  const state = await normalised(driven);
  driven.cluster.stop();
  return state;
}

function restart(profile: Profile, driven: Driven, random: number): Driven {
  const part = PARTS[profile][random % PARTS[profile].length]!;
  driven.cluster.stopComponent(part);
  driven.cluster.startComponent(part);
  return driven;
}

function restore(profile: Profile, driven: Driven): Driven {
  const snapshot = JSON.parse(JSON.stringify(driven.cluster.snapshot())) as Snapshot;
  driven.cluster.stop();
  return start(profile, 'crash', snapshot);
}

describe('crash-only: a fault at any moment of a rollout ends in the same state as none', () => {
  const cuts: { profile: Profile; count: number; span: number }[] = [
    { profile: 'bare', count: 150, span: 160 },
    { profile: 'studio', count: 70, span: 600 },
  ];
  for (const { profile, count, span } of cuts) {
    test(`${count} cut points, ${profile}`, { timeout: 120_000 }, async () => {
      const expected = await rollOut(profile);
      expect(JSON.stringify(expected)).toContain('nginx:1.27');
      const random = seededRandom(`cuts/${profile}`);
      for (let i = 0; i < count; i++) {
        const events = random.int(span);
        const choice = random.int(1000);
        const fault = (driven: Driven): Driven =>
          choice % 2 === 0 ? restore(profile, driven) : restart(profile, driven, choice);
        const state = await rollOut(profile, { events, fault });
        expect(state, `cut ${i} after ${events} events, choice ${choice}`).toEqual(expected);
      }
    });
  }
});

describe('determinism', () => {
  for (const profile of ['bare', 'studio'] as const) {
    test(`the same seed and commands give the same snapshot, byte for byte (${profile})`, async () => {
      const run = async (seed: string): Promise<string> => {
        const driven = start(profile, seed);
        await driven.clock.advance(15_000);
        await call(driven, 'POST', DEPLOYMENTS, web(5));
        await driven.clock.advance(15_000);
        await call(driven, 'PATCH', `${DEPLOYMENTS}/web`, { spec: { replicas: 2, template: template('nginx:1.27') } });
        await driven.clock.advance(15_000);
        const text = JSON.stringify(driven.cluster.snapshot());
        driven.cluster.stop();
        return text;
      };
      const first = await run('one');
      expect(await run('one')).toBe(first);
      expect(await run('two')).not.toBe(first);
    });
  }
});

describe('stopped components', () => {
  test('without a scheduler Pods stay Pending; without a controller manager nothing is replaced', async () => {
    for (const profile of ['bare', 'studio'] as const) {
      const driven = start(profile, 'stop');
      await driven.clock.advance(10_000);
      driven.cluster.stopComponent('kube-scheduler');
      await call(driven, 'POST', DEPLOYMENTS, web(2));
      await driven.clock.advance(10_000);
      const phases = async (): Promise<unknown[]> => {
        const { items = [] } = await call(driven, 'GET', '/api/v1/namespaces/default/pods');
        return items.map((pod) => (pod['status'] as { phase: string }).phase);
      };
      expect(await phases()).toEqual(['Pending', 'Pending']);
      driven.cluster.startComponent('kube-scheduler');
      await driven.clock.advance(30_000);
      expect(await phases()).toEqual(['Running', 'Running']);
      driven.cluster.stopComponent('kube-controller-manager');
      await driven.clock.advance(2_000);
      await call(driven, 'DELETE', '/api/v1/namespaces/default/pods');
      await driven.clock.advance(40_000);
      expect(await phases()).toEqual([]);
      driven.cluster.startComponent('kube-controller-manager');
      await driven.clock.advance(30_000);
      expect(await phases()).toEqual(['Running', 'Running']);
      driven.cluster.stop();
    }
  });
});

test('a container in the studio has a log, which its kubelet must serve', async () => {
  const driven = start('studio', 'logs');
  await driven.clock.advance(15_000);
  const path = '/api/v1/namespaces/kube-system/pods/kube-scheduler-tidepool-control-plane/log?tailLines=9&follow=false';
  const ask = (): Promise<Response> => driven.cluster.fetch(new Request(`http://cluster${path}`));
  expect(await (await ask()).text()).toContain('Starting kube-scheduler');
  driven.cluster.stopComponent('kubelet/tidepool-control-plane');
  const log = 'containerLogs/kube-system/kube-scheduler-tidepool-control-plane/kube-scheduler';
  expect(await (await ask()).json()).toMatchObject({
    code: 500,
    message: `Get "https://172.18.0.2:10250/${log}?tailLines=9": dial tcp 172.18.0.2:10250: connect: connection refused`,
  });
  driven.cluster.stop();
});
