/** `kubectl rollout undo` (kubectl/pkg/cmd/rollout/rollout_undo.go). */
import { dryRunStrategy } from '../apply/dry-run.ts';
import { resultPrinter } from '../apply/print-result.ts';
import { objectName } from '../printers/object-printer.ts';
import { CommandError, throwAll } from '../errors.ts';
import { dryRunFlag, filenameFlags, printFlags, selectorFlag } from '../flag-sets.ts';
import type { Info } from '../resources.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { describedTemplate } from './revisions.ts';
import { findRevision, rollBack } from './rollback.ts';
import { rolloutTargets } from './targets.ts';
import { describeTemplate } from './template-text.ts';

export const rolloutUndo: Verb = {
  name: 'undo',
  usage: 'undo (TYPE NAME | TYPE/NAME) [flags]',
  short: 'Undo a previous rollout',
  long: 'Roll back to a previous rollout.',
  examples: `# Roll back to the previous deployment
kubectl rollout undo deployment/abc

# Roll back to daemonset revision 3
kubectl rollout undo daemonset/abc --to-revision=3

# Roll back to the previous deployment with dry-run
kubectl rollout undo --dry-run=server deployment/abc`,
  flags: [
    ...filenameFlags('identifying the resource to get from a server.'),
    selectorFlag,
    ...printFlags,
    dryRunFlag,
    {
      name: 'to-revision',
      type: 'int',
      default: 0,
      usage: 'The revision to rollback to. Default to 0 (last revision).',
    },
  ],
  async run(context) {
    const { infos, errors } = await rolloutTargets(context);
    const failures = [...errors];
    for (const info of infos) {
      try {
        await undo(context, info);
      } catch (error) {
        failures.push(error);
      }
    }
    throwAll(failures);
  },
};

async function undo(context: VerbContext, info: Info): Promise<void> {
  const { object, resource } = info;
  if (!['Deployment', 'StatefulSet', 'DaemonSet'].includes(object.kind ?? '')) {
    throw new CommandError(`no rollbacker has been implemented for ${JSON.stringify(object.kind)}`);
  }
  const dryRun = await dryRunStrategy(context);
  const toRevision = context.flags.int('to-revision');
  if (dryRun === 'client') {
    const text = describeTemplate(describedTemplate(await findRevision(context.client, object, toRevision)));
    return context.print(`${objectName(object)} ${text} (dry run)\n`);
  }
  const printer = await resultPrinter(context, 'rolled back');
  const said = await rollBack(context.client, { resource, object, toRevision, dryRun: dryRun === 'server' });
  await printer(object, said);
}
