/**
 * Replays a transcript of a real cluster: a fresh cluster of its profile, its files as the working directory, its steps
 * in order, each its own `bash -c`, settling after each.
 */
import { readFileSync } from 'node:fs';
import { createCluster } from '../cluster/cluster.ts';
import type { NodeCapacity } from '../cluster/cluster-contract.ts';
import { Killed } from '../shell/process.ts';
import { nextTurn, realClock } from '../time/real.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { CALL_TIME, drive, type HeadlessHost, replayStep, settle, type StepResult } from '../workstation/headless.ts';
import { createWorkstation } from '../workstation/laptop.ts';
import { cpuTick } from './shell-tick.ts';

export interface Transcript {
  name: string;
  cluster: { profile: 'bare' | 'studio'; nodes?: string[]; capacity?: NodeCapacity; jobSeconds?: number };
  files: Record<string, string>;
  steps: { run: string }[];
}

/** As the recorder waited after each step, in virtual ms: until no write had happened for a while, the step's time included. */
const SETTLING = { quiet: 700, limit: 15_000, lookBack: true };
/** How long the recorder's cluster stood before the first step. */
const BOOT = 2_000;
/** What the recorder itself took between two steps: starting bash, and looking whether all was quiet. */
const BETWEEN = 300;
/** A step that would wait or turn for ever is ended: after so many virtual ms, or so many real ones. */
const STEP_LIMIT = 600_000;
const REAL_LIMIT = 10_000;
const FOLDER = '/home/learner/work';

export async function replayFile(file: string): Promise<{ name: string; steps: StepResult[] }> {
  return replay(JSON.parse(readFileSync(file, 'utf8')) as Transcript);
}

export async function replay(transcript: Transcript): Promise<{ name: string; steps: StepResult[] }> {
  const { cluster: wanted } = transcript;
  const clock = new VirtualClock(realClock.now(), nextTurn);
  const cluster = createCluster({
    seed: transcript.name,
    clock,
    profile: wanted.profile,
    ...(wanted.nodes ? { nodes: wanted.nodes } : {}),
    ...(wanted.capacity ? { capacity: wanted.capacity } : {}),
    ...(wanted.jobSeconds === undefined ? {} : { jobSeconds: wanted.jobSeconds }),
  });
  const files = Object.fromEntries(Object.entries(transcript.files).map(([name, text]) => [`${FOLDER}/${name}`, text]));
  const workstation = createWorkstation({
    fetch: cluster.fetch,
    stream: cluster.stream,
    wire: cluster.wire,
    machines: cluster.machines,
    images: cluster.images,
    clock,
    tick: cpuTick(clock),
    callTime: CALL_TIME,
    files: { [`${FOLDER}/`]: '', ...files },
  });
  const host: HeadlessHost = { clock, workstation, breathe: nextTurn, lastChange: () => cluster.lastChange() };
  await drive(host, clock.sleep(BOOT));
  await settle(host, SETTLING);
  const steps: StepResult[] = [];
  for (const { run } of transcript.steps) {
    const { limit, done } = limitStep(clock);
    steps.push(await replayStep(host, run, { cwd: FOLDER, settling: SETTLING, limit }));
    done();
    await drive(host, clock.sleep(BETWEEN));
  }
  cluster.stop();
  return { name: transcript.name, steps };
}

function limitStep(clock: VirtualClock): { limit: AbortSignal; done: () => void } {
  const abort = new AbortController();
  const kill = (): void => abort.abort(new Killed('TERM'));
  const timers = [clock.after(STEP_LIMIT, kill), realClock.after(REAL_LIMIT, kill)];
  return { limit: abort.signal, done: () => timers.forEach((timer) => timer.cancel()) };
}
