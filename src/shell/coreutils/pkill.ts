/** pgrep, pkill, killall and pidof (procps, psmisc and busybox): processes by their names. */
import { compile } from '../pattern.ts';
import { basename } from '../path.ts';
import { type Process, type Program, SIGNAL_NUMBERS, type SignalName } from '../process.ts';

interface Known {
  pid: number;
  name: string;
  command: string;
}

/** All but the asking one. */
function others({ machine, argv }: Process): Known[] {
  const own = argv.join(' ');
  return (machine.processes?.() ?? [])
    .filter(({ command }) => command !== own)
    .map(({ pid, command }) => ({ pid, command, name: basename(command.split(' ')[0] ?? '') }));
}

/** `-9`, `-KILL` and `-SIGKILL`; undefined for what is no signal. */
function signalOf(word: string): SignalName | undefined {
  const text = word.replace(/^-(?:SIG)?/, '').toUpperCase();
  const known = Object.entries(SIGNAL_NUMBERS) as [SignalName, number][];
  return known.find(([name, number]) => name === text || String(number) === text)?.[0];
}

interface Call {
  signal: SignalName;
  letters: string;
  names: string[];
}

function read(argv: readonly string[]): Call {
  const call: Call = { signal: 'TERM', letters: '', names: [] };
  const rest = argv.slice(1);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const signal = word.startsWith('-') ? signalOf(word === '-s' ? `-${rest.shift()}` : word) : undefined;
    if (signal) call.signal = signal;
    else if (word.startsWith('-')) call.letters += word.slice(1);
    else call.names.push(word);
  }
  return call;
}

const byPattern = (process: Process, { letters, names }: Call): Known[] => {
  const expression = compile(letters.includes('x') ? `^(?:${names[0] ?? ''})$` : (names[0] ?? ''), 'u');
  return others(process).filter(({ name, command }) => expression.test(letters.includes('f') ? command : name));
};

export const pgrep: Program = async (process) => {
  const call = read(process.argv);
  const found = byPattern(process, call);
  for (const { pid, name, command } of found) {
    const text = call.letters.includes('a') ? ` ${command}` : call.letters.includes('l') ? ` ${name}` : '';
    await process.stdout.write(`${pid}${text}\n`);
  }
  return found.length > 0 ? 0 : 1;
};

export const pkill: Program = async (process) => {
  const call = read(process.argv);
  const found = byPattern(process, call);
  for (const { pid } of found) process.machine.kill?.(pid, call.signal);
  return found.length > 0 ? 0 : 1;
};

export const killall: Program = async (process) => {
  const call = read(process.argv);
  let status = 0;
  for (const wanted of call.names) {
    const found = others(process).filter(({ name }) => name === wanted);
    for (const { pid } of found) process.machine.kill?.(pid, call.signal);
    if (found.length > 0 || call.letters.includes('q')) continue;
    const ash = process.machine.dialect === 'ash';
    await process.stderr.write(ash ? `killall: ${wanted}: no process killed\n` : `${wanted}: no process found\n`);
    status = 1;
  }
  return status;
};

export const pidof: Program = async (process) => {
  const { names } = read(process.argv);
  const found = others(process).filter(({ name }) => names.includes(name));
  if (found.length > 0) await process.stdout.write(`${found.map(({ pid }) => pid).join(' ')}\n`);
  return found.length > 0 ? 0 : 1;
};
