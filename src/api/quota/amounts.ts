/** Lists of resources and sums over them (apiserver/pkg/quota/v1/resources.go). */
import { type Quantity, addQuantity, compareQuantity, formatQuantity, parseQuantity } from '../quantity.ts';

/** By name of the resource. */
export type Amounts = Readonly<Record<string, Quantity>>;

export const ONE: Quantity = { nano: 1_000_000_000n, format: 'DecimalSI' };
export const ZERO: Quantity = { nano: 0n, format: 'DecimalSI' };

/** What is no quantity counts as none. */
export function readAmounts(list: Readonly<Record<string, string | number>> | undefined): Record<string, Quantity> {
  const amounts: Record<string, Quantity> = {};
  for (const [name, text] of Object.entries(list ?? {})) amounts[name] = parseQuantity(text) ?? ZERO;
  return amounts;
}

export function writeAmounts(amounts: Amounts): Record<string, string> {
  return Object.fromEntries(
    Object.keys(amounts)
      .toSorted()
      .map((name) => [name, formatQuantity(amounts[name]!)]),
  );
}

export function addAmounts(a: Amounts, b: Amounts): Record<string, Quantity> {
  const sum = { ...a };
  for (const name in b) sum[name] = name in sum ? addQuantity(sum[name]!, b[name]!) : b[name]!;
  return sum;
}

export function maxAmounts(a: Amounts, b: Amounts): Record<string, Quantity> {
  const most = { ...a };
  for (const name in b) if (!(name in most) || compareQuantity(b[name]!, most[name]!) > 0) most[name] = b[name]!;
  return most;
}

/** `a` less `b`, none below zero. */
export function subtractAmounts(a: Amounts, b: Amounts): Record<string, Quantity> {
  const rest: Record<string, Quantity> = {};
  for (const name in a) {
    const { nano, format } = a[name]!;
    const left = nano - (b[name]?.nano ?? 0n);
    rest[name] = { nano: left < 0n ? 0n : left, format };
  }
  return rest;
}

/** Those of the amounts that are named. */
export function maskAmounts(amounts: Amounts, names: readonly string[]): Record<string, Quantity> {
  return Object.fromEntries(names.flatMap((name) => (name in amounts ? [[name, amounts[name]!]] : [])));
}

/** As messages show them: `limits.memory=600Mi,requests.cpu=600m`. */
export function amountsText(amounts: Amounts): string {
  return Object.keys(amounts)
    .toSorted()
    .map((name) => `${name}=${formatQuantity(amounts[name]!)}`)
    .join(',');
}
