/** The Job as its controller reads it, and its Pods' marks (pkg/controller/job/job_controller.go, indexed_job_utils.go). Pure. */
import type { JobCondition, JobStatus as V1JobStatus } from 'kubernetes-types/batch/v1';
import type { Job as V1Job } from 'kubernetes-types/batch/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import type { ObjectMeta } from 'kubernetes-types/meta/v1';

type V1Spec = NonNullable<V1Job['spec']>;

export interface PodFailureRule {
  action: 'Count' | 'FailIndex' | 'FailJob' | 'Ignore';
  onExitCodes?: { containerName?: string; operator: 'In' | 'NotIn'; values: number[] };
  onPodConditions?: { type: string; status: string }[];
}

export type JobSpec = Omit<V1Spec, 'podFailurePolicy'> & {
  backoffLimitPerIndex?: number;
  maxFailedIndexes?: number;
  managedBy?: string;
  podReplacementPolicy?: string;
  podFailurePolicy?: { rules: PodFailureRule[] };
  successPolicy?: { rules: { succeededIndexes?: string; succeededCount?: number }[] };
};

export type JobStatus = V1JobStatus & { terminating?: number; failedIndexes?: string; ready?: number };

export type Job = Omit<V1Job, 'metadata' | 'spec' | 'status'> & {
  metadata: ObjectMeta;
  spec: JobSpec;
  status?: JobStatus;
};

export type { JobCondition };

export const TRACKING = 'batch.kubernetes.io/job-tracking';
export const INDEX = 'batch.kubernetes.io/job-completion-index';
export const INDEX_FAILURES = 'batch.kubernetes.io/job-index-failure-count';

export const isIndexed = (job: Job): boolean => job.spec.completionMode === 'Indexed';
export const isTracked = (pod: Pod): boolean => pod.metadata?.finalizers?.includes(TRACKING) === true;
export const onlyReplacesFailed = (job: Job): boolean => job.spec.podReplacementPolicy === 'Failed';

/** undefined when the Pod has none. */
export function indexOf(pod: Pod): number | undefined {
  const text = pod.metadata?.annotations?.[INDEX];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

export function conditionOf(job: Job, type: string): JobCondition | undefined {
  return job.status?.conditions?.find((one) => one.type === type && one.status === 'True');
}

export const isJobFinished = (job: Job): boolean =>
  conditionOf(job, 'Complete') !== undefined || conditionOf(job, 'Failed') !== undefined;

/** A Pod on its way out counts as failed, unless only what has failed is replaced. */
export function isPodFailed(job: Job, pod: Pod): boolean {
  if (pod.status?.phase === 'Failed') return true;
  // The kubelet's last delete is without grace: such a Pod will never say that it failed.
  if (onlyReplacesFailed(job)) return pod.metadata?.deletionGracePeriodSeconds === 0;
  return pod.metadata?.deletionTimestamp !== undefined && pod.status?.phase !== 'Succeeded';
}

/** ms since the epoch at which the Pod ended, as far as it is known (getFinishedTime). */
export function finishedAt(pod: Pod, now: number): number {
  const times = (pod.status?.containerStatuses ?? []).map((one) => one.state?.terminated?.finishedAt);
  const known = times.filter((time) => time !== undefined).map((time) => Date.parse(time));
  if (known.length > 0 && known.length === times.length) return Math.max(...known);
  const ready = pod.status?.conditions?.find((one) => one.type === 'Ready' && one.status === 'False');
  if (ready?.lastTransitionTime) return Date.parse(ready.lastTransitionTime);
  return pod.metadata?.deletionTimestamp ? Date.parse(pod.metadata.deletionTimestamp) : now;
}
