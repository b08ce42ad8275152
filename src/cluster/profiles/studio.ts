/**
 * The studio profile: nodes with container engines, a network between them, and a control plane that runs in Pods.
 * The program in the container of kube-scheduler *is* the scheduler: it runs while the container does.
 */
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { isStatusError } from '../../api/status.ts';
import type { ImageSource } from '../../containers/built-images.ts';
import type { EngineSnapshot, ProgramHooks } from '../../containers/engine.ts';
import type { Random } from '../../time/random.ts';
import type { VirtualClock } from '../../time/virtual-clock.ts';
import type { MetricsSource } from '../apiserver/aggregation/metrics-api.ts';
import type { NodeCapacity } from '../cluster-contract.ts';
import type { Fetch } from '../../client/client.ts';
import { apiServerProgram } from './api-endpoint.ts';
import { runHostPathProvisioner } from '../controllers/hostpath-provisioner.ts';
import { createPodDispatch } from '../kubelet/pod-dispatch.ts';
import { type ClusterNetwork, createClusterNetwork } from '../network/network.ts';
import { createWire } from '../network/wire.ts';
import { type Component, defineComponent } from '../runtime/component.ts';
import { createInformerFactory } from '../runtime/informer-factory.ts';
import { NODES, PODS } from '../runtime/resources.ts';
import type { Verbs } from '../runtime/verbs.ts';
import type { Wire } from '../../client/wire.ts';
import { type MachineState, MachineRoom, healthyMachine } from './machines.ts';
import { type StudioMachine, createStudioMachine } from './studio-machine.ts';
import { createMetricsServer } from './metrics-server.ts';
import { controlPlanePods } from '../fresh/control-plane-pods.ts';

export const CONTROL_PLANE_NODE = 'tidepool-control-plane';
export const CONTROL_PLANE_ADDRESS = '172.18.0.2';
export const API_PORT = 6443;

export interface StudioOptions {
  verbs: Verbs;
  /** The API over HTTP, for Pods. */
  fetch: Fetch;
  clock: VirtualClock;
  random: Random;
  workers: readonly string[];
  capacity: NodeCapacity;
  /** Images that somebody built. */
  registry?: ImageSource;
  /** What runs in control-plane containers, by the name of the static Pod. */
  parts: Readonly<Record<string, Component>>;
  /** The machines of a snapshot, which may differ from those of the start. */
  machines?: readonly MachineState[] | undefined;
  /** Node-local state to go on with, by node. */
  engines?: Readonly<Record<string, EngineSnapshot>> | undefined;
  /** Components that were stopped on purpose. */
  stopped: readonly string[];
}

export interface Studio {
  room: MachineRoom<StudioMachine>;
  network: ClusterNetwork;
  wire: Wire;
  metrics: MetricsSource;
  /** As stopping and starting a control-plane part is done: its manifest is taken away and put back. */
  stopPart(name: string): void;
  startPart(name: string): void;
  stoppedParts(): string[];
  snapshot(): Record<string, EngineSnapshot>;
  start(): void;
  stop(): void;
}

/** Simplified: the nodes share their watches, so no single node's rights fit. */
const CALLER = { user: 'system:nodes', groups: ['system:nodes', 'system:masters'], userAgent: 'kubelet/v1.35.6' };

export function createStudio(options: StudioOptions): Studio {
  const { verbs, clock, random } = options;
  const informers = createInformerFactory(verbs, CALLER);
  const network = createClusterNetwork({ clock, random: random.fork('network'), verbs, informers });
  const hooks: ProgramHooks = new Map([
    ['registry.k8s.io/kube-apiserver', apiServerProgram(options.fetch, API_PORT)],
    ['registry.k8s.io/kube-proxy', network.kubeProxy],
    ['registry.k8s.io/ingress-nginx/controller', network.ingress],
  ]);
  for (const [name, part] of Object.entries(options.parts)) {
    hooks.set(`registry.k8s.io/${name}`, () => {
      part.start();
      return () => part.stop();
    });
  }
  const nodes = informers.for<Node>(NODES);
  const pods = createPodDispatch(informers);
  const provisioner = defineComponent('storage-provisioner', clock, (scope) =>
    runHostPathProvisioner({ verbs, informers }, scope),
  );
  const withdrawn = new Set(options.stopped.filter((name) => name in options.parts));
  const manifests = (): Pod[] => controlPlanePods.filter((pod) => !withdrawn.has(pod.metadata?.name ?? ''));

  const room = new MachineRoom<StudioMachine>(
    {
      build(state) {
        const { name } = state;
        const isControlPlane = name === CONTROL_PLANE_NODE;
        const ip = nodeAddress(state.index);
        return createStudioMachine({
          state,
          node: { name, ip, capacity: options.capacity, ...(isControlPlane ? CONTROL_PLANE : {}) },
          verbs,
          clock,
          random,
          informers,
          pods,
          network,
          hooks,
          ...(options.registry && { registry: options.registry }),
          podCIDR: () => nodes.getByKey(name)?.spec?.podCIDR,
          manifests: () => (isControlPlane ? manifests() : []),
          saved: options.engines?.[name],
        });
      },
      newName: (index) => `worker-${index}`,
      address: nodeAddress,
      isControlPlane: ({ name }) => name === CONTROL_PLANE_NODE,
      forget: (name) => forgetNode(verbs, name),
    },
    options.machines ?? [CONTROL_PLANE_NODE, ...options.workers].map(healthyMachine),
    options.stopped,
  );
  const metrics = createMetricsServer({
    clock,
    engines: () =>
      room.bodies
        .filter(({ kubelet }) => kubelet.running)
        .map(({ kubelet: { node }, engine }) => ({
          node,
          engine,
          labels: nodes.getByKey(node)?.metadata?.labels ?? {},
        })),
    pod: (namespace, name) => informers.for<Pod>(PODS).get(namespace, name),
  });
  hooks.set('registry.k8s.io/metrics-server/metrics-server', metrics.run);
  const publish = (): void => room.body(CONTROL_PLANE_NODE)?.kubelet.setManifests(manifests());
  return {
    room,
    network,
    metrics: metrics.source,
    wire: createWire(network.fabric),
    stopPart(name) {
      withdrawn.add(name);
      publish();
      removeMirror(verbs, `${name}-${CONTROL_PLANE_NODE}`);
    },
    startPart(name) {
      withdrawn.delete(name);
      publish();
    },
    stoppedParts: () => [...withdrawn],
    snapshot: () => Object.fromEntries(room.bodies.map((machine) => [machine.kubelet.node, machine.snapshot()])),
    start() {
      provisioner.start();
      room.start();
    },
    stop() {
      provisioner.stop();
      for (const { kubelet, engine } of room.bodies) {
        kubelet.stop();
        engine.halt();
      }
      pods.stop();
      informers.stop();
    },
  };
}

const nodeAddress = (index: number): string => `172.18.${Math.floor((index + 2) / 250)}.${(index + 2) % 250}`;

const CONTROL_PLANE = {
  labels: {
    'node-role.kubernetes.io/control-plane': '',
    'node.kubernetes.io/exclude-from-external-load-balancers': '',
  },
  taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
};

/** Deletes the Node of a machine that was given back. */
export function forgetNode(verbs: Verbs, name: string): void {
  try {
    verbs.delete(CALLER, NODES, undefined, name, {});
  } catch (error) {
    if (!isStatusError(error, 'NotFound')) throw error;
  }
}

/** What its kubelet does once a manifest is gone. */
function removeMirror(verbs: Verbs, name: string): void {
  try {
    verbs.delete(CALLER, PODS, 'kube-system', name, { gracePeriodSeconds: 0 });
  } catch (error) {
    if (!isStatusError(error, 'NotFound')) throw error;
  }
}
