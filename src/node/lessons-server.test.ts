/**
 * The lessons on a cluster behind an URL: `npm run lessons -- --server URL`, or else `npm run cluster`, started here.
 * Steps that need what only a simulated cluster has are done as far as kubectl can, and not judged.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../client/rest-client.ts';
import { KINDS } from '../lessons/kinds.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { isSwitch, lineOf, needsOf } from '../lessons/needs.ts';
import { lessonFolders, readLesson } from './lesson-files.ts';
import { onStage } from './lesson-proof.ts';
import { serverFetch } from './shell-server.ts';

/** Of a cluster of ours, started for this. */
const SPEED = 40;

const given = process.env['LESSONS_SERVER'];
let started: ChildProcess | undefined;
let server = given ?? '';

beforeAll(async () => {
  if (given) return;
  const kubeconfig = join(tmpdir(), `lessons-${process.pid}.kubeconfig`);
  started = spawn('node', [
    'src/node/run.mjs',
    'src/node/cluster.ts',
    '--speed',
    `${SPEED}`,
    '--kubeconfig',
    kubeconfig,
  ]);
  server = await new Promise((resolve, reject) => {
    started?.stdout?.on('data', (data: Buffer) => {
      const [url] = /http:\/\/\S+/.exec(data.toString()) ?? [];
      if (url) resolve(url);
    });
    started?.on('close', () => reject(new Error('the cluster did not start')));
  });
}, 60_000);
afterAll(() => void started?.kill());

/** What a lesson may make and not take away again; of what is the whole cluster's, only namespaces. */
const LEFT = Object.entries(KINDS).filter(
  ([kind, { namespaced }]) =>
    kind === 'v1/Namespace' ||
    (namespaced && !/^v1\/(Event|Endpoints|ServiceAccount)$|EndpointSlice|Lease|ControllerRevision/.test(kind)),
);

async function standing(): Promise<Map<string, () => Promise<unknown>>> {
  const client = createClient(serverFetch(server));
  const lists = await Promise.all(
    LEFT.map(async ([kind, resource]) => {
      const { items } = await client.list(resource, resource.namespaced ? { namespace: 'default' } : {});
      return items.map(({ metadata }): [string, () => Promise<unknown>] => {
        const name = metadata?.name ?? '';
        return [`${kind} ${name}`, () => client.delete(resource, name, resource.namespaced ? 'default' : undefined)];
      });
    }),
  );
  return new Map(lists.flat());
}

/** Steps that any cluster can be held to; the others are played, not judged. */
const judged = (lesson: Lesson): Lesson => ({
  ...lesson,
  steps: lesson.steps.filter(({ needs }) => needs.length === 0),
});

const readable = lessonFolders().flatMap((id) => {
  try {
    return [readLesson(id)];
  } catch {
    // src/node/lessons.test.ts says what is wrong with it.
    return [];
  }
});
const possible = readable.filter(
  (lesson) => needsOf([], lesson.start.run, []).length === 0 && judged(lesson).steps.length > 0,
);

describe('lessons on a server', () => {
  it.each(possible.map((lesson) => [lesson.id, lesson] as const))('plays %s', async (_, lesson) => {
    const before = await standing();
    const lone = judged(lesson);
    await onStage(lone, { server, speed: given ? 1 : SPEED }, async (stage) => {
      await stage.machines.wait(3);
      expect(stage.runner.state.passed, 'passed though nothing was done').toEqual([]);
      for (const step of lesson.steps) {
        const isJudged = lone.steps.includes(step);
        if (isJudged && step.prediction) {
          stage.runner.predict(step.prediction.answer);
          // Who asked what, nobody tells here.
          stage.runner.tell();
        }
        for (const action of step.solution)
          if (!isSwitch(action) && needsOf([], [action], []).length === 0) await stage.perform(action);
        if (isJudged && !(await stage.awaitStep(step.id)))
          throw new Error(
            `${step.id}: ${JSON.stringify(stage.runner.state.goals)} after ${step.solution.map(lineOf).join('; ')}`,
          );
        await stage.endStep();
      }
    });
    for (const [name, remove] of await standing()) if (!before.has(name)) await remove().catch(() => undefined);
  });
});
