/** sleep, date, timeout, watch: the coreutils that look at the clock. */
import { collectOutput } from '../pipe.ts';
import { Killed, type Process, type Program } from '../process.ts';
import { complain, coreutil, parseOptions, UsageError } from './options.ts';

const UNITS: Record<string, number> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** Milliseconds of `1.5`, `2m`; undefined when it is no interval. */
function interval(text: string): number | undefined {
  const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text);
  if (match) return Number(match[1]) * UNITS[match[2]!]! * 1000;
  return text === 'infinity' || text === 'inf' ? 2 ** 45 : undefined;
}

export const sleep = coreutil(async (process) => {
  const { operands } = parseOptions(process.argv, { short: '' });
  if (operands.length === 0) throw new UsageError('missing operand', 1);
  let total = 0;
  for (const operand of operands) {
    const duration = interval(operand);
    if (duration === undefined) throw new UsageError(`invalid time interval ‘${operand}’`, 1);
    total += duration;
  }
  await process.machine.clock.sleep(total, process.signal);
  return 0;
});

export const timeout = coreutil(async (process) => {
  const options = parseOptions(process.argv, {
    short: 's:k:v',
    long: { signal: '=s', 'kill-after': '=k', 'preserve-status': 'p', foreground: 'f' },
    ordered: true,
    status: 125,
  });
  const [text, ...argv] = options.operands;
  if (text === undefined || argv.length === 0) throw new UsageError('missing operand', 125);
  const duration = interval(text);
  if (duration === undefined) throw new UsageError(`invalid time interval ‘${text}’`, 125);
  const controller = new AbortController();
  const forward = (): void => controller.abort(process.signal.reason);
  process.signal.addEventListener('abort', forward, { once: true });
  let expired = false;
  const timer = process.machine.clock.after(duration, () => {
    expired = true;
    controller.abort(new Killed('TERM'));
  });
  try {
    const status = (await process.spawn?.(argv, { signal: controller.signal })) ?? 127;
    return expired ? 124 : status;
  } catch (error) {
    if (error instanceof Killed && expired && !process.signal.aborted) return options.has('p') ? 143 : 124;
    throw error;
  } finally {
    if (duration > 0) timer.cancel();
    process.signal.removeEventListener('abort', forward);
  }
});

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const two = (value: number, fill = '0'): string => String(value).padStart(2, fill);

const DATE_FIELDS: Record<string, (date: Date) => string> = {
  Y: (date) => String(date.getUTCFullYear()),
  y: (date) => two(date.getUTCFullYear() % 100),
  m: (date) => two(date.getUTCMonth() + 1),
  d: (date) => two(date.getUTCDate()),
  e: (date) => two(date.getUTCDate(), ' '),
  H: (date) => two(date.getUTCHours()),
  I: (date) => two(date.getUTCHours() % 12 || 12),
  M: (date) => two(date.getUTCMinutes()),
  S: (date) => two(date.getUTCSeconds()),
  N: (date) => `${String(date.getUTCMilliseconds()).padStart(3, '0')}000000`,
  p: (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
  s: (date) => String(Math.floor(date.getTime() / 1000)),
  a: (date) => DAYS[date.getUTCDay()]!.slice(0, 3),
  A: (date) => DAYS[date.getUTCDay()]!,
  b: (date) => MONTHS[date.getUTCMonth()]!.slice(0, 3),
  B: (date) => MONTHS[date.getUTCMonth()]!,
  j: (date) =>
    String(Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1).padStart(3, '0'),
  u: (date) => String(date.getUTCDay() || 7),
  w: (date) => String(date.getUTCDay()),
  F: (date) => formatDate('%Y-%m-%d', date),
  T: (date) => formatDate('%H:%M:%S', date),
  R: (date) => formatDate('%H:%M', date),
  D: (date) => formatDate('%m/%d/%y', date),
  c: (date) => formatDate('%a %b %e %T %Y', date),
  x: (date) => formatDate('%m/%d/%y', date),
  X: (date) => formatDate('%T', date),
  Z: () => 'UTC',
  z: () => '+0000',
  n: () => '\n',
  t: () => '\t',
  '%': () => '%',
};

/** strftime(3) in UTC, with `%3N`. */
export function formatDate(format: string, date: Date): string {
  return format.replace(/%([-_0]?)(\d?)([A-Za-z%])/g, (all, flag: string, digits: string, letter: string) => {
    const text = DATE_FIELDS[letter]?.(date);
    if (text === undefined) return all;
    if (digits !== '' && letter === 'N') return text.slice(0, Number(digits));
    return flag === '-' ? text.replace(/^[0 ]+(?=.)/, '') : text;
  });
}

export const date = coreutil(async (process) => {
  const options = parseOptions(process.argv, {
    short: 'uRI::d:r:s:',
    long: { utc: 'u', date: '=d', set: '=s', 'iso-8601': '?I', 'rfc-3339': '=3' },
  });
  const now = process.machine.clock.now();
  const text = options.value('d');
  const moment = text === undefined ? now : readDate(text, now);
  if (moment === undefined) return complain(process, `invalid date ‘${text}’`);
  // The clock is everybody's: setting it takes a right that hardly anybody has, and changes nothing here.
  const denied = options.has('s') && process.machine.can?.('SYS_TIME') !== true;
  if (denied) await complain(process, 'cannot set date: Operation not permitted');
  const format = options.operands.find((operand) => operand.startsWith('+'))?.slice(1);
  if (format === undefined && options.operands.length > 0)
    return complain(process, `invalid date ‘${options.operands[0]}’`);
  const iso = options.value('I') === 'seconds' ? '%FT%T+00:00' : '%F';
  const chosen = format ?? (options.has('I') ? iso : options.has('R') ? '%a, %d %b %Y %T +0000' : '%a %b %e %T UTC %Y');
  await process.stdout.write(`${formatDate(chosen, new Date(moment))}\n`);
  return denied ? 1 : 0;
});

function readDate(text: string, now: number): number | undefined {
  if (text === 'now' || text === '') return now;
  if (/^@-?\d+(\.\d+)?$/.test(text)) return Number(text.slice(1)) * 1000;
  const relative = /^([-+]?\d+) (second|sec|minute|min|hour|day|week)s?( ago)?$/.exec(text);
  if (relative) {
    const seconds = { second: 1, sec: 1, minute: 60, min: 60, hour: 3600, day: 86_400, week: 604_800 }[relative[2]!]!;
    return now + Number(relative[1]) * seconds * 1000 * (relative[3] ? -1 : 1);
  }
  if (text === 'yesterday' || text === 'tomorrow') return now + (text === 'tomorrow' ? 1 : -1) * 86_400_000;
  const parsed = Date.parse(
    /\d{2}:\d{2}.*(Z|[-+]\d{2}:?\d{2})$/.test(text) ? text : `${text.replace(' ', 'T')}${/T| /.test(text) ? 'Z' : ''}`,
  );
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** watch(1) of procps: repaints the screen; where there is no terminal, prints each turn. */
export const watch: Program = coreutil(async (process) => {
  const options = parseOptions(process.argv, {
    short: 'n:tdgecbpx',
    long: { interval: '=n', 'no-title': 't', differences: '?d', exec: 'x' },
    ordered: true,
  });
  if (options.operands.length === 0) throw new UsageError('missing command', 1);
  const seconds = Math.max(0.1, Number(options.value('n') ?? 2) || 2);
  const command = options.operands.join(' ');
  const argv = options.has('x') ? options.operands : ['sh', '-c', command];
  const terminal = process.stdout.isTerminal;
  if (terminal) await process.stdout.write('\x1b[?1049h');
  try {
    for (;;) {
      const output = collectOutput();
      await process.spawn?.(argv, { stdout: output, stderr: output });
      await process.stdout.write(frame(process, output.text(), options.has('t') ? '' : command, seconds));
      await process.machine.clock.sleep(seconds * 1000, process.signal);
    }
  } finally {
    if (terminal) await process.stdout.write('\x1b[?1049l');
  }
});

function frame(process: Process, text: string, command: string, seconds: number): string {
  const { columns, rows } = process.terminal ?? { columns: 80, rows: 24 };
  const left = `Every ${seconds.toFixed(1)}s: ${command}`;
  const right = `${process.machine.hostname}: ${formatDate('%a %b %e %T %Y', new Date(process.machine.clock.now()))}`;
  const title =
    command === ''
      ? ''
      : `${left.slice(0, Math.max(0, columns - right.length - 1)).padEnd(columns - right.length)}${right}\n\n`;
  if (!process.stdout.isTerminal) return title + text;
  const lines = (title + text).split('\n').slice(0, rows);
  return `\x1b[H\x1b[2J${lines.map((line) => line.slice(0, columns * 4)).join('\n')}`;
}
