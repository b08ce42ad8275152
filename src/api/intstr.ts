/** Numbers that may be percentages: maxSurge, targetPort (apimachinery/pkg/util/intstr/intstr.go). */
export type IntOrString = number | string;

const INT = /^[+-]?\d+$/;

/** Parse(string): digits within 32 bits become a number, everything else stays text. */
export function parseIntOrString(text: string): IntOrString {
  if (!INT.test(text)) return text;
  const value = Number(text);
  return value >= -2147483648 && value <= 2147483647 ? value : text;
}

/** Throws Error when it is text but no percentage. */
export function valueOrPercent(input: IntOrString): { value: number; isPercent: boolean } {
  if (typeof input === 'number') return { value: input, isPercent: false };
  if (!input.endsWith('%')) throw new Error('invalid type: string is not a percentage');
  const digits = input.slice(0, -1);
  if (!INT.test(digits)) throw new Error(`invalid value "${input}": strconv.Atoi: parsing "${digits}": invalid syntax`);
  return { value: Number(digits), isPercent: true };
}

export function getScaledValueFromIntOrPercent(
  input: IntOrString,
  total: number,
  options: { roundUp: boolean },
): number {
  const { value, isPercent } = valueOrPercent(input);
  if (!isPercent) return value;
  const exact = (value * total) / 100;
  return options.roundUp ? Math.ceil(exact) : Math.floor(exact);
}
