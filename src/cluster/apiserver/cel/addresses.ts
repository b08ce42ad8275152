/** IP addresses and ranges as numbers (net/netip, as apiserver/pkg/cel/library/{ip,cidr}.go use it). */
import { isIPv6 } from '../apiextensions/schema/formats.ts';

const V4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

function parseV4(text: string): bigint | undefined {
  const parts = V4.exec(text)?.slice(1);
  if (!parts || parts.some((part) => Number(part) > 255 || (part.length > 1 && part.startsWith('0')))) return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function parseV6(text: string): bigint | undefined {
  if (!isIPv6(text)) return undefined;
  const [head = '', tail] = text.split('::');
  const words = (half: string): bigint[] =>
    half === ''
      ? []
      : half.split(':').flatMap((part) => {
          const v4 = parseV4(part);
          return v4 === undefined ? [BigInt(`0x${part}`)] : [v4 >> 16n, v4 & 0xffffn];
        });
  const [left, right] = [words(head), tail === undefined ? [] : words(tail)];
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => 0n);
  return [...left, ...zeros, ...right].reduce((sum, word) => sum * 65536n + word, 0n);
}

export class Ip {
  constructor(
    readonly value: bigint,
    readonly family: 4 | 6,
  ) {}

  static parse(text: string): Ip | undefined {
    const v4 = parseV4(text);
    if (v4 !== undefined) return new Ip(v4, 4);
    const v6 = parseV6(text);
    return v6 === undefined ? undefined : new Ip(v6, 6);
  }

  get bits(): number {
    return this.family === 4 ? 32 : 128;
  }

  /** The canonical text: RFC 5952. */
  toString(): string {
    if (this.family === 4) return [24n, 16n, 8n, 0n].map((shift) => (this.value >> shift) & 255n).join('.');
    const words = Array.from({ length: 8 }, (_, i) => ((this.value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
    const runs = [...words.join(':').matchAll(/\b0(?::0)+\b/g)].map(([run]) => run);
    const longest = runs.toSorted((a, b) => b.length - a.length)[0];
    if (longest === undefined) return words.join(':');
    return words.join(':').replace(longest, '::').replace(/:{3,}/, '::');
  }

  private starts(bits: number, prefix: bigint): boolean {
    return this.value >> BigInt(this.bits - bits) === prefix;
  }

  get isUnspecified(): boolean {
    return this.value === 0n;
  }
  get isLoopback(): boolean {
    return this.family === 4 ? this.starts(8, 127n) : this.value === 1n;
  }
  get isLinkLocalUnicast(): boolean {
    return this.family === 4 ? this.starts(16, 0xa9fen) : this.starts(10, 0x3fan);
  }
  get isLinkLocalMulticast(): boolean {
    return this.family === 4 ? this.starts(24, 0xe00000n) : this.starts(16, 0xff02n);
  }
  private get isMulticast(): boolean {
    return this.family === 4 ? this.starts(4, 0xen) : this.starts(8, 0xffn);
  }
  get isGlobalUnicast(): boolean {
    const broadcast = this.family === 4 && this.value === 0xffffffffn;
    return !this.isUnspecified && !this.isLoopback && !this.isLinkLocalUnicast && !this.isMulticast && !broadcast;
  }
}

export class Cidr {
  constructor(
    readonly ip: Ip,
    readonly prefix: number,
  ) {}

  static parse(text: string): Cidr | undefined {
    const [, address = '', prefix = ''] = /^(.+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
    const ip = Ip.parse(address);
    return ip && Number(prefix) <= ip.bits ? new Cidr(ip, Number(prefix)) : undefined;
  }

  private get shift(): bigint {
    return BigInt(this.ip.bits - this.prefix);
  }

  containsIp(other: Ip): boolean {
    return other.family === this.ip.family && other.value >> this.shift === this.ip.value >> this.shift;
  }

  contains(other: Cidr): boolean {
    return other.prefix >= this.prefix && this.containsIp(other.ip);
  }

  masked(): Cidr {
    return new Cidr(new Ip((this.ip.value >> this.shift) << this.shift, this.ip.family), this.prefix);
  }

  toString(): string {
    return `${this.ip.toString()}/${this.prefix}`;
  }
}
