/** `kubectl apply view-last-applied|set-last-applied` (kubectl/pkg/cmd/apply/apply_view_last_applied.go, …set…). */
import type { KubeObject } from '../../api/object.ts';
import { CommandError, throwAll, usageErrorf } from '../errors.ts';
import { allFlag, dryRunFlag, filenameFlags, printFlags, selectorFlag } from '../flag-sets.ts';
import { goJSON } from '../../api/go-format.ts';
import { yamlText } from '../printers/yaml-text.ts';
import { filenamesOf, resolveTargets, retrieveAll } from '../resources.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { dryRunStrategy } from './dry-run.ts';
import { LAST_APPLIED, lastApplied, withLastAppliedOfFile } from './last-applied.ts';
import { resultPrinter } from './print-result.ts';

export const viewLastApplied: Verb = {
  name: 'view-last-applied',
  usage: 'view-last-applied (TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)',
  short: 'View the latest last-applied-configuration annotations of a resource/object',
  long: 'View the latest last-applied-configuration annotations by type/name or file.\n\n The default output will be printed to stdout in YAML format. You can use the -o option to change the output format.',
  flags: [
    ...filenameFlags('Filename, directory, or URL to files that contains the last-applied-configuration annotations'),
    selectorFlag,
    allFlag,
    {
      name: 'output',
      short: 'o',
      type: 'string',
      default: 'yaml',
      usage: 'Output format. Must be one of (yaml, json)',
    },
  ],
  async run(context) {
    const output = context.flags.string('output');
    if (output !== 'yaml' && output !== 'json') {
      throw usageErrorf(
        context.command,
        `Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`,
      );
    }
    const infos = await retrieveAll(context, {
      args: context.args,
      files: filenamesOf(context),
      labelSelector: context.flags.string('selector'),
      all: context.flags.bool('all'),
      listWhenNameless: true,
    });
    for (const info of infos) {
      const text = lastApplied(info.object);
      if (text !== undefined) await context.print(formatted(text, output));
    }
  },
};

function formatted(text: string, output: string): string {
  const value: unknown = JSON.parse(text);
  return output === 'json' ? `${goJSON(value, '  ')}\n` : yamlText(value);
}

export const setLastApplied: Verb = {
  name: 'set-last-applied',
  usage: 'set-last-applied -f FILENAME',
  short: 'Set the last-applied-configuration annotation on a live object to match the contents of a file',
  long: "Set the latest last-applied-configuration annotations by setting it to match the contents of a file. This results in the last-applied-configuration being updated as though 'kubectl apply -f <file> ' was run, without updating any other parts of the object.",
  flags: [
    ...filenameFlags('Filename, directory, or URL to files that contains the last-applied-configuration annotations'),
    {
      name: 'create-annotation',
      type: 'bool',
      default: false,
      usage: "Will create 'last-applied-configuration' annotations if current objects doesn't have one",
    },
    ...printFlags,
    dryRunFlag,
  ],
  async run(context) {
    const { targets, errors } = await resolveTargets(context, { args: context.args, files: filenamesOf(context) });
    const printer = await resultPrinter(context, 'configured');
    throwAll(errors);
    for (const target of targets) {
      if (target.kind !== 'file') continue;
      const current = await context.client.get(target.resource, target.name, target.namespace);
      if (lastApplied(current) === undefined && !context.flags.bool('create-annotation')) {
        throw new CommandError(
          `no last-applied-configuration annotation found on resource: ${target.name}, to create the annotation, run the command with --create-annotation`,
        );
      }
      const { object, namespace } = target;
      const placed = namespace ? { ...object, metadata: { ...object.metadata, namespace } } : object;
      // Unlike apply, this leaves no empty `annotations` behind.
      const annotation = placed.metadata?.annotations
        ? lastApplied(withLastAppliedOfFile(placed))
        : `${goJSON(placed)}\n`;
      await printer(await store(context, target, annotation ?? '', current));
    }
  },
};

async function store(
  context: VerbContext,
  target: { resource: Parameters<VerbContext['client']['get']>[0]; name: string; namespace: string | undefined },
  annotation: string,
  current: KubeObject,
): Promise<KubeObject> {
  const dryRun = await dryRunStrategy(context);
  if (dryRun === 'client') return current;
  const patch = { metadata: { annotations: { [LAST_APPLIED]: annotation } } };
  return context.client.patch(target.resource, target.name, target.namespace, 'application/merge-patch+json', patch, {
    dryRun: dryRun === 'server',
    fieldManager: 'kubectl-last-applied',
  });
}
