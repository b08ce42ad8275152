/** Usage in columns (kubectl/pkg/metricsutil/metrics_printer.go). Every cell ends with a tab, the last one too. */
import { milliValue, quantityValue } from '../../api/quantity.ts';

export type Usage = Readonly<Record<string, string>>;

const MEASURED = ['cpu', 'memory'];

export const cell = (value: string): string => `${value}\t`;

function amount(resource: string, quantity: string | undefined): string {
  if (resource === 'cpu') return `${milliValue(quantity ?? '0')}m`;
  return `${Math.trunc(quantityValue(quantity ?? '0') / (1024 * 1024))}Mi`;
}

/** `name`, then what it uses; with `available`, also how much of that this is. */
export function usageLine(name: string, usage: Usage, available?: Usage): string {
  const cells = MEASURED.map((resource) => {
    const used = cell(amount(resource, usage[resource]));
    const most = available?.[resource];
    if (most === undefined) return used;
    return used + cell(`${Math.trunc((milliValue(usage[resource] ?? '0') / milliValue(most)) * 100)}%`);
  });
  return `${cell(name)}${cells.join('')}\n`;
}

export function sumOf(usages: readonly Usage[]): Usage {
  const total = (resource: string): string =>
    `${usages.reduce((sum, usage) => sum + milliValue(usage[resource] ?? '0'), 0)}m`;
  return Object.fromEntries(MEASURED.map((resource) => [resource, total(resource)]));
}

/** The most first by `by`; by name where that is ''. */
export function compareUsage<T>(
  by: string,
  nameOf: (one: T) => string,
  usageOf: (one: T) => Usage,
): (a: T, b: T) => number {
  if (by !== '') return (a, b) => milliValue(usageOf(b)[by] ?? '0') - milliValue(usageOf(a)[by] ?? '0');
  return (a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0);
}
