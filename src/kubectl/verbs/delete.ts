/** `kubectl delete` (kubectl/pkg/cmd/delete/delete.go). */
import { parseDuration } from '../../api/duration.ts';
import type { DeleteOptions } from '../../client/client.ts';
import { dryRunStrategy, type DryRunStrategy, dryRunSuffix } from '../apply/dry-run.ts';
import { completeResources } from '../complete-resources.ts';
import { addSource, CommandError, throwAll, usageErrorf } from '../errors.ts';
import {
  allFlag,
  allNamespacesFlag,
  dryRunFlag,
  fieldSelectorFlag,
  filenameFlags,
  selectorFlag,
} from '../flag-sets.ts';
import { filenamesOf, type Info, isNotFound, resolveTargets, retrieve, type Target } from '../resources.ts';
import { watchObject } from '../run/watch-object.ts';
import { rawFlag, sendRaw } from '../raw.ts';
import type { Verb, VerbContext } from '../verb.ts';

export const deleteVerb: Verb = {
  name: 'delete',
  usage: 'delete ([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])',
  short: 'Delete resources by file names, stdin, resources and names, or by resources and label selector',
  long: `Delete resources by file names, stdin, resources and names, or by resources and label selector.

 JSON and YAML formats are accepted. Only one type of argument may be specified: file names, resources and names, or resources and label selector.`,
  examples: `# Delete a pod using the type and name specified in pod.json
kubectl delete -f ./pod.json

# Delete pods and services with same names "baz" and "foo"
kubectl delete pod,service baz foo

# Delete pods and services with label name=myLabel
kubectl delete pods,services -l name=myLabel

# Delete a pod with minimal delay
kubectl delete pod foo --now

# Force delete a pod on a dead node
kubectl delete pod foo --force

# Delete all pods
kubectl delete pods --all`,
  flags: [
    ...filenameFlags('containing the resource to delete.'),
    selectorFlag,
    fieldSelectorFlag,
    { ...allFlag, usage: 'Delete all resources, in the namespace of the specified resource types.' },
    allNamespacesFlag,
    {
      name: 'force',
      type: 'bool',
      default: false,
      usage:
        'If true, immediately remove resources from API and bypass graceful deletion. Note that immediate deletion of some resources may result in inconsistency or data loss and requires confirmation.',
    },
    {
      name: 'cascade',
      type: 'string',
      default: 'background',
      noOptDefault: 'background',
      usage:
        'Must be "background", "orphan", or "foreground". Selects the deletion cascading strategy for the dependents (e.g. Pods created by a ReplicationController). Defaults to background.',
    },
    {
      name: 'now',
      type: 'bool',
      default: false,
      usage: 'If true, resources are signaled for immediate shutdown (same as --grace-period=1).',
    },
    {
      name: 'grace-period',
      type: 'int',
      default: -1,
      usage:
        'Period of time in seconds given to the resource to terminate gracefully. Ignored if negative. Set to 1 for immediate shutdown. Can only be set to 0 when --force is true (force deletion).',
    },
    {
      name: 'timeout',
      type: 'duration',
      default: '0s',
      usage:
        'The length of time to wait before giving up on a delete, zero means determine a timeout from the size of the object',
    },
    {
      name: 'wait',
      type: 'bool',
      default: true,
      usage: 'If true, wait for resources to be gone before returning. This waits for finalizers.',
    },
    {
      name: 'ignore-not-found',
      type: 'bool',
      default: false,
      usage: 'Treat "resource not found" as a successful delete. Defaults to "true" when --all is specified.',
    },
    {
      name: 'output',
      short: 'o',
      type: 'string',
      default: '',
      usage: 'Output mode. Use "-o name" for shorter output (resource/name).',
    },
    dryRunFlag,
    rawFlag('DELETE'),
  ],
  complete: completeResources,
  run: runDelete,
};

const FORCE_WARNING =
  'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n';

export interface DeleteSettings {
  /** Seconds, -1 for the object's own. */
  gracePeriod: number;
  propagationPolicy: NonNullable<DeleteOptions['propagationPolicy']>;
  dryRun: DryRunStrategy;
  output: string;
}

async function runDelete(context: VerbContext): Promise<void> {
  if (await sendRaw(context, 'DELETE')) return;
  const settings = await settingsOf(context);
  const { flags } = context;
  const query = {
    args: context.args,
    files: filenamesOf(context),
    labelSelector: flags.string('selector'),
    fieldSelector: flags.string('field-selector'),
    all: flags.bool('all'),
    allNamespaces: flags.bool('all-namespaces'),
  };
  const { targets, errors } = await resolveTargets(context, query);
  if (settings.gracePeriod === 0) await context.complain(FORCE_WARNING);
  const ignoreMissing = flags.changed('ignore-not-found') ? flags.bool('ignore-not-found') : flags.bool('all');
  const failures = [...errors];
  const deleted: { info: Item; uid: string }[] = [];
  let found = 0;
  for (const item of await expand(context, targets, failures)) {
    found++;
    try {
      const uid = await deleteItem(context, item, settings);
      if (uid !== undefined) deleted.push({ info: item, uid });
    } catch (error) {
      if (context.io.signal.aborted) throw error;
      if (!(ignoreMissing && isNotFound(error))) failures.push(addSource(error, 'deleting', item.source));
    }
  }
  throwAll(failures);
  if (found === 0) await context.print('No resources found\n');
  if (!flags.bool('wait') || settings.dryRun !== 'none') return;
  const timeout = parseDuration(flags.string('timeout'));
  for (const { info, uid } of deleted) await waitUntilGone(context, info, uid, timeout);
}

async function settingsOf(context: VerbContext): Promise<DeleteSettings> {
  const { flags } = context;
  const output = flags.string('output');
  const force = flags.bool('force');
  let gracePeriod = flags.int('grace-period');
  if (output !== '' && output !== 'name') {
    throw usageErrorf(context.command, `unexpected -o output mode: ${output}. We only support '-o name'`);
  }
  if (flags.bool('all') && flags.string('selector') !== '') {
    throw new CommandError("setting 'all' parameter but found a non empty selector. ");
  }
  if (flags.bool('all') && flags.string('field-selector') !== '') {
    throw new CommandError("setting 'all' parameter but found a non empty selector. ");
  }
  if (flags.bool('now')) {
    if (gracePeriod !== -1) throw new CommandError('--now and --grace-period cannot be specified together');
    gracePeriod = 1;
  }
  if (gracePeriod === 0 && !force) gracePeriod = 1;
  if (force && gracePeriod < 0) gracePeriod = 0;
  if (force && gracePeriod > 0) {
    throw new CommandError('--force and --grace-period greater than 0 cannot be specified together');
  }
  const propagationPolicy = propagation(flags.string('cascade'));
  return { gracePeriod, propagationPolicy, dryRun: await dryRunStrategy(context), output };
}

export function propagation(cascade: string): DeleteSettings['propagationPolicy'] {
  if (cascade === 'background' || cascade === 'true') return 'Background';
  if (cascade === 'foreground') return 'Foreground';
  if (cascade === 'orphan' || cascade === 'false') return 'Orphan';
  throw new CommandError(`invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`);
}

export type Item = Omit<Info, 'object'>;

/** Names and files as they are (nothing is fetched for them), lists taken apart. */
async function expand(context: VerbContext, targets: readonly Target[], failures: unknown[]): Promise<Item[]> {
  const items: Item[] = [];
  for (const target of targets) {
    if (target.kind !== 'list') {
      items.push({ ...target, source: target.kind === 'file' ? target.source : '' });
      continue;
    }
    const { resource, labelSelector, fieldSelector } = target;
    const listed = await retrieve(context, {
      args: [resource.group === '' ? resource.resource : `${resource.resource}.${resource.group}`],
      labelSelector,
      fieldSelector,
      all: true,
      allNamespaces: context.flags.bool('all-namespaces'),
    });
    items.push(...listed.infos);
    failures.push(...listed.errors);
  }
  return items;
}

/** Deletes and says so. Resolves with the uid of what is going, '' when the server did not say. */
export async function deleteItem(
  context: VerbContext,
  item: Item,
  settings: DeleteSettings,
): Promise<string | undefined> {
  const { gracePeriod, propagationPolicy, dryRun } = settings;
  if (dryRun === 'client') {
    await sayDeleted(context, item, settings);
    return undefined;
  }
  const answer = await context.client.delete(item.resource, item.name, item.namespace, {
    propagationPolicy,
    ...(gracePeriod >= 0 ? { gracePeriodSeconds: gracePeriod } : {}),
    ...(dryRun === 'server' ? { dryRun: true } : {}),
  });
  await sayDeleted(context, item, settings);
  const details = answer['details'] as { uid?: string } | undefined;
  return details?.uid ?? answer.metadata?.uid ?? '';
}

async function sayDeleted(context: VerbContext, item: Item, settings: DeleteSettings): Promise<void> {
  const { kind, group } = item.resource;
  const type = group === '' ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
  if (settings.output === 'name') return context.print(`${type}/${item.name}\n`);
  const operation = settings.gracePeriod === 0 ? 'force deleted' : 'deleted';
  const where = item.namespace === undefined ? '' : ` from ${item.namespace} namespace`;
  await context.print(`${type} "${item.name}" ${operation}${where}${dryRunSuffix(settings.dryRun)}\n`);
}

/** `timeout` in ms, 0 for a week. */
export async function waitUntilGone(context: VerbContext, item: Item, uid: string, timeout: number): Promise<void> {
  const { resource, namespace, name } = item;
  try {
    await watchObject(context, { resource, namespace, name }, timeout, (object) => {
      return object === undefined || (uid !== '' && object.metadata?.uid !== uid);
    });
  } catch (error) {
    if ((error as Error).name !== 'TimedOut') throw error;
    throw new CommandError(`timed out waiting for the condition on ${resource.resource}/${name}`);
  }
}
