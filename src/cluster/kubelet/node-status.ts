/** A node's registration, status and heartbeats (kubelet/kubelet_node_status.go, component-helpers/apimachinery/lease). */
import type { Node, NodeCondition } from 'kubernetes-types/core/v1';
import { isStatusError } from '../../api/status.ts';
import { fingerprint } from '../../containers/pull.ts';
import { LEASES, NODES } from '../runtime/resources.ts';
import { rfc3339, rfc3339Micro } from '../runtime/time.ts';
import type { Session } from '../runtime/verbs.ts';
import type { Clock } from '../../time/clock.ts';

export interface NodeCapacity {
  cpu: string;
  memory: string;
  'ephemeral-storage': string;
  pods: string;
}

export interface NodeIdentity {
  name: string;
  ip: string;
  capacity: NodeCapacity;
  labels?: Readonly<Record<string, string>>;
  taints?: readonly { key: string; value?: string; effect: string }[];
  /** Only where no controller allocates them. */
  podCIDR?: string;
}

const LEASE_SECONDS = 40;
const RENEW = 10_000;
const REPORT = 300_000;
const VERSION = 'v1.35.6';

/** Registers the node if it is not there (`isNew`), reports that it is ready, and keeps its Lease. */
export function keepNode(
  identity: NodeIdentity,
  session: Session,
  clock: Clock,
  pressures: ReadonlySet<string> = NONE,
): { report(): void; isNew: boolean } {
  const isNew = register(identity, session, clock.now());
  const report = (): void => {
    reportStatus(identity, session, clock.now(), pressures);
    clock.after(REPORT, report);
  };
  report();
  const renew = (): void => {
    renewLease(identity.name, session, clock.now());
    // A node that was marked unreachable says at its next heartbeat that it is not.
    if (!looksReady(identity.name, session)) {
      register(identity, session, clock.now());
      reportStatus(identity, session, clock.now(), pressures);
    }
    clock.after(RENEW, renew);
  };
  renew();
  return { isNew, report: () => reportStatus(identity, session, clock.now(), pressures) };
}

function looksReady(name: string, session: Session): boolean {
  try {
    const node = session.get<Node>(NODES, undefined, name);
    return node.status?.conditions?.find((condition) => condition.type === 'Ready')?.status === 'True';
  } catch (error) {
    if (isStatusError(error, 'NotFound')) return false;
    throw error;
  }
}

export function nodeLabels(identity: Pick<NodeIdentity, 'name' | 'labels'>): Record<string, string> {
  return {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': identity.name,
    'kubernetes.io/os': 'linux',
    ...identity.labels,
  };
}

/** False when it was there already. */
function register(identity: NodeIdentity, session: Session, now: number): boolean {
  const node: Node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: identity.name,
      labels: nodeLabels(identity),
      annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
    },
    spec: {
      ...(identity.taints?.length ? { taints: identity.taints.map((taint) => ({ ...taint })) } : {}),
      ...(identity.podCIDR && { podCIDR: identity.podCIDR, podCIDRs: [identity.podCIDR] }),
    },
    status: statusOf(identity, undefined, now, NONE),
  };
  try {
    session.create<Node>(NODES, undefined, node);
    return true;
  } catch (error) {
    if (!isStatusError(error, 'AlreadyExists')) throw error;
    return false;
  }
}

function reportStatus(identity: NodeIdentity, session: Session, now: number, pressures: ReadonlySet<string>): void {
  try {
    const old = session.get<Node>(NODES, undefined, identity.name);
    const status = { ...old.status, ...statusOf(identity, old, now, pressures) };
    session.update<Node>(NODES, { ...old, status }, 'status');
  } catch (error) {
    if (!isStatusError(error)) throw error;
  }
}

function statusOf(
  { name, ip, capacity }: NodeIdentity,
  old: Node | undefined,
  now: number,
  pressures: ReadonlySet<string>,
): NonNullable<Node['status']> {
  const resources = { ...capacity, 'hugepages-1Gi': '0', 'hugepages-2Mi': '0' };
  const id = fingerprint(`machine ${name}`);
  return {
    addresses: [
      { type: 'InternalIP', address: ip },
      { type: 'Hostname', address: name },
    ],
    allocatable: resources,
    capacity: resources,
    conditions: conditions(old, now, pressures),
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      architecture: 'amd64',
      bootID: `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20, 32)}`,
      containerRuntimeVersion: 'containerd://2.1.4',
      kernelVersion: '6.12.0',
      kubeProxyVersion: '',
      kubeletVersion: VERSION,
      machineID: id.slice(0, 32),
      operatingSystem: 'linux',
      osImage: 'Debian GNU/Linux 12 (bookworm)',
      systemUUID: `${id.slice(32, 40)}-${id.slice(40, 44)}-${id.slice(44, 48)}-${id.slice(48, 52)}-${id.slice(52, 64)}`,
    },
  };
}

const VERDICTS: readonly [type: string, status: 'True' | 'False', reason: string, message: string][] = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
];

const NONE: ReadonlySet<string> = new Set();

/** What is said instead where the node is short of something. */
const PRESSED: Readonly<Record<string, [reason: string, message: string]>> = {
  MemoryPressure: ['KubeletHasInsufficientMemory', 'kubelet has insufficient memory available'],
};

function conditions(old: Node | undefined, now: number, pressures: ReadonlySet<string>): NodeCondition[] {
  const at = rfc3339(now);
  const known = old?.status?.conditions ?? [];
  const own = VERDICTS.map(([type, usual, ...words]): NodeCondition => {
    const pressed = pressures.has(type) ? PRESSED[type] : undefined;
    const status = pressed ? 'True' : usual;
    const [reason, message] = pressed ?? words;
    const before = known.find((condition) => condition.type === type);
    const since = before?.status === status ? before.lastTransitionTime : undefined;
    return { type, status, lastHeartbeatTime: at, lastTransitionTime: since ?? at, reason, message };
  });
  return [...known.filter((condition) => !VERDICTS.some(([type]) => type === condition.type)), ...own];
}

const NAMESPACE = 'kube-node-lease';

function renewLease(name: string, session: Session, now: number): void {
  const renewTime = rfc3339Micro(now);
  try {
    const lease = session.get<{ spec?: object }>(LEASES, NAMESPACE, name);
    session.update(LEASES, { ...lease, spec: { ...lease.spec, renewTime } });
  } catch (error) {
    if (!isStatusError(error)) throw error;
    if (error.reason === 'NotFound') createLease(name, session, renewTime);
  }
}

function createLease(name: string, session: Session, renewTime: string): void {
  try {
    const node = session.get<Node>(NODES, undefined, name);
    const owner = { apiVersion: 'v1', kind: 'Node', name, uid: node.metadata?.uid ?? '' };
    session.create(LEASES, NAMESPACE, {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name, namespace: NAMESPACE, ownerReferences: [owner] },
      spec: { holderIdentity: name, leaseDurationSeconds: LEASE_SECONDS, renewTime },
    });
  } catch (error) {
    // No namespace yet, or no node: the next heartbeat tries again.
    if (!isStatusError(error)) throw error;
  }
}
