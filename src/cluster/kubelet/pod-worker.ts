/**
 * One Pod on one node, brought to what its spec says (kubelet/pod_workers.go, kuberuntime_manager.go's
 * computePodActions). Level-triggered: `sync` looks at the spec and at the runtime and does the next thing; whatever
 * takes time ends in another `sync`. It can be dropped at any moment and built again from API and runtime.
 */
import type { Container as ContainerSpec, ContainerStatus, Pod } from 'kubernetes-types/core/v1';
import type { Container } from '../../containers/container.ts';
import type { Sandbox } from '../../containers/sandbox.ts';
import { isStatusError } from '../../api/status.ts';
import type { Timer } from '../../time/clock.ts';
import { PODS } from '../runtime/resources.ts';
import { parseTime } from '../runtime/time.ts';
import type { ContainerView } from './container-status.ts';
import { type NodeContext, recordFor } from './node-context.ts';
import { containersOf, ephemeralContainers, type Generations } from './pod-containers.ts';
import { DeadlineTimer } from './active-deadline.ts';
import { type Failure, podStatus, type PodView, type ReportedStatus, terminalPhase } from './pod-status.ts';
import { PodResizer } from './pod-resizer.ts';
import { PodStarter } from './pod-starter.ts';
import { NO_PROBES, type Prober, startProber } from './prober.ts';
import { runtimeId } from './static-pods.ts';
import { shouldRestart } from './restart-policy.ts';
import { showsItself, VOLUME_SYNC } from './volumes.ts';
import { type Manner, preStop, terminate } from './termination.ts';

export interface Waiting {
  reason: string;
  message?: string;
}

/** ms until a status that others have changed is set right. */
const STATUS_SYNC = 10_000;

export class PodWorker {
  sandbox: Sandbox | undefined;
  readonly containers = new Map<string, Generations>();
  readonly waiting = new Map<string, Waiting>();
  readonly probers = new Map<string, Prober>();
  /** Why the kubelet refused it or put an end to it. */
  failure: Failure | undefined;
  /** Set once the Pod is being ended. */
  terminating = false;
  /** Containers that were told to stop. */
  readonly stopping = new WeakSet<Container>();
  /** Called when a container of a Pod that is being ended has ended. */
  onExit: (() => void) | undefined;
  readonly startTime: number;
  private readonly starter: PodStarter;
  private readonly deadline: DeadlineTimer;
  private readonly resizer: PodResizer;
  private manner: Manner | undefined;
  private written: string | undefined;
  private timers = new Set<Timer>();
  private gone = false;

  constructor(
    readonly context: NodeContext,
    public pod: Pod,
    /** Told when there is nothing left of the Pod on this node. */
    private readonly finished: (worker: PodWorker) => void,
    /** Told of its sandbox, so that it hears when a container in it ends. */
    private readonly housed: (sandbox: Sandbox) => void,
  ) {
    this.startTime = parseTime(pod.status?.startTime) ?? context.clock.now();
    this.starter = new PodStarter(this);
    this.deadline = new DeadlineTimer(this);
    this.resizer = new PodResizer(this);
  }

  get uid(): string {
    return runtimeId(this.pod);
  }

  house(sandbox: Sandbox): void {
    this.sandbox = sandbox;
    this.housed(sandbox);
  }

  /** Picks up what the runtime still has of it (the kubelet was restarted), then works. */
  begin(sandbox: Sandbox | undefined): void {
    if (sandbox) {
      this.house(sandbox);
      this.starter.provideVolumes();
      for (const [name, generations] of containersOf(this.context.engine, sandbox))
        this.containers.set(name, generations);
      for (const { current } of this.containers.values()) if (current.running) this.watch(current);
    }
    this.sync();
  }

  update(pod: Pod): void {
    const ended = pod.metadata?.deletionTimestamp !== undefined && this.pod.metadata?.deletionTimestamp === undefined;
    const changed = ended || pod.metadata?.generation !== this.pod.metadata?.generation;
    const renewed = pod.metadata?.uid !== this.pod.metadata?.uid;
    if (showsItself(pod) && saysOtherwise(pod, this.pod)) this.after(VOLUME_SYNC, () => this.sandbox?.refresh());
    // Somebody took this node for lost, and it is not.
    if (isReady(this.pod) && !isReady(pod)) this.after(STATUS_SYNC, () => this.reportAnew());
    this.pod = pod;
    // The mirror of a static Pod was made anew, and knows nothing yet.
    if (renewed) this.written = undefined;
    if (changed || renewed) this.sync();
  }

  /** The object is gone from the API, whether or not we were ready for that. */
  removed(): void {
    if (!this.gone) this.end({ graceSeconds: 0, then: 'forget' });
  }

  sync(): void {
    if (this.gone) return;
    const { pod } = this;
    if (pod.metadata?.deletionTimestamp !== undefined) {
      return this.end({ graceSeconds: pod.metadata.deletionGracePeriodSeconds ?? 30, then: 'delete' });
    }
    if (this.terminating) return;
    if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return this.sandbox && this.rest();
    this.deadline.set();
    if (this.failure || terminalPhase(this.statusView())) {
      this.report();
      return this.end({ graceSeconds: pod.spec?.terminationGracePeriodSeconds ?? 30, then: 'keep' });
    }
    this.resizer.check();
    this.starter.step();
    this.report();
  }

  /** The kubelet itself puts an end to the Pod: it is over its time, refused or evicted. */
  fail(failure: Failure): void {
    if (this.terminating || this.gone) return;
    this.failure = failure;
    if (failure.graceSeconds === undefined) return this.sync();
    this.report();
    this.end({ graceSeconds: failure.graceSeconds, then: 'keep' });
  }

  /** Begins to end it; called again only for what is stronger than what is under way. */
  private end(manner: Manner): void {
    const before = this.manner;
    if (before && before.then === manner.then && before.graceSeconds <= manner.graceSeconds) return;
    this.terminating = true;
    this.manner = manner;
    this.starter.cancel();
    terminate(this, manner);
  }

  /** Nothing runs any more: its address is given back, its containers are kept for their logs. */
  rest(): void {
    if (this.gone || this.manner?.then === 'delete') return;
    if (this.sandbox) this.context.engine.stopSandbox(this.sandbox);
    this.report();
  }

  /** The container ended: called by the kubelet for this Pod's containers. */
  exited(container: Container): void {
    this.probers.get(container.config.name)?.stop();
    this.probers.delete(container.config.name);
    if (this.terminating) this.onExit?.();
    else this.sync();
  }

  running(): Container[] {
    return [...this.containers.values()].map(({ current }) => current).filter((container) => container.running);
  }

  specOf(name: string): ContainerSpec | undefined {
    const { containers = [], initContainers = [] } = this.pod.spec ?? {};
    return [...initContainers, ...containers, ...ephemeralContainers(this.pod)].find((spec) => spec.name === name);
  }

  /** A container's spec with the resources that it has been given: a resize may be waiting. */
  given(spec: ContainerSpec): ContainerSpec {
    const resources = this.resizer.resourcesOf(spec);
    return resources === spec.resources || resources === undefined ? spec : { ...spec, resources };
  }

  /** Starts the probes of a running container. */
  watch(container: Container): void {
    const spec = this.specOf(container.config.name);
    if (!spec) return;
    const { context, pod } = this;
    const record = recordFor(context, pod, spec);
    const target = { engine: context.engine, pod, spec, container, from: context.node.ip };
    const prober = startProber(target, context.clock, {
      unhealthy: (kind, output) => record('Warning', 'Unhealthy', `${kind} probe failed: ${output}`),
      changed: () => this.terminating || this.sync(),
      kill: (kind, graceSeconds) => {
        const restart = shouldRestart(pod, spec, 137) ? ', will be restarted' : '';
        record('Normal', 'Killing', `Container ${spec.name} failed ${kind.toLowerCase()} probe${restart}`);
        this.stop(spec, container, graceSeconds);
      },
    });
    this.probers.set(spec.name, prober);
  }

  /** Ends one container, its preStop hook first. */
  stop(spec: ContainerSpec, container: Container, graceSeconds: number | undefined): void {
    const { clock } = this.context;
    const seconds = graceSeconds ?? this.pod.spec?.terminationGracePeriodSeconds ?? 30;
    const killAt = clock.now() + seconds * 1000;
    preStop(this, { spec, container }, seconds, () => container.stop(Math.max(killAt, clock.now())));
  }

  views(): Map<string, ContainerView> {
    const out = new Map<string, ContainerView>();
    const { initContainers = [], containers = [] } = this.pod.spec ?? {};
    for (const spec of [...initContainers, ...containers, ...ephemeralContainers(this.pod)]) {
      const generations = this.containers.get(spec.name);
      const waiting = this.waiting.get(spec.name);
      const prober = this.probers.get(spec.name) ?? NO_PROBES;
      const resources = this.resizer.resourcesOf(spec);
      const digest = generations && this.context.engine.images.get(generations.current.config.image)?.digest;
      out.set(spec.name, {
        ...generations,
        ...(waiting && { waiting }),
        ...(digest !== undefined && { digest }),
        ...(resources && { resources }),
        started: generations?.current.running === true && prober.started,
        ready: prober.ready,
      });
    }
    return out;
  }

  status(): ReportedStatus {
    return podStatus(this.statusView());
  }

  private statusView(): PodView {
    return {
      pod: this.pod,
      now: this.context.clock.now(),
      hostIP: this.context.node.ip,
      podIP: this.sandbox?.ip,
      startTime: this.startTime,
      containers: this.views(),
      ready: this.sandbox !== undefined && !this.sandbox.stopped,
      ended: this.terminating && this.running().length === 0,
      ...(this.failure && { failure: this.failure }),
      ...(this.resizer.condition && { resize: this.resizer.condition }),
    };
  }

  /** Writes the status if it differs from what was last written (status_manager.go: syncPod). */
  report(): void {
    const { session } = this.context;
    const { namespace, name = '', uid } = this.pod.metadata ?? {};
    const status = this.status();
    const text = fingerprintOf(status);
    if (text === this.written) return;
    try {
      const patch = { metadata: { uid }, status };
      const written = session.patch<Pod>(PODS, namespace, name, 'application/merge-patch+json', patch, {
        subresource: 'status',
      });
      this.written = text;
      this.pod = written;
    } catch (error) {
      // Gone, or another of the same name: the watch will say so.
      if (!isStatusError(error, 'NotFound') && !isStatusError(error, 'Conflict')) throw error;
    }
  }

  /** Whatever others have made of its status meanwhile (status_manager.go: syncBatch, needsReconcile). */
  private reportAnew(): void {
    this.written = undefined;
    this.report();
  }

  after(delay: number, fire: () => void): Timer {
    const timer = this.context.clock.after(delay, () => {
      this.timers.delete(timer);
      fire();
    });
    this.timers.add(timer);
    return timer;
  }

  /** Everything is stopped: gives back the sandbox and says goodbye. */
  release(): void {
    if (this.gone) return;
    if (this.sandbox) this.context.engine.removeSandbox(this.sandbox);
    this.context.images.forget(this.uid);
    this.context.restarts.forget(`${this.uid}/`);
    this.halt();
    this.finished(this);
  }

  /** Forgets timers and probes; containers go on (the kubelet stops, not the Pod). */
  halt(): void {
    this.gone = true;
    this.starter.cancel();
    for (const prober of this.probers.values()) prober.stop();
    for (const timer of this.timers) timer.cancel();
    this.timers.clear();
  }
}

const isReady = ({ status }: Pod): boolean =>
  status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') === true;

/** Of what the downward API shows. */
function saysOtherwise({ metadata: now }: Pod, { metadata: before }: Pod): boolean {
  return JSON.stringify([now?.labels, now?.annotations]) !== JSON.stringify([before?.labels, before?.annotations]);
}

/** Changes exactly when something that is worth a write does; ages and times alone are not. */
function fingerprintOf(status: ReportedStatus): string {
  let text = `${status.phase} ${status.podIP} ${status.observedGeneration} ${status.reason}`;
  for (const { status: verdict, reason, message } of status.conditions) text += `|${verdict} ${reason} ${message}`;
  for (const one of status.initContainerStatuses ?? []) text += containerPrint(one);
  for (const one of status.containerStatuses) text += containerPrint(one);
  for (const one of status.ephemeralContainerStatuses ?? []) text += containerPrint(one);
  return text;
}

function containerPrint({ state, ready, started, restartCount, containerID }: ContainerStatus): string {
  const { waiting, running, terminated } = state ?? {};
  const what = waiting ? `${waiting.reason} ${waiting.message}` : running ? 'running' : `${terminated?.exitCode}`;
  return `|${containerID} ${restartCount} ${ready} ${started} ${what}`;
}
