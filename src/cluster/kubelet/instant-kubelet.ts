/**
 * A stand-in for kubelets that runs no containers: Pods become Running and Ready after set times, go after a set time,
 * and end when they need not run always. With no delays it is the setting of the bare profile; with some, a node whose
 * Pods take their time, for measuring controllers. It writes no events.
 */
import type { Pod } from 'kubernetes-types/core/v1';
import { isStatusError } from '../../api/status.ts';
import type { Clock } from '../../time/clock.ts';
import { type Component, defineComponent, type Scope } from '../runtime/component.ts';
import { PODS } from '../runtime/resources.ts';
import { rfc3339 } from '../runtime/time.ts';
import { openSession, type Session, type Verbs } from '../runtime/verbs.ts';
import { kubeletCaller } from './kubelet.ts';
import { keepNode, type NodeIdentity } from './node-status.ts';
import type { PodDispatch } from './pod-dispatch.ts';

export interface InstantTimes {
  /** ms from being bound to Running. */
  run: number;
  /** ms from being bound to Ready. */
  ready: number;
  /** ms from being told to stop to being gone. */
  gone: number;
  /** ms from Running to Succeeded, where restartPolicy is not Always. */
  job: number;
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
  times: InstantTimes;
}

export const INSTANT: InstantTimes = { run: 0, ready: 0, gone: 0, job: 1000 };
/** The setting in which shared timelines of rolling updates were recorded. */
export const DELAYED: InstantTimes = {
  run: 1000,
  ready: 2000,
  gone: 1000,
  job: 1000,
  broken: (pod) => (pod.spec?.containers ?? []).some(({ image }) => image?.includes('bad')),
};

export function createInstantKubelet(options: InstantKubeletOptions): Component {
  return defineComponent(`kubelet/${options.node.name}`, options.clock, (scope) => run(options, scope));
}

type Stage = 'bound' | 'running' | 'ready' | 'ending';

function run({ node, verbs, pods, allocateIP, times }: InstantKubeletOptions, scope: Scope): void {
  const session = openSession(verbs, kubeletCaller(node.name));
  const { clock } = scope;
  keepNode(node, session, clock);
  const stages = new Map<string, { stage: Stage; pod: Pod; ip: string }>();
  const used = new Set<string>();
  let last: string | undefined;

  const write = (uid: string, status: (pod: Pod, ip: string) => object): void => {
    const entry = stages.get(uid);
    if (!entry || entry.stage === 'ending') return;
    const written = patch(session, entry.pod, status(entry.pod, entry.ip));
    if (written) entry.pod = written;
  };
  const begin = (uid: string): void => {
    const entry = stages.get(uid);
    if (!entry || entry.stage !== 'bound') return;
    const broken = times.broken?.(entry.pod) === true;
    const together = times.ready <= times.run && !broken;
    entry.stage = together ? 'ready' : 'running';
    write(uid, (pod, ip) => runningStatus(pod, { ip, hostIP: node.ip, now: clock.now(), ready: together }));
    if (!together && !broken) {
      clock.after(times.ready - times.run, () =>
        write(uid, (pod, ip) => runningStatus(pod, { ip, hostIP: node.ip, now: clock.now(), ready: true })),
      );
    }
    if (entry.pod.spec?.restartPolicy !== 'Always') {
      clock.after(times.job, () => write(uid, (pod, ip) => succeededStatus(pod, ip, node.ip, clock.now())));
    }
  };
  const forget = (uid: string): void => {
    const entry = stages.get(uid);
    if (entry) used.delete(entry.ip);
    stages.delete(uid);
  };
  const set = (pod: Pod): void => {
    const uid = pod.metadata?.uid ?? '';
    const entry = stages.get(uid) ?? { stage: 'bound' as const, pod, ip: pod.status?.podIP ?? '' };
    const fresh = !stages.has(uid);
    entry.pod = pod;
    stages.set(uid, entry);
    if (pod.metadata?.deletionTimestamp !== undefined) {
      if (entry.stage === 'ending') return;
      entry.stage = 'ending';
      clock.after(times.gone, () => remove(session, pod));
      return;
    }
    if (!fresh || pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return;
    if (entry.ip === '') last = entry.ip = allocateIP(used, last) ?? '';
    used.add(entry.ip);
    // Never within the watch that told of it; what ran before a restart is only run again as far as it had not come.
    clock.after(times.run, () => begin(uid));
  };
  scope.onStop(pods.subscribe(node.name, { set, removed: (pod) => forget(pod.metadata?.uid ?? '') }));
}

function patch(session: Session, pod: Pod, status: object): Pod | undefined {
  const { namespace, name = '', uid } = pod.metadata ?? {};
  try {
    return session.patch<Pod>(
      PODS,
      namespace,
      name,
      'application/merge-patch+json',
      { metadata: { uid }, status },
      { subresource: 'status' },
    );
  } catch (error) {
    if (!isStatusError(error)) throw error;
    return undefined;
  }
}

function remove(session: Session, pod: Pod): void {
  const { namespace, name = '', uid = '' } = pod.metadata ?? {};
  try {
    session.delete(PODS, namespace, name, { gracePeriodSeconds: 0, preconditions: { uid } });
  } catch (error) {
    if (!isStatusError(error)) throw error;
  }
}

interface Facts {
  ip: string;
  hostIP: string;
  now: number;
  ready: boolean;
}

function conditions(pod: Pod, now: number, ready: boolean, reason?: string): object[] {
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
      lastProbeTime: null,
      lastTransitionTime: since ?? at,
    };
  });
  return [...old.filter((condition) => !own.includes(condition.type)), ...mine];
}

function runningStatus(pod: Pod, { ip, hostIP, now, ready }: Facts): object {
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

function succeededStatus(pod: Pod, ip: string, hostIP: string, now: number): object {
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
