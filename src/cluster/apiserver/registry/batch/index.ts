/** The kinds of batch, one line each. */
import { cronJobStrategy } from './cron-job.ts';
import { jobStrategy } from './job.ts';
import type { Strategy } from '../strategy.ts';

export const batchKinds: readonly Strategy[] = [cronJobStrategy, jobStrategy];
