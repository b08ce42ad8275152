/** Makes and deletes a Job's Pods (pkg/controller/job/job_controller.go manageJob, deleteJobPods, podGenerateNameWithIndex). */
import type { Container, Pod } from 'kubernetes-types/core/v1';
import { isStatusError } from '../../api/status.ts';
import type { ControllerContext } from '../runtime/define-controller.ts';
import { JOBS, PODS } from '../runtime/resources.ts';
import { controllerReference } from './claim.ts';
import { INDEX, INDEX_FAILURES, type Job, TRACKING, indexOf, isIndexed, isTracked } from './job-types.ts';
import { compareForDeletion } from './pod-ranking.ts';

const INDEX_VARIABLE = {
  name: 'JOB_COMPLETION_INDEX',
  valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: `metadata.labels['${INDEX}']` } },
};

function withIndexVariable(container: Container): Container {
  if (container.env?.some((variable) => variable.name === INDEX_VARIABLE.name)) return container;
  return { ...container, env: [...(container.env ?? []), INDEX_VARIABLE] };
}

/** `failures`: of the index before this Pod, for Jobs with a limit per index. */
export function podOf(job: Job, index: number | undefined, failures: number): Pod {
  const template = job.spec.template;
  const spec = template.spec ?? { containers: [] };
  const name = job.metadata.name ?? '';
  const indexText = index === undefined ? undefined : String(index);
  const annotations = {
    ...template.metadata?.annotations,
    ...(indexText === undefined ? {} : { [INDEX]: indexText }),
    ...(job.spec.backoffLimitPerIndex === undefined ? {} : { [INDEX_FAILURES]: String(failures) }),
  };
  const labels = { ...template.metadata?.labels, ...(indexText === undefined ? {} : { [INDEX]: indexText }) };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: indexText === undefined ? `${name}-` : `${name}-${indexText}-`,
      namespace: job.metadata.namespace ?? '',
      labels,
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
      finalizers: [...(template.metadata?.finalizers ?? []), TRACKING],
      ownerReferences: [controllerReference(JOBS, job)],
    },
    spec:
      indexText === undefined
        ? spec
        : {
            ...spec,
            hostname: spec.hostname ?? `${name}-${indexText}`,
            containers: spec.containers.map(withIndexVariable),
            ...(spec.initContainers ? { initContainers: spec.initContainers.map(withIndexVariable) } : {}),
          },
  };
}

/** Throws StatusError, the Event written. */
export function createPod({ session, events }: ControllerContext, job: Job, pod: Pod): void {
  try {
    const created = session.create<Pod>(PODS, job.metadata.namespace, pod);
    events.record(JOBS, job, 'Normal', 'SuccessfulCreate', `Created pod: ${created.metadata?.name}`);
  } catch (error) {
    if (isStatusError(error)) events.record(JOBS, job, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
    throw error;
  }
}

export function releasePod({ session }: ControllerContext, pod: Pod): void {
  if (!isTracked(pod)) return;
  const patch = { metadata: { uid: pod.metadata?.uid, '$deleteFromPrimitiveList/finalizers': [TRACKING] } };
  const { namespace, name = '' } = pod.metadata ?? {};
  try {
    session.patch(PODS, namespace, name, 'application/strategic-merge-patch+json', patch);
  } catch (error) {
    // Gone meanwhile, or another by the same name.
    if (!isStatusError(error, 'NotFound') && !isStatusError(error, 'Conflict') && !isStatusError(error, 'Invalid'))
      throw error;
  }
}

export function deletePod({ session, events }: ControllerContext, job: Job, pod: Pod): void {
  try {
    session.delete(PODS, pod.metadata?.namespace, pod.metadata?.name ?? '');
    events.record(JOBS, job, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata?.name}`);
  } catch (error) {
    if (!isStatusError(error, 'NotFound')) throw error;
  }
}

/** Those that go first: of Jobs with indexes the surplus of an index and the highest, then as ReplicaSets choose. */
export function chooseForRemoval(job: Job, active: readonly Pod[], count: number, now: number): Pod[] {
  const ranked = active.map((pod) => ({ pod, rank: 0 })).toSorted((a, b) => compareForDeletion(a, b, now));
  const order = ranked.map(({ pod }) => pod);
  if (!isIndexed(job)) return order.slice(0, count);
  const completions = job.spec.completions ?? 0;
  const seen = new Set<number>();
  const odd: Pod[] = [];
  const even: Pod[] = [];
  for (const pod of order.toReversed()) {
    const index = indexOf(pod);
    if (index === undefined || index >= completions || seen.has(index)) odd.push(pod);
    else {
      seen.add(index);
      even.push(pod);
    }
  }
  even.sort((a, b) => (indexOf(b) ?? 0) - (indexOf(a) ?? 0));
  return [...odd, ...even].slice(0, count);
}
