/** Comparisons of Go templates, which JSONPath filters use (text/template/funcs.go): only like with like. */
import { JSONPathError } from './error.ts';

export function compare(left: unknown, operator: string, right: unknown): boolean {
  switch (operator) {
    case '==':
      return equal(left, right);
    case '!=':
      return !equal(left, right);
    case '<':
      return less(left, right);
    case '<=':
      return less(left, right) || equal(left, right);
    case '>':
      return !less(left, right) && !equal(left, right);
    case '>=':
      return !less(left, right);
    default:
      throw new JSONPathError(`unrecognized filter operator ${operator}`);
  }
}

function equal(left: unknown, right: unknown): boolean {
  check(left, right);
  return left === right;
}

function less(left: unknown, right: unknown): boolean {
  check(left, right);
  if (typeof left === 'boolean') throw new JSONPathError('invalid type for comparison');
  return (left as number | string) < (right as number | string);
}

function check(left: unknown, right: unknown): void {
  for (const value of [left, right]) {
    if (!['string', 'number', 'boolean'].includes(typeof value)) throw new JSONPathError('invalid type for comparison');
  }
  if (typeof left !== typeof right) throw new JSONPathError('incompatible types for comparison');
}
