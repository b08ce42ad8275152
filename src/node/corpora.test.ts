/**
 * What a real v1.35 server says to real applications' manifests (../shared/corpora), ours says too: each by
 * `kubectl apply --dry-run=server -f FILE` in the file's folder, on a cluster of profile bare.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { StepResult } from '../workstation/headless.ts';
import { replay } from './replay.ts';

interface Verdict {
  path: string;
  exit: number;
  stdout: string;
  stderr: string;
}

const FOLDER = resolve(process.cwd(), '../shared/corpora');
const isThere = existsSync(join(FOLDER, 'kubernetes-examples.json'));
const verdicts = isThere
  ? (JSON.parse(readFileSync(join(FOLDER, 'kubernetes-examples.json'), 'utf8')) as Verdict[])
  : [];
const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

describe.skipIf(!isThere)('manifests of real applications', () => {
  const said = new Map<string, StepResult>();
  beforeAll(async () => {
    const files = verdicts.map(({ path }) => [path, readFileSync(join(FOLDER, 'kubernetes-examples', path), 'utf8')]);
    const steps = verdicts.map(({ path }) => ({
      run: `cd ${quote(dirname(path))} && kubectl apply --dry-run=server -f ${quote(path.split('/').at(-1)!)}`,
    }));
    const answer = await replay({
      name: 'corpora',
      cluster: { profile: 'bare' },
      files: Object.fromEntries(files) as Record<string, string>,
      steps,
    });
    answer.steps.forEach((step, i) => said.set(verdicts[i]!.path, step));
  }, 120_000);

  test.each(verdicts)('$path', ({ path, exit, stdout, stderr }) => {
    const { run: _, ...ours } = said.get(path)!;
    expect(ours).toEqual({ exit, stdout, stderr });
  });
});
