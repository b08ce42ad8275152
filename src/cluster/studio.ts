/**
 * The studio profile: nodes with container engines, a network between them, and a control plane that runs in Pods.
 * The program in the container of kube-scheduler *is* the scheduler: it runs while the container does.
 */
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { isStatusError } from '../api/status.ts';
import { Engine, type EngineSnapshot, type ProgramHooks } from '../containers/engine.ts';
import { planPull } from '../containers/pull.ts';
import { shellPrograms } from '../containers/shell-programs.ts';
import type { Random } from '../time/random.ts';
import type { VirtualClock } from '../time/virtual-clock.ts';
import type { NodeCapacity } from './cluster-contract.ts';
import { runHostPathProvisioner } from './controllers/hostpath-provisioner.ts';
import { type Kubelet, createKubelet } from './kubelet/kubelet.ts';
import { createPodDispatch } from './kubelet/pod-dispatch.ts';
import { type ClusterNetwork, createClusterNetwork } from './network/network.ts';
import { podAddresses } from './network/pod-addresses.ts';
import { createWire } from './network/wire.ts';
import { type Component, defineComponent } from './runtime/component.ts';
import { createInformerFactory } from './runtime/informer-factory.ts';
import { NODES, PODS } from './runtime/resources.ts';
import type { Verbs } from './runtime/verbs.ts';
import type { Wire } from '../client/wire.ts';
import { controlPlanePods, kubeProxyPod, systemImages } from './studio-pods.ts';

export const CONTROL_PLANE_NODE = 'tidepool-control-plane';
export const CONTROL_PLANE_ADDRESS = '172.18.0.2';

export interface StudioOptions {
  verbs: Verbs;
  clock: VirtualClock;
  random: Random;
  workers: readonly string[];
  capacity: NodeCapacity;
  /** What runs in control-plane containers, by the name of the static Pod. */
  parts: Readonly<Record<string, Component>>;
  /** Node-local state to go on with, by node. */
  engines?: Readonly<Record<string, EngineSnapshot>> | undefined;
  /** Components that were stopped on purpose. */
  stopped: readonly string[];
}

export interface Studio {
  kubelets: readonly Kubelet[];
  network: ClusterNetwork;
  wire: Wire;
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
  const manifests = (): Pod[] => [
    ...controlPlanePods.filter((pod) => !withdrawn.has(pod.metadata?.name ?? '')),
    kubeProxyPod,
  ];

  const kubelets = [CONTROL_PLANE_NODE, ...options.workers].map((name, index) => {
    const ip = `172.18.0.${index + 2}`;
    const engine = new Engine({
      clock,
      random: random.fork(`engine/${name}`),
      node: { name, ip },
      network: network.fabric,
      allocateIP: podAddresses(() => nodes.getByKey(name)?.spec?.podCIDR),
      shell: shellPrograms,
      hooks,
    });
    const isControlPlane = index === 0;
    return createKubelet({
      node: { name, ip, capacity: options.capacity, ...(isControlPlane ? CONTROL_PLANE : {}) },
      verbs,
      clock,
      random: random.fork(`kubelet/${name}`),
      informers,
      pods,
      engine,
      manifests: isControlPlane ? manifests() : [kubeProxyPod],
    });
  });
  const control = kubelets[0]!;
  return {
    kubelets,
    network,
    wire: createWire(network.fabric),
    stopPart(name) {
      withdrawn.add(name);
      control.setManifests(manifests());
      removeMirror(verbs, `${name}-${CONTROL_PLANE_NODE}`);
    },
    startPart(name) {
      withdrawn.delete(name);
      control.setManifests(manifests());
    },
    stoppedParts: () => [...withdrawn],
    snapshot: () => Object.fromEntries(kubelets.map(({ node, engine }) => [node, engine.snapshot()])),
    start() {
      provisioner.start();
      for (const kubelet of kubelets) {
        const saved = options.engines?.[kubelet.node];
        if (saved) kubelet.engine.restore(saved);
        else preload(kubelet.engine, random);
        if (!options.stopped.includes(kubelet.name)) kubelet.start();
      }
    },
    stop() {
      provisioner.stop();
      for (const kubelet of kubelets) {
        kubelet.stop();
        kubelet.engine.halt();
      }
      pods.stop();
      informers.stop();
    },
  };
}

const CONTROL_PLANE = {
  labels: {
    'node-role.kubernetes.io/control-plane': '',
    'node.kubernetes.io/exclude-from-external-load-balancers': '',
  },
  taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
};

/** What its kubelet does once a manifest is gone. */
function removeMirror(verbs: Verbs, name: string): void {
  try {
    verbs.delete(CALLER, PODS, 'kube-system', name, { gracePeriodSeconds: 0 });
  } catch (error) {
    if (!isStatusError(error, 'NotFound')) throw error;
  }
}

function preload(engine: Engine, random: Random): void {
  for (const image of systemImages) {
    const { outcome } = planPull(image, random, true);
    if (outcome.ok) engine.images.set(outcome.image.canonical, outcome.image);
  }
}
