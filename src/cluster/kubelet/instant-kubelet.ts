/**
 * A stand-in for kubelets that runs no containers: Pods become Running and Ready after set times, go after a set time,
 * and end when they need not run always. With no delays it is the setting of the bare profile; with some, a node whose
 * Pods take their time, for measuring controllers. It writes no events.
 */
import type { Pod, PodCondition, PodStatus } from 'kubernetes-types/core/v1';
import { isStatusError } from '../../api/status.ts';
import type { Clock } from '../../time/clock.ts';
import { type Component, defineComponent, type Scope } from '../runtime/component.ts';
import { PODS } from '../runtime/resources.ts';
import { rfc3339 } from '../runtime/time.ts';
import { openSession, type Session, type Verbs } from '../runtime/verbs.ts';
import { kubeletCaller } from './kubelet.ts';
import { keepNode, type NodeIdentity } from './node-status.ts';
import type { PodDispatch } from './pod-dispatch.ts';

export interface PodTimes {
  /** ms from being bound to Running. */
  run: number;
  /** ms from being bound to Ready. */
  ready: number;
  /** ms from being told to stop to being gone. */
  gone: number;
  /** ms from Running to Succeeded, where restartPolicy is not Always. */
  job: number;
  /** ms between the reports of two Pods, whichever their nodes: one writer for all. */
  gap: number;
  /** Pods of which this is true never become Ready. */
  broken?(pod: Pod): boolean;
}

export interface InstantKubeletOptions {
  node: NodeIdentity;
  verbs: Verbs;
  clock: Clock;
  pods: PodDispatch;
  /** As the engine's `allocateIP`. */
  allocateIP(used: ReadonlySet<string>, last: string | undefined): string | undefined;
  times: PodTimes;
  /** ms until the next report may be written; nothing, where they need not queue. */
  turn?(): number;
}

export const INSTANT: PodTimes = { run: 0, ready: 0, gone: 0, job: 1000, gap: 0 };
/** The setting in which shared timelines of rolling updates were recorded. */
export const DELAYED: PodTimes = {
  run: 1000,
  ready: 2000,
  gone: 1000,
  job: 1000,
  gap: 20,
  broken: (pod) => (pod.spec?.containers ?? []).some(({ image }) => image?.includes('bad')),
};

export function createInstantKubelet(options: InstantKubeletOptions): Component {
  return defineComponent(`kubelet/${options.node.name}`, options.clock, (scope) => run(options, scope));
}

/** ms until a status that others have changed is set right. */
const STATUS_SYNC = 10_000;

type Stage = 'bound' | 'running' | 'ready' | 'succeeded' | 'ending';

interface Entry {
  stage: Stage;
  pod: Pod;
  ip: string;
}

function run({ node, verbs, pods, allocateIP, times, turn }: InstantKubeletOptions, scope: Scope): void {
  const session = openSession(verbs, kubeletCaller(node.name));
  const { clock } = scope;
  keepNode(node, session, clock);
  const entries = new Map<string, Entry>();
  const used = new Set<string>();
  let last: string | undefined;

  const write = (entry: Entry, status: (pod: Pod) => PodStatus): void => {
    if (entry.stage !== 'ending') entry.pod = writeStatus(session, entry.pod, status) ?? entry.pod;
  };
  const later = (delay: number, write: () => void): void => {
    clock.after(delay, () => {
      const wait = turn?.() ?? 0;
      if (wait > 0) clock.after(wait, write);
      else write();
    });
  };
  const report = (entry: Entry, ready: boolean): void => {
    entry.stage = ready ? 'ready' : 'running';
    write(entry, (pod) => runningStatus(pod, { ip: entry.ip, hostIP: node.ip, now: clock.now(), ready }));
  };
  const succeed = (entry: Entry): void => {
    if (entry.stage !== 'ending') entry.stage = 'succeeded';
    write(entry, (pod) => succeededStatus(pod, entry.ip, node.ip, clock.now()));
  };
  const begin = (entry: Entry): void => {
    if (entry.stage !== 'bound') return;
    // Only now: after a restart, the addresses of all that is here are known.
    if (entry.ip === '') {
      last = entry.ip = allocateIP(used, last) ?? '';
      used.add(entry.ip);
    }
    const broken = times.broken?.(entry.pod) === true;
    // After a restart of this kubelet: what was ready stays so.
    const ready = isReady(entry.pod) || (times.ready <= times.run && !broken);
    report(entry, ready);
    if (!ready && !broken) later(times.ready - times.run, () => entry.stage === 'running' && report(entry, true));
    if (entry.pod.spec?.restartPolicy !== 'Always') clock.after(times.job, () => succeed(entry));
  };
  const end = (entry: Entry): void => {
    if (entry.stage === 'ending') return;
    entry.stage = 'ending';
    clock.after(times.gone, () => remove(session, entry.pod));
  };
  const admit = (pod: Pod): Entry => {
    const entry: Entry = { stage: 'bound', pod, ip: pod.status?.podIP ?? '' };
    entries.set(pod.metadata?.uid ?? '', entry);
    if (entry.ip !== '') used.add(entry.ip);
    // Never within the watch that told of it.
    if (!isFinished(pod)) clock.after(times.run, () => begin(entry));
    return entry;
  };
  const set = (pod: Pod): void => {
    const entry = entries.get(pod.metadata?.uid ?? '') ?? admit(pod);
    const doubted = entry.stage === 'ready' && isReady(entry.pod) && !isReady(pod);
    entry.pod = pod;
    if (pod.metadata?.deletionTimestamp !== undefined) end(entry);
    // Somebody took this node for lost (status_manager.go, syncBatch).
    else if (doubted) clock.after(STATUS_SYNC, () => entry.stage === 'ready' && report(entry, true));
  };
  const forget = (uid: string): void => {
    used.delete(entries.get(uid)?.ip ?? '');
    entries.delete(uid);
  };
  scope.onStop(pods.subscribe(node.name, { set, removed: (pod) => forget(pod.metadata?.uid ?? '') }));
}

const isFinished = (pod: Pod): boolean => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
const isReady = (pod: Pod): boolean =>
  pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;

/** Undefined when the Pod is gone. */
function writeStatus(session: Session, known: Pod, status: (pod: Pod) => PodStatus): Pod | undefined {
  const { namespace, name = '', uid } = known.metadata ?? {};
  for (let pod = known; ;) {
    try {
      return session.update<Pod>(PODS, { ...pod, status: { ...pod.status, ...status(pod) } }, 'status');
    } catch (error) {
      if (isStatusError(error, 'NotFound')) return undefined;
      if (!isStatusError(error, 'Conflict')) throw error;
    }
    try {
      pod = session.get<Pod>(PODS, namespace, name);
    } catch (error) {
      if (isStatusError(error, 'NotFound')) return undefined;
      throw error;
    }
    if (pod.metadata?.uid !== uid) return undefined;
  }
}

function remove(session: Session, pod: Pod): void {
  const { namespace, name = '', uid = '' } = pod.metadata ?? {};
  try {
    session.delete(PODS, namespace, name, { gracePeriodSeconds: 0, preconditions: { uid } });
  } catch (error) {
    if (!isStatusError(error, 'NotFound') && !isStatusError(error, 'Conflict')) throw error;
  }
}

interface Facts {
  ip: string;
  hostIP: string;
  now: number;
  ready: boolean;
}

function conditions(pod: Pod, now: number, ready: boolean, reason?: string): PodCondition[] {
  const at = rfc3339(now);
  const old = pod.status?.conditions ?? [];
  const own = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];
  const mine = own.map((type) => {
    const status = ready || !type.endsWith('Ready') ? 'True' : 'False';
    const before = old.find((condition) => condition.type === type);
    const since = before?.status === status ? before.lastTransitionTime : at;
    return {
      type,
      status,
      ...(status === 'False' && reason && { reason }),
      lastTransitionTime: since ?? at,
    };
  });
  return [...old.filter((condition) => !own.includes(condition.type)), ...mine];
}

function runningStatus(pod: Pod, { ip, hostIP, now, ready }: Facts): PodStatus {
  const at = pod.status?.startTime ?? rfc3339(now);
  return {
    phase: 'Running',
    conditions: conditions(pod, now, ready, 'ContainersNotReady'),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    podIP: ip,
    podIPs: [{ ip }],
    startTime: at,
    containerStatuses: (pod.spec?.containers ?? []).map(({ name, image = '' }) => ({
      name,
      image,
      imageID: '',
      lastState: {},
      ready,
      restartCount: 0,
      started: true,
      state: { running: { startedAt: at } },
    })),
  };
}

function succeededStatus(pod: Pod, ip: string, hostIP: string, now: number): PodStatus {
  const startedAt = pod.status?.startTime ?? rfc3339(now);
  const terminated = { exitCode: 0, reason: 'Completed', startedAt, finishedAt: rfc3339(now) };
  return {
    ...runningStatus(pod, { ip, hostIP, now, ready: false }),
    phase: 'Succeeded',
    conditions: conditions(pod, now, false, 'PodCompleted'),
    containerStatuses: (pod.status?.containerStatuses ?? []).map((status) => ({
      ...status,
      ready: false,
      started: false,
      state: { terminated },
    })),
  };
}
