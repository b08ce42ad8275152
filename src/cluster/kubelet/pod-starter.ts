/**
 * Starting: sandbox, volumes, init containers in order, then the others one after another, and starting again what
 * ended (kubelet/kuberuntime/kuberuntime_manager.go: SyncPod, computePodActions, doBackOff).
 */
import type { Container as ContainerSpec, Volume } from 'kubernetes-types/core/v1';
import type { FileContent } from '../../containers/file-tree.ts';
import type { PulledImage } from '../../containers/pull.ts';
import { goDuration } from './backoff.ts';
import { containerConfig } from './container-config.ts';
import { ConfigError, CreateError, type PodFacts } from './environment.ts';
import { runHook } from './hooks.ts';
import { recordFor } from './node-context.ts';
import { ephemeralContainers } from './pod-containers.ts';
import type { PodWorker } from './pod-worker.ts';
import { hostnameOf, podNames } from './pod-names.ts';
import { initDone } from './pod-status.ts';
import { isSidecar, shouldRestart } from './restart-policy.ts';
import { prepareVolume } from './mounts.ts';
import { MountError, volumeFiles } from './volumes.ts';

/** ms that the runtime takes for a sandbox (network included) and for a container. */
const SANDBOX = { least: 150, spread: 250 };
const CREATE = { least: 40, spread: 120 };
/** ms between two looks at what could not be done. */
const RETRY = 10_000;
/** ms between two attempts to set up a volume (nestedpendingoperations: exponential back-off). */
const MOUNT = { first: 500, most: 122_000 };
/** ms after which changes in the runtime are noticed (the PLEG's relist period). */
const RELIST = 1000;

export class PodStarter {
  /** What is under way; nothing else is begun meanwhile. */
  private busy = false;
  private cancelled = false;
  private mountDelay = MOUNT.first;
  private cancelPull: (() => void) | undefined;

  constructor(private readonly worker: PodWorker) {}

  step(): void {
    if (this.busy || this.cancelled) return;
    const { worker } = this;
    if (!worker.sandbox) return this.createSandbox();
    const next = this.nextContainer();
    if (next) this.start(next);
  }

  /** Nothing more is started. */
  cancel(): void {
    this.cancelPull?.();
    this.cancelled = true;
  }

  /** Runs `then` a little later, and looks again after it. */
  private later(delay: { least: number; spread: number }, then: () => void): void {
    const { random } = this.worker.context;
    this.busy = true;
    this.worker.after(delay.least + random.int(delay.spread), () => {
      this.busy = false;
      if (!this.cancelled) then();
    });
  }

  private again(delay: number): void {
    this.busy = true;
    this.worker.after(delay, () => {
      this.busy = false;
      this.worker.sync();
    });
  }

  private createSandbox(): void {
    const { worker } = this;
    const record = recordFor(worker.context, worker.pod, undefined);
    const broken = this.checkVolumes();
    if (broken) {
      record('Warning', 'FailedMount', broken);
      this.again(this.mountDelay);
      this.mountDelay = Math.min(this.mountDelay * 2, MOUNT.most);
      return;
    }
    this.later(SANDBOX, () => {
      const { metadata = {}, spec } = worker.pod;
      const { engine, node } = worker.context;
      const around = { nameServer: engine.nameServer, node };
      const names = podNames(worker.pod, around);
      try {
        const sandbox = engine.createSandbox({
          uid: worker.uid,
          namespace: metadata.namespace ?? 'default',
          name: metadata.name ?? '',
          hostname: hostnameOf(worker.pod, around),
          attempt: 0,
          hostNetwork: spec?.hostNetwork === true,
          ...(spec?.shareProcessNamespace && { sharesProcesses: true }),
          ...(names && { names }),
          ...(spec?.securityContext?.fsGroup !== undefined && { fsGroup: spec.securityContext.fsGroup }),
        });
        worker.house(sandbox);
      } catch (error) {
        const message = `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox: ${(error as Error).message}`;
        record('Warning', 'FailedCreatePodSandBox', message);
        return this.again(RETRY);
      }
      // Not yet reported: the container's start follows at once, and the real kubelet tells both in one update.
      this.step();
      if (!this.busy) worker.report();
    });
  }

  /** The words of FailedMount, undefined when every volume can be made. */
  private checkVolumes(): string | undefined {
    const { worker } = this;
    for (const volume of worker.pod.spec?.volumes ?? []) {
      try {
        // Only whether it can be made: most Pods never look at their token.
        volumeFiles(volume, this.facts(), { ...worker.context.objects, token: () => '' });
      } catch (error) {
        if (!(error instanceof MountError)) throw error;
        return `MountVolume.SetUp failed for volume "${volume.name}" : ${error.message}`;
      }
      try {
        prepareVolume(worker.pod, volume, worker.context.objects, worker.context.engine.hostFiles);
      } catch (error) {
        if (!(error instanceof MountError)) throw error;
        return error.message;
      }
    }
    return undefined;
  }

  private facts(): PodFacts {
    const { pod, sandbox, context } = this.worker;
    const { ip, capacity } = context.node;
    return {
      pod,
      podIP: sandbox?.ip ?? '',
      hostIP: ip,
      hostname: sandbox?.config.hostname ?? '',
      ...(capacity && { allocatable: { ...capacity } }),
    };
  }

  /** The next container that should run and does not; sets aside those that have to wait. */
  private nextContainer(): ContainerSpec | undefined {
    const { worker } = this;
    // Once, whatever becomes of them, and before all others (kuberuntime_manager.go: step 5).
    for (const spec of ephemeralContainers(worker.pod)) {
      if (!worker.containers.has(spec.name) && !this.resting.has(spec.name)) return spec;
    }
    const blocked = this.nextInit();
    if (blocked) return blocked === 'wait' ? undefined : blocked;
    for (const spec of worker.pod.spec?.containers ?? []) {
      if (!worker.containers.get(spec.name)?.current.running && this.due(spec)) return spec;
    }
    return undefined;
  }

  /** The init container or sidecar that is next; 'wait' while one holds up all that comes after it. */
  private nextInit(): ContainerSpec | 'wait' | undefined {
    const { worker } = this;
    const init = worker.pod.spec?.initContainers ?? [];
    if (init.length === 0) return undefined;
    // A sidecar that ends later on is started again beside the others, and holds up nobody.
    const past = (worker.pod.spec?.containers ?? []).some((spec) => worker.containers.has(spec.name));
    const views = worker.views();
    for (const spec of init) {
      const view = views.get(spec.name);
      const running = view?.current?.running === true;
      if (past ? !isSidecar(spec) || running : initDone(spec, view)) continue;
      if (!running && this.due(spec)) return spec;
      if (!past) return 'wait';
    }
    return undefined;
  }

  /** False while it waits for a back-off, or when its restart policy lets it rest. */
  private due(spec: ContainerSpec): boolean {
    const { worker } = this;
    if (this.resting.has(spec.name)) return false;
    const state = worker.containers.get(spec.name)?.current.state;
    if (state?.status !== 'exited') return true;
    if (!shouldRestart(worker.pod, spec, state.exitCode)) return false;
    const { restarts } = worker.context;
    const key = `${worker.uid}/${spec.name}`;
    const wait = restarts.remaining(key, state.finishedAt);
    if (wait <= 0) {
      restarts.next(key, state.finishedAt);
      return true;
    }
    const { namespace, name } = worker.pod.metadata ?? {};
    const place = `${name}_${namespace}(${worker.uid})`;
    const message = `back-off ${goDuration(restarts.delay(key))} restarting failed container=${spec.name} pod=${place}`;
    recordFor(worker.context, worker.pod, spec)(
      'Warning',
      'BackOff',
      `Back-off restarting failed container ${spec.name} in pod ${place}`,
    );
    this.rest(spec, { reason: 'CrashLoopBackOff', message }, wait);
    return false;
  }

  /** Containers that wait for their time. */
  private readonly resting = new Set<string>();

  private rest(spec: ContainerSpec, waiting: { reason: string; message: string }, delay: number | undefined): void {
    const { worker } = this;
    worker.waiting.set(spec.name, waiting);
    this.resting.add(spec.name);
    if (delay === undefined) return;
    worker.after(delay, () => {
      this.resting.delete(spec.name);
      worker.sync();
    });
  }

  private start(spec: ContainerSpec): void {
    const { worker } = this;
    const record = recordFor(worker.context, worker.pod, spec);
    this.busy = true;
    let sync = true;
    this.cancelPull = worker.context.images.ensure(worker.pod, spec, record, (outcome) => {
      this.cancelPull = undefined;
      this.busy = false;
      if (!outcome.ok) {
        const { reason, message, retryAfter = RETRY } = outcome;
        this.rest(spec, { reason, message }, retryAfter);
        // Asked again at once by who called us, when there was no pull to wait for.
        return sync ? this.step() : worker.sync();
      }
      this.later(CREATE, () => this.create(spec, outcome.image));
    });
    sync = false;
    // A download takes its time: meanwhile the sandbox and its address are worth telling.
    if (this.cancelPull) worker.after(RELIST, () => worker.terminating || worker.report());
  }

  private create(spec: ContainerSpec, image: PulledImage): void {
    const { worker } = this;
    const { context, sandbox, pod } = worker;
    if (!sandbox) return;
    const record = recordFor(context, pod, spec);
    const before = worker.containers.get(spec.name);
    try {
      this.provideVolumes();
      const attempt = before ? before.current.config.attempt + 1 : 0;
      const config = containerConfig({
        facts: this.facts(),
        spec: worker.given(spec),
        image,
        known: context.engine.describe(image),
        attempt,
        objects: context.objects,
      });
      for (const { copy, volume } of config.mounts) if (copy !== undefined) sandbox.copyVolume(copy, volume);
      const container = context.engine.createContainer(sandbox, config);
      if (before?.previous) context.engine.remove(before.previous);
      worker.containers.set(spec.name, { current: container, ...(before && { previous: before.current }) });
      record('Normal', 'Created', 'Container created');
      this.run(spec);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      record('Warning', 'Failed', `Error: ${error.message}`);
      const reason = error instanceof CreateError ? 'CreateContainerError' : 'CreateContainerConfigError';
      this.rest(spec, { reason, message: error.message }, RETRY);
    }
    // While a postStart hook runs, the container is not yet told to be there.
    if (!this.busy) worker.sync();
  }

  private run(spec: ContainerSpec): void {
    const { worker } = this;
    const { context, pod } = worker;
    const container = worker.containers.get(spec.name)!.current;
    const record = recordFor(context, pod, spec);
    worker.waiting.delete(spec.name);
    this.busy = true;
    try {
      context.engine.start(container);
    } catch (error) {
      const { message } = error as Error;
      record('Warning', 'Failed', `Error: ${message}`);
      worker.waiting.set(spec.name, { reason: 'RunContainerError', message });
      this.busy = false;
      return;
    }
    record('Normal', 'Started', 'Container started');
    const hook = spec.lifecycle?.postStart;
    this.busy = hook !== undefined && container.running;
    if (!this.busy) return void (container.running && worker.watch(container));
    runHook(context, hook!, { pod, spec, container }, (problem) => {
      this.busy = false;
      if (problem !== undefined && container.running) {
        record('Warning', 'FailedPostStartHook', 'PostStartHook failed');
        record('Normal', 'Killing', 'FailedPostStartHook');
        worker.waiting.set(spec.name, { reason: 'PostStartHookError', message: problem });
        worker.stop(spec, container, undefined);
      } else if (container.running) worker.watch(container);
      worker.sync();
    });
  }

  /** Tells the sandbox how its volumes are filled, for when they are first looked at. */
  provideVolumes(): void {
    const { worker } = this;
    for (const volume of worker.pod.spec?.volumes ?? []) {
      worker.sandbox?.provide(volume.name, () => this.filesOf(volume));
    }
  }

  /** None when the volume's object is gone by now: a running Pod keeps the files that it has. */
  private filesOf(volume: Volume): Record<string, FileContent> {
    try {
      return volumeFiles(volume, this.facts(), this.worker.context.objects) ?? {};
    } catch (error) {
      if (!(error instanceof MountError)) throw error;
      return {};
    }
  }
}
