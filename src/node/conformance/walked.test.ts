/** Which of Kubernetes' conformance tests are walked: every name must be one of theirs, and the count is printed. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const LIST = join(process.cwd(), '../shared/conformance.tsv');

/** `[sig-…] … [Conformance]` as the tests here are called; names that a file puts together are its own affair. */
function namesIn(text: string): string[] {
  const whole = [...text.matchAll(/(['"])(\[sig-(?:(?!\1).)*?\[Conformance\])\1/g)].map((found) => found[2]!);
  const made = [...text.matchAll(/`(\[sig-[^`]*?)\$\{of[^}]*\}([^`]*\[Conformance\])`/g)];
  const parts = [...text.matchAll(/name\((['"])((?:(?!\1).)*)\1\)/g)].map((found) => found[2]!);
  // Each part belongs to the last frame before it.
  for (const part of parts) {
    const at = text.indexOf(part);
    const frame = made.filter((one) => one.index < at).at(-1);
    const kinds = part.includes('TYPE') ? ['mutating', 'validating'] : [''];
    if (frame) for (const kind of kinds) whole.push(`${frame[1]}${part.replace('TYPE', kind)}${frame[2]}`);
  }
  return whole;
}

test.skipIf(!existsSync(LIST))('the names are those of Kubernetes', () => {
  const rows = readFileSync(LIST, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('sig-') && !line.startsWith('sig\t'));
  const known = new Map(rows.map((row) => row.split('\t')).map((cells) => [cells[6] ?? '', cells[2] ?? '']));
  const folder = join(process.cwd(), 'src/node/conformance');
  const files = readdirSync(folder).filter((file) => file.endsWith('.test.ts') && file !== 'walked.test.ts');
  const walked = new Set(files.flatMap((file) => namesIn(readFileSync(join(folder, file), 'utf8'))));
  expect([...walked].filter((name) => !known.has(name))).toEqual([]);
  const missing = [...known].filter(([name, kind]) => kind === 'A' && !walked.has(name)).map(([name]) => name);
  console.log(`conformance: ${walked.size} of ${known.size} walked`);
  expect(missing).toEqual([]);
});
