/** Resources of a Pod as a whole follow its containers' (pkg/apis/core/v1/defaults.go defaultPodRequests, defaultPodLimits). */
import type { PodSpec, ResourceRequirements } from 'kubernetes-types/core/v1';
import { formatQuantity } from '../../../../../api/quantity.ts';
import { aggregateLimits, aggregateRequests } from './pod-requests.ts';

type Spec = PodSpec & { resources?: ResourceRequirements };

function isCompute(name: string): boolean {
  return name === 'cpu' || name === 'memory';
}

/** Only of Pods that have something to say at their own level. */
export function defaultPodResources(spec: Spec): void {
  const { resources } = spec;
  if (!resources) return;
  const requests = { ...resources.requests };
  const limits = { ...resources.limits };
  if (Object.keys(limits).length > 0) {
    for (const [name, sum] of aggregateRequests(spec))
      if (requests[name] === undefined && isCompute(name)) requests[name] = formatQuantity(sum);
    for (const [name, most] of Object.entries(limits)) requests[name] ??= most;
  }
  if (Object.keys(requests).length > 0) fillLimits(spec, limits);
  spec.resources = {
    ...resources,
    ...(Object.keys(limits).length > 0 ? { limits } : {}),
    ...(Object.keys(requests).length > 0 ? { requests } : {}),
  };
}

/** Where every container is limited, so is their Pod. */
function fillLimits(spec: Spec, limits: Record<string, string>): void {
  const all = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  for (const [name, sum] of aggregateLimits(spec)) {
    if (limits[name] !== undefined || !isCompute(name)) continue;
    if (all.every((container) => container.resources?.limits?.[name] !== undefined)) limits[name] = formatQuantity(sum);
  }
}
