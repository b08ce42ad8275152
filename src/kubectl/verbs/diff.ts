/** `kubectl diff` (kubectl/pkg/cmd/diff/diff.go): live objects beside what an apply would make of them. */
import type { KubeObject } from '../../api/object.ts';
import { applyObject, type ApplyOptions } from '../apply/apply-object.ts';
import { CommandError, describeError, SilentExit, throwAll, usageErrorf } from '../errors.ts';
import { fieldManagerFlag, filenameFlags, selectorFlag } from '../flag-sets.ts';
import { maskSecrets, unifiedDiff } from '../diff/unified-diff.ts';
import { yamlText } from '../printers/yaml-text.ts';
import { filenamesOf, isNotFound, resolveTargets, type Target } from '../resources.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { matchesLabels, parseSelector } from '../../api/labels.ts';

type FileTarget = Extract<Target, { kind: 'file' }>;

export const diff: Verb = {
  name: 'diff',
  usage: 'diff -f FILENAME',
  short: 'Diff the live version against a would-be applied version',
  long: `Diff configurations specified by file name or stdin between the current online configuration, and the configuration as it would be if applied.

 The output is always YAML.

 Exit status: 0 No differences were found. 1 Differences were found. >1 Kubectl or diff failed with an error.`,
  examples: `# Diff resources included in pod.json
kubectl diff -f pod.json

# Diff file read from stdin
cat service.yaml | kubectl diff -f -`,
  flags: [
    ...filenameFlags('contains the configuration to diff'),
    selectorFlag,
    fieldManagerFlag('kubectl-client-side-apply'),
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
      name: 'show-managed-fields',
      type: 'bool',
      default: false,
      usage: 'If true, include managed fields in the diff.',
    },
  ],
  async run(context) {
    try {
      return await run(context);
    } catch (error) {
      if (context.io.signal.aborted) throw error;
      const { text } = describeError(error);
      await context.complain(text.endsWith('\n') ? text : `${text}\n`);
      // 1 would mean that something differs.
      throw new SilentExit(2);
    }
  },
};

async function run(context: VerbContext): Promise<number> {
  if (context.args.length > 0) throw usageErrorf(context.command, `Unexpected args: [${context.args.join(' ')}]`);
  const files = filenamesOf(context);
  if (files.filenames.length === 0 && files.kustomize === '') throw new CommandError('must specify one of -f and -k');
  const { targets, errors } = await resolveTargets(context, { args: [], files });
  throwAll(errors);
  const selector = parseSelector(context.flags.string('selector'));
  const folders = { live: folder(context, 0), merged: folder(context, 1) };
  const pieces: { name: string; text: string }[] = [];
  for (const target of targets) {
    if (target.kind !== 'file' || !matchesLabels(selector, target.object.metadata?.labels)) continue;
    pieces.push(await diffOne(context, target, folders));
  }
  const differing = pieces.filter(({ text }) => text !== '').toSorted((a, b) => (a.name < b.name ? -1 : 1));
  await context.print(differing.map(({ text }) => text).join(''));
  return differing.length > 0 ? 1 : 0;
}

const folder = ({ io }: VerbContext, which: 0 | 1): string =>
  `/tmp/${which === 0 ? 'LIVE' : 'MERGED'}-${(io.clock.now() + which * 104_729) % 4_294_967_296}`;

async function diffOne(
  context: VerbContext,
  target: FileTarget,
  folders: { live: string; merged: string },
): Promise<{ name: string; text: string }> {
  const live = await current(context, target);
  const { object: merged } = await applyObject(context, target, optionsOf(context));
  const { resource, namespace } = target;
  const group = resource.group === '' ? '' : `${resource.group}.`;
  const name = `${group}${resource.version}.${resource.kind}.${namespace ?? ''}.${target.name}`;
  const managed = context.flags.bool('show-managed-fields');
  const [before, after] = maskSecrets(live && prepared(live, managed), prepared(merged, managed));
  const text = unifiedDiff({
    from: { path: `${folders.live}/${name}`, text: before ? yamlText(before) : '' },
    to: { path: `${folders.merged}/${name}`, text: yamlText(after) },
    now: context.io.clock.now(),
  });
  return { name, text };
}

async function current(
  context: VerbContext,
  { resource, name, namespace }: FileTarget,
): Promise<KubeObject | undefined> {
  try {
    return await context.client.get(resource, name, namespace);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function optionsOf({ flags }: VerbContext): ApplyOptions {
  const serverSide = flags.bool('server-side');
  return {
    dryRun: 'server',
    fieldValidation: 'Ignore',
    fieldManager: serverSide && !flags.changed('field-manager') ? 'kubectl' : flags.string('field-manager'),
    serverSide,
    forceConflicts: flags.bool('force-conflicts'),
    force: false,
    annotate: false,
  };
}

function prepared(object: KubeObject, managed: boolean): KubeObject {
  const { managedFields, ...metadata } = object.metadata ?? {};
  return { ...object, metadata: managed && managedFields ? { ...metadata, managedFields } : metadata };
}
