/**
 * `npm run shell`: the workstation's shell without a screen. Its cluster lives in this process on virtual time, or is a
 * real one at --server. Prints only what the commands print and exits with their status; --replay runs transcripts.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createCluster } from '../cluster/cluster.ts';
import { emptyInput } from '../shell/pipe.ts';
import type { Input } from '../shell/process.ts';
import { freshSeed, nextTurn, realClock } from '../time/real.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { CALL_TIME, drive, type HeadlessHost, runCommands } from '../workstation/headless.ts';
import { createWorkstation } from '../workstation/laptop.ts';
import { realStreams } from './real-streams.ts';
import { folderLayer } from './shell-folder.ts';
import { replayFile } from './replay.ts';
import { type ShellArguments, parseShellArguments, USAGE } from './shell-arguments.ts';
import { serverFetch } from './shell-server.ts';
import { processInput, processOutput } from './shell-streams.ts';
import { cpuTick } from './shell-tick.ts';

/** Virtual ms that the studio cluster runs before the first command: its own Pods are up by then. */
const BOOT = 60_000;
const SETTLING = { quiet: 5_000, limit: 300_000 };

async function main(): Promise<number> {
  const args = parseShellArguments(process.argv.slice(2));
  if (typeof args === 'string') {
    process.stderr.write(`${args}\n${USAGE}`);
    return 2;
  }
  if (args.replay) {
    for (const file of args.replay)
      process.stdout.write(`${JSON.stringify(await replayFile(resolve(args.from, file)))}\n`);
    return 0;
  }
  return runSource(args);
}

async function runSource(args: ShellArguments): Promise<number> {
  const folder = args.file === undefined ? args.from : dirname(resolve(args.from, args.file));
  const stdin = args.commands === undefined && args.file === undefined ? emptyInput() : processInput();
  const source =
    args.commands ??
    (args.file === undefined ? await readAll(processInput()) : readFileSync(resolve(args.from, args.file), 'utf8'));
  const host = args.server === undefined ? await simulatedHost(args, folder) : realHost(args.server, folder);
  const killer = new AbortController();
  const options = {
    stdin,
    stdout: processOutput(process.stdout),
    stderr: processOutput(process.stderr),
    cwd: folder,
    signal: killer.signal,
  };
  return runCommands(host, source, { ...options, ...(args.settle ? { settling: SETTLING } : {}) });
}

async function simulatedHost(args: ShellArguments, folder: string): Promise<HeadlessHost> {
  const clock = new VirtualClock(realClock.now() - BOOT, nextTurn);
  const nodes =
    args.nodes === undefined ? {} : { nodes: Array.from({ length: args.nodes }, (_, index) => `worker-${index + 1}`) };
  const cluster = createCluster({ seed: args.seed ?? freshSeed(), clock, profile: 'studio', ...nodes });
  const workstation = createWorkstation({
    fetch: cluster.fetch,
    stream: cluster.stream,
    wire: cluster.wire,
    machines: cluster.machines,
    images: cluster.images,
    controls: cluster,
    clock,
    tick: cpuTick(clock),
    callTime: CALL_TIME,
    below: folderLayer(folder),
  });
  const host: HeadlessHost = { clock, workstation, breathe: nextTurn, lastChange: () => cluster.lastChange() };
  await drive(host, clock.sleep(BOOT));
  return host;
}

function realHost(server: string, folder: string): HeadlessHost {
  const workstation = createWorkstation({
    fetch: serverFetch(server),
    stream: realStreams(server),
    clock: realClock,
    tick: nextTurn,
    server,
    below: folderLayer(folder),
  });
  return { clock: undefined, workstation, breathe: nextTurn };
}

async function readAll(input: Input): Promise<string> {
  let text = '';
  for (let chunk = await input.read(); chunk !== undefined; chunk = await input.read()) text += chunk;
  return text;
}

const status = await main();
// What was written must be out before the process ends; a pipe takes it asynchronously.
await new Promise<void>((done) => process.stdout.write('', () => process.stderr.write('', () => done())));
process.exit(status);
