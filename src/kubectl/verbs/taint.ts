/** `kubectl taint` (kubectl/pkg/cmd/taint/taint.go). */
import type { Node } from 'kubernetes-types/core/v1';
import { dryRunStrategy } from '../apply/dry-run.ts';
import { resultPrinter } from '../apply/print-result.ts';
import { completeNamed } from '../complete-resources.ts';
import { CommandError, plainMessage, throwAll, usageErrorf } from '../errors.ts';
import { allFlag, dryRunFlag, fieldManagerFlag, printFlags, selectorFlag } from '../flag-sets.ts';
import { NODES } from '../nodes/cordoning.ts';
import { changeTaints, parseTaints, type TaintChanges } from '../nodes/taint-words.ts';
import { type Info, retrieveAll } from '../resources.ts';
import type { Verb, VerbContext } from '../verb.ts';

export const taint: Verb = {
  name: 'taint',
  usage: 'taint NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N',
  short: 'Update the taints on one or more nodes',
  long: `Update the taints on one or more nodes.

  *  A taint consists of a key, value, and effect. As an argument here, it is expressed as key=value:effect.
  *  The key must begin with a letter or number, and may contain letters, numbers, hyphens, dots, and underscores, up to 253 characters.
  *  Optionally, the key can begin with a DNS subdomain prefix and a single '/', like example.com/my-app.
  *  The value is optional. If given, it must begin with a letter or number, and may contain letters, numbers, hyphens, dots, and underscores, up to 63 characters.
  *  The effect must be NoSchedule, PreferNoSchedule or NoExecute.
  *  Currently taint can only apply to node.`,
  examples: `# Update node 'foo' with a taint with key 'dedicated' and value 'special-user' and effect 'NoSchedule'
# If a taint with that key and effect already exists, its value is replaced as specified
kubectl taint nodes foo dedicated=special-user:NoSchedule

# Remove from node 'foo' the taint with key 'dedicated' and effect 'NoSchedule' if one exists
kubectl taint nodes foo dedicated:NoSchedule-

# Remove from node 'foo' all the taints with key 'dedicated'
kubectl taint nodes foo dedicated-`,
  flags: [
    { ...allFlag, usage: 'Select all nodes in the cluster' },
    {
      name: 'overwrite',
      type: 'bool',
      default: false,
      usage: 'If true, allow taints to be overwritten, otherwise reject taint updates that overwrite existing taints.',
    },
    dryRunFlag,
    fieldManagerFlag('kubectl-taint'),
    selectorFlag,
    ...printFlags,
  ],
  complete: (context, words, current) =>
    words.length === 0
      ? Promise.resolve(['node'])
      : words.length === 1
        ? completeNamed('nodes')(context, [], current)
        : Promise.resolve([]),
  run,
};

async function run(context: VerbContext): Promise<void> {
  const { flags } = context;
  const isTaint = (word: string): boolean => word.includes('=') || word.includes(':') || word.endsWith('-');
  const at = context.args.findIndex((word, index) => index > 0 && isTaint(word));
  const resources = at < 0 ? context.args : context.args.slice(0, at);
  const words = at < 0 ? [] : context.args.slice(at);
  if (resources.length === 0) {
    throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  }
  if (words.length === 0) throw new CommandError('at least one taint update is required');
  const changes = parsed(context, words);
  const type = resources[0]!.split('/')[0]!;
  if ((await context.mapper()).find(type)?.resource !== 'nodes') {
    throw new CommandError(`invalid resource type ${type}, only node types are supported`);
  }
  const infos = await retrieveAll(context, {
    args: resources,
    labelSelector: flags.string('selector'),
    all: flags.bool('all'),
  });
  const failures: unknown[] = [];
  for (const info of infos) await taintNode(context, info, changes).catch((error: unknown) => failures.push(error));
  throwAll(failures);
}

function parsed(context: VerbContext, words: readonly string[]): TaintChanges {
  try {
    return parseTaints(words);
  } catch (error) {
    throw usageErrorf(context.command, plainMessage(error));
  }
}

async function taintNode(context: VerbContext, info: Info, changes: TaintChanges): Promise<void> {
  const overwrite = context.flags.bool('overwrite');
  const old = (info.object as unknown as Node).spec?.taints ?? [];
  const clashing = overwrite
    ? []
    : changes.add.filter((taint) => old.some((one) => one.key === taint.key && one.effect === taint.effect));
  if (clashing.length > 0) {
    const keys = clashing.map((one) => one.key).join(', ');
    throw new CommandError(
      `node ${info.name} already has ${keys} taint(s) with same effect(s) and --overwrite is false`,
    );
  }
  const { taints, operation, missing } = changeTaints(old, changes, overwrite);
  throwAll(missing.map((text) => new CommandError(text)));
  const printer = await resultPrinter(context, operation);
  const dryRun = await dryRunStrategy(context);
  const spec = { ...(info.object['spec'] as object), taints };
  if (dryRun === 'client') return printer({ ...info.object, spec });
  const patch = { spec: { taints: taints.length > 0 ? taints : null } };
  const type = 'application/strategic-merge-patch+json';
  const options = { dryRun: dryRun === 'server', fieldManager: context.flags.string('field-manager') };
  await printer(await context.client.patch(NODES, info.name, undefined, type, patch, options));
}
