/** kubectl config (kubectl/pkg/cmd/config). */
import type { KubeObject } from '../../api/object.ts';
import { CommandError } from '../errors.ts';
import { printFlags } from '../flag-sets.ts';
import {
  changeFile,
  deleteCluster,
  deleteContext,
  deleteUser,
  getClusters,
  getUsers,
  renameContext,
  setCluster,
  setCredentials,
} from '../config/entries.ts';
import { set, unset } from '../config/properties.ts';
import { type KubeConfigFile, mergedKubeconfig } from '../kubeconfig.ts';
import { objectPrinter, outputFormat } from '../printers/object-printer.ts';
import { alignTabs, TABLE } from '../printers/tabwriter.ts';
import type { Complete, Verb } from '../verb.ts';

const completeContexts: Complete = (context, words) =>
  Promise.resolve(
    words.length > 0 ? [] : (mergedKubeconfig(context.flags, context.io).contexts ?? []).map((entry) => entry.name),
  );

const view: Verb = {
  name: 'view',
  usage: 'view [flags]',
  short: 'Display merged kubeconfig settings or a specified kubeconfig file',
  flags: [
    ...printFlags.map((flag) => (flag.name === 'output' ? { ...flag, default: 'yaml' } : flag)),
    {
      name: 'flatten',
      type: 'bool',
      default: false,
      usage:
        'Flatten the resulting kubeconfig file into self-contained output (useful for creating portable kubeconfig files)',
    },
    {
      name: 'minify',
      type: 'bool',
      default: false,
      usage: 'Remove all information not used by current-context from the output',
    },
    { name: 'raw', type: 'bool', default: false, usage: 'Display raw byte data and sensitive data' },
  ],
  async run(context) {
    const merged = mergedKubeconfig(context.flags, context.io);
    const shown = context.flags.bool('minify') ? minified(merged, context.flags.string('context')) : merged;
    const hidden = context.flags.bool('raw') ? shown : redacted(shown);
    const document = {
      apiVersion: 'v1',
      clusters: hidden.clusters?.length ? hidden.clusters : null,
      contexts: hidden.contexts?.length ? hidden.contexts : null,
      'current-context': hidden['current-context'] ?? '',
      kind: 'Config',
      users: hidden.users?.length ? hidden.users : null,
    };
    // Empty values of a kubeconfig object show; only JSON and YAML know it.
    return context.print(objectPrinter(context.flags, context.io)(document as unknown as KubeObject));
  },
};

function minified(file: KubeConfigFile, wanted: string): KubeConfigFile {
  const name = wanted || (file['current-context'] ?? '');
  if (name === '') throw new CommandError('current-context must exist in order to minify');
  const context = file.contexts?.find((entry) => entry.name === name);
  if (!context) throw new CommandError(`cannot locate context ${name}`);
  return {
    ...file,
    'current-context': name,
    contexts: [context],
    clusters: (file.clusters ?? []).filter((entry) => entry.name === context.context.cluster),
    users: (file.users ?? []).filter((entry) => entry.name === context.context.user),
  };
}

const SECRET = ['token', 'password', 'client-key-data', 'client-certificate-data'];

function redacted(file: KubeConfigFile): KubeConfigFile {
  const hide = (fields: Record<string, unknown>, names: readonly string[]): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [
        key,
        names.includes(key) ? (key.endsWith('-data') ? 'DATA+OMITTED' : 'REDACTED') : value,
      ]),
    );
  return {
    ...file,
    clusters: (file.clusters ?? []).map((entry) => ({
      ...entry,
      cluster: hide(entry.cluster, ['certificate-authority-data']),
    })),
    users: (file.users ?? []).map((entry) => ({ ...entry, user: hide(entry.user, SECRET) })),
  };
}

const currentContext: Verb = {
  name: 'current-context',
  usage: 'current-context [flags]',
  short: 'Display the current-context',
  flags: [],
  run(context) {
    const name = mergedKubeconfig(context.flags, context.io)['current-context'];
    if (!name) throw new CommandError('current-context is not set');
    return context.print(`${name}\n`);
  },
};

const useContext: Verb = {
  name: 'use-context',
  aliases: ['use'],
  usage: 'use-context CONTEXT_NAME [flags]',
  short: 'Set the current-context in a kubeconfig file',
  flags: [],
  complete: completeContexts,
  async run(context) {
    const [name] = context.args;
    if (context.args.length !== 1 || !name) throw new CommandError('you must specify a current-context');
    if (!mergedKubeconfig(context.flags, context.io).contexts?.some((entry) => entry.name === name)) {
      throw new CommandError(`no context exists with the name: ${JSON.stringify(name)}`);
    }
    await changeFile(context, (file) => ({ ...file, 'current-context': name }));
    await context.print(`Switched to context ${JSON.stringify(name)}.\n`);
  },
};

const setContext: Verb = {
  name: 'set-context',
  usage: 'set-context [NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace]',
  short: 'Set a context entry in kubeconfig',
  flags: [{ name: 'current', type: 'bool', default: false, usage: 'Modify the current context' }],
  complete: completeContexts,
  async run(context) {
    const { flags, args } = context;
    const merged = mergedKubeconfig(flags, context.io);
    const name = flags.bool('current') ? (merged['current-context'] ?? '') : (args[0] ?? '');
    if (flags.bool('current') && args.length > 0)
      throw new CommandError('you cannot specify a context name and --current');
    if (name === '')
      throw new CommandError(
        flags.bool('current') ? 'no current context is set' : 'you must specify a non-empty context name or --current',
      );
    const exists = merged.contexts?.some((entry) => entry.name === name) ?? false;
    await changeFile(context, (file) => {
      const contexts = file.contexts ?? [];
      const old = contexts.find((entry) => entry.name === name)?.context ?? {};
      const given = (['cluster', 'user', 'namespace'] as const)
        .filter((key) => flags.changed(key))
        .map((key) => [key, flags.string(key)]);
      const next = Object.fromEntries(
        Object.entries({ ...old, ...Object.fromEntries(given) }).filter(([, value]) => value !== ''),
      );
      const others = contexts.filter((entry) => entry.name !== name);
      const at = contexts.findIndex((entry) => entry.name === name);
      return { ...file, contexts: others.toSpliced(at < 0 ? others.length : at, 0, { name, context: next }) };
    });
    await context.print(`Context ${JSON.stringify(name)} ${exists ? 'modified' : 'created'}.\n`);
  },
};

const getContexts: Verb = {
  name: 'get-contexts',
  usage: 'get-contexts [(-o|--output=)name)]',
  short: 'Describe one or many contexts',
  flags: [
    {
      name: 'no-headers',
      type: 'bool',
      default: false,
      usage: "When using the default or custom-column output format, don't print headers (default print headers).",
    },
    { name: 'output', short: 'o', type: 'string', default: '', usage: 'Output format. One of: (name).' },
  ],
  complete: completeContexts,
  async run(context) {
    const merged = mergedKubeconfig(context.flags, context.io);
    const all = (merged.contexts ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const missing = context.args.find((name) => !all.some((entry) => entry.name === name));
    if (missing !== undefined) throw new CommandError(`context ${missing} not found`);
    const shown = context.args.length === 0 ? all : all.filter((entry) => context.args.includes(entry.name));
    if (outputFormat(context.flags).name === 'name')
      return context.print(shown.map((entry) => `${entry.name}\n`).join(''));
    const rows = shown.map(({ name, context: { cluster = '', user = '', namespace = '' } }) => [
      name === merged['current-context'] ? '*' : '',
      name,
      cluster,
      user,
      namespace,
    ]);
    const lines = context.flags.bool('no-headers')
      ? rows
      : [['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE'], ...rows];
    return context.print(alignTabs(lines.map((line) => `${line.join('\t')}\n`).join(''), TABLE));
  },
};

export const config: Verb = {
  name: 'config',
  usage: 'config SUBCOMMAND',
  short: 'Modify kubeconfig files',
  long: 'Modify kubeconfig files using subcommands like "kubectl config set current-context my-context".',
  flags: [],
  subverbs: [
    currentContext,
    deleteCluster,
    deleteContext,
    deleteUser,
    getClusters,
    getContexts,
    getUsers,
    renameContext,
    set,
    setCluster,
    setContext,
    setCredentials,
    unset,
    useContext,
    view,
  ],
};
