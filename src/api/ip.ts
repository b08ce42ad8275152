/** IP addresses and CIDRs as numbers (net/netip, apimachinery/pkg/util/validation/ip.go). */
import { isIP } from './names.ts';

export interface Address {
  family: 4 | 6;
  value: bigint;
}

export interface Network extends Address {
  /** Length of the prefix in bits. */
  bits: number;
}

export const CIDR_ERROR = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';
export const IP_ERROR = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

/** Undefined when the text is no address. */
export function parseIP(text: string): Address | undefined {
  if (!isIP(text)) return undefined;
  if (!text.includes(':')) return { family: 4, value: number(text.split('.').map(Number), 8n) };
  const [head = '', tail] = text.split('::');
  const start = groups(head);
  const end = tail === undefined ? [] : groups(tail);
  const missing = 8 - start.length - end.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return { family: 6, value: number([...start, ...Array.from({ length: missing }, () => 0), ...end], 16n) };
}

function groups(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}

function number(parts: readonly number[], width: bigint): bigint {
  return parts.reduce((sum, part) => (sum << width) | BigInt(part), 0n);
}

/** Undefined when the text is no CIDR. */
export function parseCIDR(text: string): Network | undefined {
  const [ip = '', length = '', more] = text.split('/');
  const address = parseIP(ip);
  if (!address || more !== undefined || !/^(0|[1-9]\d*)$/.test(length)) return undefined;
  const bits = Number(length);
  return bits > size(address.family) ? undefined : { ...address, bits };
}

function size(family: 4 | 6): number {
  return family === 4 ? 32 : 128;
}

export function contains(network: Network, address: Address): boolean {
  if (network.family !== address.family) return false;
  const rest = BigInt(size(network.family) - network.bits);
  return network.value >> rest === address.value >> rest;
}

/** The first address of the network. */
export function firstOf(network: Network): bigint {
  const rest = BigInt(size(network.family) - network.bits);
  return (network.value >> rest) << rest;
}

/** How many addresses the network has. */
export function sizeOf(network: Network): bigint {
  return 1n << BigInt(size(network.family) - network.bits);
}

/** IPv4 in dots; IPv6 as RFC 5952 wants it. */
export function formatIP({ family, value }: Address): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  const parts = Array.from({ length: 8 }, (_, i) => (value >> BigInt(112 - 16 * i)) & 0xffffn);
  let [best, length] = [-1, 1];
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && parts[end] === 0n) end++;
    if (end - i > length) [best, length] = [i, end - i];
  }
  const text = (from: number, to: number): string =>
    parts
      .slice(from, to)
      .map((part) => part.toString(16))
      .join(':');
  return best < 0 ? text(0, 8) : `${text(0, best)}::${text(best + length, 8)}`;
}
