/** Builtins that steer: `:`, true, false, break, continue, return, exit, eval, exec, `.`, command, type, builtin. */
import type { Context, Environment } from '../environment.ts';
import { FunctionReturn, LoopControl, ShellExit } from '../execute/control-flow.ts';
import { evaluate } from '../execute/list.ts';
import { findByName, findProgram } from '../execute/program.ts';
import { quote, runArgv } from '../execute/simple.ts';
import { FileError } from '../filesystem.ts';
import { ERROR_TEXTS } from '../environment.ts';
import { onPath, resolvePath } from '../path.ts';
import type { Builtin, BuiltinCall } from './builtin.ts';
import { fail } from './builtin.ts';
import { builtins } from './index.ts';

export const colon: Builtin = async () => 0;
export const falsehood: Builtin = async () => 1;

function looping(kind: 'break' | 'continue'): Builtin {
  return async (call) => {
    const levels = Number(call.argv[1] ?? 1);
    if (!Number.isInteger(levels)) return fail(call, `${call.argv[1]}: numeric argument required`, 128);
    throw new LoopControl(kind, levels);
  };
}
export const breakLoop = looping('break');
export const continueLoop = looping('continue');

function ending(end: (status: number) => FunctionReturn | ShellExit): Builtin {
  return async (call) => {
    const [, text] = call.argv;
    if (text !== undefined && !/^-?\d+$/.test(text)) {
      await fail(call, `${text}: numeric argument required`);
      throw end(2);
    }
    throw end(text === undefined ? call.context.environment.status : ((Number(text) % 256) + 256) % 256);
  };
}
export const returnFrom = ending((status) => new FunctionReturn(status));
export const exit = ending((status) => new ShellExit(status));

export const evalText: Builtin = ({ context, argv }) => evaluate(context, argv.slice(1).join(' '));

export const exec: Builtin = async ({ context, argv }) => {
  throw new ShellExit(await runArgv(context, argv.slice(1)));
};

export const source: Builtin = async (call) => {
  const { context, argv } = call;
  const { environment } = context;
  const [, file, ...positional] = argv;
  if (file === undefined) return fail(call, 'filename argument required\n.: usage: . filename [arguments]', 2);
  let text: string;
  try {
    text = environment.machine.fs.readFile(resolvePath(environment.cwd, file));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await call.stderr.write(
      `${environment.name}: ${environment.numbered ? `line ${environment.line}: ` : ''}${file}: ${ERROR_TEXTS[error.code] ?? error.code}\n`,
    );
    return 1;
  }
  const before = environment.positional;
  if (positional.length > 0) environment.positional = positional;
  try {
    return await evaluate(context, text);
  } catch (error) {
    if (error instanceof FunctionReturn) return error.status;
    throw error;
  } finally {
    environment.positional = before;
  }
};

export const command: Builtin = async (call) => {
  const { context, argv } = call;
  const [option, ...names] = argv.slice(1);
  if (option === undefined) return 0;
  if (option === '-v' || option === '-V') {
    let status = 1;
    for (const name of names) {
      const found = describe(context, name, option === '-V');
      if (found !== undefined) status = 0;
      if (found !== undefined) await call.stdout.write(`${found}\n`);
      else if (option === '-V') await fail(call, `${name}: not found`);
    }
    return status;
  }
  const rest = option === '-p' || option === '--' ? names : argv.slice(1);
  const environment = { ...context.environment, functions: new Map() };
  return rest.length === 0 ? 0 : runArgv({ ...context, environment }, rest);
};

/** What `command -v` (short) and `type` (`long`) say of a name. */
function describe({ environment }: Context, name: string, long: boolean): string | undefined {
  const alias = environment.aliases.get(name);
  if (alias !== undefined) return long ? `${name} is aliased to \`${alias}'` : `alias ${name}=${quote(alias)}`;
  if (KEYWORDS.has(name)) return long ? `${name} is a shell keyword` : name;
  if (environment.functions.has(name)) return long ? `${name} is a function` : name;
  if (Object.hasOwn(builtins, name)) return long ? `${name} is a shell builtin` : name;
  if (name.includes('/'))
    return typeof findProgram(environment, name) === 'function' ? (long ? `${name} is ${name}` : name) : undefined;
  const path = programPath(environment, name);
  return path !== undefined && long ? `${name} is ${path}` : path;
}

function programPath(environment: Environment, name: string): string | undefined {
  const { machine, variables } = environment;
  const file = onPath(machine.fs, variables.get('PATH')?.value, name);
  if (file !== undefined) return file;
  if (!findByName(environment, name)) return undefined;
  return machine.find(name) ? `/usr/local/bin/${name}` : `/usr/bin/${name}`;
}

const KEYWORDS = new Set([
  'if',
  'then',
  'else',
  'elif',
  'fi',
  'for',
  'while',
  'until',
  'do',
  'done',
  'case',
  'esac',
  'function',
  'time',
  '{',
  '}',
  '!',
  '[[',
  ']]',
  'in',
]);

export const type: Builtin = async (call) => {
  const names = call.argv.slice(1).filter((name) => !name.startsWith('-'));
  let status = 0;
  for (const name of names) {
    const found = describe(call.context, name, true);
    if (found === undefined) status = await fail(call, `${name}: not found`);
    else await call.stdout.write(`${call.argv.includes('-t') ? kindOf(found) : found}\n`);
  }
  return status;
};

function kindOf(description: string): string {
  if (description.includes(' is aliased')) return 'alias';
  return /is a (?:shell )?(keyword|function|builtin)$/.exec(description)?.[1] ?? 'file';
}

export const builtin: Builtin = async (call: BuiltinCall) => {
  const name = call.argv[1];
  if (name === undefined) return 0;
  const found = builtins[name];
  return found ? found({ ...call, argv: call.argv.slice(1) }) : fail(call, `${name}: not a shell builtin`);
};
