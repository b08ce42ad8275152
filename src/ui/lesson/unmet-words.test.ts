/** What a learner reads under a goal that is not met: what differs, and in which field. */
import { expect, it } from 'vitest';
import type { KubeObject } from '../../api/object.ts';
import { judgeNow } from '../../lessons/goals.ts';
import { type GoalSource, parseGoal } from '../../lessons/parse-goal.ts';
import { unmetWords } from './unmet-words.ts';

const POD = { apiVersion: 'v1', kind: 'Pod' };
const SET = { apiVersion: 'apps/v1', kind: 'ReplicaSet' };
const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment' };

const pod = (name: string, labels: Record<string, string>, ready: string, image = 'nginx:1.27'): KubeObject => ({
  ...POD,
  metadata: { name, namespace: 'default', labels, uid: name },
  spec: { containers: [{ name: 'web', image }] },
  status: { conditions: [{ type: 'Ready', status: ready }] },
});

const set: KubeObject = {
  ...SET,
  metadata: { name: 'web', namespace: 'default', uid: 'web' },
  spec: { selector: { matchLabels: { app: 'web' } } },
};

const deployment: KubeObject = {
  ...DEPLOYMENT,
  metadata: { name: 'web', namespace: 'default', uid: 'deployment' },
  spec: { replicas: 1 },
  status: {},
};

/** The goal, what there is, and the words. */
type Case = [goal: GoalSource, there: KubeObject[], en: string, ko: string];

const cases: Case[] = [
  [
    { selects: { ...SET, metadata: { name: 'web' } } as never },
    [set, pod('mine', { app: 'wbe' }, 'True')],
    'ReplicaSet `web` selects `app=web`; your Pod `mine` has `app=wbe`.',
    'ReplicaSet `web`의 셀렉터는 `app=web`인데, Pod `mine`의 레이블은 `app=wbe`이에요.',
  ],
  [
    { object: { ...DEPLOYMENT, metadata: { name: 'web' }, spec: { replicas: 2 } } as never },
    [deployment],
    'Deployment `web`: `spec.replicas` is `1`; wanted: `2`.',
    'Deployment `web`의 `spec.replicas` 값이 `1`',
  ],
  [
    { object: { ...DEPLOYMENT, metadata: { name: 'web' }, status: { readyReplicas: 1 } } as never },
    [deployment],
    'Deployment `web` has no `status.readyReplicas` yet; wanted: `1`.',
    'Deployment `web`에 `status.readyReplicas` 값이 아직 없어요.',
  ],
  [
    {
      object: {
        ...POD,
        metadata: { name: 'mine' },
        spec: { containers: [{ name: 'web', image: 'nginx:1.26' }] },
      } as never,
    },
    [pod('mine', {}, 'True')],
    'Pod `mine`: `spec.containers[name=web].image` is `nginx:1.27`; wanted: `nginx:1.26`.',
    'Pod `mine`의 `spec.containers[name=web].image` 값이 `nginx:1.27`',
  ],
  [
    {
      count: {
        ...POD,
        metadata: { labels: { app: 'web' } },
        status: { conditions: [{ type: 'Ready', status: 'True' }] },
      } as never,
      exactly: 2,
    },
    [pod('one', { app: 'web' }, 'True'), pod('two', { app: 'web' }, 'False')],
    '1 so far; wanted: exactly 2. `two` has `status.conditions[type=Ready].status` `False`; wanted: `True`.',
    '지금 1개예요.',
  ],
  [
    { absent: { ...POD, metadata: { name: 'mine' } } as never },
    [pod('mine', {}, 'True')],
    'Pod `mine` is still there.',
    'Pod `mine`',
  ],
  [{ object: { ...POD, metadata: { name: 'mine' } } as never }, [], 'There is no Pod `mine` yet.', 'Pod `mine`'],
  [
    { always: { ...POD, metadata: { labels: { app: 'web' } } } as never, atLeast: 3 },
    [],
    '0 so far; wanted: at least 3.',
    '지금 0개예요.',
  ],
];

it.each(cases)('%o', (source, there, en, ko) => {
  const goal = parseGoal(source);
  if (goal.sort === 'traffic') throw new Error('needs a network');
  const verdict = judgeNow(goal, { objects: ({ kind }) => there.filter((object) => object.kind === kind) });
  expect(verdict.met).toBe(false);
  if (verdict.met) return;
  expect(unmetWords.en(verdict.unmet)).toBe(en);
  expect(unmetWords.ko(verdict.unmet)).toContain(ko);
});
