/** Guaranteed, Burstable or BestEffort (pkg/apis/core/helper/qos/qos.go ComputePodQOS). */
import type { PodSpec, ResourceRequirements } from 'kubernetes-types/core/v1';
import { parseQuantity } from '../../../../../api/quantity.ts';
import { podLevelResources } from './pod-resources.ts';

const COMPUTE = ['cpu', 'memory'] as const;

interface Sums {
  requests: Map<string, bigint>;
  limits: Map<string, bigint>;
}

export function qosClass(spec: PodSpec): string {
  const sums: Sums = { requests: new Map(), limits: new Map() };
  const ofPod = podLevelResources(spec);
  let limited = true;
  if (ofPod) limited = count(ofPod, sums);
  else {
    for (const container of spec.containers ?? []) if (!count(container.resources, sums)) limited = false;
    for (const container of spec.initContainers ?? []) if (!count(container.resources, sums)) limited = false;
  }
  const { requests, limits } = sums;
  if (requests.size === 0 && limits.size === 0) return 'BestEffort';
  const equal = requests.size === limits.size && [...requests].every(([name, nano]) => limits.get(name) === nano);
  return limited && equal ? 'Guaranteed' : 'Burstable';
}

/** Adds what is more than nothing; true when both cpu and memory are limited. */
function count(resources: ResourceRequirements | undefined, { requests, limits }: Sums): boolean {
  if (!resources) return false;
  let limited = 0;
  for (const name of COMPUTE) {
    add(requests, name, resources.requests?.[name]);
    if (add(limits, name, resources.limits?.[name])) limited++;
  }
  return limited === COMPUTE.length;
}

function add(to: Map<string, bigint>, name: string, text: string | undefined): boolean {
  const nano = text === undefined ? 0n : (parseQuantity(text)?.nano ?? 0n);
  if (nano <= 0n) return false;
  to.set(name, (to.get(name) ?? 0n) + nano);
  return true;
}
