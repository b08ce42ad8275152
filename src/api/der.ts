/** Distinguished encoding rules (X.690), as far as certificates need them: values as tag, length and content. */

export interface Element {
  tag: number;
  /** With tag and length. */
  whole: Uint8Array;
  content: Uint8Array;
}

export const TAGS = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  time: 0x17,
  longTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

export function der(tag: number, ...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = new Uint8Array([tag, ...lengthOf(size), ...new Uint8Array(size)]);
  let at = whole.length - size;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function lengthOf(size: number): number[] {
  if (size < 0x80) return [size];
  const bytes: number[] = [];
  for (let rest = size; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
}

/** The values that stand in `bytes` one after another. Throws Error where they are cut short. */
export function elements(bytes: Uint8Array): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const start = at;
    const tag = bytes[at++]!;
    let size = bytes[at++] ?? 0xff;
    if (size >= 0x80) {
      const count = size & 0x7f;
      if (count === 0 || count > 4) throw new Error('asn1: structure error: invalid length');
      size = 0;
      for (let i = 0; i < count; i++) size = size * 256 + (bytes[at++] ?? 0);
    }
    if (at + size > bytes.length) throw new Error('asn1: syntax error: data truncated');
    found.push({ tag, whole: bytes.subarray(start, at + size), content: bytes.subarray(at, at + size) });
    at += size;
  }
  return found;
}

/** `2.5.4.3` as a value. */
export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const number of rest) {
    const group = [number & 0x7f];
    for (let more = number >>> 7; more > 0; more >>>= 7) group.unshift((more & 0x7f) | 0x80);
    bytes.push(...group);
  }
  return der(TAGS.oid, bytes);
}

/** Text of two digits a year until 2049, of four after it (RFC 5280 4.1.2.5). `at` is ms since the epoch. */
export function time(at: number): Uint8Array {
  const digits = `${new Date(at).toISOString().replace(/\D/g, '').slice(0, 14)}Z`;
  const short = digits < '2050';
  return der(short ? TAGS.time : TAGS.longTime, new TextEncoder().encode(short ? digits.slice(2) : digits));
}
