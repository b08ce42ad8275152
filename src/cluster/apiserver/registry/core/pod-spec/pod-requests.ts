/** What a Pod's containers ask for together (component-helpers/resource/helpers.go AggregateContainerRequests). */
import type { Container, PodSpec } from 'kubernetes-types/core/v1';
import { type Quantity, addQuantity, compareQuantity, parseQuantity } from '../../../../../api/quantity.ts';

type Amounts = Map<string, Quantity>;

/** By resource name, in name order. Init containers run before the others, sidecars beside them. */
export function aggregateRequests(spec: PodSpec): ReadonlyMap<string, Quantity> {
  return aggregate(spec, (container) => container.resources?.requests);
}

/** The same of limits (AggregateContainerLimits). */
export function aggregateLimits(spec: PodSpec): ReadonlyMap<string, Quantity> {
  return aggregate(spec, (container) => container.resources?.limits);
}

function aggregate(
  spec: PodSpec,
  listOf: (container: Container) => Readonly<Record<string, string>> | undefined,
): ReadonlyMap<string, Quantity> {
  const total: Amounts = new Map();
  const sidecars: Amounts = new Map();
  const peak: Amounts = new Map();
  for (const container of spec.containers ?? []) add(total, listOf(container));
  for (const container of spec.initContainers ?? []) {
    if (container.restartPolicy === 'Always') {
      add(total, listOf(container));
      add(sidecars, listOf(container));
      raise(peak, sidecars);
    } else {
      const own: Amounts = new Map(sidecars);
      add(own, listOf(container));
      raise(peak, own);
    }
  }
  raise(total, peak);
  return new Map([...total].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function add(to: Amounts, list: Readonly<Record<string, string>> | undefined): void {
  for (const [name, text] of Object.entries(list ?? {})) {
    const value = parseQuantity(text);
    const before = to.get(name);
    if (value) to.set(name, before ? addQuantity(before, value) : value);
  }
}

function raise(to: Amounts, others: Amounts): void {
  for (const [name, value] of others) {
    const before = to.get(name);
    if (!before || compareQuantity(value, before) > 0) to.set(name, value);
  }
}
