/** sort (GNU, C locale): `-r -n -h -V -u -f -b -k -t -c -o -s`. */
import { readAll } from '../lines.ts';
import { absolute, coreutil, eachInput, type Options, parseOptions, UsageError } from './options.ts';

const LONG = {
  reverse: 'r',
  'numeric-sort': 'n',
  unique: 'u',
  'ignore-case': 'f',
  key: '=k',
  'field-separator': '=t',
  'human-numeric-sort': 'h',
  'version-sort': 'V',
  output: '=o',
  stable: 's',
  check: 'c',
  'ignore-leading-blanks': 'b',
  'general-numeric-sort': 'g',
};

type Compare = (a: string, b: string) => number;

interface Key {
  from: number;
  fromChar: number;
  to: number | undefined;
  toChar: number;
  flags: string;
}

export const sort = coreutil(async (process) => {
  const options = parseOptions(process.argv, { short: 'rnhVufbk:t:co:sgdiz', long: LONG, status: 2 });
  const all: string[] = [];
  const status = await eachInput(process, options.operands, async (input) => {
    const text = await readAll(input, process.signal);
    if (text !== '') all.push(...text.replace(/\n$/, '').split('\n'));
  });
  const order = comparison(options);
  if (options.has('c')) {
    const at = all.findIndex((line, index) => index > 0 && order(all[index - 1]!, line) > 0);
    if (at < 0) return 0;
    await process.stderr.write(`sort: ${options.operands[0] ?? '-'}:${at + 1}: disorder: ${all[at]}\n`);
    return 1;
  }
  const last: Compare =
    options.has('s') || options.has('u') ? () => 0 : (a, b) => (options.has('r') ? plain(b, a) : plain(a, b));
  all.sort((a, b) => order(a, b) || last(a, b));
  const kept = options.has('u') ? all.filter((line, index) => index === 0 || order(all[index - 1]!, line) !== 0) : all;
  const text = kept.map((line) => `${line}\n`).join('');
  const output = options.value('o');
  if (output === undefined) await process.stdout.write(text);
  else process.machine.fs.writeFile(absolute(process, output), text);
  return status === 0 ? 0 : 2;
});

const plain: Compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function comparison(options: Options): Compare {
  const global = options.list
    .map(({ name }) => name)
    .filter((name) => 'rnhVfbgdi'.includes(name))
    .join('');
  const keys = options.values('k').map(parseKey);
  const separator = options.value('t');
  if (separator !== undefined && separator.length > 1 && separator !== '\\0')
    throw new UsageError(`multi-character tab ‘${separator}’`, 2, false);
  if (keys.length === 0) return compareWith(global);
  return (a, b) => {
    for (const key of keys) {
      const result = compareWith(key.flags || global)(extract(a, key, separator), extract(b, key, separator));
      if (result !== 0) return result;
    }
    return 0;
  };
}

function parseKey(text: string): Key {
  const match = /^(\d+)(?:\.(\d+))?([a-zA-Z]*)(?:,(\d+)(?:\.(\d+))?([a-zA-Z]*))?$/.exec(text);
  if (!match) throw new UsageError(`invalid number at field start: invalid count at start of ‘${text}’`, 2, false);
  if (match[1] === '0')
    throw new UsageError(`-: invalid field specification ‘${text}’: field number is zero`.replace('-: ', ''), 2, false);
  return {
    from: Number(match[1]),
    fromChar: Number(match[2] ?? 1),
    to: match[4] ? Number(match[4]) : undefined,
    toChar: Number(match[5] ?? 0),
    flags: match[3]! + (match[6] ?? ''),
  };
}

function extract(line: string, key: Key, separator: string | undefined): string {
  const fields =
    separator === undefined
      ? (line.match(/[ \t]*[^ \t]*/g) ?? []).filter((field) => field !== '')
      : line.split(separator);
  const glue = separator ?? '';
  const blanks = key.flags.includes('b');
  const trim = (field: string): string => (blanks ? field.trimStart() : field);
  if (key.to !== undefined && key.to <= key.from && key.toChar > 0)
    return trim(fields[key.from - 1] ?? '').slice(key.fromChar - 1, key.toChar);
  const picked = fields.slice(key.from - 1, key.to);
  if (key.toChar > 0 && key.to !== undefined && picked.length === key.to - key.from + 1)
    picked[picked.length - 1] = picked.at(-1)!.slice(0, key.toChar);
  return trim(picked.join(glue)).slice(key.fromChar - 1);
}

function compareWith(flags: string): Compare {
  const sign = flags.includes('r') ? -1 : 1;
  if (/[ngh]/.test(flags)) {
    const value = flags.includes('h') ? human : number;
    return (a, b) => sign * (value(a) - value(b));
  }
  if (flags.includes('V')) return (a, b) => sign * version(a, b);
  const prepare = (text: string): string => {
    const trimmed = flags.includes('b') ? text.trimStart() : text;
    return flags.includes('f') ? trimmed.toUpperCase() : trimmed;
  };
  return (a, b) => sign * plain(prepare(a), prepare(b));
}

const number = (text: string): number => Number(/^\s*-?\d*\.?\d*/.exec(text)?.[0] || 0) || 0;

function human(text: string): number {
  const match = /^\s*(-?\d*\.?\d*)([KMGTPE]?)/i.exec(text)!;
  return (Number(match[1]) || 0) * 1024 ** ['', 'K', 'M', 'G', 'T', 'P', 'E'].indexOf(match[2]!.toUpperCase());
}

function version(a: string, b: string): number {
  const split = (text: string): string[] => text.match(/\d+|\D+/g) ?? [];
  const left = split(a);
  const right = split(b);
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const [x, y] = [left[at] ?? '', right[at] ?? ''];
    const result = /^\d/.test(x) && /^\d/.test(y) ? Number(x) - Number(y) : plain(x, y);
    if (result !== 0) return result;
  }
  return 0;
}
