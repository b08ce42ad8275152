/** Job control: jobs, wait, fg, bg, kill, trap. */
import type { Environment } from '../environment.ts';
import { describeJob, findJob, type Job } from '../execute/jobs.ts';
import { Killed, SIGNAL_NUMBERS, type SignalName } from '../process.ts';
import type { Builtin, BuiltinCall } from './builtin.ts';
import { fail } from './builtin.ts';

export const jobs: Builtin = async ({ context, stdout, argv }) => {
  const { environment } = context;
  for (const job of environment.jobs)
    await stdout.write(argv[1] === '-p' ? `${job.pid}\n` : describeJob(job, environment.jobs));
  environment.jobs = environment.jobs.filter((job) => job.status === undefined);
  return 0;
};

export const wait: Builtin = async (call) => {
  const { environment, signal } = call.context;
  const names = call.argv.slice(1).filter((name) => name !== '-n');
  if (names.length === 0) {
    const status = await interruptible(
      environment,
      signal,
      Promise.all(environment.jobs.map((job) => job.done)).then(() => 0),
    );
    environment.jobs = environment.jobs.filter((job) => job.status === undefined);
    return status;
  }
  let status = 0;
  for (const name of names) {
    const job = findJob(environment.jobs, name);
    if (!job)
      status = await fail(
        call,
        name.startsWith('%') ? `${name}: no such job` : `pid ${name} is not a child of this shell`,
        127,
      );
    else status = await interruptible(environment, signal, job.done);
  }
  return status;
};

/** Ends with the promise, with the kill of the waiter, or (above 128) with a trapped signal. */
function interruptible(environment: Environment, signal: AbortSignal, done: Promise<number>): Promise<number> {
  return new Promise((resolve, reject) => {
    const abort = (): void => settle(() => reject(signal.reason as Error));
    const settle = (end: () => void): void => {
      signal.removeEventListener('abort', abort);
      environment.wake = undefined;
      end();
    };
    if (signal.aborted) return reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    environment.wake = () => settle(() => resolve(128 + SIGNAL_NUMBERS[environment.pending.at(-1) ?? 'TERM']));
    void done.then((status) => settle(() => resolve(status)));
  });
}

export const foreground: Builtin = async (call) => {
  const { context, argv, stdout } = call;
  const { environment, signal } = context;
  if (!environment.interactive) return fail(call, 'no job control');
  const job = findJob(environment.jobs, argv[1] ?? '%%');
  if (!job) return fail(call, `${argv[1] ?? 'current'}: no such job`);
  await stdout.write(`${job.text}\n`);
  const forward = (): void => job.controller.abort(signal.reason);
  signal.addEventListener('abort', forward, { once: true });
  try {
    return await job.done;
  } finally {
    signal.removeEventListener('abort', forward);
    environment.jobs = environment.jobs.filter((other) => other !== job);
  }
};

export const background: Builtin = async (call) => {
  const job = findJob(call.context.environment.jobs, call.argv[1] ?? '%%');
  if (!job) return fail(call, `${call.argv[1] ?? 'current'}: no such job`);
  return fail(call, `job ${job.number} already in background`, 0);
};

const NAMES = Object.keys(SIGNAL_NUMBERS) as SignalName[];

function parseSignal(text: string): SignalName | undefined {
  const name = text.toUpperCase().replace(/^SIG/, '');
  return NAMES.find((known) => known === name || String(SIGNAL_NUMBERS[known]) === text);
}

export const kill: Builtin = async (call) => {
  const args = call.argv.slice(1);
  let signal: SignalName | 0 | undefined = 'TERM';
  if (args[0] === '-l') {
    await call.stdout.write(`${NAMES.map((name) => `${SIGNAL_NUMBERS[name]}) SIG${name}`).join(' ')}\n`);
    return 0;
  }
  if (args[0]?.startsWith('-') && args.length > 1) {
    const text = args[0] === '-s' || args[0] === '-n' ? (args.splice(0, 1), args[0]) : args[0].slice(1);
    signal = text === '0' ? 0 : parseSignal(text);
    if (signal === undefined) return fail(call, `${text}: invalid signal specification`);
    args.shift();
  }
  if (args.length === 0)
    return fail(call, 'usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]', 2);
  let status = 0;
  for (const name of args) if (!(await send(call, name, signal))) status = 1;
  return status;
};

async function send(call: BuiltinCall, name: string, signal: SignalName | 0): Promise<boolean> {
  const { environment } = call.context;
  const job: Job | undefined = findJob(environment.jobs, name);
  if (job && job.status === undefined) {
    if (signal !== 0) job.controller.abort(new Killed(signal));
    return true;
  }
  if (!/^-?\d+$/.test(name)) {
    await fail(call, name.startsWith('%') ? `${name}: no such job` : `${name}: arguments must be process or job IDs`);
    return false;
  }
  const pid = Number(name);
  if (signal !== 0 && environment.machine.kill?.(pid, signal)) return true;
  if (
    signal === 0 &&
    (pid === environment.pid || environment.machine.processes?.().some((process) => process.pid === pid))
  )
    return true;
  if (pid === environment.pid && signal !== 0 && environment.traps.has(signal)) {
    environment.pending.push(signal);
    return true;
  }
  await fail(call, `(${name}) - No such process`);
  return false;
}

export const trap: Builtin = async (call) => {
  const { environment } = call.context;
  const args = call.argv.slice(1);
  if (args.length === 0 || args[0] === '-p') {
    for (const [name, action] of environment.traps)
      await call.stdout.write(
        `trap -- '${action.replaceAll("'", "'\\''")}' ${name === 'EXIT' ? name : `SIG${name}`}\n`,
      );
    return 0;
  }
  const action = args.length === 1 ? '-' : args.shift()!;
  let status = 0;
  for (const text of args) {
    const name =
      text === '0' || text.toUpperCase() === 'EXIT'
        ? 'EXIT'
        : ['ERR', 'DEBUG'].includes(text)
          ? text
          : parseSignal(text);
    if (name === undefined) status = await fail(call, `${text}: invalid signal specification`);
    else setTrap(environment, name, action);
  }
  return status;
};

function setTrap(environment: Environment, name: string, action: string): void {
  const signal = parseSignal(name);
  if (action === '-') {
    environment.traps.delete(name);
    if (signal) environment.trapSignal?.(signal, undefined);
    return;
  }
  environment.traps.set(name, action);
  if (!signal) return;
  environment.trapSignal?.(signal, () => {
    environment.pending.push(signal);
    environment.wake?.();
  });
}
