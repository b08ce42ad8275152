/** `kubectl config` on clusters, users and contexts as entries of a file (kubectl/pkg/cmd/config/{create_authinfo,create_cluster,delete_*,get_*,rename_context}.go). */
import { CommandError, usageErrorf } from '../errors.ts';
import type { FlagSpec } from '../flags.ts';
import { type KubeConfigFile, kubeconfigPaths, mergedKubeconfig, readKubeconfigFile } from '../kubeconfig.ts';
import { yamlText } from '../printers/yaml-text.ts';
import type { Verb, VerbContext } from '../verb.ts';

/** Of a list of files the first is written to. */
export async function changeFile(context: VerbContext, edit: (file: KubeConfigFile) => KubeConfigFile): Promise<void> {
  const [path = ''] = kubeconfigPaths(context.flags, context.io);
  const old = readKubeconfigFile(context.io, path) ?? { apiVersion: 'v1', kind: 'Config' };
  context.io.files.write(path, yamlText(edit(old)));
  await Promise.resolve();
}

type List = 'clusters' | 'contexts' | 'users';
interface Entry {
  name: string;
  [field: string]: unknown;
}

function entries(file: KubeConfigFile, list: List): Entry[] {
  return (file[list] ?? []) as unknown as Entry[];
}

/** The file with `fields` put into the entry of that name, which is made when it is missing. */
function withEntry(file: KubeConfigFile, list: List, name: string, fields: Record<string, unknown>): KubeConfigFile {
  const field = list.slice(0, -1);
  const all = entries(file, list);
  const at = all.findIndex((entry) => entry.name === name);
  const old = (all[at]?.[field] ?? {}) as Record<string, unknown>;
  const kept = Object.entries({ ...old, ...fields }).filter(([, value]) => value !== '' && value !== undefined);
  const entry = { [field]: Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))), name };
  return { ...file, [list]: at < 0 ? [...all, entry] : all.with(at, entry as Entry) };
}

function only(context: VerbContext): string {
  const [name] = context.args;
  if (context.args.length !== 1 || name === undefined) {
    throw usageErrorf(context.command, `Unexpected args: [${context.args.join(' ')}]`);
  }
  return name;
}

const text = (name: string, usage: string): FlagSpec => ({ name, type: 'string', default: '', usage });
const embedCerts: FlagSpec = {
  name: 'embed-certs',
  type: 'bool',
  default: false,
  usage: 'embed-certs for this entry in kubeconfig',
};

/** The file's content under `…-data`, or its path, as --embed-certs says. */
function certificate(context: VerbContext, name: string): Record<string, unknown> {
  if (!context.flags.changed(name)) return {};
  const path = context.flags.string(name);
  if (!context.flags.bool('embed-certs')) return { [name]: path, [`${name}-data`]: '' };
  try {
    return { [name]: '', [`${name}-data`]: btoa(context.io.files.read(path)) };
  } catch {
    throw new CommandError(`could not read ${name} data from ${path}: open ${path}: no such file or directory`);
  }
}

function given(context: VerbContext, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.filter((name) => context.flags.changed(name)).map((name) => [name, context.flags.string(name)]),
  );
}

export const setCredentials: Verb = {
  name: 'set-credentials',
  usage:
    'set-credentials NAME [--client-certificate=path/to/certfile] [--client-key=path/to/keyfile] [--token=bearer_token] [--username=basic_user] [--password=basic_password]',
  short: 'Set a user entry in kubeconfig',
  long: 'Set a user entry in kubeconfig.\n\n Specifying a name that already exists will merge new fields on top of existing values.',
  flags: [embedCerts],
  async run(context) {
    const name = only(context);
    const token = context.flags.string('token');
    if (token !== '' && (context.flags.string('username') !== '' || context.flags.string('password') !== '')) {
      throw new CommandError(
        'you cannot specify more than one authentication method at the same time: --token, --username/--password',
      );
    }
    const fields = {
      ...certificate(context, 'client-certificate'),
      ...certificate(context, 'client-key'),
      ...given(context, ['token', 'username', 'password']),
    };
    await changeFile(context, (file) => withEntry(file, 'users', name, fields));
    await context.print(`User ${JSON.stringify(name)} set.\n`);
  },
};

export const setCluster: Verb = {
  name: 'set-cluster',
  usage:
    'set-cluster NAME [--server=server] [--certificate-authority=path/to/certificate/authority] [--insecure-skip-tls-verify=true] [--tls-server-name=example.com]',
  short: 'Set a cluster entry in kubeconfig',
  long: 'Set a cluster entry in kubeconfig.\n\n Specifying a name that already exists will merge new fields on top of existing values for those fields.',
  flags: [embedCerts, text('proxy-url', 'proxy-url for the cluster entry in kubeconfig')],
  async run(context) {
    const name = only(context);
    const { flags } = context;
    const insecure = flags.bool('insecure-skip-tls-verify');
    const fields = {
      ...certificate(context, 'certificate-authority'),
      ...given(context, ['server', 'tls-server-name', 'proxy-url']),
      ...(flags.changed('insecure-skip-tls-verify') ? { 'insecure-skip-tls-verify': insecure || undefined } : {}),
    };
    await changeFile(context, (file) => withEntry(file, 'clusters', name, fields));
    await context.print(`Cluster ${JSON.stringify(name)} set.\n`);
  },
};

function getNames(name: string, list: List): Verb {
  return {
    name,
    usage: name,
    short: `Display ${list} defined in the kubeconfig`,
    flags: [],
    async run(context) {
      const names = entries(mergedKubeconfig(context.flags, context.io), list).map((entry) => entry.name);
      await context.print(['NAME', ...names.sort()].map((line) => `${line}\n`).join(''));
    },
  };
}

export const getClusters = getNames('get-clusters', 'clusters');
export const getUsers = getNames('get-users', 'users');

function deleteEntry(list: List): Verb {
  const kind = list.slice(0, -1);
  return {
    name: `delete-${kind}`,
    usage: `delete-${kind} NAME`,
    short: `Delete the specified ${kind} from the kubeconfig`,
    flags: [],
    async run(context) {
      const name = only(context);
      const [path = ''] = kubeconfigPaths(context.flags, context.io);
      const file = readKubeconfigFile(context.io, path) ?? {};
      if (!entries(file, list).some((entry) => entry.name === name)) {
        throw new CommandError(`cannot delete ${kind} ${name}, not in ${path}`);
      }
      await changeFile(context, (old) => ({ ...old, [list]: entries(old, list).filter((one) => one.name !== name) }));
      if (list === 'contexts' && file['current-context'] === name) {
        await context.complain(
          'warning: this removed your active context, use "kubectl config use-context" to select a different one\n',
        );
      }
      await context.print(`deleted ${kind} ${name} from ${path}\n`);
    },
  };
}

export const deleteCluster = deleteEntry('clusters');
export const deleteContext = deleteEntry('contexts');
export const deleteUser = deleteEntry('users');

export const renameContext: Verb = {
  name: 'rename-context',
  usage: 'rename-context CONTEXT_NAME NEW_NAME',
  short: 'Rename a context from the kubeconfig file',
  flags: [],
  async run(context) {
    const [from, to] = context.args;
    if (context.args.length !== 2 || from === undefined || to === undefined) {
      throw usageErrorf(context.command, `Unexpected args: [${context.args.join(' ')}]`);
    }
    const [path = ''] = kubeconfigPaths(context.flags, context.io);
    const known = entries(mergedKubeconfig(context.flags, context.io), 'contexts');
    const cannot = `cannot rename the context ${JSON.stringify(from)}`;
    if (!known.some((entry) => entry.name === from)) throw new CommandError(`${cannot}, it's not in ${path}`);
    if (known.some((entry) => entry.name === to)) {
      throw new CommandError(`${cannot}, the context ${JSON.stringify(to)} already exists in ${path}`);
    }
    await changeFile(context, (file) => ({
      ...file,
      contexts: (file.contexts ?? []).map((entry) => (entry.name === from ? { ...entry, name: to } : entry)),
      ...(file['current-context'] === from ? { 'current-context': to } : {}),
    }));
    await context.print(`Context ${JSON.stringify(from)} renamed to ${JSON.stringify(to)}.\n`);
  },
};
