/** Cluster and laptop for a lesson without a screen: simulated on virtual time, or a real cluster at a URL. */
import type { Fetch } from '../client/client.ts';
import type { Snapshot } from '../client/controls.ts';
import type { Wire } from '../client/wire.ts';
import { createCluster } from '../cluster/cluster.ts';
import type { AuditEvent } from '../cluster/cluster-contract.ts';
import type { Start } from '../lessons/lesson.ts';
import type { Telling } from '../lessons/runner.ts';
import type { FileChanges } from '../shell/memory-filesystem.ts';
import type { Clock } from '../time/clock.ts';
import { nextTurn, realClock } from '../time/real.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import type { HeadlessHost } from '../workstation/headless.ts';
import { createWorkstation, HOME } from '../workstation/laptop.ts';
import { realStreams } from './real-streams.ts';
import { serverFetch } from './shell-server.ts';

const START = Date.UTC(2026, 0, 1);
/** Virtual ms until a fresh cluster's own Pods are up. */
const BOOT = 60_000;

/** Enough to begin again here: everything is rebuilt from it. */
export interface Saved {
  cluster: Snapshot;
  changes: FileChanges;
}

export interface Machines {
  fetch: Fetch;
  host: HeadlessHost;
  clock: Clock;
  wire?: Wire;
  telling?: Telling;
  /** Absent on a real cluster. */
  controls?: { stop(component: string): void; start(component: string): void };
  wait(seconds: number): Promise<void>;
  save?(): Saved;
  stop(): void;
}

export async function openMachines(seed: string, files: Start['files'], saved?: Saved): Promise<Machines> {
  const clock = new VirtualClock(START, nextTurn);
  const cluster = createCluster({ seed, clock, profile: 'studio', ...(saved ? { snapshot: saved.cluster } : {}) });
  if (saved) await clock.settlePromises();
  else await clock.advance(BOOT);
  const workstation = createWorkstation({
    fetch: cluster.fetch,
    stream: cluster.stream,
    wire: cluster.wire,
    machines: cluster.machines,
    images: cluster.images,
    controls: cluster,
    clock,
    files: atHome(files),
    ...(saved ? { changes: saved.changes } : {}),
    tick: nextTurn,
  });
  const heard: AuditEvent[] = [];
  const stopListening = cluster.onAudit((event) => {
    // As in the page: what the learner's own tools ask.
    if (/^(kubectl|curl)\b/.test(event.userAgent)) heard.push(event);
  });
  return {
    fetch: cluster.fetch,
    host: { clock, workstation, breathe: nextTurn, lastChange: () => cluster.lastChange() },
    clock,
    wire: cluster.wire,
    telling: {
      components: () => Promise.resolve(cluster.components()),
      asked: () => Promise.resolve(heard.map((event) => ({ ...event }))),
    },
    controls: { stop: (name) => cluster.stopComponent(name), start: (name) => cluster.startComponent(name) },
    wait: (seconds) => pass(clock, seconds),
    save: () => ({ cluster: cluster.snapshot(), changes: workstation.changes() }),
    stop() {
      stopListening();
      cluster.stop();
    },
  };
}

/** A URL as `kubectl proxy` gives it, and how fast its cluster's time goes. What only a simulated cluster has is absent. */
export function openServer(server: string, files: Start['files'], speed = 1): Machines {
  const fetch = serverFetch(server);
  const workstation = createWorkstation({
    fetch,
    stream: realStreams(server),
    clock: realClock,
    files: atHome(files),
    tick: nextTurn,
    server,
  });
  return {
    fetch,
    host: { clock: undefined, workstation, breathe: nextTurn },
    clock: faster(speed),
    wait: (seconds) => realClock.sleep((seconds * 1000) / speed),
    stop: () => undefined,
  };
}

const faster = (speed: number): Clock => ({
  now: () => realClock.now() * speed,
  after: (delay, fire) => realClock.after(delay / speed, fire),
  sleep: (delay, signal) => realClock.sleep(delay / speed, signal),
});

const atHome = (files: Start['files']): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${HOME}/${name}`, text]));

/** Watches cross promises that the clock does not know of: small steps, with turns of the host between them. */
async function pass(clock: VirtualClock, seconds: number): Promise<void> {
  const end = clock.now() + seconds * 1000;
  while (clock.now() < end) {
    await clock.advance(Math.min(100, end - clock.now()));
    for (let turn = 0; turn < 4; turn++) await nextTurn();
  }
}
