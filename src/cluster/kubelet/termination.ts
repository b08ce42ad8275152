/** Ending a Pod (kubelet/kuberuntime/kuberuntime_container.go: killContainer; pod_workers.go: SyncTerminatingPod). */
import type { Container } from '../../containers/container.ts';
import { isStatusError } from '../../api/status.ts';
import { PODS } from '../runtime/resources.ts';
import { runHook } from './hooks.ts';
import { recordFor } from './node-context.ts';
import type { PodWorker } from './pod-worker.ts';

interface Manner {
  graceSeconds: number;
  /** False when the object is gone already: there is nobody to tell. */
  report: boolean;
}

/** What a container gets at the least, even when its hook has used up the time (minimumGracePeriodInSeconds). */
const MINIMUM = 2;
/** ms until sandbox, volumes and cgroups of what has ended are taken down, and the status of it has been written. */
const CLEANUP = 800;

export function terminate(worker: PodWorker, manner: Manner): void {
  for (const container of worker.running()) stopContainer(worker, container, manner.graceSeconds);
  const poll = (): void => {
    if (worker.running().length > 0) return waitForExit(worker, poll);
    if (manner.report) worker.report();
    worker.after(CLEANUP, () => {
      if (manner.report) deleteObject(worker);
      worker.release();
    });
  };
  poll();
}

/** Calls `then` when one of the running containers has ended. */
function waitForExit(worker: PodWorker, then: () => void): void {
  worker.onExit = () => {
    worker.onExit = undefined;
    then();
  };
}

function stopContainer(worker: PodWorker, container: Container, graceSeconds: number): void {
  const { context, pod } = worker;
  const spec = worker.specOf(container.config.name);
  const record = recordFor(context, pod, spec);
  const began = context.clock.now();
  const stop = (): void => {
    const spent = (context.clock.now() - began) / 1000;
    const left = Math.max(graceSeconds - spent, graceSeconds === 0 ? 0 : MINIMUM);
    container.stop(context.clock.now() + left * 1000);
  };
  record('Normal', 'Killing', `Stopping container ${container.config.name}`);
  const hook = spec?.lifecycle?.preStop;
  if (!spec || !hook || graceSeconds === 0) return stop();
  let over = false;
  const once = (): void => {
    if (over) return;
    over = true;
    stop();
  };
  worker.after(graceSeconds * 1000, once);
  runHook(context, hook, { pod, spec, container }, (problem) => {
    if (problem !== undefined && !over) record('Warning', 'FailedPreStopHook', 'PreStopHook failed');
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
