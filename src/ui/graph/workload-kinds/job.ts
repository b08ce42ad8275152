/** A Job: what still works, what failed, and the last of what is done; the rest is a number on its card. */
import type { KubeObject } from '../../../api/object.ts';
import { headedBlock, headlessLane, type WorkloadOptions } from '../blocks.ts';
import { asJob, idOf, type ClusterIndex } from '../cluster-index.ts';
import type { Block, PodItem } from '../model.ts';
import type { State } from '../status.ts';

/** So many Pods that are done stay on the picture. */
const keptDone = 3;

export function jobs(index: ClusterIndex, namespace: string, options: WorkloadOptions): Block[] {
  return index
    .of('Job', namespace)
    .filter((object) => !index.isKept(object))
    .map((object) => {
      const made = headlessLane(object, jobPods(index, object), asJob(object).spec?.parallelism ?? 1);
      return headedBlock(index, object, [made], { direction: options.direction, state: jobState(object) });
    });
}

/** The Pods of a Job that are worth a place: all but those that were done before the last few. */
export function jobPods(index: ClusterIndex, job: KubeObject): PodItem[] {
  const pods = index.podsByOwner.get(idOf(job)) ?? [];
  const done = pods.filter((pod) => pod.status.state === 'completed');
  const folded = new Set(done.slice(0, Math.max(0, done.length - keptDone)));
  return pods.filter((pod) => !folded.has(pod));
}

export function jobState(object: KubeObject): State {
  const { metadata, status } = asJob(object);
  if (metadata?.deletionTimestamp) return 'terminating';
  const holds = (type: string): boolean =>
    status?.conditions?.some((entry) => entry.type === type && entry.status === 'True') ?? false;
  if (holds('Complete')) return 'completed';
  if (holds('Failed') || holds('FailureTarget')) return 'failing';
  return 'starting';
}

/** How many completions count as done: `completions`, or one where the Pods agree among themselves. */
export const wantedCompletions = (object: KubeObject): number => asJob(object).spec?.completions ?? 1;
