/** The Job controller (pkg/controller/job/job_controller.go): Pods until enough of them have succeeded. */
import type { Pod } from 'kubernetes-types/core/v1';
import { selectorFromLabelSelector } from '../../api/labels.ts';
import { isStatusError } from '../../api/status.ts';
import { type ControllerContext, defineController } from '../runtime/define-controller.ts';
import type { Informer } from '../runtime/informer.ts';
import { controllerOf, keyFor, keyOf } from '../runtime/keys.ts';
import { JOBS, PODS } from '../runtime/resources.ts';
import { parseTime, rfc3339 } from '../runtime/time.ts';
import { byController, claim, orphansOf } from './claim.ts';
import { Expectations } from './expectations.ts';
import { decide } from './job-decide.ts';
import { type JobMemory, manage } from './job-manage.ts';
import { deletePod, releasePod } from './job-pods.ts';
import { publish, settleUncounted, suspension, withCondition } from './job-status.ts';
import { tallyOf } from './job-tally.ts';
import { type Job, type JobStatus, isJobFinished, isTracked } from './job-types.ts';

/** ms that the changes of a Job's Pods gather (syncJobBatchPeriod). */
const BATCH = 1000;
const BUILT_IN = 'kubernetes.io/job-controller';

interface State extends JobMemory {
  jobs: Informer<Job>;
  pods: Informer<Pod>;
}

export const jobController = defineController({
  name: 'job-controller',
  start(context) {
    const expectations = new Expectations(() => context.clock.now());
    const released = new Set<string>();
    const jobs = context.watch<Job>(JOBS, {
      add: (job) => context.queue.add(keyOf(job)),
      update(job, old) {
        if (job.metadata.generation === old.metadata.generation) context.queue.addAfter(keyOf(job), BATCH);
        else context.queue.add(keyOf(job));
      },
      delete(job) {
        expectations.forget(keyOf(job));
        // Nobody counts its Pods any more.
        for (const pod of context.lister<Pod>(PODS).byIndex(byController, job.metadata.uid ?? ''))
          releasePod(context, pod);
      },
    });
    const pods = watchPods(context, { jobs, expectations, released });
    return (key) => {
      const job = jobs.getByKey(key);
      if (job) reconcile(context, { jobs, pods, expectations, released }, job);
    };
  },
});

function watchPods(context: ControllerContext, { jobs, expectations, released }: Omit<State, 'pods'>): Informer<Pod> {
  const ownerKey = (pod: Pod): string | undefined => {
    const owner = controllerOf(pod);
    return owner?.kind === 'Job' ? keyFor(pod.metadata?.namespace, owner.name) : undefined;
  };
  const wake = (pod: Pod): void => {
    const key = ownerKey(pod);
    if (key) context.queue.addAfter(key, BATCH);
  };
  const heard = (pod: Pod): void => {
    const key = ownerKey(pod);
    if (!key) return;
    if (!isTracked(pod)) released.delete(pod.metadata?.uid ?? '');
    if (pod.metadata?.deletionTimestamp) expectations.deletionObserved(key, keyOf(pod));
    // Its Job is gone: the finalizer waits for nobody.
    const job = jobs.getByKey(key);
    if (isTracked(pod) && (!job || job.metadata.uid !== controllerOf(pod)?.uid)) releasePod(context, pod);
    wake(pod);
  };
  return context.watch<Pod>(PODS, {
    add(pod) {
      const key = ownerKey(pod);
      if (key && !pod.metadata?.deletionTimestamp) expectations.creationObserved(key);
      heard(pod);
    },
    update: heard,
    delete(pod) {
      const key = ownerKey(pod);
      if (key) expectations.deletionObserved(key, keyOf(pod));
      released.delete(pod.metadata?.uid ?? '');
      wake(pod);
    },
  });
}

function reconcile(context: ControllerContext, state: State, job: Job): void {
  if (isJobFinished(job) || (job.spec.managedBy ?? BUILT_IN) !== BUILT_IN) return;
  const started = settleUncounted(begin(context, job), state.pods.byIndex(byController, job.metadata.uid ?? ''));
  const pods = podsOf(context, state, started);
  const tally = tallyOf(started, pods, state.released);
  const now = context.clock.now();
  const outcome = decide(started, tally, now);
  let status: JobStatus = { ...started.status };
  let active = tally.active.length;
  let terminating = tally.terminating;
  let failure: unknown;
  if (outcome) {
    for (const pod of tally.active) deletePod(context, job, pod);
    terminating += active;
    active = 0;
    status = withCondition(status, outcome.type === 'Failed' ? 'FailureTarget' : 'SuccessCriteriaMet', outcome, now);
  } else if (!job.metadata.deletionTimestamp && state.expectations.satisfied(keyOf(job))) {
    try {
      active += manage(context, state, started, pods, tally);
    } catch (error) {
      if (!isStatusError(error)) throw error;
      failure = error;
    }
    status = suspension(context, started, status, now);
  }
  publish(context, state, { job, status, tally, active, terminating, outcome });
  if (failure !== undefined) throw failure;
}

/** Gives the Job its start time, and wakes when its deadline is there. */
function begin({ clock, queue }: ControllerContext, job: Job): Job {
  const { activeDeadlineSeconds, suspend } = job.spec;
  const status = { ...job.status };
  if (status.startTime === undefined && !suspend) status.startTime = rfc3339(clock.now());
  const start = parseTime(status.startTime);
  if (activeDeadlineSeconds !== undefined && start !== undefined && !suspend) {
    const left = start + activeDeadlineSeconds * 1000 - clock.now();
    if (left > 0) queue.addAfter(keyOf(job), left);
  }
  return { ...job, status };
}

function podsOf({ session }: ControllerContext, { pods }: State, job: Job): Pod[] {
  const selector = selectorFromLabelSelector(job.spec.selector);
  const candidates = [
    ...pods.byIndex(byController, job.metadata.uid ?? ''),
    ...(job.spec.manualSelector ? pods.byIndex(byController, orphansOf(job.metadata.namespace)) : []),
  ];
  return claim({ session, owner: job, ownerKind: JOBS, childKind: PODS, selector }, candidates);
}
