/** MD5, SHA-1 and SHA-256 (RFC 1321, FIPS 180-4) of bytes, as hexadecimal text. At once, where the platform's take time. */
export type DigestName = 'md5' | 'sha1' | 'sha256';

export function digest(name: DigestName, bytes: Uint8Array): string {
  const words = padded(bytes, name === 'md5');
  const state = Uint32Array.from(INITIAL[name]);
  const step = { md5: md5Block, sha1: sha1Block, sha256: sha256Block }[name];
  for (let at = 0; at < words.length; at += 16) step(state, words.subarray(at, at + 16));
  let out = '';
  for (const word of state) {
    const shown = name === 'md5' ? swapped(word) : word;
    out += shown.toString(16).padStart(8, '0');
  }
  return out;
}

const H = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0] as const;

const INITIAL: Readonly<Record<DigestName, readonly number[]>> = {
  md5: H.slice(0, 4),
  sha1: H,
  sha256: roots(8, (prime) => Math.sqrt(prime)),
};

const SHA256_K = roots(64, (prime) => Math.cbrt(prime));
const MD5_K = Array.from({ length: 64 }, (_, at) => Math.floor(Math.abs(Math.sin(at + 1)) * 2 ** 32) >>> 0);
const MD5_TURNS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;

/** The first 32 bits behind the point of a root of each of the first primes. */
function roots(count: number, root: (prime: number) => number): number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes.map((prime) => ((root(prime) % 1) * 2 ** 32) >>> 0);
}

const left = (word: number, by: number): number => (word << by) | (word >>> (32 - by));
const right = (word: number, by: number): number => left(word, 32 - by);
const swapped = (word: number): number =>
  ((word >>> 24) | ((word >>> 8) & 0xff00) | ((word << 8) & 0xff0000) | (word << 24)) >>> 0;

/** The message with its length behind it, in 32-bit words. */
function padded(bytes: Uint8Array, littleEndian: boolean): Uint32Array {
  const length = Math.ceil((bytes.length + 9) / 64) * 64;
  const view = new DataView(new ArrayBuffer(length));
  bytes.forEach((byte, at) => view.setUint8(at, byte));
  view.setUint8(bytes.length, 0x80);
  const bits = BigInt(bytes.length) * 8n;
  view.setBigUint64(length - 8, bits, littleEndian);
  return Uint32Array.from({ length: length / 4 }, (_, at) => view.getUint32(at * 4, littleEndian));
}

function md5Block(state: Uint32Array, block: Uint32Array): void {
  let [a, b, c, d] = state as unknown as [number, number, number, number];
  for (let at = 0; at < 64; at++) {
    const round = at >> 4;
    const mixed = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][round]!;
    const word = [at, 5 * at + 1, 3 * at + 5, 7 * at][round]! % 16;
    const sum = (a + mixed + MD5_K[at]! + block[word]!) | 0;
    [a, d, c, b] = [d, c, b, (b + left(sum, MD5_TURNS[round]![at % 4]!)) | 0];
  }
  add(state, [a, b, c, d]);
}

function sha1Block(state: Uint32Array, block: Uint32Array): void {
  const words = [...block];
  for (let at = 16; at < 80; at++)
    words.push(left(words[at - 3]! ^ words[at - 8]! ^ words[at - 14]! ^ words[at - 16]!, 1));
  let [a, b, c, d, e] = state as unknown as [number, number, number, number, number];
  for (let at = 0; at < 80; at++) {
    const round = Math.floor(at / 20);
    const mixed = [(b & c) | (~b & d), b ^ c ^ d, (b & c) | (b & d) | (c & d), b ^ c ^ d][round]!;
    const sum = (left(a, 5) + mixed + e + words[at]! + [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6][round]!) | 0;
    [e, d, c, b, a] = [d, c, left(b, 30), a, sum];
  }
  add(state, [a, b, c, d, e]);
}

function sha256Block(state: Uint32Array, block: Uint32Array): void {
  const words = [...block];
  for (let at = 16; at < 64; at++) {
    const [near, far] = [words[at - 15]!, words[at - 2]!];
    const low = right(near, 7) ^ right(near, 18) ^ (near >>> 3);
    const high = right(far, 17) ^ right(far, 19) ^ (far >>> 10);
    words.push((words[at - 16]! + low + words[at - 7]! + high) >>> 0);
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let at = 0; at < 64; at++) {
    const sum1 = right(e, 6) ^ right(e, 11) ^ right(e, 25);
    const first = (h + sum1 + ((e & f) ^ (~e & g)) + SHA256_K[at]! + words[at]!) | 0;
    const sum0 = right(a, 2) ^ right(a, 13) ^ right(a, 22);
    const second = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  add(state, [a, b, c, d, e, f, g, h]);
}

function add(state: Uint32Array, values: readonly number[]): void {
  values.forEach((value, at) => (state[at] = state[at]! + value));
}
