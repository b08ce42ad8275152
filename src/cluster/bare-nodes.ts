/**
 * The nodes of the bare profile: a stand-in for kubelets that makes Pods Running and Ready at once, lets terminating
 * ones go at once, and ends those that need not run always after a while. It runs no containers and writes no events.
 */
import type { Node, Pod, PodCondition } from 'kubernetes-types/core/v1';
import { isStatusError } from '../api/status.ts';
import type { Clock } from '../time/clock.ts';
import type { NodeCapacity } from './cluster-contract.ts';
import { podCidr } from './controllers/node-ipam.ts';
import { byNode, isFinished } from './controllers/pod-state.ts';
import { type Component, type Scope, defineComponent } from './runtime/component.ts';
import { type Informer, startInformer } from './runtime/informer.ts';
import { keyOf } from './runtime/keys.ts';
import { LEASES, NODES, PODS } from './runtime/resources.ts';
import { rfc3339, rfc3339Micro } from './runtime/time.ts';
import { type Caller, type Session, type Verbs, openSession } from './runtime/verbs.ts';
import { createWorkQueue } from './runtime/work-queue.ts';

const LEASE_PERIOD = 10_000;

export interface BareNodes {
  verbs: Verbs;
  clock: Clock;
  names: readonly string[];
  capacity: NodeCapacity;
  /** Seconds until a Pod whose restartPolicy is not Always succeeds. */
  jobSeconds: number;
}

const caller = (node: string): Caller => ({
  user: `system:node:${node}`,
  groups: ['system:nodes', 'system:authenticated'],
  userAgent: 'kubelet',
});

/** One component a node, `kubelet/<node>`. The nodes' objects are made when missing. */
export function bareNodes(options: BareNodes): Component[] {
  const { verbs, clock } = options;
  const running = new Map<string, (pod: Pod) => void>();
  let pods: Informer<Pod> | undefined;
  // One watch for all of them: thousands of nodes each with its own would all look at every Pod.
  const watch = (): Informer<Pod> => {
    if (pods) return pods;
    pods = startInformer<Pod>(verbs, caller('bare'), PODS);
    const seen = (pod: Pod): void => running.get(pod.spec?.nodeName ?? '')?.(pod);
    pods.subscribe({ add: seen, update: seen });
    return pods;
  };
  const release = (): void => {
    if (running.size > 0) return;
    pods?.stop();
    pods = undefined;
  };
  return options.names.map((name, index) =>
    defineComponent(`kubelet/${name}`, clock, (scope) => {
      registerNode(options, name, index, clock.now());
      const wake = runNode(options, name, index, scope, watch());
      running.set(name, wake);
      for (const pod of watch().byIndex(byNode, name)) wake(pod);
      scope.onStop(() => {
        running.delete(name);
        release();
      });
    }),
  );
}

function registerNode({ verbs, capacity }: BareNodes, name: string, index: number, now: number): void {
  const session = openSession(verbs, caller(name));
  try {
    session.get(NODES, undefined, name);
    return;
  } catch (error) {
    if (!isStatusError(error, 'NotFound')) throw error;
  }
  const labels = {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
  };
  const cidr = podCidr(index);
  const node = session.create<Node>(NODES, undefined, {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels },
    spec: { podCIDR: cidr, podCIDRs: [cidr] },
  });
  const status: NonNullable<Node['status']> = {
    ...node.status,
    capacity: { ...capacity },
    allocatable: { ...capacity },
    addresses: [
      { type: 'InternalIP', address: nodeAddress(index) },
      { type: 'Hostname', address: name },
    ],
    conditions: [
      {
        type: 'MemoryPressure',
        status: 'False',
        reason: 'KubeletHasSufficientMemory',
        message: 'kubelet has sufficient memory available',
      },
      {
        type: 'DiskPressure',
        status: 'False',
        reason: 'KubeletHasNoDiskPressure',
        message: 'kubelet has no disk pressure',
      },
      {
        type: 'PIDPressure',
        status: 'False',
        reason: 'KubeletHasSufficientPID',
        message: 'kubelet has sufficient PID available',
      },
      { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' },
    ].map((condition) => ({ ...condition, lastHeartbeatTime: rfc3339(now), lastTransitionTime: rfc3339(now) })),
    nodeInfo: {
      architecture: 'amd64',
      bootID: '',
      containerRuntimeVersion: 'containerd://2.2.0',
      kernelVersion: '6.12.0',
      kubeProxyVersion: '',
      kubeletVersion: 'v1.35.6',
      machineID: '',
      operatingSystem: 'linux',
      osImage: 'Tidepool',
      systemUUID: '',
    },
  };
  session.update(NODES, { ...node, status }, 'status');
}

/** 192.0.2.x of the documentation range; beyond it, 198.18.0.0/15. */
function nodeAddress(index: number): string {
  return index < 200 ? `192.0.2.${index + 20}` : `198.18.${Math.floor(index / 250)}.${(index % 250) + 1}`;
}

function runNode(
  options: BareNodes,
  name: string,
  index: number,
  scope: Scope,
  pods: Informer<Pod>,
): (pod: Pod) => void {
  const session = openSession(options.verbs, caller(name));
  keepLease(session, name, scope);
  const used = new Map<string, string>();
  const taken = new Set<string>();
  let last = 1;
  const address = (key: string): string => {
    const cidr = podCidr(index).replace(/0\/24$/, '');
    do last = (last % 254) + 1;
    while (taken.has(`${cidr}${last}`) && taken.size < 253);
    used.set(key, `${cidr}${last}`);
    taken.add(`${cidr}${last}`);
    return `${cidr}${last}`;
  };
  const remember = (pod: Pod): void => {
    if (!pod.status?.podIP) return;
    used.set(keyOf(pod), pod.status.podIP);
    taken.add(pod.status.podIP);
  };
  for (const pod of pods.byIndex(byNode, name)) remember(pod);
  const finish = (key: string): void => {
    const pod = pods.getByKey(key);
    if (pod && pod.status?.phase === 'Running')
      tolerate(() => session.update(PODS, succeeded(pod, scope.clock.now()), 'status'));
  };
  const queue = createWorkQueue(scope.clock, (key) => {
    const pod = pods.getByKey(key);
    if (!pod || isFinished(pod)) return;
    if (pod.metadata?.deletionTimestamp) {
      taken.delete(used.get(key) ?? '');
      used.delete(key);
      tolerate(() =>
        session.delete(PODS, pod.metadata?.namespace, pod.metadata?.name ?? '', { gracePeriodSeconds: 0 }),
      );
      return;
    }
    if (pod.status?.phase !== 'Running') {
      tolerate(() => session.update(PODS, started(pod, address(key), nodeAddress(index), scope.clock.now()), 'status'));
    } else if (pod.spec?.restartPolicy !== 'Always') {
      const since = Date.parse(pod.status.startTime ?? '');
      scope.clock.after(Math.max(0, since + options.jobSeconds * 1000 - scope.clock.now()), () => finish(key));
    }
  });
  return (pod) => {
    const idle =
      pod.status?.phase === 'Running' && pod.spec?.restartPolicy === 'Always' && !pod.metadata?.deletionTimestamp;
    if (!idle) queue.add(keyOf(pod));
  };
}

function tolerate(write: () => void): void {
  try {
    write();
  } catch (error) {
    // Gone or newer: the watch tells.
    if (!isStatusError(error, 'NotFound') && !isStatusError(error, 'Conflict')) throw error;
  }
}

function keepLease(session: Session, name: string, { clock }: Scope): void {
  const renew = (): void => {
    const spec = { holderIdentity: name, leaseDurationSeconds: 40, renewTime: rfc3339Micro(clock.now()) };
    const namespace = 'kube-node-lease';
    try {
      session.patch(LEASES, namespace, name, 'application/merge-patch+json', { spec });
    } catch (error) {
      if (!isStatusError(error, 'NotFound')) throw error;
      const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, namespace }, spec };
      tolerate(() => session.create(LEASES, namespace, lease));
    }
    clock.after(LEASE_PERIOD, renew);
  };
  clock.after(0, renew);
}

function started(pod: Pod, podIP: string, hostIP: string, now: number): Pod {
  const at = rfc3339(now);
  const scheduled = pod.status?.conditions?.filter((condition) => condition.type === 'PodScheduled') ?? [];
  const ready = ['Initialized', 'Ready', 'ContainersReady'].map((type): PodCondition => ({
    type,
    status: 'True',
    lastTransitionTime: at,
  }));
  const containerStatuses = (pod.spec?.containers ?? []).map(({ name, image = '' }) => ({
    name,
    image,
    imageID: '',
    ready: true,
    started: true,
    restartCount: 0,
    state: { running: { startedAt: at } },
  }));
  const addresses = { hostIP, podIP, podIPs: [{ ip: podIP }] };
  return {
    ...pod,
    status: {
      ...pod.status,
      phase: 'Running',
      conditions: [...ready, ...scheduled],
      ...addresses,
      startTime: at,
      containerStatuses,
    },
  };
}

function succeeded(pod: Pod, now: number): Pod {
  const at = rfc3339(now);
  const conditions = (pod.status?.conditions ?? []).map((condition) =>
    condition.type === 'Ready' || condition.type === 'ContainersReady'
      ? { ...condition, status: 'False', reason: 'PodCompleted', lastTransitionTime: at }
      : condition,
  );
  const containerStatuses = (pod.status?.containerStatuses ?? []).map((container) => ({
    ...container,
    ready: false,
    started: false,
    state: {
      terminated: {
        exitCode: 0,
        reason: 'Completed',
        startedAt: container.state?.running?.startedAt ?? at,
        finishedAt: at,
      },
    },
  }));
  return { ...pod, status: { ...pod.status, phase: 'Succeeded', conditions, containerStatuses } };
}
