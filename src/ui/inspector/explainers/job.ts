/** A Job: how much is done, what failed, and whether it gave up. */
import { asJob } from '../../graph/cluster-index.ts';
import type { Why } from '../../graph/status.ts';
import { jobState, wantedCompletions } from '../../graph/workload-kinds/job.ts';
import { why, type Explain } from '../why.ts';

export const explainJob: Explain = (object) => {
  const { spec, status } = asJob(object);
  const wanted = wantedCompletions(object);
  const state = jobState(object);
  const failed = status?.conditions?.find((entry) => entry.type === 'Failed' && entry.status === 'True');
  const reasons: Why[] = [];
  if (spec?.suspend) reasons.push(why('suspended'));
  if (failed) reasons.push(why('jobFailed', { message: failed.message ?? failed.reason ?? '' }));
  else if (state === 'completed') reasons.push(why('jobDone', { wanted }));
  else reasons.push(why('jobRunning', { done: status?.succeeded ?? 0, wanted, active: status?.active ?? 0 }));
  if (!failed && (status?.failed ?? 0) > 0)
    reasons.push(why('jobRetry', { failed: status?.failed ?? 0, limit: spec?.backoffLimit ?? 6 }));
  return { state, why: reasons };
};
