/** Builtins on variables and options: export, readonly, unset, local, declare, set, shift, let, alias, unalias. */
import { type Environment, getVariable, type ShellOptions, setVariable } from '../environment.ts';
import { isAssociative, makeArray, showArray, splitName } from '../arrays.ts';
import { evaluateArithmetic } from '../expand/arithmetic.ts';
import { namesOf } from '../expand/parameter.ts';
import { quote } from '../execute/simple.ts';
import type { Builtin, BuiltinCall } from './builtin.ts';
import { fail } from './builtin.ts';

const NAME = /^[A-Za-z_]\w*$/;

function split(argument: string): [name: string, value: string | undefined] {
  const equals = argument.indexOf('=');
  return equals < 0 ? [argument, undefined] : [argument.slice(0, equals), argument.slice(equals + 1)];
}

const declaration = (flags: string, name: string, value: string): string =>
  `declare -${flags} ${name}="${value.replace(/["\\$`]/g, '\\$&')}"\n`;

export const exportVariables: Builtin = async (call) => {
  const { context, argv, stdout } = call;
  const { environment } = context;
  const names = argv.slice(1).filter((argument) => !/^-[pn]$/.test(argument));
  if (names.length === 0) {
    for (const name of [...environment.variables.keys()].sort())
      if (environment.variables.get(name)!.exported)
        await stdout.write(declaration('x', name, getVariable(environment, name)!));
    return 0;
  }
  let status = 0;
  for (const argument of names) {
    const [name, value] = split(argument);
    if (!NAME.test(name)) status = await fail(call, `\`${argument}': not a valid identifier`);
    else if (argv[1] === '-n') unexport(environment, name);
    else if (value !== undefined || environment.variables.has(name))
      setVariable(environment, name, value ?? getVariable(environment, name)!, true);
  }
  return status;
};

function unexport(environment: Environment, name: string): void {
  const variable = environment.variables.get(name);
  if (variable) environment.variables.set(name, { ...variable, exported: false });
}

export const readonlyVariables: Builtin = async ({ context, argv }) => {
  for (const argument of argv.slice(1)) {
    const [name, value] = split(argument);
    setVariable(context.environment, name, value ?? getVariable(context.environment, name) ?? '');
    context.environment.variables.get(name)!.readonly = true;
  }
  return 0;
};

export const unset: Builtin = async (call) => {
  const { variables, functions } = call.context.environment;
  let status = 0;
  for (const name of call.argv.slice(1)) {
    if (name === '-v' || name === '-f') continue;
    if (variables.get(name)?.readonly) status = await fail(call, `${name}: cannot unset: readonly variable`);
    else if (call.argv[1] !== '-f' && name.includes('[')) unsetElement(call.context.environment, name);
    else if (call.argv[1] === '-f' || !variables.delete(name)) functions.delete(name);
  }
  return status;
};

function unsetElement(environment: Environment, text: string): void {
  const { name, key } = splitName(text) ?? {};
  const items = name === undefined ? undefined : environment.variables.get(name)?.items;
  if (!items || key === undefined) return;
  items.delete(isAssociative(environment, name!) ? key : String(evaluateArithmetic(key, namesOf(environment))));
}

/** `declare -p NAME…` */
async function showVariables(call: BuiltinCall, names: readonly string[]): Promise<number> {
  const { environment } = call.context;
  let status = 0;
  for (const name of names) {
    const variable = environment.variables.get(name);
    if (!variable) status = await fail(call, `${name}: not found`);
    else if (variable.items) await call.stdout.write(showArray(environment, name));
    else {
      const flags = `${variable.readonly ? 'r' : ''}${variable.exported ? 'x' : ''}` || '-';
      await call.stdout.write(declaration(flags, name, variable.value));
    }
  }
  return status;
}

export const local: Builtin = async (call) => {
  const { environment } = call.context;
  const scope = environment.scopes.at(-1);
  if (!scope && call.argv[0] === 'local') return fail(call, 'can only be used in a function');
  const flags = call.argv.filter((argument) => argument.startsWith('-')).join('');
  const names = call.argv.slice(1).filter((argument) => !argument.startsWith('-'));
  if (flags.includes('p')) return showVariables(call, names);
  for (const argument of names) {
    const [name, value] = split(argument);
    if (scope && !scope.has(name)) {
      scope.set(name, environment.variables.get(name));
      environment.variables.delete(name);
    }
    if (/[aA]/.test(flags)) makeArray(environment, name, flags.includes('A'));
    if (value !== undefined || (scope && !/[aA]/.test(flags))) {
      setVariable(environment, name, value ?? '', call.argv.includes('-x'));
    }
    if (flags.includes('r') && environment.variables.has(name)) environment.variables.get(name)!.readonly = true;
  }
  return 0;
};

const OPTION_LETTERS: Record<string, keyof ShellOptions> = {
  e: 'errexit',
  u: 'nounset',
  x: 'xtrace',
  f: 'noglob',
  C: 'noclobber',
  v: 'verbose',
};

export const set: Builtin = async (call) => {
  const { environment } = call.context;
  const args = call.argv.slice(1);
  if (args.length === 0) {
    for (const name of [...environment.variables.keys()].sort())
      await call.stdout.write(`${name}=${quote(getVariable(environment, name)!)}\n`);
    return 0;
  }
  while (args.length > 0 && /^[-+]./.test(args[0]!)) {
    const option = args.shift()!;
    if (option === '--') break;
    const on = option.startsWith('-');
    for (const letter of option.slice(1)) {
      const name = letter === 'o' ? (args.shift() as keyof ShellOptions) : OPTION_LETTERS[letter];
      if (name === undefined || !(name in environment.options))
        return fail(
          call,
          `${option}: invalid option\nset: usage: set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]`,
          2,
        );
      environment.options[name] = on;
    }
    if (args.length === 0) return 0;
  }
  environment.positional = args;
  return 0;
};

export const shift: Builtin = async (call) => {
  const count = Number(call.argv[1] ?? 1);
  const { environment } = call.context;
  if (!Number.isInteger(count)) return fail(call, `${call.argv[1]}: numeric argument required`);
  if (count > environment.positional.length) return 1;
  environment.positional = environment.positional.slice(count);
  return 0;
};

export const letArithmetic: Builtin = async ({ context, argv }) => {
  const { environment } = context;
  let value = 0n;
  for (const text of argv.slice(1)) value = evaluateArithmetic(text, namesOf(environment));
  return value === 0n ? 1 : 0;
};

export const alias: Builtin = async (call) => {
  const { aliases } = call.context.environment;
  const args = call.argv.slice(1).filter((argument) => argument !== '-p');
  if (args.length === 0)
    for (const name of [...aliases.keys()].sort())
      await call.stdout.write(`alias ${name}=${quoteAlways(aliases.get(name)!)}\n`);
  let status = 0;
  for (const argument of args) {
    const [name, value] = split(argument);
    if (value !== undefined) aliases.set(name, value);
    else if (aliases.has(name)) await call.stdout.write(`alias ${name}=${quoteAlways(aliases.get(name)!)}\n`);
    else status = await fail(call, `${name}: not found`);
  }
  return status;
};

const quoteAlways = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export const unalias: Builtin = async (call) => {
  const { aliases } = call.context.environment;
  let status = 0;
  for (const name of call.argv.slice(1)) {
    if (name === '-a') aliases.clear();
    else if (!aliases.delete(name)) status = await fail(call, `${name}: not found`);
  }
  return status;
};
