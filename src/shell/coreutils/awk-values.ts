/** awk's values: numbers, texts, and input that is both. */
import { AwkError } from './awk-tree.ts';
import { showNumber } from './small.ts';

/** Input that looks like a number compares as one: `looks` marks it. */
export type Value = number | string | { text: string; looks: true };

export const toText = (value: Value): string =>
  typeof value === 'number' ? showNumber(value) : typeof value === 'string' ? value : value.text;
export const toNumber = (value: Value): number =>
  typeof value === 'number'
    ? value
    : Number(/^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/.exec(toText(value))?.[0] ?? 0);
export const toTruth = (value: Value): boolean =>
  typeof value === 'number'
    ? value !== 0
    : typeof value === 'string'
      ? value !== ''
      : toNumber(value) !== 0 || !isNumeric(value.text);
const isNumeric = (text: string): boolean => /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/.test(text);
export const fromInput = (text: string): Value => (isNumeric(text) ? { text, looks: true } : text);

export function arithmetic(operator: string, a: number, b: number): number {
  if ((operator === '/' || operator === '%') && b === 0) throw new AwkError('division by zero');
  return operator === '+'
    ? a + b
    : operator === '-'
      ? a - b
      : operator === '*'
        ? a * b
        : operator === '/'
          ? a / b
          : operator === '%'
            ? a % b
            : a ** b;
}

export function compare(operator: string, left: Value, right: Value): boolean {
  const numeric = typeof left !== 'string' && typeof right !== 'string';
  const [a, b] = numeric ? [toNumber(left), toNumber(right)] : [toText(left), toText(right)];
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '==':
      return a === b;
    default:
      return a !== b;
  }
}
