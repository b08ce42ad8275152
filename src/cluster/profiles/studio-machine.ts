/** One machine of the studio: a container engine on the network, and the kubelet that drives it. */
import type { ImageSource } from '../../containers/built-images.ts';
import { Engine, type EngineSnapshot, type ProgramHooks } from '../../containers/engine.ts';
import { planPull } from '../../containers/pull.ts';
import { shellPrograms } from '../../containers/shell-programs.ts';
import type { Random } from '../../time/random.ts';
import { slowedClock } from '../../time/slowed-clock.ts';
import type { VirtualClock } from '../../time/virtual-clock.ts';
import { type Kubelet, type KubeletOptions, createKubelet } from '../kubelet/kubelet.ts';
import type { Body, MachineState } from './machines.ts';
import type { ClusterNetwork } from '../network/network.ts';
import { podAddresses } from '../network/pod-addresses.ts';
import { systemImages } from '../fresh/control-plane-pods.ts';

export interface StudioMachine extends Body {
  kubelet: Kubelet;
  readonly engine: Engine;
  /** What it holds, on or off. */
  snapshot(): EngineSnapshot;
}

export interface StudioMachineOptions extends Pick<KubeletOptions, 'verbs' | 'informers' | 'pods' | 'node'> {
  state: MachineState;
  clock: VirtualClock;
  random: Random;
  network: ClusterNetwork;
  hooks: ProgramHooks;
  registry?: ImageSource;
  podCIDR(): string | undefined;
  manifests(): KubeletOptions['manifests'];
  /** Node-local state to go on with. */
  saved: EngineSnapshot | undefined;
}

export function createStudioMachine(options: StudioMachineOptions): StudioMachine {
  const { state, clock, random, network } = options;
  const { name } = state;
  let { kubelet, engine } = assemble(options, '');
  /** While it is off. */
  let disk: EngineSnapshot | undefined;
  if (options.saved) engine.restore(options.saved);
  else preload(engine, random);
  network.fabric.cut(name, state.network === 'cut');
  const machine: StudioMachine = {
    get kubelet() {
      return kubelet;
    },
    get engine() {
      return engine;
    },
    snapshot: () => disk ?? engine.snapshot(),
    powerOff() {
      disk = switchedOff(engine.snapshot(), clock.now());
      engine.halt();
    },
    powerOn() {
      ({ kubelet, engine } = assemble(options, `/${clock.now()}`));
      if (disk) engine.restore(disk);
      disk = undefined;
    },
    setNetwork: (next) => network.fabric.cut(name, next === 'cut'),
  };
  if (state.power === 'off') machine.powerOff();
  return machine;
}

/** `life` tells the lives of a machine apart: what is drawn by chance must not repeat itself. */
function assemble(options: StudioMachineOptions, life: string): { kubelet: Kubelet; engine: Engine } {
  const { state, clock, random, network, hooks, podCIDR, manifests, node, verbs, informers, pods } = options;
  const { name } = state;
  const engine = new Engine({
    clock,
    random: random.fork(`engine/${name}${life}`),
    node: { name, ip: node.ip },
    network: network.fabric,
    allocateIP: podAddresses(podCIDR),
    shell: shellPrograms,
    hooks,
    ...(options.registry && { registry: options.registry }),
  });
  const kubelet = createKubelet({
    node,
    verbs,
    clock: slowedClock(clock, () => state.slowness),
    random: random.fork(`kubelet/${name}${life}`),
    informers,
    pods,
    engine,
    manifests: manifests() ?? [],
  });
  return { kubelet, engine };
}

/** Without power nothing ends well: containerd finds its containers gone, and does not know how. */
function switchedOff(snapshot: EngineSnapshot, now: number): EngineSnapshot {
  const containers = snapshot.containers.map((container) => {
    const { state, stopping: _, memory: _lost, ...rest } = container;
    if (state.status !== 'running') return container;
    const { startedAt } = state;
    return {
      ...rest,
      state: { status: 'exited' as const, startedAt, finishedAt: now, exitCode: 255, reason: 'Unknown' },
    };
  });
  return { ...snapshot, containers };
}

function preload(engine: Engine, random: Random): void {
  for (const image of systemImages) {
    const { outcome } = planPull(image, random, true);
    if (outcome.ok) engine.images.set(outcome.image.canonical, outcome.image);
  }
}
