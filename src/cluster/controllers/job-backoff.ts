/** How long a Job waits after failed Pods (pkg/controller/job/backoff_utils.go): 10 s, doubled each time, 10 minutes at most. Pure. */
import type { Pod } from 'kubernetes-types/core/v1';
import { type Job, finishedAt, isPodFailed } from './job-types.ts';

const BASE = 10_000;
const MOST = 600_000;

/** ms that no Pod may be made. What counts are the failures since the last success, of Pods that are still there. */
export function remainingBackoff(job: Job, pods: readonly Pod[], now: number): number {
  let lastSuccess = 0;
  for (const pod of pods)
    if (pod.status?.phase === 'Succeeded') lastSuccess = Math.max(lastSuccess, finishedAt(pod, now));
  const failures = pods
    .filter((pod) => isPodFailed(job, pod))
    .map((pod) => finishedAt(pod, now))
    .filter((at) => at > lastSuccess);
  return remaining(failures, now);
}

export function remaining(failures: readonly number[], now: number): number {
  if (failures.length === 0) return 0;
  const wait = Math.min(BASE * 2 ** (failures.length - 1), MOST);
  return Math.max(0, Math.max(...failures) + wait - now);
}
