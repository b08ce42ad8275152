/** dd (GNU and busybox): `if= of= bs= ibs= obs= count= skip= seek= conv=notrunc status=`. */
import { encodeText, decodeText } from '../bytes.ts';
import { isDevice } from '../devices.ts';
import { FileError } from '../filesystem.ts';
import { readChunk } from '../lines.ts';
import { type Input, Killed, type Process, type Program } from '../process.ts';
import { absolute, complain, errorText, openInput } from './options.ts';

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  c: 1,
  w: 2,
  b: 512,
  kB: 1000,
  k: 1024,
  K: 1024,
  KiB: 1024,
  MB: 1000 ** 2,
  M: 1024 ** 2,
  MiB: 1024 ** 2,
  GB: 1000 ** 3,
  G: 1024 ** 3,
  GiB: 1024 ** 3,
};

/** Bytes that are moved between two looks at the clock. */
const STEP = 1024 * 1024;

interface Job {
  input: Input;
  block: number;
  /** Blocks. */
  count: number;
  skip: number;
  write(text: string): Promise<void> | void;
}

export const dd: Program = async (process) => {
  const operands = new Map<string, string>();
  for (const word of process.argv.slice(1)) {
    const equals = word.indexOf('=');
    if (equals < 0) return complain(process, `unrecognized operand ‘${word}’`);
    operands.set(word.slice(0, equals), word.slice(equals + 1));
  }
  const bad = [...operands].find(([name, text]) => NUMBERS.has(name) && !(numberOf(text) >= 0));
  if (bad) return complain(process, `invalid number: ‘${bad[1]}’`);
  const number = (name: string, otherwise: number): number =>
    operands.has(name) ? numberOf(operands.get(name)!) : otherwise;
  const from = operands.get('if');
  const to = operands.get('of');
  const block = Math.max(1, number('bs', number('ibs', 512)));
  const job: Partial<Job> = { block, count: number('count', Infinity), skip: number('skip', 0) };
  try {
    job.input = from === undefined ? process.stdin : openInput(process, from);
  } catch (error) {
    return complain(process, `failed to open '${from}': ${errorText(error)}`);
  }
  try {
    const keep = operands.get('conv')?.includes('notrunc') === true || operands.has('seek');
    job.write = writer(process, to, keep);
  } catch (error) {
    return complain(process, `failed to open '${to}': ${errorText(error)}`);
  }
  return run(process, job as Job, to, operands.get('status'));
};

const NUMBERS: ReadonlySet<string> = new Set(['bs', 'ibs', 'obs', 'count', 'skip', 'seek']);

/** NaN when it is none. */
function numberOf(text: string): number {
  const match = /^(\d+)([a-zA-Z]*)$/.exec(text);
  return match ? Number(match[1]) * (UNITS[match[2]!] ?? Number.NaN) : Number.NaN;
}

function writer(process: Process, path: string | undefined, keep: boolean): Job['write'] {
  const { fs } = process.machine;
  if (path === undefined || path === '/dev/stdout') return (text) => process.stdout.write(text);
  const target = absolute(process, path);
  if (isDevice(target)) return () => {};
  if (!keep || !fs.stat(target)) fs.writeFile(target, '');
  return (text) => fs.writeFile(target, text, { append: true });
}

interface Tally {
  read: number;
  written: number;
}

async function run(process: Process, job: Job, to: string | undefined, status = 'default'): Promise<number> {
  const { clock } = process.machine;
  const began = clock.now();
  const tally: Tally = { read: 0, written: 0 };
  let code = 0;
  try {
    await copy(process, job, tally);
  } catch (error) {
    if (error instanceof Killed) throw error;
    if (!(error instanceof FileError)) throw error;
    code = await complain(process, `error writing '${to}': ${errorText(error)}`);
  }
  if (status === 'none') return code;
  const records = (bytes: number): string => `${Math.floor(bytes / job.block)}+${bytes % job.block === 0 ? 0 : 1}`;
  await process.stderr.write(`${records(tally.read)} records in\n${records(tally.written)} records out\n`);
  if (status !== 'noxfer') await process.stderr.write(summary(process, tally.written, clock.now() - began));
  return code;
}

async function copy(process: Process, { input, block, count, skip, write }: Job, tally: Tally): Promise<void> {
  let left = count * block;
  let skipped = skip * block;
  let sinceTick = 0;
  while (left > 0) {
    const chunk = await readChunk(input, process.signal);
    if (chunk === undefined) return;
    let bytes = encodeText(chunk);
    if (skipped > 0) {
      const dropped = Math.min(skipped, bytes.length);
      skipped -= dropped;
      bytes = bytes.subarray(dropped);
    }
    if (bytes.length > left) bytes = bytes.subarray(0, left);
    if (bytes.length === 0) continue;
    left -= bytes.length;
    tally.read += bytes.length;
    await write(decodeText(bytes));
    tally.written += bytes.length;
    sinceTick += bytes.length;
    if (sinceTick < STEP) continue;
    sinceTick = 0;
    await process.machine.tick(process.signal);
  }
}

function summary({ machine }: Process, bytes: number, ms: number): string {
  const seconds = Math.max(ms / 1000, bytes / 2e9, 0.000001);
  const rate = bytes / seconds;
  if (machine.dialect === 'ash') {
    return `${bytes} bytes (${scaled(bytes, 1024, '')}B) copied, ${seconds.toFixed(6)} seconds, ${scaled(rate, 1024, '')}B/s\n`;
  }
  const size =
    bytes < 1000 ? `${bytes} bytes` : `${bytes} bytes (${scaled(bytes, 1000, ' ')}B, ${scaled(bytes, 1024, ' ')}iB)`;
  return `${size} copied, ${Number(seconds.toPrecision(6))} s, ${scaled(rate, 1000, ' ')}B/s\n`;
}

/** `3.1 M` */
function scaled(value: number, base: number, gap: string): string {
  let step = 0;
  let rest = value;
  while (rest >= base && step < 4) {
    rest /= base;
    step++;
  }
  const unit = ['', base === 1000 ? 'k' : 'K', 'M', 'G', 'T'][step]!;
  return `${rest < 10 || gap === '' ? rest.toFixed(1) : Math.round(rest)}${gap}${unit}`;
}
