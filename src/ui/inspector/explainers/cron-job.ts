/** A CronJob: its schedule, its last run, and what is at work. */
import { asCronJob } from '../../graph/cluster-index.ts';
import type { Why } from '../../graph/status.ts';
import { why, type Explain } from '../why.ts';

export const explainCronJob: Explain = (object) => {
  const { spec, status } = asCronJob(object);
  const schedule = [spec?.schedule, spec?.timeZone].filter(Boolean).join(' ');
  const reasons: Why[] = [
    status?.lastScheduleTime
      ? why('cronLast', { schedule, time: status.lastScheduleTime })
      : why('cronNever', { schedule }),
  ];
  if (spec?.suspend) reasons.push(why('suspended'));
  const active = status?.active?.length ?? 0;
  if (active > 0) reasons.push(why('cronActive', { active }));
  return { why: reasons };
};
