/** The builtin getopts (POSIX XCU getopts): one option a call, OPTIND and the place inside `-abc` remembered between. */
import { getVariable, setVariable } from '../environment.ts';
import type { Builtin } from './builtin.ts';
import { fail } from './builtin.ts';
import { messagePrefix } from '../environment.ts';

/** How far inside a cluster of letters the last call came. */
const places = new WeakMap<object, { index: number; letter: number }>();

export const getopts: Builtin = async (call) => {
  const { environment } = call.context;
  const [, specification, name, ...given] = call.argv;
  if (specification === undefined || name === undefined) {
    await call.stderr.write('getopts: usage: getopts optstring name [arg]\n');
    return 2;
  }
  if (!/^[A-Za-z_]\w*$/.test(name)) return fail(call, `\`${name}': not a valid identifier`);
  const words = given.length > 0 ? given : environment.positional;
  const index = Number(getVariable(environment, 'OPTIND') ?? '1') || 1;
  const place = places.get(environment);
  const at = place?.index === index ? place.letter : 1;
  const word = words[index - 1];
  const set = (key: string, value: string): void => setVariable(environment, key, value);
  const finish = (status: number, next: number, letter = 1): number => {
    set('OPTIND', String(next));
    places.set(environment, { index: next, letter });
    return status;
  };
  if (word === undefined || word === '-' || !word.startsWith('-')) {
    set(name, '?');
    return finish(1, index);
  }
  if (word === '--') {
    set(name, '?');
    return finish(1, index + 1);
  }
  const letter = word[at] ?? '?';
  const silent = specification.startsWith(':');
  const known = letter === ':' ? -1 : specification.indexOf(letter, silent ? 1 : 0);
  const after = at + 1 < word.length ? ([index, at + 1] as const) : ([index + 1, 1] as const);
  environment.variables.delete('OPTARG');
  if (known < 0) {
    set(name, '?');
    if (silent) set('OPTARG', letter);
    else
      await call.stderr.write(`${messagePrefix(environment).replace(/line \d+: /, '')}illegal option -- ${letter}\n`);
    return finish(0, ...after);
  }
  set(name, letter);
  if (specification[known + 1] !== ':') return finish(0, ...after);
  if (at + 1 < word.length) {
    set('OPTARG', word.slice(at + 1));
    return finish(0, index + 1);
  }
  const argument = words[index];
  if (argument !== undefined) {
    set('OPTARG', argument);
    return finish(0, index + 2);
  }
  set(name, silent ? ':' : '?');
  if (silent) set('OPTARG', letter);
  else {
    await call.stderr.write(
      `${messagePrefix(environment).replace(/line \d+: /, '')}option requires an argument -- ${letter}\n`,
    );
  }
  return finish(0, index + 1);
};
