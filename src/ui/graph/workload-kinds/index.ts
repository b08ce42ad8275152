/** The kinds that keep Pods, in the order in which they stand in a namespace. */
import type { DrawWorkloads } from '../blocks.ts';
import { cronJobs } from './cron-job.ts';
import { daemonSets } from './daemon-set.ts';
import { deployments } from './deployment.ts';
import { jobs } from './job.ts';
import { otherOwners } from './other-owners.ts';
import { replicaSets } from './replica-set.ts';
import { replicationControllers } from './replication-controller.ts';
import { statefulSets } from './stateful-set.ts';

export const workloadKinds: readonly DrawWorkloads[] = [
  deployments,
  statefulSets,
  daemonSets,
  replicaSets,
  replicationControllers,
  cronJobs,
  jobs,
  otherOwners,
];
