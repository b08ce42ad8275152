/** The smallest coreutils: yes, basename, dirname, seq, expr, hostname, uname, clear, which, env, printenv. */
import { basename as base, dirname as parent, onPath } from '../path.ts';
import { evaluateArithmetic } from '../expand/arithmetic.ts';
import type { Program } from '../process.ts';
import { formatPrintf, general } from './printf.ts';
import { coreutil, parseOptions, UsageError, Writer } from './options.ts';

export const yes: Program = async ({ argv, stdout, machine, signal }) => {
  const line = `${argv.slice(1).join(' ') || 'y'}\n`;
  const block = line.repeat(Math.max(1, Math.floor(1024 / line.length)));
  for (;;) {
    await machine.tick(signal);
    if (signal.aborted) throw signal.reason;
    await stdout.write(block);
  }
};

export const basename = coreutil(async ({ argv, stdout }) => {
  const options = parseOptions(argv, { short: 'as:z', long: { suffix: '=s', multiple: 'a' }, ordered: true });
  const [first, second, third] = options.operands;
  if (first === undefined) throw new UsageError('missing operand', 1);
  const many = options.has('a', 's');
  if (!many && third !== undefined) throw new UsageError(`extra operand ‘${third}’`, 1);
  const suffix = options.value('s') ?? (many ? '' : (second ?? ''));
  for (const path of many ? options.operands : [first]) {
    const name = base(path);
    await stdout.write(
      `${suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name}\n`,
    );
  }
  return 0;
});

export const dirname = coreutil(async ({ argv, stdout }) => {
  if (argv.length < 2) throw new UsageError('missing operand', 1);
  for (const path of argv.slice(1)) await stdout.write(`${parent(path)}\n`);
  return 0;
});

export const seq = coreutil(async (process) => {
  const numeric = process.argv.findIndex((argument, index) => index > 0 && /^-?[\d.]/.test(argument));
  const options = parseOptions(process.argv.slice(0, numeric < 0 ? undefined : numeric), {
    short: 's:wf:',
    long: { separator: '=s', 'equal-width': 'w', format: '=f' },
  });
  const numbers = numeric < 0 ? options.operands : process.argv.slice(numeric);
  if (numbers.length === 0) throw new UsageError('missing operand', 1);
  if (numbers.length > 3) throw new UsageError(`extra operand ‘${numbers[3]}’`, 1);
  for (const text of numbers)
    if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text))
      throw new UsageError(`invalid floating point argument: ‘${text}’`, 1);
  const [first, step, last] =
    numbers.length === 1
      ? ['1', '1', numbers[0]!]
      : numbers.length === 2
        ? [numbers[0]!, '1', numbers[1]!]
        : (numbers as [string, string, string]);
  if (Number(step) === 0) throw new UsageError(`invalid Zero increment value: ‘${step}’`, 1);
  const digits = Math.max(...[first, step].map((text) => text.split('.')[1]?.length ?? 0));
  const width = options.has('w') ? Math.max(...[first, last].map((text) => Number(text).toFixed(digits).length)) : 0;
  const separator = options.value('s') ?? '\n';
  const format = options.value('f');
  const writer = new Writer(process);
  let count = 0;
  for (
    let value = Number(first);
    Number(step) > 0 ? value <= Number(last) + 1e-9 : value >= Number(last) - 1e-9;
    value = Number(first) + ++count * Number(step)
  ) {
    if (count % 1000 === 0) await process.machine.tick(process.signal);
    const shown =
      format === undefined
        ? value.toFixed(digits).padStart(width, '0')
        : formatPrintf(format, [String(value)], 'program').text;
    await writer.write((count > 0 ? separator : '') + shown);
  }
  if (count > 0) await writer.write('\n');
  await writer.flush();
  return 0;
});

export const expr: Program = async ({ argv, stdout, stderr }) => {
  const args = argv.slice(1);
  if (args.length === 0) {
    await stderr.write("expr: missing operand\nTry 'expr --help' for more information.\n");
    return 2;
  }
  let value: string;
  if (args[0] === 'length' && args.length === 2) value = String([...args[1]!].length);
  else if (args[0] === 'substr' && args.length === 4) value = args[1]!.substr(Number(args[2]) - 1, Number(args[3]));
  else if (args.length === 1) value = args[0]!;
  else if (args.length === 3 && /^(?:=|!=)$/.test(args[1]!))
    value = Number((args[0] === args[2]) === (args[1] === '=')).toString();
  else {
    const bad = args.find((argument) => !/^-?\d+$|^[-+*/%()<>=|&]+$|^!=$/.test(argument));
    if (bad !== undefined) {
      await stderr.write(
        args.length === 2 ? `expr: syntax error: unexpected argument ‘${args[1]}’\n` : 'expr: non-integer argument\n',
      );
      return 2;
    }
    value = String(
      evaluateArithmetic(args.map((argument) => (argument === '=' ? '==' : argument)).join(' '), {
        get: () => undefined,
        set: () => {},
      }),
    );
  }
  await stdout.write(`${value}\n`);
  return value === '' || value === '0' ? 1 : 0;
};

/** `-i` and `-f` ask the hosts file, as the resolver would. */
export const hostname = coreutil(async ({ argv, machine, stdout }) => {
  const options = parseOptions(argv, {
    short: 'iIfdsaA',
    long: { 'ip-address': 'i', 'all-ip-addresses': 'I', fqdn: 'f', long: 'f', domain: 'd', short: 's' },
  });
  const { fs } = machine;
  const hosts = fs.stat('/etc/hosts') ? fs.readFile('/etc/hosts').split('\n') : [];
  const line = hosts.map((one) => one.split('#')[0]!.trim().split(/\s+/)).find((one) => one.includes(machine.hostname));
  const [address = '127.0.0.1', name = machine.hostname] = line ?? [];
  const [short, ...domain] = name.split('.');
  let text = machine.hostname;
  if (options.has('i')) text = address;
  else if (options.has('I')) text = `${address} `;
  else if (options.has('f', 'A')) text = name;
  else if (options.has('d')) text = domain.join('.');
  else if (options.has('s')) text = short!;
  await stdout.write(`${text}\n`);
  return 0;
});

const UNAME: [string, (host: string) => string][] = [
  ['s', () => 'Linux'],
  ['n', (host) => host],
  ['r', () => '6.12.0'],
  ['v', () => '#1 SMP PREEMPT_DYNAMIC'],
  ['m', () => 'x86_64'],
  ['o', () => 'GNU/Linux'],
];

export const uname = coreutil(async ({ argv, machine, stdout }) => {
  const options = parseOptions(argv, { short: 'asnrvmpio', long: { all: 'a' } });
  const shown = UNAME.filter(([letter]) => options.has('a', letter) || (options.list.length === 0 && letter === 's'));
  await stdout.write(`${shown.map(([, text]) => text(machine.hostname)).join(' ')}\n`);
  return 0;
});

export const clear: Program = async ({ stdout }) => {
  await stdout.write('\x1b[H\x1b[2J\x1b[3J');
  return 0;
};

export const env = coreutil(async (process) => {
  const options = parseOptions(process.argv, {
    short: 'iu:0',
    long: { 'ignore-environment': 'i', unset: '=u' },
    ordered: true,
  });
  const variables: Record<string, string> = options.has('i') ? {} : { ...process.env };
  for (const name of options.values('u')) delete variables[name];
  const rest = [...options.operands];
  while (rest[0]?.includes('=')) {
    const assignment = rest.shift()!;
    variables[assignment.slice(0, assignment.indexOf('='))] = assignment.slice(assignment.indexOf('=') + 1);
  }
  if (rest.length > 0) return (await process.spawn?.(rest, { env: variables })) ?? 127;
  for (const [name, value] of Object.entries(variables)) await process.stdout.write(`${name}=${value}\n`);
  return 0;
});

export const printenv: Program = async ({ argv, env: variables, stdout }) => {
  if (argv.length === 1)
    for (const [name, value] of Object.entries(variables)) await stdout.write(`${name}=${value}\n`);
  let status = 0;
  for (const name of argv.slice(1)) {
    if (variables[name] === undefined) status = 1;
    else await stdout.write(`${variables[name]}\n`);
  }
  return status;
};

/** A number as awk and seq show it. */
export const showNumber = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e16
    ? String(value)
    : (value < 0 ? '-' : '') + general(Math.abs(value), 6);

/** What lies on PATH; what only the shell knows of, its spawner is asked. */
export const which: Program = async (process) => {
  let status = 0;
  for (const name of process.argv.slice(1)) {
    const path = onPath(process.machine.fs, process.env['PATH'], name);
    if (path !== undefined) await process.stdout.write(`${path}\n`);
    else if (((await process.spawn?.(['command', '-v', name])) ?? 1) !== 0) status = 1;
  }
  return status;
};
