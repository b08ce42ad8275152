/**
 * A cluster that lives in real time: the control plane, a drive for its clock, the controls, and its keeping on disk.
 *
 * What must not be lost is what somebody was told: a write is answered only after a snapshot that contains it was
 * saved. What the cluster does by itself is saved soon after, at most for a twentieth of the time.
 */
import type { Connection } from '../client/connection.ts';
import type { Controls, Machines, Snapshot } from '../client/controls.ts';
import type { Cluster } from '../cluster/cluster-contract.ts';
import { createCluster } from '../cluster/cluster.ts';
import { driveClock, freshSeed, nextTurn, realClock, stopwatch } from '../time/real.ts';
import { createAuditTrail } from './audit-trail.ts';
import { createMarks } from './marks.ts';
import { VirtualClock } from '../time/virtual-clock.ts';

/** Virtual ms that a new cluster runs at once before anybody sees it: its own Pods are up when the page opens. */
const BOOT = 60_000;
/** Real ms between looks at whether something changed. */
const SAVE_EVERY = 1_000;

export interface Keeping {
  load(): Promise<Snapshot | undefined>;
  save(snapshot: Snapshot): Promise<void>;
  /** The disk is full or not allowed: the cluster runs on, but a reload will lose it. */
  failed(error: unknown): void;
  /** What `load` gave is no cluster that can be started: a new one takes its place. */
  unreadable(error: unknown): void;
}

export async function createLiveCluster(keeping: Keeping): Promise<Connection> {
  const saved = await keeping.load();
  let state = saved ? await restore(saved).catch(unreadable) : await boot();
  let drive = driveClock(state.clock, { speed: 1 });
  let speed = 1;
  let savedAt = -1;
  let saving: Promise<void> = Promise.resolve();

  function unreadable(error: unknown): Promise<Running> {
    keeping.unreadable(error);
    return boot();
  }

  function save(): Promise<void> {
    // One at a time, and the next one waits: it may have been asked for after the current one was taken.
    saving = saving.then(async () => {
      const change = state.cluster.lastChange();
      if (change === savedAt) return;
      await keeping.save(state.cluster.snapshot()).then(() => (savedAt = change), keeping.failed);
    });
    return saving;
  }

  async function keepSaving(): Promise<void> {
    for (;;) {
      const begin = stopwatch();
      await save();
      await realClock.sleep(Math.max(SAVE_EVERY, (stopwatch() - begin) * 20));
    }
  }
  void keepSaving();

  const trail = createAuditTrail();
  trail.follow(state.cluster);
  const marks = createMarks<Snapshot>();

  async function replace(next: () => Promise<typeof state>): Promise<void> {
    drive.stop();
    state.cluster.stop();
    state = await next();
    trail.follow(state.cluster);
    drive = driveClock(state.clock, { speed });
    savedAt = -1;
    await save();
  }

  async function onCluster<T>(act: (cluster: Cluster) => Promise<T>): Promise<T> {
    const result = await act(state.cluster);
    drive.poke();
    // A machine or an image is no object: the store need not have changed.
    savedAt = -1;
    await save();
    return result;
  }

  const onMachines = <T>(act: (machines: Machines) => Promise<T>): Promise<T> =>
    onCluster(({ machines }) => act(machines));

  const controls: Controls = {
    images: () => state.cluster.images.images(),
    putImage: (name, image) => onCluster(({ images }) => images.putImage(name, image)),
    removeImage: (name) => onCluster(({ images }) => images.removeImage(name)),
    loadImage: (name) => onCluster(({ images }) => images.loadImage(name)),
    machines: () => state.cluster.machines.machines(),
    addMachine: (name) => onMachines((machines) => machines.addMachine(name)),
    removeMachine: (name) => onMachines((machines) => machines.removeMachine(name)),
    fault: (name, ailments) => onMachines((machines) => machines.fault(name, ailments)),
    repair: (name) => onMachines((machines) => machines.repair(name)),
    placement: (namespace, pod) => Promise.resolve(state.cluster.placement(namespace, pod)),
    time: () => Promise.resolve({ now: state.clock.now(), speed, paused: drive.speed === 0 }),
    pause: () => Promise.resolve(drive.setSpeed(0)),
    resume: () => Promise.resolve(drive.setSpeed(speed)),
    setSpeed: (value) => {
      speed = value;
      if (drive.speed > 0) drive.setSpeed(value);
      return Promise.resolve();
    },
    step: async (ms) => {
      drive.setSpeed(0);
      await state.clock.advance(ms);
    },
    reset: () => replace(boot),
    snapshot: () => Promise.resolve(state.cluster.snapshot()),
    restore: (snapshot) => replace(() => restore(snapshot)),
    audit: (seq) => Promise.resolve(trail.after(seq)),
    mark: (name) => Promise.resolve(marks.keep(name, state.cluster.snapshot())),
    rewind: async (name) => {
      const snapshot = marks.find(name);
      if (snapshot) await replace(() => restore(snapshot));
      return snapshot !== undefined;
    },
    components: () => Promise.resolve(state.cluster.components()),
    stopComponent: (name) => Promise.resolve(state.cluster.stopComponent(name)).then(drive.poke),
    startComponent: (name) => Promise.resolve(state.cluster.startComponent(name)).then(drive.poke),
  };

  return {
    controls,
    wire: {
      request: (request, signal) => {
        const answer = state.cluster.wire.request(request, signal);
        drive.poke();
        return answer;
      },
    },
    stream: async (request, protocols) => {
      const response = await state.cluster.stream(request, protocols);
      drive.poke();
      return response;
    },
    fetch: async (request) => {
      const writes = request.method !== 'GET';
      const response = await state.cluster.fetch(request);
      drive.poke();
      if (writes) await save();
      return response;
    },
  };
}

interface Running {
  cluster: Cluster;
  clock: VirtualClock;
}

async function boot(): Promise<Running> {
  const clock = new VirtualClock(realClock.now() - BOOT, nextTurn);
  const cluster = createCluster({ seed: freshSeed(), clock, profile: 'studio' });
  await clock.advance(BOOT);
  return { cluster, clock };
}

/** Time does not stand still while the page is closed, but nothing is simulated for it: the cluster slept. */
async function restore(snapshot: Snapshot): Promise<Running> {
  const clock = new VirtualClock(realClock.now(), nextTurn);
  const cluster = createCluster({ seed: freshSeed(), clock, profile: 'studio', snapshot });
  await clock.settlePromises();
  return { cluster, clock };
}
