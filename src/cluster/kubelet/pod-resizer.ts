/**
 * Resources of a Pod that change while it runs (kubelet/allocation/allocation_manager.go: handlePodResourcesResize,
 * canResizePod; kuberuntime_manager.go: computePodResizeAction). Level-triggered as the worker is.
 */
import type { Container as ContainerSpec, Pod } from 'kubernetes-types/core/v1';
import { milliValue, quantityValue } from '../../api/quantity.ts';
import type { ContainerConfig } from '../../containers/container.ts';
import { PODS } from '../runtime/resources.ts';
import { recordFor } from './node-context.ts';
import type { PodWorker } from './pod-worker.ts';

/** ms until a resize that had to wait is looked at again (retry of pending resizes). */
const RETRY = 30_000;
/** ms that the runtime takes to change a container's cgroup, and the status to follow. */
const ACTUATION = 1000;

export interface ResizeCondition {
  type: 'PodResizePending' | 'PodResizeInProgress';
  reason?: string;
  message?: string;
}

type Resizable = ContainerSpec & { resizePolicy?: { resourceName: string; restartPolicy: string }[] };

export class PodResizer {
  condition: ResizeCondition | undefined;
  /** The Pod as it was when its resources were last given to it. */
  private allocated: Pod;

  constructor(private readonly worker: PodWorker) {
    this.allocated = worker.pod;
  }

  /** What a container has been given. */
  resourcesOf(spec: ContainerSpec): ContainerSpec['resources'] {
    if (this.allocated.spec?.containers === this.worker.pod.spec?.containers) return spec.resources;
    const own = this.allocated.spec?.containers.find(({ name }) => name === spec.name);
    return own ? own.resources : spec.resources;
  }

  check(): void {
    const { worker } = this;
    const { pod } = worker;
    if (pod.spec?.containers === this.allocated.spec?.containers) return;
    const changed = (pod.spec?.containers ?? []).filter(
      (spec) => JSON.stringify(this.resourcesOf(spec)) !== JSON.stringify(spec.resources),
    );
    if (changed.length === 0) {
      this.allocated = pod;
      if (this.condition?.type === 'PodResizePending') this.condition = undefined;
      return;
    }
    const refusal = worker.context.ledger?.resize(worker.uid, pod);
    if (refusal) return this.wait(refusal);
    this.start(changed);
  }

  private wait({ reason, message }: { reason: string; message: string }): void {
    const { worker } = this;
    if (reason === 'Deferred') worker.after(RETRY, () => worker.sync());
    if (this.condition?.reason === reason && this.condition.message === message) return;
    this.condition = { type: 'PodResizePending', reason, message };
    this.record('Warning', `Resize${reason}`, `Pod resize ${reason}`, message);
  }

  private start(changed: readonly Resizable[]): void {
    const { worker } = this;
    const before = this.allocated;
    this.allocated = worker.pod;
    this.condition = { type: 'PodResizeInProgress' };
    this.record('Normal', 'ResizeStarted', 'Pod resize started');
    for (const spec of changed) {
      const old = before.spec?.containers.find(({ name }) => name === spec.name);
      const container = worker.containers.get(spec.name)?.current;
      if (!container?.running) continue;
      if (!needsRestart(spec, old)) container.resize(limitsOf(spec));
      else {
        const message = `Container ${spec.name} resize requires restart`;
        recordFor(worker.context, worker.pod, spec)('Normal', 'Killing', message);
        worker.stop(spec, container, undefined);
      }
    }
    worker.after(ACTUATION, () => this.finish());
  }

  private finish(): void {
    const { worker } = this;
    // Another one may have begun or be waiting by now.
    if (this.condition?.type !== 'PodResizeInProgress') return;
    const stopping = (worker.pod.spec?.containers ?? []).some(({ name }) => {
      const current = worker.containers.get(name)?.current;
      return current === undefined || !current.running || current.killAt !== undefined;
    });
    if (stopping) return void worker.after(ACTUATION, () => this.finish());
    this.condition = undefined;
    this.record('Normal', 'ResizeCompleted', 'Pod resize completed');
    worker.report();
  }

  private record(type: 'Normal' | 'Warning', reason: string, header: string, error?: string): void {
    const { context, pod } = this.worker;
    const containers = (pod.spec?.containers ?? []).map(({ name, resources = {} }) => ({ name, resources }));
    const summary = { containers, generation: pod.metadata?.generation, ...(error !== undefined && { error }) };
    context.events.record(PODS, pod, type, reason, `${header}: ${JSON.stringify(summary)}`);
  }
}

/** A limit of 0 is none, as for the kernel. */
export function limitsOf({ resources }: ContainerSpec): Pick<ContainerConfig, 'memoryLimit' | 'cpuLimit'> {
  const memory = quantityValue(resources?.limits?.['memory'] ?? '0');
  const cpu = milliValue(resources?.limits?.['cpu'] ?? '0');
  return { ...(memory > 0 && { memoryLimit: memory }), ...(cpu > 0 && { cpuLimit: cpu / 1000 }) };
}

/** By the policy of each resource that changes. */
function needsRestart(spec: Resizable, old: ContainerSpec | undefined): boolean {
  return (spec.resizePolicy ?? []).some(({ resourceName, restartPolicy }) => {
    const of = (one: ContainerSpec | undefined): string =>
      JSON.stringify([one?.resources?.requests?.[resourceName], one?.resources?.limits?.[resourceName]]);
    return restartPolicy === 'RestartContainer' && of(spec) !== of(old);
  });
}
