/**
 * Ending a Pod (kubelet/kuberuntime/kuberuntime_container.go: killContainersWithSyncResult, killContainer;
 * kuberuntime_termination_order.go; pod_workers.go: SyncTerminatingPod, SyncTerminatedPod).
 */
import type { Container as ContainerSpec } from 'kubernetes-types/core/v1';
import type { Container } from '../../containers/container.ts';
import { isStatusError } from '../../api/status.ts';
import { PODS } from '../runtime/resources.ts';
import { runHook } from './hooks.ts';
import { recordFor } from './node-context.ts';
import type { PodWorker } from './pod-worker.ts';
import { isSidecar } from './restart-policy.ts';

export interface Manner {
  graceSeconds: number;
  /** What is left to do when nothing runs any more: take the object away, leave it as it ended, or tell nobody. */
  then: 'delete' | 'keep' | 'forget';
}

/** What a container gets at the least, even when its hook has used up the time (minimumGracePeriodInSeconds). */
const MINIMUM = 2;
/** ms until sandbox, volumes and cgroups of what has ended are taken down, and the status of it has been written. */
const CLEANUP = 800;

/** May be called again while it is under way, with less time or to take away the object as well. */
export function terminate(worker: PodWorker, manner: Manner): void {
  const began = worker.context.clock.now();
  const poll = (): void => {
    const running = worker.running();
    if (running.length === 0) return finish(worker, manner);
    worker.onExit = () => {
      worker.onExit = undefined;
      poll();
    };
    const spent = (worker.context.clock.now() - began) / 1000;
    for (const container of nextToStop(worker, running)) {
      stopContainer(worker, container, Math.max(0, manner.graceSeconds - spent));
    }
  };
  poll();
}

function finish(worker: PodWorker, { then }: Manner): void {
  if (then !== 'forget') worker.report();
  worker.after(CLEANUP, () => {
    if (then === 'keep') return worker.rest();
    if (then === 'delete') deleteObject(worker);
    worker.release();
  });
}

/** Sidecars serve the others to the end, and one another in the order in which they were started. */
function nextToStop(worker: PodWorker, running: readonly Container[]): Container[] {
  const sidecars = (worker.pod.spec?.initContainers ?? []).filter(isSidecar).map((spec) => spec.name);
  const others = running.filter((container) => !sidecars.includes(container.config.name));
  if (others.length > 0) return others;
  const last = running.toSorted((a, b) => sidecars.indexOf(b.config.name) - sidecars.indexOf(a.config.name))[0];
  return last ? [last] : [];
}

function stopContainer(worker: PodWorker, container: Container, graceSeconds: number): void {
  const { context, pod } = worker;
  const { clock } = context;
  const spec = worker.specOf(container.config.name);
  const deadline = clock.now() + graceSeconds * 1000;
  if (worker.stopping.has(container)) {
    // Asked again: it may only become shorter. One that is still in its hook is hurried by the hook's own timer.
    if (container.killAt !== undefined || graceSeconds === 0) container.stop(deadline);
    return;
  }
  worker.stopping.add(container);
  const record = recordFor(context, pod, spec);
  record('Normal', 'Killing', `Stopping container ${container.config.name}`);
  const stop = (): void => {
    const least = graceSeconds === 0 ? 0 : MINIMUM;
    container.stop(Math.max(deadline, clock.now() + least * 1000));
  };
  if (!spec?.lifecycle?.preStop || graceSeconds === 0) return stop();
  preStop(worker, { spec, container }, graceSeconds, stop);
}

/** Runs the hook for as long as there is time, then stops. */
export function preStop(
  worker: PodWorker,
  { spec, container }: { spec: ContainerSpec; container: Container },
  graceSeconds: number,
  stop: () => void,
): void {
  const { context, pod } = worker;
  const handler = spec.lifecycle?.preStop;
  if (!handler) return stop();
  let over = false;
  const once = (): void => {
    if (over) return;
    over = true;
    stop();
  };
  worker.after(graceSeconds * 1000, once);
  runHook(context, handler, { pod, spec, container }, (problem) => {
    if (problem !== undefined && !over) {
      recordFor(context, pod, spec)('Warning', 'FailedPreStopHook', 'PreStopHook failed');
    }
    once();
  });
}

function deleteObject(worker: PodWorker): void {
  const { metadata = {} } = worker.pod;
  try {
    worker.context.session.delete(PODS, metadata.namespace, metadata.name ?? '', {
      gracePeriodSeconds: 0,
      preconditions: { uid: metadata.uid ?? '' },
    });
  } catch (error) {
    if (!isStatusError(error, 'NotFound') && !isStatusError(error, 'Conflict')) throw error;
  }
}
