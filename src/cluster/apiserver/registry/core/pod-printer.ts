/** The cells of a Pod (pkg/printers/internalversion/printers.go printPod). */
import type { Container, ContainerStatus, Pod, PodStatus } from 'kubernetes-types/core/v1';
import { humanDuration } from '../../../../api/duration.ts';
import type { Cell } from '../strategy.ts';
import { ageOf, nameOf } from '../columns.ts';

interface Summary {
  reason: string;
  ready: number;
  total: number;
  restarts: number;
  lastRestart: number;
}

function restartable(container: Container | undefined): boolean {
  return (container as { restartPolicy?: string } | undefined)?.restartPolicy === 'Always';
}

function terminatedReason(state: { reason?: string; signal?: number; exitCode: number }): string {
  if (state.reason) return state.reason;
  return state.signal ? `Signal:${state.signal}` : `ExitCode:${state.exitCode ?? 0}`;
}

function finishedAt(status: ContainerStatus): number {
  const at = status.lastState?.terminated?.finishedAt;
  return at ? Date.parse(at) : 0;
}

function initState(status: ContainerStatus, index: number, total: number): string {
  const { terminated, waiting } = status.state ?? {};
  if (terminated) return `Init:${terminatedReason(terminated)}`;
  if (waiting?.reason && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`;
  return `Init:${index}/${total}`;
}

/** Returns whether the Pod is still initialising; fills `summary` and what the sidecars add. */
function summariseInit(pod: Pod, summary: Summary, sidecars: { restarts: number; lastRestart: number }): boolean {
  const containers = pod.spec?.initContainers ?? [];
  for (const container of containers) if (restartable(container)) summary.total++;
  for (const [i, status] of (pod.status?.initContainerStatuses ?? []).entries()) {
    const isSidecar = restartable(containers.find((c) => c.name === status.name));
    summary.restarts += status.restartCount ?? 0;
    summary.lastRestart = Math.max(summary.lastRestart, finishedAt(status));
    if (isSidecar) {
      sidecars.restarts += status.restartCount ?? 0;
      sidecars.lastRestart = Math.max(sidecars.lastRestart, finishedAt(status));
    }
    if (status.state?.terminated && !status.state.terminated.exitCode) continue;
    if (isSidecar && status.started) {
      if (status.ready) summary.ready++;
      continue;
    }
    summary.reason = initState(status, i, containers.length);
    return true;
  }
  return false;
}

function summariseContainers(status: PodStatus | undefined, summary: Summary): void {
  let running = false;
  for (const container of (status?.containerStatuses ?? []).toReversed()) {
    summary.restarts += container.restartCount ?? 0;
    summary.lastRestart = Math.max(summary.lastRestart, finishedAt(container));
    const state = container.state ?? {};
    if (state.waiting?.reason) summary.reason = state.waiting.reason;
    else if (state.terminated) summary.reason = terminatedReason(state.terminated);
    else if (container.ready && state.running) {
      running = true;
      summary.ready++;
    }
  }
  // Completed containers beside running ones do not end a Pod.
  if (summary.reason === 'Completed' && running) summary.reason = condition(status, 'Ready') ? 'Running' : 'NotReady';
}

function condition(status: PodStatus | undefined, type: string): boolean {
  return status?.conditions?.some((c) => c.type === type && c.status === 'True') ?? false;
}

export function summarisePod(pod: Pod): Summary {
  const { status } = pod;
  const summary: Summary = {
    reason: status?.reason || status?.phase || '',
    ready: 0,
    total: pod.spec?.containers?.length ?? 0,
    restarts: 0,
    lastRestart: 0,
  };
  if (status?.conditions?.some((c) => c.type === 'PodScheduled' && c.reason === 'SchedulingGated'))
    summary.reason = 'SchedulingGated';
  const sidecars = { restarts: 0, lastRestart: 0 };
  const initializing = summariseInit(pod, summary, sidecars);
  if (!initializing || condition(status, 'Initialized')) {
    Object.assign(summary, sidecars);
    summariseContainers(status, summary);
  }
  if (pod.metadata?.deletionTimestamp) {
    if (status?.reason === 'NodeLost') summary.reason = 'Unknown';
    else if (status?.phase !== 'Succeeded' && status?.phase !== 'Failed') summary.reason = 'Terminating';
  }
  return summary;
}

function readinessGates(pod: Pod): string {
  const gates = pod.spec?.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  return `${gates.filter((gate) => condition(pod.status, gate.conditionType)).length}/${gates.length}`;
}

export function podCells(pod: Pod, now: number): Cell[] {
  const { reason, ready, total, restarts, lastRestart } = summarisePod(pod);
  const ip = (pod.status as { podIPs?: { ip?: string }[] } | undefined)?.podIPs?.[0]?.ip ?? pod.status?.podIP;
  return [
    nameOf(pod as never),
    `${ready}/${total}`,
    reason,
    restarts !== 0 && lastRestart > 0 ? `${restarts} (${humanDuration(now - lastRestart)} ago)` : String(restarts),
    ageOf(pod as never, now),
    ip || '<none>',
    pod.spec?.nodeName || '<none>',
    pod.status?.nominatedNodeName || '<none>',
    readinessGates(pod),
  ];
}
