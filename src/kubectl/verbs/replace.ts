/** `kubectl replace` (kubectl/pkg/cmd/replace/replace.go). */
import type { KubeObject } from '../../api/object.ts';
import { parseDuration } from '../../api/duration.ts';
import { dryRunStrategy } from '../apply/dry-run.ts';
import { lastApplied, withLastAppliedOfFile } from '../apply/last-applied.ts';
import { resultPrinter } from '../apply/print-result.ts';
import { unversioned } from '../apply/unversioned.ts';
import { asValidationError, validationFlag, validationOf } from '../apply/validation.ts';
import { saveConfigFlag } from '../create/generator.ts';
import { addSource, CommandError, throwAll } from '../errors.ts';
import { dryRunFlag, fieldManagerFlag, filenameFlags, printFlags } from '../flag-sets.ts';
import { filenamesOf, isNotFound, resolveTargets } from '../resources.ts';
import { rawFlag, sendRaw } from '../raw.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { type FileTarget, isEmpty, placedObject } from './create.ts';
import { deleteItem, propagation, waitUntilGone } from './delete.ts';

export const replace: Verb = {
  name: 'replace',
  usage: 'replace -f FILENAME',
  short: 'Replace a resource by file name or stdin',
  long: 'Replace a resource by file name or stdin.\n\n JSON and YAML formats are accepted. If replacing an existing resource, the complete resource spec must be provided. This can be obtained by\n\n  $ kubectl get TYPE NAME -o yaml',
  examples: `# Replace a pod using the data in pod.json
kubectl replace -f ./pod.json

# Force replace, delete and then re-create the resource
kubectl replace --force -f ./pod.json`,
  flags: [
    ...filenameFlags('The files that contain the configurations to replace.'),
    ...printFlags,
    dryRunFlag,
    fieldManagerFlag('kubectl-replace'),
    saveConfigFlag,
    validationFlag,
    {
      name: 'force',
      type: 'bool',
      default: false,
      usage:
        'If true, immediately remove resources from API and bypass graceful deletion. Note that immediate deletion of some resources may result in inconsistency or data loss and requires confirmation.',
    },
    {
      name: 'grace-period',
      type: 'int',
      default: -1,
      usage:
        'Period of time in seconds given to the resource to terminate gracefully. Ignored if negative. Set to 1 for immediate shutdown. Can only be set to 0 when --force is true (force deletion).',
    },
    {
      name: 'cascade',
      type: 'string',
      default: 'background',
      noOptDefault: 'background',
      usage: 'Must be "background", "orphan", or "foreground".',
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
      default: false,
      usage: 'If true, wait for resources to be gone before returning. This waits for finalizers.',
    },
    {
      name: 'subresource',
      type: 'string',
      default: '',
      usage: 'If specified, replace will operate on the subresource of the requested object.',
    },
    rawFlag('PUT'),
  ],
  run: runReplace,
};

async function runReplace(context: VerbContext): Promise<void> {
  if (await sendRaw(context, 'PUT')) return;
  const { flags } = context;
  const files = filenamesOf(context);
  if (files.filenames.length === 0 && files.kustomize === '') throw new CommandError('must specify one of -f and -k');
  const force = flags.bool('force');
  if (flags.int('grace-period') >= 0 && !force) throw new CommandError('--grace-period must have --force specified');
  if (flags.changed('timeout') && !force) throw new CommandError('--timeout must have --force specified');
  const validation = validationOf(flags.string('validate'));
  const printer = await resultPrinter(context, 'replaced');
  const { targets, errors } = await resolveTargets(context, { args: [], files }).catch((error: unknown) => {
    throw isEmpty(error) ? new CommandError('no objects passed to replace') : error;
  });
  const fileTargets = targets.filter((target): target is FileTarget => target.kind === 'file');
  if (force) await removeAll(context, fileTargets);
  const failures: unknown[] = [];
  for (const target of fileTargets) {
    try {
      await printer(await (force ? recreate : overwrite)(context, target));
    } catch (error) {
      failures.push(error);
    }
  }
  throwAll([...failures, ...errors.map((error) => asValidationError(error, validation))]);
}

function annotated(context: VerbContext, target: FileTarget): KubeObject {
  const object = placedObject(target);
  return context.flags.bool('save-config') || lastApplied(object) !== undefined
    ? withLastAppliedOfFile(object)
    : object;
}

async function writeOptions(context: VerbContext) {
  return {
    dryRun: (await dryRunStrategy(context)) === 'server',
    fieldManager: context.flags.string('field-manager'),
    fieldValidation: validationOf(context.flags.string('validate')),
  };
}

async function overwrite(context: VerbContext, target: FileTarget): Promise<KubeObject> {
  const object = annotated(context, target);
  if ((await dryRunStrategy(context)) === 'client') return object;
  const subresource = context.flags.string('subresource');
  try {
    const resourceVersion = object.metadata?.resourceVersion ?? (await currentVersion(context, target));
    const versioned = {
      ...object,
      metadata: { ...object.metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) },
    };
    const options = { ...(await writeOptions(context)), ...(subresource === '' ? {} : { subresource }) };
    return await context.client.update(target.resource, versioned, options);
  } catch (error) {
    throw addSource(error, 'replacing', target.source);
  }
}

async function currentVersion(context: VerbContext, target: FileTarget): Promise<string | undefined> {
  const current = await context.client.get(target.resource, target.name, target.namespace);
  return current.metadata?.resourceVersion;
}

async function removeAll(context: VerbContext, targets: readonly FileTarget[]): Promise<void> {
  const { flags } = context;
  // 0 is made 1, as `delete` does without --force.
  const gracePeriod = flags.int('grace-period') === 0 ? 1 : flags.int('grace-period');
  const settings = {
    gracePeriod,
    propagationPolicy: propagation(flags.string('cascade')),
    dryRun: await dryRunStrategy(context),
    output: '',
  };
  for (const target of targets) {
    try {
      const uid = await deleteItem(context, target, settings);
      if (uid !== undefined) await waitUntilGone(context, target, uid, parseDuration(flags.string('timeout')));
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}

async function recreate(context: VerbContext, target: FileTarget): Promise<KubeObject> {
  const object = annotated(context, target);
  if ((await dryRunStrategy(context)) === 'client') return object;
  try {
    return await context.client.create(
      target.resource,
      unversioned(object),
      target.namespace,
      await writeOptions(context),
    );
  } catch (error) {
    throw addSource(error, 'replacing', target.source);
  }
}
