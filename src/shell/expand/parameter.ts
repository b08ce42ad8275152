/** Parameter expansion (POSIX XCU 2.6.2 and bash's `//`, `:n:m`, `^`, `,`). */
import type { Parameter } from '../syntax/ast.ts';
import { elementAt, isAssociative, setNamed, splitName } from '../arrays.ts';
import { type Environment, getVariable, setVariable } from '../environment.ts';
import { ExpansionError } from '../execute/control-flow.ts';
import { compile, patternSource, type Segment } from '../pattern.ts';
import { evaluateArithmetic } from './arithmetic.ts';

/** What expanding an operator's argument needs of the expander. */
export interface Arguments {
  text(word: Parameter['argument']): Promise<string>;
  pattern(word: Parameter['argument']): Promise<Segment[]>;
}

/** Plain value of a parameter, special ones included. `$@` and `$*` are the expander's. */
export function lookUp(environment: Environment, name: string): string | undefined {
  if (/^\d+$/.test(name)) return name === '0' ? environment.name : environment.positional[Number(name) - 1];
  switch (name) {
    case '?':
      return String(environment.status);
    case '#':
      return String(environment.positional.length);
    case '$':
      return String(environment.pid);
    case '!':
      return environment.lastBackground === undefined ? undefined : String(environment.lastBackground);
    case '-':
      return flags(environment);
    case '@':
    case '*':
      return environment.positional.length === 0 ? undefined : environment.positional.join(' ');
    case 'RANDOM':
    case 'SECONDS':
    case 'LINENO':
    case 'BASHPID':
      return dynamic(environment, name);
    case 'BASH_SOURCE':
      return environment.name;
    default:
      return getVariable(environment, name);
  }
}

/** What arithmetic knows by names: `x` and `x[i]`. */
export function namesOf(environment: Environment): {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
} {
  const split = (text: string): { name: string; key: string | undefined } => {
    const found = splitName(text) ?? { name: text, key: undefined };
    if (found.key === undefined || isAssociative(environment, found.name)) return found;
    return { name: found.name, key: String(evaluateArithmetic(found.key, namesOf(environment))) };
  };
  return {
    get: (text) => {
      const { name, key } = split(text);
      return key === undefined ? lookUp(environment, name) : elementAt(environment, name, key);
    },
    set: (text, value) => setNamed(environment, split(text), value),
  };
}

function flags({ options, interactive }: Environment): string {
  return `${options.errexit ? 'e' : ''}${options.noglob ? 'f' : ''}h${interactive ? 'i' : ''}${options.nounset ? 'u' : ''}${options.xtrace ? 'x' : ''}B`;
}

function dynamic(environment: Environment, name: string): string | undefined {
  const set = getVariable(environment, name);
  if (name === 'LINENO') return String(environment.line);
  if (name === 'BASHPID') return String(environment.pid);
  const now = environment.machine.clock.now();
  if (name === 'SECONDS') return String(Math.floor((now - environment.started) / 1000));
  // A linear congruential sequence that starts from the clock: the same seed and commands give the same numbers.
  const last = Number(set ?? now % 32768);
  const next = (Math.imul(last, 1103515245) + 12345) >>> 0;
  setVariable(environment, 'RANDOM', String(next));
  return String((next >>> 16) & 0x7fff);
}

/** The text of `${name…}`, or of an array's `element`. Throws ExpansionError for `:?`, `set -u` and bad substitutions. */
export async function expandParameter(
  environment: Environment,
  part: Parameter,
  args: Arguments,
  element?: { value: string | undefined },
): Promise<string> {
  const { name, operator } = part;
  if (operator === 'bad') throw new ExpansionError(`${name}: bad substitution`);
  const value = element ? element.value : lookUp(environment, name);
  if (operator === 'length') return lengthOf(environment, name, value);
  if (/^:?[-=+?]$/.test(operator)) return expandDefault(environment, part, value, args);
  if (value === undefined) {
    if (environment.options.nounset && !/^[@*#]$/.test(name))
      throw new ExpansionError(`${name}: unbound variable`, 127);
    if (operator !== '') await args.text(part.argument);
    return '';
  }
  return transform(environment, part, value, args);
}

function lengthOf(environment: Environment, name: string, value: string | undefined): string {
  if (name === '@' || name === '*') return String(environment.positional.length);
  if (value === undefined && environment.options.nounset) throw new ExpansionError(`${name}: unbound variable`, 127);
  return String([...(value ?? '')].length);
}

async function expandDefault(
  environment: Environment,
  part: Parameter,
  value: string | undefined,
  args: Arguments,
): Promise<string> {
  const { name, operator } = part;
  const missing = value === undefined || (operator.startsWith(':') && value === '');
  switch (operator.at(-1)) {
    case '+':
      return missing ? '' : args.text(part.argument);
    case '?': {
      if (!missing) return value;
      const text = await args.text(part.argument);
      throw new ExpansionError(
        `${name}: ${text || (operator === '?' ? 'parameter not set' : 'parameter null or not set')}`,
        127,
      );
    }
    case '=': {
      if (!missing) return value;
      const text = await args.text(part.argument);
      setVariable(environment, name, text);
      return text;
    }
    default:
      return missing ? args.text(part.argument) : value;
  }
}

export async function transform(
  environment: Environment,
  part: Parameter,
  value: string,
  args: Arguments,
): Promise<string> {
  const { operator } = part;
  if (operator === '') return value;
  if (operator === ':') return substring(environment, part, value, args);
  const pattern = await args.pattern(part.argument);
  if (operator.startsWith('/')) return replace(operator, value, pattern, await args.text(part.second));
  if (operator.startsWith('^') || operator.startsWith(',')) return changeCase(operator, value);
  return trim(operator, value, pattern);
}

function trim(operator: string, value: string, pattern: Segment[]): string {
  const longest = operator.length === 2;
  if (operator.startsWith('#')) return value.replace(compile(`^(?:${patternSource(pattern, longest)})`), '');
  if (longest) return value.replace(compile(`(?:${patternSource(pattern)})$`), '');
  // The shortest suffix: a regular expression finds the leftmost match, so try from the right.
  const whole = compile(`^(?:${patternSource(pattern)})$`);
  for (let at = value.length; at >= 0; at--) if (whole.test(value.slice(at))) return value.slice(0, at);
  return value;
}

function replace(operator: string, value: string, pattern: Segment[], text: string): string {
  if (pattern.length === 0) return value;
  const source = patternSource(pattern);
  const expression =
    operator === '//'
      ? compile(source, 'sug')
      : operator === '/#'
        ? compile(`^(?:${source})`)
        : operator === '/%'
          ? compile(`(?:${source})$`)
          : compile(source);
  return value.replace(expression, () => text);
}

function changeCase(operator: string, value: string): string {
  const change = (text: string): string => (operator.startsWith('^') ? text.toUpperCase() : text.toLowerCase());
  return operator.length === 2 ? change(value) : change(value.slice(0, 1)) + value.slice(1);
}

async function substring(environment: Environment, part: Parameter, value: string, args: Arguments): Promise<string> {
  const names = namesOf(environment);
  const number = async (word: Parameter['argument']): Promise<number> =>
    Number(evaluateArithmetic(await args.text(word), names));
  const chars = [...value];
  let from = await number(part.argument);
  if (from < 0) from = Math.max(0, chars.length + from);
  if (!part.second) return chars.slice(from).join('');
  const length = await number(part.second);
  if (length < 0 && chars.length + length < from)
    throw new ExpansionError(`${part.second.raw.trim()}: substring expression < 0`);
  return chars.slice(from, length < 0 ? length : from + length).join('');
}
