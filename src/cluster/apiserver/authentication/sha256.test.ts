import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { hmacSha256, sha256 } from './sha256.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex');

test.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1000])('hashes %i bytes as everybody does', (length) => {
  const data = Uint8Array.from({ length }, (_, i) => (i * 31) % 256);
  expect(hex(sha256(data))).toBe(createHash('sha256').update(data).digest('hex'));
});

test.each(['', 'key', 'k'.repeat(100)])('signs with the key %j', (key) => {
  expect(hex(hmacSha256(bytes(key), bytes('content')))).toBe(createHmac('sha256', key).update('content').digest('hex'));
});
