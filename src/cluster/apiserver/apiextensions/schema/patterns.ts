/** Patterns of schemas, compiled once each: every write of a custom resource asks for the same few. */
import { Regexp } from '../../../../api/re2/regexp.ts';
import { RegexpError } from '../../../../api/re2/parse.ts';

const LIMIT = 1000;
const compiled = new Map<string, Regexp | string>();

function compile(pattern: string): Regexp | string {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  let made: Regexp | string;
  try {
    made = new Regexp(pattern);
  } catch (error) {
    if (!(error instanceof RegexpError)) throw error;
    made = error.message;
  }
  if (compiled.size >= LIMIT) compiled.clear();
  compiled.set(pattern, made);
  return made;
}

/** Undefined for a pattern that is none. */
export function patternOf(pattern: string): Regexp | undefined {
  const made = compile(pattern);
  return typeof made === 'string' ? undefined : made;
}

/** What is wrong with a pattern, in Go's words; undefined when nothing is. */
export function patternError(pattern: string): string | undefined {
  const made = compile(pattern);
  return typeof made === 'string' ? made : undefined;
}
