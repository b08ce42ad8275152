/** A Deployment to all Ready in a headless cluster: wall time, cost per Pod, heap. */
import { createCluster } from '../src/cluster/cluster.ts';
import { createClient } from '../src/client/rest-client.ts';
import { nextTurn, stopwatch } from '../src/time/real.ts';
import { VirtualClock } from '../src/time/virtual-clock.ts';
import { atMost, median, type Row } from './row.ts';

const DEPLOYMENTS = { group: 'apps', version: 'v1', resource: 'deployments' };
const START = Date.UTC(2026, 0, 1);

interface Setting {
  profile: 'bare' | 'studio';
  nodes: number;
  replicas: number;
}

interface Measured {
  seconds: number;
  heapMegabytes: number;
  /** One more Deployment of 100, once the first is up. */
  further: number;
}

async function measure({ profile, nodes, replicas }: Setting): Promise<Measured> {
  const clock = new VirtualClock(START, nextTurn);
  const capacity = {
    cpu: '64',
    memory: '256Gi',
    'ephemeral-storage': '500Gi',
    pods: String(Math.max(110, Math.ceil((replicas + 200) / nodes) + 10)),
  };
  const cluster = createCluster({
    seed: 'bench',
    clock,
    profile,
    nodes: Array.from({ length: nodes }, (_, index) => `node-${index + 1}`),
    capacity,
  });
  await clock.advance(60_000);
  const client = createClient(cluster.fetch);
  const deploy = async (name: string, count: number): Promise<number> => {
    const begin = stopwatch();
    await client.create(DEPLOYMENTS, deployment(name, count), 'default');
    let ready = 0;
    for (let waited = 0; ready < count && waited < 600; waited++) {
      await clock.advance(1_000);
      const { status } = await client.get<{ status?: { readyReplicas?: number } }>(DEPLOYMENTS, name, 'default');
      ready = status?.readyReplicas ?? 0;
    }
    if (ready < count) throw new Error(`${ready} of ${count} ready after 600 virtual seconds`);
    return (stopwatch() - begin) / 1000;
  };
  const seconds = await deploy('web', replicas);
  globalThis.gc?.();
  const heapMegabytes = process.memoryUsage().heapUsed / 1e6;
  const further = await deploy('more', 100);
  cluster.stop();
  return { seconds, heapMegabytes, further };
}

function deployment(name: string, replicas: number): object {
  const labels = { app: name };
  const containers = [{ name: 'nginx', image: 'nginx:1.27', ports: [{ containerPort: 80 }] }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  };
}

async function repeated(setting: Setting, times: number): Promise<Measured[]> {
  const all: Measured[] = [];
  // The first one warms the machine up and is not counted.
  for (let run = 0; run <= times; run++) {
    const measured = await measure(setting);
    if (run > 0) all.push(measured);
  }
  return all;
}

export async function rolloutRows(full: boolean): Promise<Row[]> {
  const bare = median((await repeated({ profile: 'bare', nodes: 3, replicas: 1000 }, 5)).map(({ seconds }) => seconds));
  const studio = median(
    (await repeated({ profile: 'studio', nodes: 10, replicas: 1000 }, 3)).map(({ seconds }) => seconds),
  );
  const ten = (await measure({ profile: 'bare', nodes: 100, replicas: 10_000 })).seconds;
  const base = median(
    (await repeated({ profile: 'bare', nodes: 100, replicas: 1000 }, 3)).map(({ seconds }) => seconds),
  );
  const rows = [
    atMost('Deployment of 1,000 → Ready, stand-in kubelets', 's', bare, 0.25, 'real control plane 3.9–50 s'),
    atMost('Deployment of 1,000 → Ready, containers run', 's', studio, 0.25),
    atMost('cost per Pod, 10,000 against 1,000', 'ratio', ten / 10 / base, 1.2),
  ];
  return [...rows, ...(await largest(full))];
}

async function largest(full: boolean): Promise<Row[]> {
  const what = '5,000 nodes, 150,000 Pods → Ready';
  if (!full) return [{ what, unit: 's', value: undefined, budget: '≤ 60', note: 'run with -- --full' }];
  const { seconds, heapMegabytes, further } = await measure({ profile: 'bare', nodes: 5000, replicas: 150_000 });
  return [
    atMost(what, 's', seconds, 60),
    atMost('its heap', 'MB', heapMegabytes, 2000),
    atMost('one more Deployment of 100 there', 's', further, 0.25),
  ];
}
