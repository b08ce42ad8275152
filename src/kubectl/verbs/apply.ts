/** `kubectl apply` (kubectl/pkg/cmd/apply/apply.go). */
import type { KubeObject } from '../../api/object.ts';
import { applyObject, type ApplyOptions } from '../apply/apply-object.ts';
import { dryRunStrategy } from '../apply/dry-run.ts';
import { editLastApplied } from '../apply/edit-last-applied.ts';
import { checkPrune, prune } from '../apply/prune.ts';
import { printsObjects, resultPrinter, structuredPrinter } from '../apply/print-result.ts';
import { setLastApplied, viewLastApplied } from '../apply/stored-configuration.ts';
import { asValidationError, validationFlag, validationOf } from '../apply/validation.ts';
import { AggregateError, CommandError, throwAll, usageErrorf } from '../errors.ts';
import { dryRunFlag, filenameFlags, printFlags, selectorFlag } from '../flag-sets.ts';
import { parseSelector, matchesLabels } from '../../api/labels.ts';
import { filenamesOf, resolveTargets, type Target } from '../resources.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { isEmpty } from './create.ts';

const CLIENT_SIDE = 'kubectl-client-side-apply';

export const apply: Verb = {
  name: 'apply',
  usage: 'apply (-f FILENAME | -k DIRECTORY)',
  short: 'Apply a configuration to a resource by file name or stdin',
  long: `Apply a configuration to a resource by file name or stdin. The resource name must be specified. This resource will be created if it doesn't exist yet. To use 'apply', always create the resource initially with either 'apply' or 'create --save-config'.

 JSON and YAML formats are accepted.`,
  examples: `# Apply the configuration in pod.json to a pod
kubectl apply -f ./pod.json

# Apply the JSON passed into stdin to a pod
cat pod.json | kubectl apply -f -`,
  flags: [
    ...filenameFlags('The files that contain the configurations to apply.'),
    selectorFlag,
    ...printFlags,
    dryRunFlag,
    validationFlag,
    {
      name: 'server-side',
      type: 'bool',
      default: false,
      usage: 'If true, apply runs in the server instead of the client.',
    },
    {
      name: 'force-conflicts',
      type: 'bool',
      default: false,
      usage: 'If true, server-side apply will force the changes against conflicts.',
    },
    {
      name: 'field-manager',
      type: 'string',
      default: CLIENT_SIDE,
      usage: 'Name of the manager used to track field ownership.',
    },
    {
      name: 'force',
      type: 'bool',
      default: false,
      usage:
        'If true, immediately remove resources from API and bypass graceful deletion. Note that immediate deletion of some resources may result in inconsistency or data loss and requires confirmation.',
    },
    {
      name: 'overwrite',
      type: 'bool',
      default: true,
      usage:
        'Automatically resolve conflicts between the modified and live configuration by using values from the modified configuration',
    },
    {
      name: 'prune',
      type: 'bool',
      default: false,
      usage:
        'Automatically delete resource objects, that do not appear in the configs and are created by either apply or create --save-config. Should be used with either -l or --all.',
    },
    {
      name: 'prune-allowlist',
      type: 'strings',
      default: [],
      usage: 'Overwrite the default allowlist with <group/version/kind> for --prune',
    },
    {
      name: 'all',
      type: 'bool',
      default: false,
      usage: 'Select all resources in the namespace of the specified resource types.',
    },
    {
      name: 'wait',
      type: 'bool',
      default: false,
      usage: 'If true, wait for resources to be gone before returning. This waits for finalizers.',
    },
    {
      name: 'timeout',
      type: 'duration',
      default: '0s',
      usage:
        'The length of time to wait before giving up on a delete, zero means determine a timeout from the size of the object',
    },
    {
      name: 'grace-period',
      type: 'int',
      default: -1,
      usage: 'Period of time in seconds given to the resource to terminate gracefully. Ignored if negative.',
    },
    {
      name: 'cascade',
      type: 'string',
      default: 'background',
      noOptDefault: 'background',
      usage: 'Must be "background", "orphan", or "foreground".',
    },
    {
      name: 'openapi-patch',
      type: 'bool',
      default: true,
      usage:
        'If true, use openapi to calculate diff when the openapi presents and the resource can be found in the openapi spec.',
    },
  ],
  subverbs: [editLastApplied, setLastApplied, viewLastApplied],
  run: runApply,
};

async function optionsOf(context: VerbContext): Promise<ApplyOptions> {
  const { flags } = context;
  const serverSide = flags.bool('server-side');
  if (flags.bool('force-conflicts') && !serverSide) {
    throw new CommandError('--force-conflicts only works with --server-side');
  }
  checkPrune(context);
  if (flags.bool('force') && serverSide) throw new CommandError('--force cannot be used with --server-side');
  return {
    dryRun: await dryRunStrategy(context),
    fieldValidation: validationOf(flags.string('validate')),
    fieldManager: serverSide && !flags.changed('field-manager') ? 'kubectl' : flags.string('field-manager'),
    serverSide,
    forceConflicts: flags.bool('force-conflicts'),
    force: flags.bool('force'),
  };
}

async function runApply(context: VerbContext): Promise<void> {
  if (context.args.length > 0) throw usageErrorf(context.command, `Unexpected args: [${context.args.join(' ')}]`);
  const options = await optionsOf(context);
  const files = filenamesOf(context);
  if (files.filenames.length === 0 && files.kustomize === '') throw new CommandError('must specify one of -f and -k');
  const printer = await resultPrinter(context, 'configured');
  const { targets, errors } = await resolveTargets(context, { args: [], files }).catch((error: unknown) => {
    throw isEmpty(error) ? new CommandError('no objects passed to apply') : error;
  });
  const unread = errors.map((error) => asValidationError(error, options.fieldValidation));
  // What could not be read is one error beside those of applying.
  const failures: unknown[] = unread.length > 1 ? [new AggregateError(unread)] : unread;
  const objects: KubeObject[] = [];
  const applied: KubeObject[] = [];
  for (const target of selected(context, targets)) {
    if (target.kind !== 'file') continue;
    try {
      const { object, operation } = await applyObject(context, target, options);
      applied.push(object);
      if (printsObjects(context)) objects.push(object);
      else await printer(object, operation);
    } catch (error) {
      if (context.io.signal.aborted) throw error;
      failures.push(error);
    }
  }
  await printObjects(context, objects);
  // Whatever failed might be what keeps an object.
  if (failures.length === 0 && context.flags.bool('prune')) await prune(context, applied);
  throwAll(failures);
}

function selected(context: VerbContext, targets: readonly Target[]): readonly Target[] {
  const text = context.flags.string('selector');
  if (text === '') return targets;
  const selector = parseSelector(text);
  return targets.filter((target) => target.kind === 'file' && matchesLabels(selector, target.object.metadata?.labels));
}

async function printObjects(context: VerbContext, objects: readonly KubeObject[]): Promise<void> {
  const printer = structuredPrinter(context);
  if (!printer || objects.length === 0) return;
  const [first] = objects;
  await context.print(
    printer(objects.length === 1 ? first! : { apiVersion: 'v1', items: objects, kind: 'List', metadata: {} }),
  );
}
