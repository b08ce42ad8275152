/** One measurement: what, how much, and what it is held against. `value` undefined: not measured here, `note` says why. */
export interface Row {
  what: string;
  unit: 's' | 'ms' | 'ratio' | 'KB gzip' | 'MB' | 'fps';
  value: number | undefined;
  budget?: string;
  met?: boolean;
  note?: string;
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

export const atMost = (what: string, unit: Row['unit'], value: number, budget: number, note?: string): Row => ({
  what,
  unit,
  value,
  budget: `≤ ${budget}`,
  met: value <= budget,
  ...(note ? { note } : {}),
});
