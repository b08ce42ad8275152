/**
 * One cluster that two clients look at: the real kubectl over HTTP, and our own in a workstation. Its past lies hours back,
 * so that what is old enough is of the same age for both.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCluster } from '../cluster/cluster.ts';
import { collectOutput, emptyInput } from '../shell/pipe.ts';
import { type Drive, driveClock, nextTurn, realClock } from '../time/real.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { createWorkstation } from '../workstation/laptop.ts';
import { serveFetch } from './serve-fetch.ts';

export const KUBECTL = join(process.cwd(), '.cache/kubectl');
export const hasKubectl = existsSync(KUBECTL);

const HOUR = 3_600_000;
const FOLDER = '/home/learner/work';
/** Virtual ms before the first request: the studio's own Pods come up. */
const BOOT = 60_000;

export interface Answer {
  stdout: string;
  stderr: string;
  exit: number;
}

export interface ParityStage {
  /** A line of bash in which `kubectl` is the real one. */
  real(line: string): Promise<Answer>;
  /** The same line in our shell with our kubectl. */
  ours(line: string): Promise<Answer>;
  /** Starts a line of bash with the real kubectl; `said` is what it printed so far. */
  start(line: string): { said(): string; stop(): void; ended: Promise<number> };
  /** Stops time at this moment of the real clock, with hours behind the cluster. */
  freeze(): Promise<void>;
  close(): Promise<void>;
}

export async function createParityStage(files: Readonly<Record<string, string>>): Promise<ParityStage> {
  // Ages of whole hours only, and none about to become the next while the test runs.
  const clock = new VirtualClock(realClock.now() - 10.5 * HOUR, nextTurn);
  const cluster = createCluster({ seed: 'parity', clock, profile: 'studio' });
  await clock.advance(BOOT);
  const drive: Drive = driveClock(clock, { speed: 20 });
  const server = await serveFetch(
    (request) => {
      const response = cluster.fetch(request);
      drive.poke();
      return response;
    },
    0,
    cluster.stream,
  );
  const url = `http://127.0.0.1:${server.port}`;
  const folder = mkdtempSync(join(tmpdir(), 'tidepool-parity-'));
  const environment = prepare(folder, url, files);
  const workstation = createWorkstation({
    fetch: cluster.fetch,
    stream: cluster.stream,
    clock,
    tick: nextTurn,
    server: url,
    files: Object.fromEntries(Object.entries(files).map(([name, text]) => [`${FOLDER}/${name}`, text])),
  });
  const running = new Set<{ stop(): void }>();

  function start(line: string) {
    const child = spawn('bash', ['-c', line], { cwd: join(folder, 'work'), env: environment, detached: true });
    const said = { stdout: '', stderr: '' };
    child.stdin.end();
    child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
    const handle = { said, stop: () => child.exitCode === null && child.pid && process.kill(-child.pid, 'SIGTERM') };
    running.add(handle as never);
    const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)));
    void ended.then(() => running.delete(handle as never));
    return { ...handle, ended };
  }

  return {
    async real(line) {
      const { said, ended } = start(line);
      const exit = await ended;
      return { ...said, exit };
    },
    async ours(line) {
      const life = new AbortController();
      const stdout = collectOutput();
      const stderr = collectOutput();
      const shell = workstation.shell({ life: life.signal, interactive: false, cwd: FOLDER });
      const streams = { stdin: emptyInput(), stdout, stderr, signal: life.signal };
      await shell.run(line, streams);
      const exit = await shell.end(streams);
      life.abort(new Error('the line is over'));
      return { stdout: stdout.text(), stderr: stderr.text(), exit };
    },
    start(line) {
      const { said, stop, ended } = start(line);
      return { said: () => said.stdout, stop: () => void stop(), ended };
    },
    async freeze() {
      drive.stop();
      await clock.runUntil(realClock.now());
    },
    async close() {
      for (const one of running) one.stop();
      drive.stop();
      await server.close();
      cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Kubeconfig, files and a PATH on which kubectl is the real one; returns the environment. */
function prepare(folder: string, url: string, files: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  mkdirSync(join(folder, 'work'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'work', name), text);
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(
    kubeconfig,
    `apiVersion: v1
kind: Config
clusters: [{name: tidepool, cluster: {server: '${url}', insecure-skip-tls-verify: true}}]
contexts: [{name: tidepool, context: {cluster: tidepool, user: admin}}]
current-context: tidepool
users: [{name: admin, user: {}}]
`,
  );
  return {
    HOME: folder,
    KUBECONFIG: kubeconfig,
    PATH: `${join(process.cwd(), '.cache')}:${process.env['PATH'] ?? ''}`,
    TZ: 'UTC',
    LANG: 'C.UTF-8',
  };
}
