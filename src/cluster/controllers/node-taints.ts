/** The taints that a Node's conditions call for (pkg/controller/nodelifecycle/node_lifecycle_controller.go). Pure. */
import type { Node, Taint } from 'kubernetes-types/core/v1';
import { sameTaint } from '../runtime/tolerations.ts';

export const NOT_READY = 'node.kubernetes.io/not-ready';
export const UNREACHABLE = 'node.kubernetes.io/unreachable';

/** The taints of the pressure and readiness conditions, and of being cordoned, that no new Pod tolerates. */
export function conditionTaints(node: Node): Taint[] {
  const taints: Taint[] = [];
  const pressures: Record<string, string> = {
    MemoryPressure: 'node.kubernetes.io/memory-pressure',
    DiskPressure: 'node.kubernetes.io/disk-pressure',
    PIDPressure: 'node.kubernetes.io/pid-pressure',
    NetworkUnavailable: 'node.kubernetes.io/network-unavailable',
  };
  for (const condition of node.status?.conditions ?? []) {
    const pressure = pressures[condition.type];
    if (pressure && condition.status === 'True') taints.push({ key: pressure, effect: 'NoSchedule' });
    if (condition.type === 'Ready' && condition.status === 'False')
      taints.push({ key: NOT_READY, effect: 'NoSchedule' });
    if (condition.type === 'Ready' && condition.status === 'Unknown')
      taints.push({ key: UNREACHABLE, effect: 'NoSchedule' });
  }
  if (node.spec?.unschedulable) taints.push({ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' });
  return taints;
}

/** The taint that evicts Pods from a Node that is not ready. */
export function evictionTaint(node: Node): Taint | undefined {
  const ready = node.status?.conditions?.find((condition) => condition.type === 'Ready')?.status;
  if (ready === 'False') return { key: NOT_READY, effect: 'NoExecute' };
  if (ready === 'Unknown') return { key: UNREACHABLE, effect: 'NoExecute' };
  return undefined;
}

const OURS = new Set([
  NOT_READY,
  UNREACHABLE,
  'node.kubernetes.io/unschedulable',
  'node.kubernetes.io/memory-pressure',
  'node.kubernetes.io/disk-pressure',
  'node.kubernetes.io/pid-pressure',
  'node.kubernetes.io/network-unavailable',
]);

/** The taints a Node should have: others' as they are, ours by its conditions. `now` is RFC 3339. */
export function wantedTaints(node: Node, now: string): Taint[] {
  const current = node.spec?.taints ?? [];
  const eviction = evictionTaint(node);
  const wanted = [...conditionTaints(node), ...(eviction ? [eviction] : [])];
  const kept = current.filter((taint) => !OURS.has(taint.key) || wanted.some((other) => sameTaint(other, taint)));
  const fresh = wanted.filter((taint) => !current.some((other) => sameTaint(other, taint)));
  return [
    ...kept,
    ...fresh.map((taint) =>
      taint.key === 'node.kubernetes.io/network-unavailable' ? taint : { ...taint, timeAdded: now },
    ),
  ];
}
