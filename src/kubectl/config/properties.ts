/** `kubectl config set|unset PROPERTY` (kubectl/pkg/cmd/config/{set,unset,navigation_step_parser}.go): `users.bob.token`. */
import { CommandError, usageErrorf } from '../errors.ts';
import type { KubeConfigFile } from '../kubeconfig.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { changeFile } from './entries.ts';

const LISTS = ['clusters', 'contexts', 'users'];

interface Entry {
  name: string;
  [field: string]: unknown;
}

/** List, entry and field; names may hold dots, field names may not. */
function pathOf(property: string): string[] {
  const [list = '', ...rest] = property.split('.');
  if (!LISTS.includes(list) || rest.length === 0) return [list, ...rest];
  const field = rest.length > 1 ? rest.pop()! : undefined;
  return [list, rest.join('.'), ...(field === undefined ? [] : [field])];
}

function changed(file: KubeConfigFile, property: string, value: string | undefined): KubeConfigFile {
  const [list = '', name, field] = pathOf(property);
  const all = file as Record<string, unknown>;
  if (!LISTS.includes(list)) {
    if (list !== 'current-context' && value !== undefined) {
      throw new CommandError(`unable to locate path ${JSON.stringify(property)}`);
    }
    return { ...file, [list]: value ?? '' };
  }
  if (name === undefined) {
    if (value !== undefined) throw new CommandError("can't set a map to a value: map[]");
    return { ...file, [list]: [] };
  }
  const entries = (all[list] ?? []) as Entry[];
  const at = entries.findIndex((entry) => entry.name === name);
  if (value === undefined && at < 0) {
    throw new CommandError(`current map key \`${name}\` is invalid`);
  }
  if (field === undefined) return { ...file, [list]: entries.filter((entry) => entry.name !== name) };
  const inner = list.slice(0, -1);
  const { [field]: _, ...rest } = (entries[at]?.[inner] ?? {}) as Record<string, unknown>;
  const entry = { [inner]: value === undefined ? rest : { ...rest, [field]: value }, name };
  return { ...file, [list]: at < 0 ? [...entries, entry] : entries.with(at, entry as Entry) };
}

function argumentsOf(context: VerbContext, count: number): string[] {
  if (context.args.length === count) return [...context.args];
  throw usageErrorf(context.command, `Unexpected args: [${context.args.join(' ')}]`);
}

export const set: Verb = {
  name: 'set',
  usage: 'set PROPERTY_NAME PROPERTY_VALUE',
  short: 'Set an individual value in a kubeconfig file',
  flags: [],
  async run(context) {
    const [property = '', value = ''] = argumentsOf(context, 2);
    await changeFile(context, (file) => changed(file, property, value));
    await context.print(`Property ${JSON.stringify(property)} set.\n`);
  },
};

export const unset: Verb = {
  name: 'unset',
  usage: 'unset PROPERTY_NAME',
  short: 'Unset an individual value in a kubeconfig file',
  flags: [],
  async run(context) {
    const [property = ''] = argumentsOf(context, 1);
    await changeFile(context, (file) => changed(file, property, undefined));
    await context.print(`Property ${JSON.stringify(property)} unset.\n`);
  },
};
