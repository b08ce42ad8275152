/** A lesson on a stage without a screen: cluster, laptop and runner on one virtual clock. For proofs. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '../client/rest-client.ts';
import { createCluster } from '../cluster/cluster.ts';
import { KINDS } from '../lessons/kinds.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { parseLesson } from '../lessons/parse-lesson.ts';
import { LessonRunner } from '../lessons/runner.ts';
import { collectOutput, emptyInput } from '../shell/pipe.ts';
import { nextTurn } from '../time/real.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { type HeadlessHost, runCommands } from '../workstation/headless.ts';
import { createWorkstation, HOME } from '../workstation/laptop.ts';

const ROOT = 'lessons';
const START = Date.UTC(2026, 0, 1);

export function lessonFolders(): string[] {
  const folders = (path: string): string[] =>
    readdirSync(path).filter((name) => statSync(join(path, name)).isDirectory());
  return folders(ROOT).flatMap((part) => folders(join(ROOT, part)).map((slug) => `${part}/${slug}`));
}

export function readLesson(id: string): Lesson {
  const files: Record<string, string> = {};
  const read = (path: string): void => {
    for (const name of readdirSync(join(ROOT, id, path))) {
      const inner = join(path, name);
      if (statSync(join(ROOT, id, inner)).isDirectory()) read(inner);
      else files[inner] = readFileSync(join(ROOT, id, inner), 'utf8');
    }
  };
  read('');
  return parseLesson(id, files);
}

/** What of a lesson a stage needs. */
type Staged = Pick<Lesson, 'id' | 'files' | 'objects' | 'steps'>;

export interface Stage {
  runner: LessonRunner;
  /** Runs shell lines, then lets the cluster go on for a while; resolves with what they printed and the last status. */
  run(lines: readonly string[]): Promise<{ output: string; status: number }>;
  /** Lets virtual time pass. */
  wait(seconds: number): Promise<void>;
  stop(): void;
}

/** Long enough for a rollout of a few Pods, their probes, and every goal's seconds. */
const AFTERWARDS = 40;

export async function openStage(lesson: Staged): Promise<Stage> {
  const clock = new VirtualClock(START, nextTurn);
  const cluster = createCluster({ seed: lesson.id, clock, profile: 'studio' });
  await clock.advance(60_000);
  const client = createClient(cluster.fetch);
  const files = Object.fromEntries(Object.entries(lesson.files).map(([name, text]) => [`${HOME}/${name}`, text]));
  const workstation = createWorkstation({
    fetch: cluster.fetch,
    stream: cluster.stream,
    wire: cluster.wire,
    controls: cluster,
    clock,
    files,
    tick: nextTurn,
  });
  for (const object of lesson.objects) {
    const resource = KINDS[`${object.apiVersion}/${object.kind}`];
    if (resource) await client.create(resource, object, 'default');
  }
  const host: HeadlessHost = { clock, workstation, breathe: nextTurn, lastChange: () => cluster.lastChange() };
  const runner = new LessonRunner({ lesson, client, wire: cluster.wire, clock, changed: () => undefined });
  const life = new AbortController();

  async function wait(seconds: number): Promise<void> {
    const end = clock.now() + seconds * 1000;
    // Watches cross promises that the clock does not know of: small steps, with turns of the host between them.
    while (clock.now() < end) {
      await clock.advance(50);
      for (let turn = 0; turn < 4; turn++) await nextTurn();
    }
  }

  return {
    runner,
    wait,
    async run(lines) {
      let printed = '';
      let status = 0;
      for (const line of lines) {
        const output = collectOutput();
        status = await runCommands(host, line, {
          stdin: emptyInput(),
          stdout: output,
          stderr: output,
          cwd: HOME,
          signal: life.signal,
        });
        printed += output.text();
        await wait(1);
      }
      await wait(AFTERWARDS);
      return { output: printed, status };
    },
    stop() {
      runner.stop();
      life.abort(new Error('stage closed'));
      cluster.stop();
    },
  };
}
