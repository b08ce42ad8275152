/**
 * Manifests of real applications, and what a real API server answers to `kubectl apply --dry-run=server` of each: the same
 * is asked of ours, every file in its own folder.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { replay } from './replay.ts';

interface Answer {
  path: string;
  stdout: string;
  stderr: string;
  exit: number;
}

const FOLDER = `${process.cwd()}/../shared/corpora/kubernetes-examples`;
const there = existsSync(`${FOLDER}.json`);

describe.skipIf(!there)('manifests of real applications', () => {
  const answers = there ? (JSON.parse(readFileSync(`${FOLDER}.json`, 'utf8')) as Answer[]) : [];

  test('get the answers of a real server', { timeout: 120_000 }, async () => {
    const files = Object.fromEntries(answers.map(({ path }) => [path, readFileSync(`${FOLDER}/${path}`, 'utf8')]));
    const { steps } = await replay({
      name: 'corpora',
      cluster: { profile: 'bare', nodes: ['node-1', 'node-2', 'node-3'] },
      files,
      steps: answers.map(({ path }) => ({
        run: `cd ${JSON.stringify(dirname(path))} && kubectl apply --dry-run=server -f ${JSON.stringify(basename(path))}`,
      })),
    } as Parameters<typeof replay>[0]);
    expect(steps).toHaveLength(answers.length);
    for (const [i, { path, stdout, stderr, exit }] of answers.entries()) {
      const step = steps[i]!;
      expect({ path, stdout: step.stdout, stderr: step.stderr, exit: step.exit }).toEqual({
        path,
        stdout,
        stderr,
        exit,
      });
    }
  });
});
