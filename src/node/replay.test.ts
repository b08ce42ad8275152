/**
 * What a real cluster and the real kubectl said, step by step, our shell, kubectl and cluster say too. The transcripts
 * are replayed as `npm run shell -- --replay` does; their normaliser is the only loosening.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { replay, type Transcript } from './replay.ts';

/** Transcripts that replay wholly equal: none may fall back. */
const EQUAL = [
  'apply--created-then-applied',
  'apply--lifecycle',
  'apply--schema-errors',
  'apply--yaml-syntax-errors',
  'config--default-namespace',
  'create--deployment-basics',
  'create--deployment-dry-run',
  'create--ingress',
  'create--secret',
  'create--service',
  'delete--delete',
  'deployment--frozen-percent',
  'deployment--paused-history',
  'deployment--rolling-surge1',
  'deployment--rolling-unavailable1',
  'describe--deployment-rs-pod',
  'errors--unknown-commands-and-flags',
  'get--empty-and-errors',
  'get--outputs-pods',
  'get--templates-and-columns',
  'job--faked',
  'job--ran-to-completion',
  'label-annotate--label',
  'learner--first-session',
  'learner--selector-troubles',
  'policy--pdb-eviction',
  'replicaset--ranking-quota',
  'rollout--deployment-pause-restart',
  'rollout--statefulset-daemonset',
  'run-expose--expose',
  'scheduler--taints-cordon',
  'services--endpoints',
  'set-scale--scale-autoscale',
  'statefulset-daemonset--ordered',
  'validation--names-meta',
  'validation--pods-1',
  'validation--services',
  'validation--workload-updates',
];

interface Step {
  run: string;
  stdout: string;
  stderr: string;
  exit: number;
}
interface Normaliser {
  normalize(text: string, state: object): string;
  State: new () => { nextStep(): void };
}

const FOLDER = resolve(process.cwd(), '../shared/golden');
const isThere = existsSync(resolve(FOLDER, 'normalize.mjs'));

function masked({ normalize, State }: Normaliser, steps: readonly Step[]): Step[] {
  const state = new State();
  return steps.map(({ run, stdout, stderr, exit }) => {
    state.nextStep();
    const out = normalize(stdout, state);
    return { run, stdout: out, stderr: normalize(stderr, state), exit };
  });
}

describe.skipIf(!isThere)('recorded transcripts (../shared/golden)', () => {
  it.each(EQUAL)('%s replays equal', { timeout: 30_000 }, async (name) => {
    const normaliser = (await import(pathToFileURL(resolve(FOLDER, 'normalize.mjs')).href)) as Normaliser;
    const transcript = JSON.parse(readFileSync(resolve(FOLDER, `${name}.json`), 'utf8')) as Transcript & {
      steps: Step[];
    };
    const { steps } = await replay(transcript);
    expect(masked(normaliser, steps)).toEqual(masked(normaliser, transcript.steps));
  });
});

describe('a replay', () => {
  const transcript = (run: string): Transcript => ({
    name: 'never-ends',
    cluster: { profile: 'bare', nodes: ['node-1'] },
    files: {},
    steps: [{ run }, { run: 'kubectl get nodes -o name' }],
  });

  it('ends a step that waits for ever', async () => {
    const { steps } = await replay(transcript('sleep infinity'));
    expect(steps.map(({ exit }) => exit)).toEqual([143, 0]);
    expect(steps[1]!.stdout).toBe('node/node-1\n');
  });

  it('ends a watch when its request time is over', async () => {
    const { steps } = await replay(transcript('kubectl get nodes -w --request-timeout=2s'));
    expect(steps[0]).toMatchObject({ exit: 0, stderr: '' });
    expect(steps[0]!.stdout).toContain('node-1');
  });
});
