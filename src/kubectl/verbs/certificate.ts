/** `kubectl certificate approve|deny` (kubectl/pkg/cmd/certificates/certificates.go). */
import type { KubeObject } from '../../api/object.ts';
import { resultPrinter } from '../apply/print-result.ts';
import { CommandError, throwAll } from '../errors.ts';
import { filenameFlags, printFlags } from '../flag-sets.ts';
import { filenamesOf, resolveTargets } from '../resources.ts';
import type { Verb, VerbContext } from '../verb.ts';

interface Condition {
  type: string;
  status?: string;
  reason?: string;
  message?: string;
}

interface Decision {
  name: string;
  done: string;
  type: 'Approved' | 'Denied';
  short: string;
}

function decide({ name, done, type, short }: Decision): Verb {
  return {
    name,
    usage: `${name} (-f FILENAME | NAME)`,
    short,
    long: `${short}.`,
    flags: [
      ...filenameFlags('identifying the resource to update'),
      ...printFlags,
      { name: 'force', type: 'bool', default: false, usage: 'Update the CSR even if it is already approved/denied.' },
    ],
    async run(context) {
      const files = filenamesOf(context);
      if (context.args.length === 0 && files.filenames.length === 0) {
        throw new CommandError('one or more CSRs must be specified as <name> or -f <filename>');
      }
      const args = context.args.length === 0 ? [] : ['csr', ...context.args];
      const { targets, errors } = await resolveTargets(context, { args, files });
      const printer = await resultPrinter(context, done);
      const failures: unknown[] = [];
      for (const target of targets) {
        if (target.kind === 'list') continue;
        try {
          const current = await context.client.get<KubeObject>(target.resource, target.name);
          await printer(await settled(context, current, type, target.resource));
        } catch (error) {
          failures.push(error);
        }
      }
      throwAll([...failures, ...errors]);
    },
  };
}

async function settled(
  context: VerbContext,
  current: KubeObject,
  type: Decision['type'],
  resource: { group: string; version: string; resource: string },
): Promise<KubeObject> {
  const status = (current['status'] ?? {}) as { conditions?: Condition[] };
  const conditions = status.conditions ?? [];
  const other = type === 'Approved' ? 'Denied' : 'Approved';
  if (conditions.some((one) => one.type === type) && !context.flags.bool('force')) return current;
  if (conditions.some((one) => one.type === other)) {
    throw new CommandError(`certificate signing request ${JSON.stringify(current.metadata?.name)} is already ${other}`);
  }
  const verb = type === 'Approved' ? 'approve' : 'deny';
  const condition = {
    type,
    status: 'True',
    reason: type === 'Approved' ? 'KubectlApprove' : 'KubectlDeny',
    message: `This CSR was ${type.toLowerCase()} by kubectl certificate ${verb}.`,
  };
  const next = { ...current, status: { ...status, conditions: [...conditions, condition] } };
  return context.client.update(resource, next, { subresource: 'approval' });
}

export const certificate: Verb = {
  name: 'certificate',
  usage: 'certificate SUBCOMMAND',
  short: 'Modify certificate resources',
  long: 'Modify certificate resources.',
  flags: [],
  subverbs: [
    decide({ name: 'approve', done: 'approved', type: 'Approved', short: 'Approve a certificate signing request' }),
    decide({ name: 'deny', done: 'denied', type: 'Denied', short: 'Deny a certificate signing request' }),
  ],
};
