/**
 * A Pod's status as the kubelet reports it, computed from the spec and from what the runtime knows
 * (kubelet/kubelet_pods.go: generateAPIPodStatus, getPhase, convertToAPIContainerStatuses; kubelet/status/generate.go).
 * Pure: the same inputs give the same status.
 */
import type { Container as ContainerSpec, ContainerStatus, Pod, PodCondition } from 'kubernetes-types/core/v1';
import { rfc3339 } from '../runtime/time.ts';
import { containerStatus, type ContainerView } from './container-status.ts';
import { ephemeralContainers } from './pod-containers.ts';
import type { ResizeCondition } from './pod-resizer.ts';
import { isSidecar, shouldRestart } from './restart-policy.ts';

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/** Why the kubelet put an end to a Pod. */
export interface Failure {
  reason: string;
  message: string;
  /** The kubelet took it away in favour of the node: DisruptionTarget. */
  evicted?: true;
  /** Instead of the Pod's own. */
  graceSeconds?: number;
}

export interface PodView {
  pod: Pod;
  now: number;
  hostIP: string;
  /** Undefined until there is a sandbox. */
  podIP: string | undefined;
  /** ms: when the kubelet first saw it. */
  startTime: number;
  /** By name; absent: nothing is known of it yet. */
  containers: ReadonlyMap<string, ContainerView>;
  /** False when there is no sandbox yet or any more. */
  ready: boolean;
  /** Every container ended and none will be started again, whatever the restart policy: the Pod is being ended. */
  ended: boolean;
  /** Set when the kubelet refused or evicted the Pod. */
  failure?: Failure;
  /** Set while its resources are being changed, or cannot be. */
  resize?: ResizeCondition;
}

type Condition = Omit<PodCondition, 'lastProbeTime'> & { lastProbeTime: null; observedGeneration?: number };

export interface ReportedStatus {
  observedGeneration?: number;
  phase: PodPhase;
  conditions: Condition[];
  message?: string;
  reason?: string;
  hostIP: string;
  hostIPs: { ip: string }[];
  podIP?: string;
  podIPs?: { ip: string }[];
  startTime: string;
  initContainerStatuses?: ContainerStatus[];
  containerStatuses: ContainerStatus[];
  ephemeralContainerStatuses?: ContainerStatus[];
}

export function podStatus(view: PodView): ReportedStatus {
  const { pod } = view;
  const init = pod.spec?.initContainers ?? [];
  const initialized = hasStarted(view) || init.every((spec) => initDone(spec, view.containers.get(spec.name)));
  const waiting = init.length > 0 && !initialized ? 'PodInitializing' : 'ContainerCreating';
  const lost = view.ended && initialized;
  const statuses = (specs: readonly ContainerSpec[], isInit: boolean): ContainerStatus[] =>
    specs.map((spec) => containerStatus(spec, view.containers.get(spec.name), { waiting, isInit, lost }));
  const containerStatuses = statuses(pod.spec?.containers ?? [], false);
  const initStatuses = statuses(init, true);
  const phase = view.failure ? 'Failed' : phaseOf(view, initStatuses, containerStatuses);
  const generation = pod.metadata?.generation;
  // What is not always there comes last and one by one: a literal of many spreads is slow, and this is made often.
  const status: ReportedStatus = {
    phase,
    conditions: conditions(view, phase, { init: initStatuses, main: containerStatuses, initialized }),
    hostIP: view.hostIP,
    hostIPs: [{ ip: view.hostIP }],
    startTime: rfc3339(view.startTime),
    containerStatuses,
  };
  if (generation !== undefined) status.observedGeneration = generation;
  if (view.podIP !== undefined) {
    status.podIP = view.podIP;
    status.podIPs = [{ ip: view.podIP }];
  }
  if (init.length > 0) status.initContainerStatuses = initStatuses;
  const ephemeral = ephemeralContainers(pod);
  if (ephemeral.length > 0) {
    // Nothing asks whether they are ready.
    status.ephemeralContainerStatuses = statuses(ephemeral, false).map((one) => ({ ...one, ready: false }));
  }
  return isTerminal(phase) ? terminalStatus(view, status) : status;
}

/** Nobody is told that a Pod is over while something of it may run (status_manager.go: mergePodStatus). */
function terminalStatus(view: PodView, status: ReportedStatus): ReportedStatus {
  const { failure, pod } = view;
  if (!view.ended) {
    const runs = [...status.containerStatuses, ...(status.initContainerStatuses ?? [])].some(
      (one) => one.state?.running,
    );
    if (runs) return { ...status, phase: (pod.status?.phase as PodPhase | undefined) ?? 'Pending' };
  }
  return failure ? { ...status, message: failure.message, reason: failure.reason } : status;
}

const isTerminal = (phase: PodPhase): boolean => phase === 'Succeeded' || phase === 'Failed';

/** True once the Pod has come to its end of its own accord, whatever of it (sidecars) still runs. */
export function terminalPhase(view: PodView): boolean {
  const { spec } = view.pod;
  const ended = (one: ContainerSpec): number | undefined => {
    const state = view.containers.get(one.name)?.current?.state;
    return state?.status === 'exited' ? state.exitCode : undefined;
  };
  for (const one of spec?.initContainers ?? []) {
    const code = ended(one);
    if (code !== undefined && code !== 0 && !isSidecar(one) && !shouldRestart(view.pod, one, code)) return true;
  }
  return (spec?.containers ?? []).every((one) => {
    const code = ended(one);
    return code !== undefined && !shouldRestart(view.pod, one, code);
  });
}

/** Once any of its own containers was made, a Pod does not go back to be initialized. */
function hasStarted(view: PodView): boolean {
  return (view.pod.spec?.containers ?? []).some((spec) => view.containers.get(spec.name)?.current !== undefined);
}

/** A sidecar counts as done once it has started (restartPolicy Always on an init container). */
export function initDone(spec: ContainerSpec, view: ContainerView | undefined): boolean {
  const state = view?.current?.state;
  if (isSidecar(spec)) return view?.started === true;
  return state?.status === 'exited' && state.exitCode === 0;
}

function phaseOf(view: PodView, init: readonly ContainerStatus[], main: readonly ContainerStatus[]): PodPhase {
  const { pod } = view;
  const specs = pod.spec?.initContainers ?? [];
  const exitCodes = main.map((status) => exitCode(status));
  const initCodes = init.filter((_, at) => !isSidecar(specs[at]!)).map((status) => exitCode(status));
  if (view.ended) {
    const fine = initCodes.every((code) => code === 0 || code === undefined) && exitCodes.every((code) => code === 0);
    return fine ? 'Succeeded' : 'Failed';
  }
  const failedInit = init.some((status, at) => {
    const code = status.state?.terminated?.exitCode;
    return code !== undefined && code !== 0 && !isSidecar(specs[at]!) && !shouldRestart(pod, specs[at]!, code);
  });
  if (failedInit) return 'Failed';
  if (!hasStarted(view) && !specs.every((spec) => initDone(spec, view.containers.get(spec.name)))) return 'Pending';
  const running = main.filter((status) => status.state?.running).length;
  const stopped = exitCodes.filter((code) => code !== undefined).length;
  if (running + stopped < main.length) return 'Pending';
  const comesBack = exitCodes.some(
    (code, at) => code !== undefined && shouldRestart(pod, pod.spec!.containers[at]!, code),
  );
  if (running > 0 || comesBack) return 'Running';
  return exitCodes.every((code) => code === 0) ? 'Succeeded' : 'Failed';
}

/** Of a container that is not running but did run: waiting for its restart counts as stopped. */
function exitCode(status: ContainerStatus): number | undefined {
  if (status.state?.running) return undefined;
  return (status.state?.terminated ?? status.lastState?.terminated)?.exitCode;
}

interface Statuses {
  init: readonly ContainerStatus[];
  main: readonly ContainerStatus[];
  initialized: boolean;
}

interface Verdict {
  status: 'True' | 'False';
  reason?: string;
  message?: string;
}

const TRUE: Verdict = { status: 'True' };

function conditions(view: PodView, phase: PodPhase, statuses: Statuses): Condition[] {
  const { pod, now } = view;
  const old = pod.status?.conditions ?? [];
  const at = rfc3339(now);
  const ready = containersReady(pod, phase, statuses);
  const verdicts: [string, Verdict][] = [
    ['PodReadyToStartContainers', view.ready ? TRUE : { status: 'False' }],
    ['Initialized', initialized(phase, statuses)],
    ['Ready', readinessGates(pod, ready)],
    ['ContainersReady', ready],
    ['PodScheduled', TRUE],
  ];
  const reported = verdicts.map(([type, verdict]): Condition => {
    const before = old.find((condition) => condition.type === type);
    const same = before?.status === verdict.status && before.lastTransitionTime !== undefined;
    return conditionOf(type, verdict, pod.metadata?.generation, same ? before.lastTransitionTime! : at);
  });
  if (view.failure?.evicted) {
    const { message } = view.failure;
    const verdict = { status: 'True' as const, reason: 'TerminationByKubelet', message };
    const since = old.find(({ type }) => type === DISRUPTION)?.lastTransitionTime ?? at;
    reported.push(conditionOf(DISRUPTION, verdict, pod.metadata?.generation, since));
  }
  if (view.resize) {
    const { type, ...words } = view.resize;
    const since = old.find((one) => one.type === type)?.lastTransitionTime ?? at;
    reported.push(conditionOf(type, { status: 'True', ...words }, pod.metadata?.generation, since));
  }
  const given = new Set([...reported.map(({ type }) => type), 'PodResizePending', 'PodResizeInProgress']);
  const foreign = old.filter(({ type }) => !given.has(type)) as unknown as Condition[];
  return foreign.length > 0 ? [...foreign, ...reported] : reported;
}

const DISRUPTION = 'DisruptionTarget';

function conditionOf(type: string, verdict: Verdict, generation: number | undefined, since: string): Condition {
  if (verdict.reason === undefined && generation !== undefined) {
    return {
      type,
      status: verdict.status,
      observedGeneration: generation,
      lastProbeTime: null,
      lastTransitionTime: since,
    };
  }
  const observed = generation === undefined ? {} : { observedGeneration: generation };
  return { type, ...verdict, ...observed, lastProbeTime: null, lastTransitionTime: since };
}

function finished(phase: PodPhase): Verdict | undefined {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  return phase === 'Failed' ? { status: 'False', reason: 'PodFailed' } : undefined;
}

function initialized(phase: PodPhase, { init, initialized: done }: Statuses): Verdict {
  if (done) return phase === 'Succeeded' ? { status: 'True', reason: 'PodCompleted' } : TRUE;
  const names = init.filter((status) => status.state?.terminated?.exitCode !== 0).map((status) => status.name);
  return {
    status: 'False',
    reason: 'ContainersNotInitialized',
    message: `containers with incomplete status: [${names.join(' ')}]`,
  };
}

function containersReady(pod: Pod, phase: PodPhase, { init, main }: Statuses): Verdict {
  const end = finished(phase);
  if (end) return end;
  const counted =
    init.length > 0 ? [...init.filter((_, at) => isSidecar(pod.spec!.initContainers![at]!)), ...main] : main;
  const unready = counted.filter((status) => !status.ready).map((status) => status.name);
  if (unready.length === 0) return TRUE;
  return {
    status: 'False',
    reason: 'ContainersNotReady',
    message: `containers with unready status: [${unready.join(' ')}]`,
  };
}

function readinessGates(pod: Pod, ready: Verdict): Verdict {
  if (ready.status === 'False') return ready;
  const missing: string[] = [];
  for (const { conditionType } of pod.spec?.readinessGates ?? []) {
    const gate = pod.status?.conditions?.find((condition) => condition.type === conditionType);
    if (!gate) missing.push(`corresponding condition of pod readiness gate "${conditionType}" does not exist.`);
    else if (gate.status !== 'True') {
      missing.push(`the status of pod readiness gate "${conditionType}" is not "True", but ${gate.status}`);
    }
  }
  return missing.length === 0
    ? TRUE
    : { status: 'False', reason: 'ReadinessGatesNotReady', message: missing.join(', ') };
}
