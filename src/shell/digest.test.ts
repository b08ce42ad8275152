import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { digest, type DigestName } from './digest.ts';

describe('digests', () => {
  it.each<DigestName>(['md5', 'sha1', 'sha256'])('%s is what others reckon', (name) => {
    for (const length of [0, 1, 55, 56, 63, 64, 65, 1000]) {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 7 + length) & 0xff);
      expect(digest(name, bytes), `${length} bytes`).toBe(createHash(name).update(bytes).digest('hex'));
    }
  });
});
