/**
 * The state of a Pod, at a glance and in words: what `kubectl get` prints as STATUS (pkg/printers/internalversion/
 * printers.go, printPod), which of six states that is, how far a start has come, and why.
 */
import type { ContainerState, ContainerStatus, Pod, PodCondition } from 'kubernetes-types/core/v1';
import type { Params, WhyKey } from '../inspector/reasons/en.ts';

export type State = 'ready' | 'starting' | 'terminating' | 'failing' | 'completed' | 'unknown';

export interface Why {
  key: WhyKey;
  params: Params;
}

export interface PodStatus {
  state: State;
  /** As kubectl prints it: `Running`, `CrashLoopBackOff`, `Init:0/1`, … */
  word: string;
  /** How far a start has come, 0 to 1. */
  progress: number;
  ready: number;
  total: number;
  restarts: number;
  why: readonly Why[];
}

const failingReasons = new Set([
  'CrashLoopBackOff',
  'ImagePullBackOff',
  'ErrImagePull',
  'ErrImageNeverPull',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'Error',
  'OOMKilled',
  'ContainerCannotRun',
  'StartError',
  'Evicted',
  'Failed',
  'DeadlineExceeded',
  'OutOfcpu',
  'OutOfmemory',
  'OutOfpods',
  'NodeAffinity',
  'Shutdown',
  'ContainerStatusUnknown',
]);

export function podStatus(pod: Pod, nodeReady = true): PodStatus {
  const statuses = pod.status?.containerStatuses ?? [];
  const sidecars = (pod.status?.initContainerStatuses ?? []).filter((status) => isSidecar(pod, status.name));
  const counted = [...statuses, ...sidecars];
  const word = statusWord(pod);
  const state = nodeReady ? stateOf(pod, word, statuses) : 'unknown';
  return {
    state,
    word: nodeReady ? word : 'Unknown',
    progress: progressOf(pod, statuses),
    ready: counted.filter((status) => status.ready).length,
    total: (pod.spec?.containers.length ?? 0) + sidecars.length,
    restarts: counted.reduce((sum, status) => sum + status.restartCount, 0),
    why:
      state === 'unknown'
        ? [{ key: 'nodeLost', params: { node: pod.spec?.nodeName ?? '' } }]
        : reasons(pod, state, statuses),
  };
}

/** Words of a Pod that has no machine: nothing of it starts yet. */
export const isWaiting = (word: string): boolean => word === 'Pending' || word === 'SchedulingGated';

/** The STATUS column. */
export function statusWord(pod: Pod): string {
  if (pod.metadata?.deletionTimestamp) return pod.status?.reason === 'NodeLost' ? 'Unknown' : 'Terminating';
  const gated = condition(pod, 'PodScheduled')?.reason === 'SchedulingGated';
  const base = gated ? 'SchedulingGated' : (pod.status?.reason ?? pod.status?.phase ?? 'Unknown');
  return initWord(pod) ?? containersWord(pod, base);
}

function initWord(pod: Pod): string | undefined {
  const init = pod.status?.initContainerStatuses ?? [];
  for (const [index, status] of init.entries()) {
    const { terminated, waiting } = status.state ?? {};
    if (terminated?.exitCode === 0 || (status.started && isSidecar(pod, status.name))) continue;
    if (terminated) return `Init:${terminated.reason ?? exitWord(terminated)}`;
    if (waiting?.reason && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`;
    return `Init:${index}/${pod.spec?.initContainers?.length ?? init.length}`;
  }
  return undefined;
}

/** An init container that is meant to go on running beside the others. */
export const isSidecar = (pod: Pod, name: string): boolean =>
  pod.spec?.initContainers?.find((container) => container.name === name)?.restartPolicy === 'Always';

function containersWord(pod: Pod, base: string): string {
  let word = base;
  let running = false;
  for (const status of (pod.status?.containerStatuses ?? []).toReversed()) {
    const { waiting, terminated } = status.state ?? {};
    if (waiting?.reason) word = waiting.reason;
    else if (terminated) word = terminated.reason ?? exitWord(terminated);
    else if (status.ready && status.state?.running) running = true;
  }
  if (word === 'Completed' && running) return condition(pod, 'Ready')?.status === 'True' ? 'Running' : 'NotReady';
  return word;
}

const exitWord = (ended: NonNullable<ContainerState['terminated']>): string =>
  ended.signal ? `Signal:${ended.signal}` : `ExitCode:${ended.exitCode}`;

export const condition = (pod: Pod, type: string): PodCondition | undefined =>
  pod.status?.conditions?.find((entry) => entry.type === type);

function stateOf(pod: Pod, word: string, statuses: readonly ContainerStatus[]): State {
  if (pod.metadata?.deletionTimestamp) return 'terminating';
  const phase = pod.status?.phase;
  if (phase === 'Succeeded') return 'completed';
  if (phase === 'Failed' || failingReasons.has(word.replace(/^Init:/, '')) || /^(Init:)?(ExitCode|Signal):/.test(word))
    return 'failing';
  if (phase === 'Unknown' || phase === undefined)
    return phase === undefined && !pod.spec?.nodeName ? 'starting' : 'unknown';
  if (condition(pod, 'Ready')?.status === 'True') return 'ready';
  // A container that came back is not healthy until its probe says so, but neither has it failed.
  return statuses.length > 0 && statuses.every((status) => status.state?.terminated?.exitCode === 0)
    ? 'completed'
    : 'starting';
}

function progressOf(pod: Pod, statuses: readonly ContainerStatus[]): number {
  if (condition(pod, 'Ready')?.status === 'True') return 1;
  if (!pod.spec?.nodeName) return 0.1;
  const total = Math.max(1, pod.spec.containers.length);
  const running = statuses.filter((status) => status.state?.running).length;
  const ready = statuses.filter((status) => status.ready).length;
  return 0.3 + (0.4 * running) / total + (0.2 * ready) / total;
}

function reasons(pod: Pod, state: State, statuses: readonly ContainerStatus[]): Why[] {
  if (state === 'terminating')
    return [{ key: 'terminating', params: { seconds: pod.metadata?.deletionGracePeriodSeconds ?? 30 } }];
  if (state === 'ready') return [{ key: 'running', params: {} }];
  if (state === 'completed') return [{ key: 'done', params: {} }];
  if (pod.status?.reason === 'Evicted') return [{ key: 'evicted', params: { message: pod.status.message ?? '' } }];
  if (!pod.spec?.nodeName) return [unscheduled(pod)];
  const all = [...(pod.status?.initContainerStatuses ?? []), ...statuses];
  const found = all.flatMap((status) => containerReason(status) ?? []);
  if (found.length > 0) return found;
  return [waitingReason(pod, statuses)];
}

function unscheduled(pod: Pod): Why {
  const scheduled = condition(pod, 'PodScheduled');
  if (scheduled?.reason === 'SchedulingGated') return { key: 'gate', params: {} };
  return { key: 'unscheduled', params: { message: scheduled?.message ?? '' } };
}

function waitingReason(pod: Pod, statuses: readonly ContainerStatus[]): Why {
  const init = pod.status?.initContainerStatuses ?? [];
  const done = init.filter(
    (status) => status.state?.terminated?.exitCode === 0 || (status.started && isSidecar(pod, status.name)),
  ).length;
  if (done < init.length) return { key: 'init', params: { done, total: init.length } };
  const behind = statuses.find((status) => status.state?.running && !status.ready);
  if (behind) return { key: 'notReady', params: { container: behind.name } };
  const message = pod.status?.message;
  if (message) return { key: 'generic', params: { message } };
  return { key: 'creating', params: { node: pod.spec?.nodeName ?? '' } };
}

function containerReason(status: ContainerStatus): Why | undefined {
  const { waiting, terminated } = status.state ?? {};
  const container = status.name;
  const last = terminated ?? status.lastState?.terminated;
  if (last?.reason === 'OOMKilled' && (terminated || waiting)) return { key: 'oom', params: { container } };
  if (waiting?.reason === 'CrashLoopBackOff')
    return { key: 'crash', params: { container, code: last?.exitCode ?? '?', restarts: status.restartCount } };
  if (waiting?.reason === 'InvalidImageName') return { key: 'imageName', params: { image: status.image } };
  if (waiting?.reason === 'ImagePullBackOff' || waiting?.reason?.startsWith('ErrImage'))
    return { key: 'image', params: { image: status.image } };
  if (waiting?.reason?.startsWith('CreateContainer'))
    return { key: 'config', params: { message: waiting.message ?? waiting.reason } };
  if (waiting?.reason === 'RunContainerError')
    return { key: 'run', params: { message: waiting.message ?? waiting.reason } };
  if (terminated && terminated.exitCode !== 0)
    return { key: 'exited', params: { container, code: terminated.exitCode } };
  return undefined;
}
