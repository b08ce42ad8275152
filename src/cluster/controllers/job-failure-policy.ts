/** Pod failure policies and success policies (pkg/controller/job/{pod_failure_policy,success_policy}.go). Pure. */
import type { ContainerStatus, Pod } from 'kubernetes-types/core/v1';
import { parseIndexes } from './job-indexes.ts';
import { type Job, type PodFailureRule, onlyReplacesFailed } from './job-types.ts';

export interface Verdict {
  action: PodFailureRule['action'];
  /** Of FailJob. */
  message: string;
}

/** What the first rule that fits a failed Pod says; undefined when none fits: it counts. */
export function matchFailurePolicy(job: Job, pod: Pod): Verdict | undefined {
  // Policies look at Pods that have really failed.
  if (pod.status?.phase !== 'Failed' && !onlyReplacesFailed(job)) return undefined;
  if (pod.status?.phase !== 'Failed') return undefined;
  const name = `${pod.metadata?.namespace}/${pod.metadata?.name}`;
  for (const [i, rule] of (job.spec.podFailurePolicy?.rules ?? []).entries()) {
    const container = rule.onExitCodes && matchExitCodes(rule.onExitCodes, pod);
    if (container) {
      const code = container.state?.terminated?.exitCode;
      return {
        action: rule.action,
        message: `Container ${container.name} for pod ${name} failed with exit code ${code} matching ${rule.action} rule at index ${i}`,
      };
    }
    const condition = rule.onPodConditions?.find((wanted) =>
      pod.status?.conditions?.some((one) => one.type === wanted.type && one.status === wanted.status),
    );
    if (condition)
      return {
        action: rule.action,
        message: `Pod ${name} has condition ${condition.type} matching ${rule.action} rule at index ${i}`,
      };
  }
  return undefined;
}

function matchExitCodes(
  { containerName, operator, values }: NonNullable<PodFailureRule['onExitCodes']>,
  pod: Pod,
): ContainerStatus | undefined {
  const all = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])];
  return all.find((one) => {
    const code = one.state?.terminated?.exitCode;
    if (code === undefined || code === 0 || (containerName !== undefined && containerName !== one.name)) return false;
    return values.includes(code) === (operator === 'In');
  });
}

/** The message of the first rule that the indexes fulfil. */
export function matchSuccessPolicy(job: Job, succeeded: ReadonlySet<number>): string | undefined {
  const completions = job.spec.completions ?? 0;
  for (const [i, { succeededIndexes, succeededCount }] of (job.spec.successPolicy?.rules ?? []).entries()) {
    const asked = succeededIndexes === undefined ? undefined : parseIndexes(succeededIndexes, completions);
    const hit = asked ? [...asked].filter((index) => succeeded.has(index)).length : succeeded.size;
    if (hit >= (succeededCount ?? asked?.size ?? Infinity)) return `Matched rules at index ${i}`;
  }
  return undefined;
}
