/** Marks Nodes as unschedulable or not (kubectl/pkg/drain/cordon.go, kubectl/pkg/cmd/drain/drain.go). */
import type { Node } from 'kubernetes-types/core/v1';
import { dryRunStrategy, dryRunSuffix } from '../apply/dry-run.ts';
import { completeNamed } from '../complete-resources.ts';
import { CommandError, throwAll, usageErrorf } from '../errors.ts';
import { dryRunFlag, selectorFlag } from '../flag-sets.ts';
import { type Info, retrieveAll } from '../resources.ts';
import type { Verb, VerbContext } from '../verb.ts';

export const NODES = { group: '', version: 'v1', resource: 'nodes' };
const STRATEGIC = 'application/strategic-merge-patch+json';

/** The Nodes that a command names; `use` is its usage (`cordon NODE`). */
export async function nodesOf(context: VerbContext, use: string): Promise<Info[]> {
  const { args, flags } = context;
  const selector = flags.string('selector');
  if (args.length === 0 && selector === '') throw usageErrorf(context.command, `USAGE: ${use} [flags]`);
  if (args.length > 0 && selector !== '') {
    throw new CommandError('error: cannot specify both a node name and a --selector option');
  }
  const names = args.map((name) => (name.includes('/') ? name : `nodes/${name}`));
  const query = selector === '' ? { args: names } : { args: ['nodes'], labelSelector: selector };
  const infos = await retrieveAll(context, query);
  if (infos.length === 0) await context.print('No resources found\n');
  const foreign = infos.find((info) => info.resource.resource !== 'nodes');
  if (foreign)
    throw new CommandError(`cannot cordon or uncordon non-node ${foreign.resource.resource}/${foreign.name}`);
  return infos;
}

/** Cordons or uncordons one Node and says so. */
export async function mark(context: VerbContext, info: Info, unschedulable: boolean): Promise<void> {
  const node = info.object as unknown as Node;
  const dryRun = await dryRunStrategy(context);
  const done = unschedulable ? 'cordoned' : 'uncordoned';
  if ((node.spec?.unschedulable ?? false) === unschedulable) {
    return context.print(`node/${info.name} already ${done}${dryRunSuffix(dryRun)}\n`);
  }
  if (dryRun !== 'client') {
    const patch = { spec: { unschedulable: unschedulable ? true : null } };
    await context.client.patch(NODES, info.name, undefined, STRATEGIC, patch, { dryRun: dryRun === 'server' });
  }
  await context.print(`node/${info.name} ${done}${dryRunSuffix(dryRun)}\n`);
}

export function defineCordon(verb: Pick<Verb, 'name' | 'short' | 'examples'>, unschedulable: boolean): Verb {
  return {
    ...verb,
    name: verb.name,
    usage: `${verb.name} NODE`,
    long: `${verb.short}.`,
    flags: [dryRunFlag, selectorFlag],
    complete: completeNamed('nodes'),
    async run(context) {
      const failures: unknown[] = [];
      for (const info of await nodesOf(context, `${verb.name} NODE`)) {
        await mark(context, info, unschedulable).catch((error: unknown) => failures.push(error));
      }
      throwAll(failures);
    },
  };
}
