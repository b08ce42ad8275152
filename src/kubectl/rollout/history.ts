/** `kubectl rollout history` (kubectl/pkg/cmd/rollout/rollout_history.go, polymorphichelpers/history.go). */
import type { KubeObject } from '../../api/object.ts';
import { structuredPrinter } from '../apply/print-result.ts';
import { objectName } from '../printers/object-printer.ts';
import { CommandError, throwAll } from '../errors.ts';
import { filenameFlags, printFlags, selectorFlag } from '../flag-sets.ts';
import { filenamesOf, retrieve } from '../resources.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { describeTemplate } from './template-text.ts';
import { describedTemplate, type Revision, revisionsOf } from './revisions.ts';
import { requireResource } from './targets.ts';

export const rolloutHistory: Verb = {
  name: 'history',
  usage: 'history (TYPE NAME | TYPE/NAME) [flags]',
  short: 'View rollout history',
  long: 'View previous rollout revisions and configurations.',
  examples: `# View the rollout history of a deployment
kubectl rollout history deployment/abc

# View the details of daemonset revision 3
kubectl rollout history daemonset/abc --revision=3`,
  flags: [
    ...filenameFlags('identifying the resource to get from a server.'),
    selectorFlag,
    ...printFlags,
    {
      name: 'revision',
      type: 'int',
      default: 0,
      usage: 'See the details, including podTemplate of the revision specified',
    },
  ],
  async run(context) {
    requireResource(context);
    const revision = context.flags.int('revision');
    if (revision < 0) throw new CommandError('revision must be a positive integer: ' + revision);
    const { infos, errors } = await retrieve(context, {
      args: context.args,
      files: filenamesOf(context),
      labelSelector: context.flags.string('selector'),
      listWhenNameless: true,
    });
    const failures = [...errors];
    for (const info of infos) {
      try {
        await showHistory(context, info.object, revision);
      } catch (error) {
        failures.push(error);
      }
    }
    throwAll(failures);
  },
};

async function showHistory(context: VerbContext, object: KubeObject, revision: number): Promise<void> {
  if (!['Deployment', 'StatefulSet', 'DaemonSet'].includes(object.kind ?? '')) {
    throw new CommandError(
      `error retrieving history for ${JSON.stringify(object.kind)}, no visitor method exists for {${group(object)} ${object.kind}}`,
    );
  }
  const revisions = await revisionsOf(context.client, object);
  const printer = structuredPrinter(context);
  if (printer) return printRevisions(context, printer, revisions, revision);
  const title = revision > 0 ? `with revision #${revision}` : '';
  await context.print(`${objectName(object)} ${title}\n${historyText(revisions, revision)}\n`);
}

function group(object: KubeObject): string {
  return object.apiVersion?.includes('/') ? object.apiVersion.split('/')[0]! : '';
}

export function historyText(revisions: readonly Revision[], revision: number): string {
  if (revision > 0) return describeTemplate(describedTemplate(find(revisions, revision)));
  if (revisions.length === 0) return 'No rollout history found.';
  const rows = revisions.map((one) => `${String(one.revision).padEnd(8)}  ${one.changeCause || '<none>'}\n`);
  return `REVISION  CHANGE-CAUSE\n${rows.join('')}`;
}

function find(revisions: readonly Revision[], revision: number): Revision {
  const found = revisions.find((one) => one.revision === revision);
  if (!found) throw new CommandError('unable to find the specified revision');
  return found;
}

/** With `-o`: the ReplicaSet or the ControllerRevision itself. */
async function printRevisions(
  context: VerbContext,
  printer: (object: KubeObject) => string,
  revisions: readonly Revision[],
  revision: number,
): Promise<void> {
  const chosen = revision > 0 ? [find(revisions, revision)] : revisions;
  for (const { object } of chosen) await context.print(printer(object));
}
