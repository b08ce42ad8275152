/** A CronJob: its schedule, and the Jobs it has made as lanes, as long as its history keeps them. */
import type { KubeObject } from '../../../api/object.ts';
import { headedBlock, ownedLane, type WorkloadOptions } from '../blocks.ts';
import { asCronJob, asJob, type ClusterIndex } from '../cluster-index.ts';
import type { Block, Lane } from '../model.ts';
import type { State } from '../status.ts';
import { jobPods, wantedCompletions } from './job.ts';

export function cronJobs(index: ClusterIndex, namespace: string, options: WorkloadOptions): Block[] {
  return index.of('CronJob', namespace).map((object) => {
    const lanes = index.ownedBy('Job', object).map((job) => jobLane(index, object, job));
    return headedBlock(index, object, lanes, { direction: options.direction, state: cronJobState(object) });
  });
}

function jobLane(index: ClusterIndex, owner: KubeObject, job: KubeObject): Lane {
  const name = job.metadata?.name ?? '';
  const prefix = `${owner.metadata?.name ?? ''}-`;
  const title = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  const made = ownedLane(index, job, title, asJob(job).spec?.parallelism ?? 1);
  const tally = `${asJob(job).status?.succeeded ?? 0} / ${wantedCompletions(job)}`;
  return { ...made, pods: jobPods(index, job), tally };
}

export function cronJobState(object: KubeObject): State {
  const { metadata, status } = asCronJob(object);
  if (metadata?.deletionTimestamp) return 'terminating';
  return (status?.active ?? []).length > 0 ? 'starting' : 'ready';
}
