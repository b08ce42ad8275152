/** Bytes that a client sent as a document: JSON or YAML, in Go's words where they are neither (encoding/json, go-yaml readerc.go). */
import { scanJson } from '../../../api/go-json.ts';
import { parseYaml } from '../../../api/yaml.ts';
import { entityTooLarge } from '../verbs/size.ts';

/**
 * How deep a document may be.
 * Simplified: upstream stops at 10,000; whoever walks an object here does so by calls, and needs room for them.
 */
const DEPTH = 1000;

/** More than an object has that can be stored: each takes 15 bytes at least, with the note of who manages it. */
const FIELDS = 100_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const YAML_DEPTH = 'yaml: exceeded max depth of 10000';

/** As JSON.parse, with the messages of Go's decoder. Throws Error, RequestEntityTooLarge. */
export function parseJson(text: string): unknown {
  const { depth, fields } = extentOf(text);
  if (depth > DEPTH) throw new Error('exceeded max depth');
  if (fields > FIELDS) throw entityTooLarge();
  try {
    // Halves of surrogate pairs, which only escapes can write, read as U+FFFD.
    return SURROGATE.test(text) ? JSON.parse(text, wellFormed) : JSON.parse(text);
  } catch (error) {
    scanJson(text);
    throw error;
  }
}

const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const SURROGATE = /\\u[dD][89a-fA-F]/;

function wellFormed(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(LONE, '\ufffd') : value;
}

/** As `parseYaml`. Throws Error. */
export function readYaml(text: string): unknown {
  let value: unknown;
  try {
    value = parseYaml(text);
  } catch (error) {
    throw error instanceof RangeError ? new Error(YAML_DEPTH, { cause: error }) : error;
  }
  if (!shallow(value, text)) throw new Error(YAML_DEPTH);
  return value;
}

function shallow(value: unknown, text: string): boolean {
  // Every level takes a bracket at its beginning and one at its end, or a new line's indentation.
  if (text.length < 2 * DEPTH) return true;
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEPTH) return false;
    const next: unknown[] = [];
    for (const one of level) {
      for (const key in one as object) {
        const inner = (one as Record<string, unknown>)[key];
        if (typeof inner === 'object' && inner !== null) next.push(inner);
      }
    }
    level = next;
  }
  return true;
}

/** How deep the brackets of a JSON text go, and how many fields it has: told before anything is made of it. */
function extentOf(text: string): { depth: number; fields: number } {
  let depth = 0;
  let deepest = 0;
  let fields = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) {
      for (at++; at < text.length && text.charCodeAt(at) !== QUOTE; at++) if (text.charCodeAt(at) === BACKSLASH) at++;
    } else if (char === 0x3a) fields++;
    else if (char === 0x7b || char === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (char === 0x7d || char === 0x5d) depth--;
  }
  return { depth: deepest, fields };
}

/** What is no UTF-8 reads as U+FFFD, as in Go's JSON. */
export function jsonText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** Throws Error for what is no UTF-8. */
export function yamlText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Error(`yaml: ${utf8Fault(bytes)}`, { cause: error });
  }
}

function utf8Fault(bytes: Uint8Array): string {
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at]!;
    const width = lead < 0x80 ? 1 : lead >> 5 === 6 ? 2 : lead >> 4 === 14 ? 3 : lead >> 3 === 30 ? 4 : 0;
    if (width === 0) return 'invalid leading UTF-8 octet';
    if (at + width > bytes.length) return 'incomplete UTF-8 octet sequence';
    for (let i = 1; i < width; i++) if (bytes[at + i]! >> 6 !== 2) return 'invalid trailing UTF-8 octet';
    const value = bytes.subarray(at, at + width);
    if (new TextDecoder().decode(value).includes('\ufffd') && !isReplacement(value)) {
      return lead === 0xed || lead > 0xf3 ? 'invalid Unicode character' : 'invalid length of a UTF-8 sequence';
    }
    at += width;
  }
  return 'invalid Unicode character';
}

function isReplacement(value: Uint8Array): boolean {
  return value.length === 3 && value[0] === 0xef && value[1] === 0xbf && value[2] === 0xbd;
}
