/**
 * Quantities: fixed-point numbers with a suffix (apimachinery/pkg/api/resource/quantity.go). A value is `unscaled × 10^-scale`
 * with a bigint, so that nothing is lost; amounts below a nano are rounded up, as upstream does.
 */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

export interface Quantity {
  /** In billionths: every quantity is a whole number of nanos. */
  nano: bigint;
  format: QuantityFormat;
}

const NANO = 1_000_000_000n;

const BINARY: Record<string, bigint> = {
  Ki: 2n ** 10n,
  Mi: 2n ** 20n,
  Gi: 2n ** 30n,
  Ti: 2n ** 40n,
  Pi: 2n ** 50n,
  Ei: 2n ** 60n,
};
const DECIMAL: Record<string, number> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const DECIMAL_SUFFIX = new Map(Object.entries(DECIMAL).map(([suffix, exponent]) => [exponent, suffix]));
const SYNTAX = /^([+-]?)(\d*)(?:\.(\d*))?([a-zA-Z]*)([+-]?\d*)$/;
const EXPONENT = /^[eE]$/;

/** Undefined when the text is no quantity. */
export function parseQuantity(text: string | number): Quantity | undefined {
  const match = SYNTAX.exec(String(text));
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', letters = '', trailing = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const suffix = readSuffix(letters, trailing);
  if (!suffix) return undefined;
  let unscaled = BigInt(whole + fraction) * suffix.factor;
  let exponent = suffix.exponent - fraction.length + 9;
  if (unscaled === 0n) exponent = 0;
  if (exponent > 60) exponent = 60;
  if (exponent >= 0) unscaled *= 10n ** BigInt(exponent);
  else unscaled = exponent < -400 ? 1n : ceilDivide(unscaled, 10n ** BigInt(-exponent));

  // Fractions of one are decimal.
  const format = suffix.format === 'BinarySI' && unscaled > 0n && unscaled < NANO ? 'DecimalSI' : suffix.format;
  return { nano: sign === '-' ? -unscaled : unscaled, format };
}

function readSuffix(
  letters: string,
  trailing: string,
): { factor: bigint; exponent: number; format: QuantityFormat } | undefined {
  if (trailing !== '') {
    if (!EXPONENT.test(letters) || !/\d/.test(trailing)) return undefined;
    return { factor: 1n, exponent: Math.max(-1000, Math.min(1000, Number(trailing))), format: 'DecimalExponent' };
  }
  const binary = BINARY[letters];
  if (binary !== undefined) return { factor: binary, exponent: 0, format: 'BinarySI' };
  const decimal = DECIMAL[letters];
  return decimal === undefined ? undefined : { factor: 1n, exponent: decimal, format: 'DecimalSI' };
}

/** Rounds away from zero for a non-negative value. */
function ceilDivide(value: bigint, by: bigint): bigint {
  return (value + by - 1n) / by;
}

/** The canonical form: no fraction, the largest suffix that keeps the mantissa whole. */
export function formatQuantity(quantity: Quantity): string {
  const { nano } = quantity;
  if (nano === 0n) return '0';
  const sign = nano < 0n ? '-' : '';
  const amount = nano < 0n ? -nano : nano;
  // Below 1024, and where there is a fraction, binary reads as decimal.
  if (quantity.format === 'BinarySI' && amount >= 1024n * NANO && amount % NANO === 0n)
    return sign + formatBinary(amount / NANO);
  let mantissa = amount;
  let exponent = -9;
  while (mantissa % 1000n === 0n && (exponent < 18 || quantity.format === 'DecimalExponent')) {
    mantissa /= 1000n;
    exponent += 3;
  }
  if (quantity.format === 'DecimalExponent') return `${sign}${mantissa}${exponent === 0 ? '' : `e${exponent}`}`;
  return `${sign}${mantissa}${DECIMAL_SUFFIX.get(exponent)}`;
}

function formatBinary(amount: bigint): string {
  const suffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
  let step = 0;
  while (step < 6 && amount % 1024n === 0n) {
    amount /= 1024n;
    step++;
  }
  return `${amount}${suffixes[step]}`;
}

const canonical = new Map<string, string>();

/** The text as the API stores it; the text itself when it is no quantity. Remembers what it has seen. */
export function canonicalQuantity(text: string | number): string {
  const key = String(text);
  const known = canonical.get(key);
  if (known !== undefined) return known;
  const parsed = parseQuantity(key);
  const result = parsed ? formatQuantity(parsed) : key;
  if (canonical.size > 1000) canonical.clear();
  canonical.set(key, result);
  return result;
}

/** Negative, zero or positive, as `a` is less than, equal to or more than `b`. */
export function compareQuantity(a: Quantity, b: Quantity): number {
  return a.nano < b.nano ? -1 : a.nano > b.nano ? 1 : 0;
}

/** The sum takes the first's format unless that is zero. */
export function addQuantity(a: Quantity, b: Quantity): Quantity {
  return { nano: a.nano + b.nano, format: a.nano === 0n ? b.format : a.format };
}

/** Thousandths, rounded up: millicores of a CPU quantity. 0 when the text is no quantity. */
export function milliValue(text: string | number): number {
  const parsed = parseQuantity(text);
  return parsed ? Number(roundUp(parsed.nano, 1_000_000n)) : 0;
}

/** Whole units, rounded up: bytes of a memory quantity. 0 when the text is no quantity. */
export function quantityValue(text: string | number): number {
  const parsed = parseQuantity(text);
  return parsed ? Number(roundUp(parsed.nano, NANO)) : 0;
}

function roundUp(nano: bigint, unit: bigint): bigint {
  return nano < 0n ? -ceilDivide(-nano, unit) : ceilDivide(nano, unit);
}
