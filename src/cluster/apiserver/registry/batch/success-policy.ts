/** When a Job with indexes may count as successful early (pkg/apis/batch/validation/validation.go validateSuccessPolicy). */
import { type FieldError, invalid, required, struct } from '../../../../api/field-errors.ts';
import type { JobSpec } from './job-validation.ts';

export interface SuccessPolicy {
  rules?: { succeededIndexes?: string; succeededCount?: number }[];
}

const MAX_RULES = 20;

export function validateSuccessPolicy(spec: JobSpec, path: string, errors: FieldError[]): void {
  if (spec.completionMode !== 'Indexed')
    return void errors.push(invalid(path, shown(spec.successPolicy), 'requires indexed completion mode'));
  const rules = spec.successPolicy?.rules ?? [];
  const at = `${path}.rules`;
  if (rules.length === 0)
    errors.push(required(at, 'at least one rules must be specified when the successPolicy is specified'));
  if (rules.length > MAX_RULES) errors.push(tooMany(at, rules.length));
  for (const [i, rule] of rules.entries()) validateRule(rule, `${at}[${i}]`, spec.completions ?? 0, errors);
}

/** The Go struct. */
function shown(policy: SuccessPolicy | undefined): object {
  const rules = policy?.rules?.map(({ succeededIndexes = null, succeededCount = null }) =>
    struct({ SucceededIndexes: succeededIndexes, SucceededCount: succeededCount }),
  );
  return struct({ Rules: rules ?? null });
}

function tooMany(field: string, count: number): FieldError {
  return {
    reason: 'FieldValueTooMany',
    field,
    message: `Too many: ${count}: must have at most ${MAX_RULES} items`,
  };
}

function validateRule(
  { succeededIndexes, succeededCount }: { succeededIndexes?: string; succeededCount?: number },
  at: string,
  completions: number,
  errors: FieldError[],
): void {
  if (succeededCount === undefined && succeededIndexes === undefined)
    errors.push(required(at, 'at least one of succeededCount or succeededIndexes must be specified'));
  let total = 0;
  if (succeededIndexes !== undefined) {
    try {
      total = countIndexes(succeededIndexes, completions);
    } catch (error) {
      errors.push(
        invalid(
          `${at}.succeededIndexes`,
          succeededIndexes,
          `error parsing succeededIndexes: ${(error as Error).message}`,
        ),
      );
    }
  }
  if (succeededCount === undefined) return;
  if (succeededCount < 0)
    errors.push(invalid(`${at}.succeededCount`, succeededCount, 'must be greater than or equal to 0'));
  if (succeededCount > completions)
    errors.push(
      invalid(
        `${at}.succeededCount`,
        succeededCount,
        `must be less than or equal to ${completions} (the number of specified completions)`,
      ),
    );
  if (succeededIndexes !== undefined && succeededCount > total)
    errors.push(
      invalid(
        `${at}.succeededCount`,
        succeededCount,
        `must be less than or equal to ${total} (the number of indexes in the specified succeededIndexes field)`,
      ),
    );
}

/** `0-2,5`: how many those are. Throws Error with upstream's message. */
function countIndexes(text: string, completions: number): number {
  if (text === '') return 0;
  let total = 0;
  let last = -1;
  for (const part of text.split(',')) {
    const [low = '', high] = part.split('-');
    if (part.split('-').length > 2)
      throw new Error(
        `the fragment ${JSON.stringify(part)} violates the requirement that an index interval can have at most two parts separated by '-'`,
      );
    const from = indexOf(low, completions);
    if (from <= last) throw new Error(`non-increasing order, previous: ${last}, current: ${from}`);
    last = from;
    if (high !== undefined) {
      const to = indexOf(high, completions);
      if (to <= from) throw new Error(`non-increasing order, previous: ${from}, current: ${to}`);
      last = to;
    }
    total += last - from + 1;
  }
  return total;
}

function indexOf(text: string, completions: number): number {
  if (!/^[+-]?\d+$/.test(text)) throw new Error(`cannot convert string to integer for index: ${JSON.stringify(text)}`);
  const value = Number(text);
  if (value >= completions) throw new Error(`too large index: ${JSON.stringify(text)}`);
  return value;
}
