/** Command-line flags as spf13/pflag parses them: shorthands, `=`, repeats, comma lists, and its error messages. */
import { UsageError } from './errors.ts';

export interface FlagSpec {
  name: string;
  /** One letter. */
  short?: string;
  /** `strings` splits at commas and repeats; `stringArray` only repeats. Durations stay text (`duration.ts` reads them). */
  type: 'string' | 'bool' | 'int' | 'duration' | 'strings' | 'stringArray';
  default?: string | boolean | number | readonly string[];
  usage: string;
  /** The value of a bare `--flag` (`--dry-run`, `-v`); bool flags have 'true'. */
  noOptDefault?: string;
  hidden?: boolean;
  deprecated?: string;
  /** The flag must be given (cobra's MarkFlagRequired). */
  required?: boolean;
}

type Value = string | boolean | number | readonly string[];

/** What was parsed: typed getters that fall back to the flag's default. */
export class Flags {
  private readonly given = new Map<string, Value>();
  constructor(private readonly specs: ReadonlyMap<string, FlagSpec>) {}

  /** What the command line says of a flag of every command; '' where the verb has its own flag of that name. */
  shared(spec: FlagSpec): string {
    return this.specs.get(spec.name) === spec ? this.string(spec.name) : '';
  }
  has(name: string): boolean {
    return this.specs.has(name);
  }
  /** True when the flag stood on the command line. */
  changed(name: string): boolean {
    return this.given.has(name);
  }
  string(name: string): string {
    return String(this.value(name) ?? '');
  }
  bool(name: string): boolean {
    return this.value(name) === true;
  }
  int(name: string): number {
    return Number(this.value(name) ?? 0);
  }
  strings(name: string): readonly string[] {
    const value = this.value(name);
    return Array.isArray(value) ? (value as readonly string[]) : [];
  }
  private value(name: string): Value | undefined {
    return this.given.get(name) ?? this.specs.get(name)?.default;
  }

  /** Parses and keeps one value; throws pflag's error. */
  set(spec: FlagSpec, text: string): void {
    const shown = spec.short ? `-${spec.short}, --${spec.name}` : `--${spec.name}`;
    const fail = (why: string): never => {
      throw new UsageError(`invalid argument ${JSON.stringify(text)} for ${JSON.stringify(shown)} flag: ${why}`);
    };
    const old = this.given.get(spec.name);
    const list = Array.isArray(old) ? (old as string[]) : [];
    if (spec.type === 'bool') {
      const parsed = parseBool(text);
      if (parsed === undefined) fail(`strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`);
      this.given.set(spec.name, parsed === true);
    } else if (spec.type === 'int') {
      if (!/^[+-]?\d+$/.test(text)) fail(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
      this.given.set(spec.name, Number(text));
    } else if (spec.type === 'duration') {
      if (!isDuration(text)) fail(`time: ${durationComplaint(text)}`);
      this.given.set(spec.name, text);
    } else if (spec.type === 'strings') this.given.set(spec.name, [...list, ...splitCommas(text)]);
    else if (spec.type === 'stringArray') this.given.set(spec.name, [...list, text]);
    else this.given.set(spec.name, text);
  }
}

export interface ParsedArguments {
  flags: Flags;
  /** What is no flag, in order. */
  args: string[];
  /** Index in `args` of the first argument after `--`, -1 when there was none (cobra's ArgsLenAtDash). */
  dash: number;
}

/** Throws UsageError for what pflag does not accept. `interspersed: false` stops at the first argument that is no flag. */
export function parseFlags(argv: readonly string[], specs: readonly FlagSpec[], interspersed = true): ParsedArguments {
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  const byShort = new Map(specs.filter((spec) => spec.short).map((spec) => [spec.short!, spec]));
  const flags = new Flags(byName);
  const rest = [...argv];
  const args: string[] = [];
  let dash = -1;
  while (rest.length > 0) {
    const word = rest.shift()!;
    if (word === '--') {
      dash = args.length;
      args.push(...rest);
      break;
    }
    if (word.startsWith('--')) parseLong(word, rest, byName, flags);
    else if (word.startsWith('-') && word !== '-') parseShort(word.slice(1), rest, byShort, flags);
    else {
      args.push(word);
      if (!interspersed) {
        args.push(...rest);
        break;
      }
    }
  }
  return { flags, args, dash };
}

function parseLong(word: string, rest: string[], byName: Map<string, FlagSpec>, flags: Flags): void {
  const body = word.slice(2);
  if (body.startsWith('-') || body.startsWith('=')) throw new UsageError(`bad flag syntax: ${word}`);
  const equals = body.indexOf('=');
  const name = equals < 0 ? body : body.slice(0, equals);
  // kubectl's normaliser: --all_namespaces is --all-namespaces.
  const spec = byName.get(name) ?? byName.get(name.replaceAll('_', '-'));
  if (!spec) throw new UsageError(`unknown flag: --${name}`);
  if (equals >= 0) flags.set(spec, body.slice(equals + 1));
  else if (bare(spec) !== undefined) flags.set(spec, bare(spec)!);
  else if (rest.length > 0) flags.set(spec, rest.shift()!);
  else throw new UsageError(`flag needs an argument: --${name}`);
}

function parseShort(letters: string, rest: string[], byShort: Map<string, FlagSpec>, flags: Flags): void {
  let left = letters;
  while (left !== '') {
    const letter = [...left][0]!;
    const after = left.slice(letter.length);
    const spec = byShort.get(letter);
    if (!spec) throw new UsageError(`unknown shorthand flag: '${letter}' in -${left}`);
    if (after.length > 1 && after.startsWith('=')) return flags.set(spec, after.slice(1));
    if (bare(spec) !== undefined) {
      flags.set(spec, bare(spec)!);
      left = after;
      continue;
    }
    if (after !== '') return flags.set(spec, after);
    if (rest.length > 0) return flags.set(spec, rest.shift()!);
    throw new UsageError(`flag needs an argument: '${letter}' in -${left}`);
  }
}

/** The value of the flag when nothing follows it, undefined when it needs an argument. */
export function bare(spec: FlagSpec): string | undefined {
  return spec.type === 'bool' ? 'true' : spec.noOptDefault;
}

export function parseBool(text: string): boolean | undefined {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true;
  return ['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text) ? false : undefined;
}

/** A comma list as one CSV record: quotes keep commas. */
function splitCommas(text: string): string[] {
  if (text === '') return [];
  if (!text.includes('"')) return text.split(',');
  return [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    (match) => match[1]?.replaceAll('""', '"') ?? match[2] ?? '',
  );
}

const DURATION = /^[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

function isDuration(text: string): boolean {
  return DURATION.test(text);
}

function durationComplaint(text: string): string {
  const quoted = JSON.stringify(text);
  if (/^[+-]?\d+(\.\d*)?$/.test(text)) return `missing unit in duration ${quoted}`;
  const unit = /^[+-]?\d+(?:\.\d*)?([^\d.]+)/.exec(text)?.[1];
  return unit ? `unknown unit ${JSON.stringify(unit)} in duration ${quoted}` : `invalid duration ${quoted}`;
}
