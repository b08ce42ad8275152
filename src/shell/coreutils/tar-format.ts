/** The ustar format (POSIX.1-1988, with pax and GNU long names read) as text whose lone surrogates are bytes (bytes.ts). */
import { decodeText, encodeText } from '../bytes.ts';

export interface TarEntry {
  /** As stored: no leading slash; a directory's ends in one. */
  name: string;
  directory: boolean;
  text: string;
  mode: number;
  /** ms since the epoch. */
  modified: number;
}

const BLOCK = 512;

export function packEntry(entry: TarEntry): string {
  const data = encodeText(entry.text);
  const name = encodeText(entry.name);
  const long = name.length > 100;
  const parts = long
    ? [header('././@LongLink', 'L', name.length + 1, 0, 0), padded(joined([name, Uint8Array.of(0)]))]
    : [];
  const { mode, modified } = entry;
  parts.push(header(name.subarray(0, 100), entry.directory ? '5' : '0', data.length, mode, modified), padded(data));
  return decodeText(joined(parts));
}

/** What ends an archive. */
export const TAR_END = '\0'.repeat(2 * BLOCK);

function header(name: string | Uint8Array, type: string, size: number, mode: number, modified: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (at: number, text: string | Uint8Array): void =>
    block.set(typeof text === 'string' ? encodeText(text) : text, at);
  const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;
  put(0, name);
  put(100, octal(mode & 0o7777, 8));
  put(108, octal(0, 8));
  put(116, octal(0, 8));
  put(124, octal(size, 12));
  put(136, octal(Math.floor(modified / 1000), 12));
  put(148, ' '.repeat(8));
  put(156, type);
  put(257, 'ustar  \0');
  put(265, 'root');
  put(297, 'root');
  put(
    148,
    `${octal(
      block.reduce((sum, byte) => sum + byte, 0),
      7,
    )} `,
  );
  return block;
}

function padded(data: Uint8Array): Uint8Array {
  const all = new Uint8Array(Math.ceil(data.length / BLOCK) * BLOCK);
  all.set(data);
  return all;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Throws an Error with tar's words for what is no archive. */
export function unpackEntries(archive: string): TarEntry[] {
  const bytes = encodeText(archive);
  const entries: TarEntry[] = [];
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= bytes.length;) {
    const block = bytes.subarray(at, at + BLOCK);
    if (block.every((byte) => byte === 0)) break;
    const field = (from: number, length: number): string =>
      decodeText(block.subarray(from, from + length)).split('\0')[0]!;
    const number = (from: number, length: number): number => Number.parseInt(field(from, length).trim() || '0', 8);
    const size = number(124, 12);
    if (Number.isNaN(size) || !field(257, 5).startsWith('ustar'))
      throw new Error('This does not look like a tar archive');
    const data = bytes.subarray(at + BLOCK, at + BLOCK + size);
    if (data.length < size) throw new Error('Unexpected EOF in archive');
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    const type = field(156, 1);
    if (type === 'L') longName = decodeText(data).split('\0')[0]!;
    else if (type === 'x') longName = /\d+ path=([^\n]*)\n/.exec(decodeText(data))?.[1] ?? longName;
    if (type !== '' && !'05'.includes(type)) continue;
    const prefix = field(257, 8) === 'ustar' ? field(345, 155) : '';
    const name = longName ?? (prefix ? `${prefix}/${field(0, 100)}` : field(0, 100));
    longName = undefined;
    entries.push({
      name,
      directory: type === '5' || name.endsWith('/'),
      text: decodeText(data),
      mode: number(100, 8),
      modified: number(136, 12) * 1000,
    });
  }
  return entries;
}
