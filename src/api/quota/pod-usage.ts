/** How Pods count towards a quota (pkg/quota/v1/evaluator/core/pods.go). */
import type { Container, Pod, PodSpec } from 'kubernetes-types/core/v1';
import { type Amounts, ONE, addAmounts, readAmounts } from './amounts.ts';
import { podLimits, podRequests } from './pod-amounts.ts';
import type { Scope } from './scopes.ts';

const COMPUTE = ['cpu', 'memory', 'ephemeral-storage'];
const MUST_BE_SAID = new Set(['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']);
const NAMES = new Set([
  'count/pods',
  'pods',
  ...COMPUTE.flatMap((name) => [name, `requests.${name}`, `limits.${name}`]),
]);

export function isPodResource(name: string): boolean {
  if (NAMES.has(name) || name.startsWith('hugepages-') || name.startsWith('requests.hugepages-')) return true;
  return name.startsWith('requests.') && name.includes('/');
}

function computeUsage(requests: Amounts, limits: Amounts): Record<string, Amounts[string]> {
  const usage: Record<string, Amounts[string]> = { pods: ONE };
  for (const name in requests) {
    if (COMPUTE.includes(name) || name.startsWith('hugepages-')) usage[name] = requests[name]!;
    if (COMPUTE.includes(name) || name.startsWith('hugepages-') || name.includes('/'))
      usage[`requests.${name}`] = requests[name]!;
  }
  for (const name in limits) if (COMPUTE.includes(name)) usage[`limits.${name}`] = limits[name]!;
  return usage;
}

/** Ended Pods count as objects only. */
export function countsAsRunning(pod: Pod, now: number): boolean {
  const phase = pod.status?.phase;
  if (phase === 'Failed' || phase === 'Succeeded') return false;
  const deleted = pod.metadata?.deletionTimestamp as string | undefined;
  const grace = pod.metadata?.deletionGracePeriodSeconds;
  return !(deleted && grace !== undefined && now > Date.parse(deleted) + grace * 1000);
}

export function podUsage(pod: Pod, now: number): Amounts {
  const count = { 'count/pods': ONE };
  if (!pod.spec || !countsAsRunning(pod, now)) return count;
  return addAmounts(count, computeUsage(podRequests(pod.spec), podLimits(pod.spec)));
}

/** `limits.memory for: a,b; requests.cpu for: a`: what containers must say when these resources are limited; '' is well. */
export function podConstraints(spec: PodSpec, required: readonly string[]): string {
  const asked = required.filter((name) => MUST_BE_SAID.has(name)).toSorted();
  const missing = asked.flatMap((resource) => {
    const silent = [...(spec.containers ?? []), ...(spec.initContainers ?? [])].filter(
      (container) => !says(container, resource),
    );
    const names = silent.map(({ name }) => name).toSorted();
    return names.length > 0 ? [`${resource} for: ${[...new Set(names)].join(',')}`] : [];
  });
  return missing.join('; ');
}

function says({ resources }: Container, resource: string): boolean {
  return resource in computeUsage(readAmounts(resources?.requests), readAmounts(resources?.limits));
}

export function podMatchesScope(pod: Pod, { scopeName, operator, values = [] }: Scope): boolean {
  const { spec } = pod;
  const terminating = (spec?.activeDeadlineSeconds ?? -1) >= 0;
  const className = spec?.priorityClassName ?? '';
  switch (scopeName) {
    case 'Terminating':
      return terminating;
    case 'NotTerminating':
      return !terminating;
    case 'BestEffort':
      return isBestEffort(spec);
    case 'NotBestEffort':
      return !isBestEffort(spec);
    case 'CrossNamespacePodAffinity':
      return crossesNamespaces(spec);
    case 'PriorityClass':
      if (operator === 'In') return values.includes(className);
      if (operator === 'NotIn') return !values.includes(className);
      return (className !== '') === (operator === 'Exists');
    default:
      return false;
  }
}

function isBestEffort(spec: PodSpec | undefined): boolean {
  return [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].every(
    ({ resources }) =>
      !['cpu', 'memory'].some(
        (name) => resources?.requests?.[name] !== undefined || resources?.limits?.[name] !== undefined,
      ),
  );
}

function crossesNamespaces(spec: PodSpec | undefined): boolean {
  const { podAffinity, podAntiAffinity } = spec?.affinity ?? {};
  return [podAffinity, podAntiAffinity].some((affinity) =>
    [
      ...(affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
      ...(affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((one) => one.podAffinityTerm),
    ].some((term) => (term.namespaces?.length ?? 0) > 0 || term.namespaceSelector !== undefined),
  );
}
