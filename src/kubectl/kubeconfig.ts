/** kubeconfig: where it lies, how files merge, what the current context says (client-go/tools/clientcmd). */
import { type Subject, subjectOf } from '../api/certificate.ts';
import { parseYaml } from '../api/yaml.ts';
import { CommandError } from './errors.ts';
import type { Flags } from './flags.ts';
import { globalFlags } from './global-flags.ts';
import type { KubectlIO } from './io.ts';

export interface KubeContext {
  cluster?: string;
  user?: string;
  namespace?: string;
}

/** A kubeconfig file as it stands, field names as in the file. */
export interface KubeConfigFile {
  apiVersion?: string;
  kind?: string;
  preferences?: Record<string, unknown>;
  'current-context'?: string;
  clusters?: { name: string; cluster: Record<string, unknown> }[];
  contexts?: { name: string; context: KubeContext }[];
  users?: { name: string; user: Record<string, unknown> }[];
}

export interface KubeConfig {
  file: KubeConfigFile;
  /** Name of the context in force, '' when there is none. */
  contextName: string;
  context: KubeContext;
  cluster: Record<string, unknown>;
  user: Record<string, unknown>;
  /** Whom the user's certificate names; 'trusted' for the administrator, undefined for who brings none. */
  subject: Subject | 'trusted' | undefined;
}

/** The files in force, first wins: `--kubeconfig`, `$KUBECONFIG` (a colon list), `~/.kube/config`. */
export function kubeconfigPaths(flags: Flags, io: KubectlIO): string[] {
  if (flags.string('kubeconfig') !== '') return [flags.string('kubeconfig')];
  const fromEnv = (io.env['KUBECONFIG'] ?? '').split(':').filter((path) => path !== '');
  return fromEnv.length > 0 ? fromEnv : [`${io.env['HOME'] ?? '/root'}/.kube/config`];
}

export function readKubeconfigFile(io: KubectlIO, path: string): KubeConfigFile | undefined {
  let text: string;
  try {
    text = io.files.read(path);
  } catch {
    return undefined;
  }
  if (text.trim() === '') return {};
  try {
    return (parseYaml(text) ?? {}) as KubeConfigFile;
  } catch (error) {
    throw new CommandError(`error loading config file "${path}": ${(error as Error).message}`);
  }
}

/** All files merged, without a look at which context is in force. Names of earlier files win. */
export function mergedKubeconfig(flags: Flags, io: KubectlIO): KubeConfigFile {
  const explicit = flags.string('kubeconfig');
  const files = kubeconfigPaths(flags, io).map((path) => readKubeconfigFile(io, path));
  if (explicit !== '' && !files[0]) {
    throw new CommandError(`stat ${explicit}: no such file or directory`);
  }
  const merged: Required<Pick<KubeConfigFile, 'clusters' | 'contexts' | 'users'>> & KubeConfigFile = {
    clusters: [],
    contexts: [],
    users: [],
  };
  for (const file of files) {
    if (!file) continue;
    merged['current-context'] ||= file['current-context'] ?? '';
    add(merged.clusters, file.clusters);
    add(merged.contexts, file.contexts);
    add(merged.users, file.users);
  }
  return merged;
}

function add<T extends { name: string }>(to: T[], from: T[] | undefined | null): void {
  for (const entry of from ?? []) if (!to.some((other) => other.name === entry.name)) to.push(entry);
}

/** The configuration a command runs with. Throws what kubectl says of contexts, clusters and users that do not exist. */
export function loadKubeconfig(flags: Flags, io: KubectlIO): KubeConfig {
  const file = mergedKubeconfig(flags, io);
  const contextName = sharedFlag(flags, 'context') || file['current-context'] || '';
  const found = file.contexts?.find((entry) => entry.name === contextName);
  if (!found && sharedFlag(flags, 'context') !== '') {
    throw new CommandError(`Error in configuration: context was not found for specified context: ${contextName}`, {
      verbatim: true,
    });
  }
  const context = found?.context ?? {};
  const clusterName = sharedFlag(flags, 'cluster') || context.cluster || '';
  const userName = sharedFlag(flags, 'user') || context.user || '';
  const cluster = file.clusters?.find((entry) => entry.name === clusterName)?.cluster;
  const user = file.users?.find((entry) => entry.name === userName)?.user;
  if (!user && sharedFlag(flags, 'user') !== '')
    throw new CommandError(`auth info ${JSON.stringify(userName)} does not exist`);
  if (!cluster && sharedFlag(flags, 'cluster') !== '' && sharedFlag(flags, 'server') === '') {
    throw new CommandError(`no server found for cluster ${JSON.stringify(clusterName)}`);
  }
  const administrator = userName === '' || ADMINISTRATORS.has(userName);
  const subject = certificateSubject(user, io) ?? (administrator ? 'trusted' : undefined);
  return { file, contextName, context, cluster: cluster ?? {}, user: user ?? {}, subject };
}

/**
 * Simplified: there is no TLS. The administrators of the kubeconfigs that we write need no certificate; the one that
 * somebody else brings is believed without its key.
 */
const ADMINISTRATORS = new Set(['admin', 'kubernetes-admin']);

function certificateSubject(user: Record<string, unknown> | undefined, io: KubectlIO): Subject | undefined {
  const { 'client-certificate': path, 'client-certificate-data': data } = user ?? {};
  if (typeof data !== 'string' && typeof path !== 'string') return undefined;
  try {
    return subjectOf(typeof data === 'string' ? atob(data) : io.files.read(path as string));
  } catch (error) {
    if (typeof data === 'string') return undefined;
    throw new CommandError(`unable to read client-cert ${String(path)}: ${(error as Error).message}`);
  }
}

function sharedFlag(flags: Flags, name: string): string {
  return flags.shared(globalFlags.find((spec) => spec.name === name)!);
}

/** `https://host:port` of the cluster in force; what `cluster-info` prints. */
export function serverAddress(config: KubeConfig, flags: Flags): string {
  const server = config.cluster['server'];
  return sharedFlag(flags, 'server') || (typeof server === 'string' ? server : 'http://localhost:8080');
}
