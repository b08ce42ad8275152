/**
 * Bytes as the text that programs here work with: UTF-8, and each byte that is none as a lone surrogate (U+DC80 to
 * U+DCFF, as Python's surrogateescape), so that what is copied through a container comes out as it went in.
 */
const BASE = 0xdc00;

/** A decoder of a stream: what is cut within a character waits for the rest. */
export function createTextDecoder(): { decode(bytes: Uint8Array): string; end(): string } {
  let rest: Uint8Array = new Uint8Array(0);
  return {
    decode(bytes) {
      const all = rest.length > 0 ? joined(rest, bytes) : bytes;
      const cut = all.length - unfinished(all);
      rest = all.slice(cut);
      return decodeText(all.subarray(0, cut));
    },
    end() {
      const text = decodeText(rest);
      rest = new Uint8Array(0);
      return text;
    },
  };
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

export function decodeText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeSlowly(bytes);
  }
}

export function encodeText(text: string): Uint8Array {
  // A surrogate pair never has its low half first, so this finds lone ones and, harmlessly, no others in most text.
  if (!/(?:[^\ud800-\udbff]|^)[\udc80-\udcff]/.test(text)) return encoder.encode(text);
  const parts: Uint8Array[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0xd800 && code < 0xdc00) at++;
    else if (code >= BASE + 0x80 && code <= BASE + 0xff) {
      parts.push(encoder.encode(text.slice(from, at)), Uint8Array.of(code - BASE));
      from = at + 1;
    }
  }
  parts.push(encoder.encode(text.slice(from)));
  return parts.reduce(joined, new Uint8Array(0));
}

export const byteCount = (text: string): number => encodeText(text).length;

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** How many bytes a character that begins with this one has; 0 when none begins so. */
function lengthOf(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte >= 0xc2 && byte < 0xe0) return 2;
  if (byte >= 0xe0 && byte < 0xf0) return 3;
  return byte >= 0xf0 && byte < 0xf5 ? 4 : 0;
}

/** Bytes at the end that may be the beginning of a character. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    return lengthOf(byte) > back ? back : 0;
  }
  return 0;
}

function decodeSlowly(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = lengthOf(bytes[at]!);
    try {
      if (length === 0 || at + length > bytes.length) throw new RangeError('no character');
      parts.push(strict.decode(bytes.subarray(at, at + length)));
      at += length;
    } catch {
      parts.push(String.fromCharCode(BASE + bytes[at]!));
      at++;
    }
  }
  return parts.join('');
}
