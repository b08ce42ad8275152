/** What a Pod asks for (component-helpers/resource/helpers.go PodRequests). Pure; cpu in millicores, all else in units. */
import type { Container, Pod } from 'kubernetes-types/core/v1';
import { milliValue, quantityValue } from '../../api/quantity.ts';

/** By resource name. */
export type Amounts = Readonly<Record<string, number>>;

const parsed = new Map<string, number>();

/** Quantities repeat: a thousand Pods share one text. */
export function amount(resource: string, quantity: string | number): number {
  const id = `${resource === 'cpu' ? 'm' : ''}${quantity}`;
  let value = parsed.get(id);
  if (value === undefined) {
    value = resource === 'cpu' ? milliValue(quantity) : quantityValue(quantity);
    parsed.set(id, value);
  }
  return value;
}

export function amounts(quantities: Record<string, string | number> | undefined): Record<string, number> {
  const result: Record<string, number> = {};
  for (const [resource, quantity] of Object.entries(quantities ?? {})) result[resource] = amount(resource, quantity);
  return result;
}

function add(into: Record<string, number>, more: Amounts): void {
  for (const resource in more) into[resource] = (into[resource] ?? 0) + more[resource]!;
}

function raise(into: Record<string, number>, other: Amounts): void {
  for (const resource in other) into[resource] = Math.max(into[resource] ?? 0, other[resource]!);
}

export interface PodRequests {
  requests: Amounts;
  /** For scoring: a container that asks for nothing counts as 100m and 200 MB. */
  nonZero: { cpu: number; memory: number };
}

const DEFAULTS: Amounts = { cpu: 100, memory: 200 * 1024 * 1024 };

interface Known {
  requests: PodRequests;
  initContainers: unknown;
  overhead: unknown;
}

/** By the list of containers: it outlives the binding, which makes a new spec around it. */
const known = new WeakMap<object, Known>();

export function podRequests(pod: Pod): PodRequests {
  const { containers, initContainers, overhead } = pod.spec ?? {};
  if (!containers) return { requests: {}, nonZero: { cpu: 0, memory: 0 } };
  const old = known.get(containers);
  if (old && old.initContainers === initContainers && old.overhead === overhead) return old.requests;
  const nonZero = total(pod, DEFAULTS);
  const requests = { requests: total(pod, {}), nonZero: { cpu: nonZero['cpu'] ?? 0, memory: nonZero['memory'] ?? 0 } };
  known.set(containers, { requests, initContainers, overhead });
  return requests;
}

function total(pod: Pod, defaults: Amounts): Record<string, number> {
  const of = (container: Container): Record<string, number> => ({
    ...defaults,
    ...amounts(container.resources?.requests),
  });
  const sum: Record<string, number> = {};
  for (const container of pod.spec?.containers ?? []) add(sum, of(container));
  const sidecars: Record<string, number> = {};
  const start: Record<string, number> = {};
  for (const container of pod.spec?.initContainers ?? []) {
    // Init containers run one after another, beside the sidecars that started before them.
    const request = of(container);
    if (container.restartPolicy === 'Always') {
      add(sum, request);
      add(sidecars, request);
      raise(start, sidecars);
    } else {
      add(request, sidecars);
      raise(start, request);
    }
  }
  raise(sum, start);
  add(sum, amounts(pod.spec?.overhead));
  return sum;
}
