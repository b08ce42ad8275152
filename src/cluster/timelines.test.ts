/** Rolling updates second by second, as they were recorded on a real control plane (../shared/timelines.json). */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../api/object.ts';
import { createClient } from '../client/rest-client.ts';
import { nextTurn } from '../time/real.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { createCluster } from './cluster.ts';
import type { Deployment, ReplicaSet } from './controllers/deployment-types.ts';
import { DELAYED } from './kubelet/instant-kubelet.ts';
import { DEPLOYMENTS, PODS, REPLICA_SETS } from './runtime/resources.ts';

const FILE = `${process.cwd()}/../shared/timelines.json`;

interface Desired {
  /** Seconds since the first action. */
  t: number;
  want: number[];
}
interface Scenario {
  name: string;
  manifest: Deployment;
  actions: { t: number; kubectl: string }[];
  desired: Desired[];
}

const scenarios: Scenario[] = existsSync(FILE)
  ? (JSON.parse(readFileSync(FILE, 'utf8')) as { scenarios: Scenario[] }).scenarios
  : [];

/** About what a kubectl call took when it was recorded, ms. */
const CALL = 80;
const TOLERANCE = 0.3;

class Stage {
  private readonly clock = new VirtualClock(Date.parse('2026-01-01T00:00:00Z'), nextTurn);
  private readonly cluster = createCluster({ seed: 'timelines', clock: this.clock, profile: 'bare', times: DELAYED });
  private readonly client = createClient(this.cluster.fetch);
  private readonly wanted = new Map<string, number>();
  private began = 0;
  private readonly seen: Desired[] = [];

  async play({ manifest, actions, desired }: Scenario): Promise<Desired[]> {
    await this.clock.advance(2000);
    await this.client.create(DEPLOYMENTS, manifest as KubeObject, 'default');
    await this.clock.advance(10_000);
    this.record();
    this.began = this.clock.now();
    for (const { t, kubectl } of actions) {
      await this.until(t * 1000 + CALL);
      await this.act(kubectl);
    }
    await this.until((desired.at(-1)!.t + 5) * 1000);
    this.cluster.stop();
    return this.seen;
  }

  private async until(ms: number): Promise<void> {
    await this.clock.advance(this.began + ms - this.clock.now());
  }

  /** Notes the replicas wanted, by age of the ReplicaSets, at every change but the birth of one that wants none. */
  private record(): void {
    const note = ({ metadata, spec }: ReplicaSet): void => {
      if (this.wanted.get(metadata.uid ?? '') === spec.replicas) return;
      const born = !this.wanted.has(metadata.uid ?? '');
      this.wanted.set(metadata.uid ?? '', spec.replicas ?? 0);
      if (born && spec.replicas === 0) return;
      const t = this.began === 0 ? 0 : (this.clock.now() - this.began) / 1000;
      this.seen.push({ t, want: [...this.wanted.values()] });
    };
    void (async () => {
      for await (const { object } of this.client.watch<KubeObject & ReplicaSet>(REPLICA_SETS, { resourceVersion: '0' }))
        note(object);
    })().catch(() => undefined);
  }

  private async act(kubectl: string): Promise<void> {
    const [verb, ...words] = kubectl.split(' ');
    if (verb === 'scale') await this.patch({ spec: { replicas: Number(words[1]!.split('=')[1]) } });
    else if (verb === 'set') await this.setImage(words[2]!.split('=')[1]!);
    else if (verb === 'rollout') await this.undo();
    else if (verb === 'delete') {
      const { items } = await this.client.list<KubeObject>(PODS, { namespace: 'default' });
      await this.client.delete(PODS, items[0]!.metadata!.name!, 'default');
    } else throw new Error(`no such action: ${kubectl}`);
  }

  private async setImage(image: string): Promise<void> {
    await this.patch({ spec: { template: { spec: { containers: [{ name: 'nginx', image }] } } } });
  }

  private async undo(): Promise<void> {
    const { items } = await this.client.list<KubeObject & ReplicaSet>(REPLICA_SETS, { namespace: 'default' });
    const revision = ({ metadata }: ReplicaSet): number =>
      Number(metadata.annotations?.['deployment.kubernetes.io/revision']);
    const previous = items.toSorted((a, b) => revision(b) - revision(a))[1]!;
    await this.setImage(previous.spec.template?.spec?.containers[0]?.image ?? '');
  }

  private async patch(body: object): Promise<void> {
    await this.client.patch(DEPLOYMENTS, 'web', 'default', 'application/strategic-merge-patch+json', body);
  }
}

describe.skipIf(scenarios.length === 0)('rolling updates, second by second', () => {
  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_, scenario) => {
    const seen = await new Stage().play(scenario);
    const wants = (list: readonly Desired[]): string[] => list.map(({ want }) => want.join(' '));
    expect(wants(seen)).toEqual(wants(scenario.desired));
    for (const [index, { t, want }] of scenario.desired.entries())
      expect(Math.abs(seen[index]!.t - t), `${want.join(' ')} at ${seen[index]!.t}, not ${t}`).toBeLessThanOrEqual(
        TOLERANCE,
      );
  });
});
