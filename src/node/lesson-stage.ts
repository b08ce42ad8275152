/** A lesson on a stage without a screen: cluster, laptop and runner. For proofs. */
import type { KubeObject } from '../api/object.ts';
import type { Client } from '../client/client.ts';
import { createClient } from '../client/rest-client.ts';
import { KINDS } from '../lessons/kinds.ts';
import type { Action, Lesson } from '../lessons/lesson.ts';
import { LessonRunner } from '../lessons/runner.ts';
import { collectOutput, emptyInput } from '../shell/pipe.ts';
import { runCommands } from '../workstation/headless.ts';
import { HOME } from '../workstation/laptop.ts';
import { type Machines, openMachines, openServer, type Saved } from './lesson-machines.ts';

/** What of a lesson a stage needs. */
type Staged = Pick<Lesson, 'id' | 'start' | 'steps' | 'wrong'>;

export interface Printed {
  output: string;
  status: number;
}

export interface Stage {
  runner: LessonRunner;
  machines: Machines;
  client: Client;
  /** Does one thing; resolves with what it printed and its status. */
  perform(action: Action): Promise<Printed>;
  /** Lets time pass until the step is passed, at most the time that a step may take. */
  awaitStep(step: string): Promise<boolean>;
  /** Ends what stays; resolves with what that has printed. */
  endStep(): Promise<string>;
  stop(): void;
}

export interface StageOptions {
  /** A URL of a real cluster's API, else a simulated one. */
  server?: string;
  /** How fast its time goes. */
  speed?: number;
  /** Objects that have nothing to do with the lesson, put there before it begins. */
  strangers?: readonly KubeObject[];
  /** Begin here instead of at the start. */
  from?: { saved: Saved; passed: readonly string[] };
}

/** Long enough for a rollout of a few Pods, their probes, and every goal's seconds. */
export const A_STEP = 40;

export async function openStage(
  lesson: Staged,
  { server, speed, from, strangers = [] }: StageOptions = {},
): Promise<Stage> {
  const { files } = lesson.start;
  const machines = server ? openServer(server, files, speed) : await openMachines(lesson.id, files, from?.saved);
  const client = createClient(machines.fetch);
  const life = new AbortController();
  const actors = createActors(machines, life.signal);
  if (!from) {
    for (const object of [...strangers, ...lesson.start.objects]) await create(client, object);
    for (const action of lesson.start.run) await actors.perform(action);
    // What happened to bring the start about has happened.
    if (lesson.start.run.length > 0) await machines.wait(A_STEP);
  }
  const runner = new LessonRunner({
    lesson,
    client,
    wire: machines.wire,
    telling: machines.telling,
    clock: machines.clock,
    ...(from ? { passed: from.passed } : {}),
    changed: () => undefined,
  });
  return {
    runner,
    machines,
    client,
    ...actors,
    async awaitStep(step) {
      // A real cluster pulls images, and has other things to do.
      const longest = server ? 10 * A_STEP : A_STEP;
      for (let waited = 0; waited < longest && !runner.state.passed.includes(step); waited++) await machines.wait(1);
      return runner.state.passed.includes(step);
    },
    stop() {
      runner.stop();
      life.abort(new Error('stage closed'));
      machines.stop();
    },
  };
}

function createActors(machines: Machines, life: AbortSignal): Pick<Stage, 'perform' | 'endStep'> {
  let staying: { life: AbortController; output: ReturnType<typeof collectOutput>; done: Promise<unknown> }[] = [];
  function shell(line: string, signal: AbortSignal) {
    const output = collectOutput();
    const streams = { stdin: emptyInput(), stdout: output, stderr: output, cwd: HOME, signal };
    return { output, streams, source: line };
  }
  async function run(line: string): Promise<Printed> {
    const { output, streams } = shell(line, life);
    const status = await runCommands(machines.host, line, streams);
    return { output: output.text(), status };
  }
  return {
    async perform(action) {
      const nothing = { output: '', status: 0 };
      if (typeof action === 'string') return run(action);
      if ('wait' in action) await machines.wait(action.wait);
      else if ('stays' in action) {
        const ends = new AbortController();
        life.addEventListener('abort', () => ends.abort(life.reason), { once: true });
        const { output, streams } = shell(action.stays, ends.signal);
        const own = machines.host.workstation.shell({ life: ends.signal, interactive: false, cwd: HOME });
        const done = own.run(action.stays, streams).catch(() => undefined);
        staying.push({ life: ends, output, done });
        await machines.wait(1);
      } else if ('stop' in action) machines.controls?.stop(action.stop);
      else machines.controls?.start(action.start);
      return nothing;
    },
    async endStep() {
      const all = staying;
      staying = [];
      for (const each of all) each.life.abort(new Error('the step is over'));
      await machines.wait(0.2);
      return all.map(({ output }) => output.text()).join('');
    },
  };
}

async function create(client: Client, object: KubeObject): Promise<void> {
  const resource = KINDS[`${object.apiVersion}/${object.kind}`];
  const namespace = resource?.namespaced ? (object.metadata?.namespace ?? 'default') : undefined;
  if (resource) await client.create(resource, object, namespace);
}
