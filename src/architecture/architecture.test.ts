/** Holds the tree against the house rules, and each rule against a seeded violation that must turn it red. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PARTS, RULES, type Tree, importsOf } from './rules.ts';

function readTree(): Tree {
  const list = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' });
  const paths = list.split('\n').filter((path) => /^(src|lessons|e2e|bench)\/.+\.(tsx?|mjs|css)$/.test(path));
  return new Map(
    paths.flatMap((path): [string, string][] => {
      try {
        return [[path, readFileSync(path, 'utf8')]];
      } catch {
        return []; // Deleted, but not yet in a commit.
      }
    }),
  );
}

/** One violation a rule: a file that must not be, or must not hold this. */
const CANARIES: Record<keyof typeof RULES, [path: string, text: string][]> = {
  'every file has a place': [['src/stray/thing.ts', '']],
  'imports follow the arrows': [
    ['src/ui/canary.ts', `import type { Cluster } from '../cluster/cluster-contract.ts';`],
    ['src/kubectl/canary.ts', `const x = await import('../shell/process.ts');`],
    ['src/api/canary.ts', `import { realClock } from '../time/real.ts';`],
    ['src/lessons/canary.ts', `import { Shell } from '../shell/process.ts';`],
  ],
  'only the API server touches the store; the parts of the cluster keep apart': [
    ['src/cluster/controllers/canary.ts', `import type { Store } from '../store/store.ts';`],
    ['src/cluster/scheduler/canary.ts', `import { startKubelet } from '../kubelet/kubelet.ts';`],
  ],
  'controllers meet in objects, never call each other': [
    ['src/cluster/controllers/canary.ts', `import { replicaSetController } from './replica-set.ts';`],
  ],
  'real time, timers and chance have one door': [
    ['src/cluster/canary.ts', 'export const at = Date.now();'],
    ['src/shell/canary.ts', 'export const id = setTimeout(() => 1, 5);'],
    ['src/containers/canary.ts', 'export const die = () => Math.random();'],
    ['src/workstation/canary.ts', `import { realClock } from '../time/real.ts';`],
  ],
  'lesson checks read objects, not terminal text': [
    ['src/lessons/canary.ts', 'if (stdout.includes("Running")) pass();'],
  ],
  'the graph is derived, never stored': [['src/ui/graph/canary.ts', `import { create } from 'zustand';`]],
  'index.ts is a list, never a barrel': [['src/api/index.ts', `export * from './object.ts';`]],
  'no junk drawers': [['src/api/utils.ts', '']],
  'files stay small': [['src/api/long.ts', '\n'.repeat(401)]],
  'no check is silenced': [['src/api/quiet.ts', `// ${'@ts-'}ignore`]],
};

const tree = readTree();

describe('architecture', () => {
  it('sees the tree', () => expect(tree.size).toBeGreaterThan(20));

  it('knows every part', () => {
    for (const allowed of Object.values(PARTS)) for (const part of allowed) expect(PARTS).toHaveProperty(part);
  });

  for (const [name, rule] of Object.entries(RULES)) {
    it(name, () => expect(rule(tree)).toEqual([]));

    it.each(CANARIES[name] ?? [])(`${name}: a seeded violation is seen in %s`, (path, text) => {
      const before = rule(tree).length;
      expect(rule(new Map([...tree, [path, text]])).length).toBeGreaterThan(before);
    });

    it(`${name}: has a canary`, () => expect(CANARIES[name]?.length).toBeGreaterThan(0));
  }

  it('reads every way of importing', () => {
    const text = `import a from './a.ts';\nimport type { B } from '../b.ts';\nimport './c.css';\nconst d = import('./d.ts');\nnew Worker(new URL('./e.worker.ts', import.meta.url));\nexport { f } from './f.ts';\n// import './no.ts'`;
    expect(importsOf('src/x/y.ts', text)).toEqual([
      'src/x/a.ts',
      'src/b.ts',
      'src/x/c.css',
      'src/x/d.ts',
      'src/x/e.worker.ts',
      'src/x/f.ts',
    ]);
  });
});
