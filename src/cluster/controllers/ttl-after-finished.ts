/** The TTL-after-finished controller (pkg/controller/ttlafterfinished): Jobs go some time after they have ended. */
import { isStatusError } from '../../api/status.ts';
import { defineController } from '../runtime/define-controller.ts';
import { keyOf } from '../runtime/keys.ts';
import { JOBS } from '../runtime/resources.ts';
import { parseTime } from '../runtime/time.ts';
import { type Job, conditionOf } from './job-types.ts';

/** ms since the epoch; undefined for a Job that stays. */
function expiry(job: Job): number | undefined {
  const ttl = job.spec.ttlSecondsAfterFinished;
  const ended = conditionOf(job, 'Complete') ?? conditionOf(job, 'Failed');
  const at = parseTime(ended?.lastTransitionTime);
  return ttl === undefined || at === undefined || job.metadata.deletionTimestamp ? undefined : at + ttl * 1000;
}

export const ttlAfterFinishedController = defineController({
  name: 'ttl-after-finished-controller',
  start({ clock, queue, session, watch }) {
    const wake = (job: Job): void => {
      const at = expiry(job);
      if (at !== undefined) queue.addAfter(keyOf(job), at - clock.now());
    };
    const jobs = watch<Job>(JOBS, { add: wake, update: wake });
    return (key) => {
      const job = jobs.getByKey(key);
      const at = job && expiry(job);
      if (!job || at === undefined) return;
      if (at > clock.now()) return queue.addAfter(key, at - clock.now());
      const { namespace, name = '', uid = '' } = job.metadata;
      try {
        session.delete(JOBS, namespace, name, { propagationPolicy: 'Foreground', preconditions: { uid } });
      } catch (error) {
        if (!isStatusError(error, 'NotFound')) throw error;
      }
    };
  },
});
