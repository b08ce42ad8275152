/** `kubectl set subject` (kubectl/pkg/cmd/set/set_subject.go). */
import type { KubeObject } from '../../api/object.ts';
import { dryRunStrategy } from '../apply/dry-run.ts';
import { resultPrinter } from '../apply/print-result.ts';
import { CommandError, throwAll } from '../errors.ts';
import type { FlagSpec } from '../flags.ts';
import { filenamesOf, retrieveAll } from '../resources.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { setFlags } from './pod-spec.ts';

interface Subject {
  kind: string;
  apiGroup?: string;
  name: string;
  namespace?: string;
}

const RBAC = 'rbac.authorization.k8s.io';

const subjectFlags: readonly FlagSpec[] = [
  { name: 'user', type: 'stringArray', default: [], usage: 'Usernames to bind to the role' },
  { name: 'group', type: 'stringArray', default: [], usage: 'Groups to bind to the role' },
  { name: 'serviceaccount', type: 'stringArray', default: [], usage: 'Service accounts to bind to the role' },
  {
    name: 'field-manager',
    type: 'string',
    default: 'kubectl-set',
    usage: 'Name of the manager used to track field ownership.',
  },
];

export const setSubject: Verb = {
  name: 'subject',
  usage:
    'subject (-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  short: 'Update the user, group, or service account in a role binding or cluster role binding',
  long: 'Update the user, group, or service account in a role binding or cluster role binding.',
  examples: `# Update a cluster role binding for serviceaccount1
kubectl set subject clusterrolebinding admin --serviceaccount=namespace:serviceaccount1

# Update a role binding for user1, user2, and group1
kubectl set subject rolebinding admin --user=user1 --user=user2 --group=group1`,
  flags: [...setFlags, ...subjectFlags],
  async run(context) {
    const printer = await resultPrinter(context, 'subjects updated');
    const infos = await retrieveAll(context, {
      args: context.args,
      files: filenamesOf(context),
      labelSelector: context.flags.string('selector'),
      all: context.flags.bool('all'),
    });
    const added = subjectsOf(context);
    const dryRun = await dryRunStrategy(context);
    const failures: unknown[] = [];
    for (const info of infos) {
      const subjects = merged(info.object, added);
      if (subjects === undefined) {
        failures.push(new CommandError('setting subjects is only supported for RoleBinding/ClusterRoleBinding'));
        continue;
      }
      // Nothing is said of a binding that has them all.
      if (subjects.length === ((info.object['subjects'] as Subject[] | undefined)?.length ?? 0)) continue;
      const options = { dryRun: dryRun === 'server', fieldManager: context.flags.string('field-manager') };
      const type = 'application/strategic-merge-patch+json';
      await printer(
        dryRun === 'client' || context.flags.bool('local')
          ? { ...info.object, subjects }
          : await context.client.patch(info.resource, info.name, info.namespace, type, { subjects }, options),
      );
    }
    throwAll(failures);
  },
};

function subjectsOf({ flags }: VerbContext): Subject[] {
  const accounts = flags.strings('serviceaccount').map((text): Subject => {
    const [namespace = '', name = '', ...rest] = text.split(':');
    if (namespace === '' || name === '' || rest.length > 0)
      throw new CommandError('serviceaccount must be <namespace>:<name>');
    return { kind: 'ServiceAccount', namespace, name };
  });
  const named = (kind: string, names: readonly string[]): Subject[] =>
    [...new Set(names)].toSorted().map((name) => ({ kind, apiGroup: RBAC, name }));
  const all = [...named('User', flags.strings('user')), ...named('Group', flags.strings('group')), ...accounts];
  if (all.length === 0) throw new CommandError('you must specify at least one value of user, group or serviceaccount');
  return all;
}

/** The binding's own subjects and those that are new to it; undefined for what is no binding. */
function merged({ kind, subjects }: KubeObject, added: readonly Subject[]): Subject[] | undefined {
  if (kind !== 'RoleBinding' && kind !== 'ClusterRoleBinding') return undefined;
  const before = (subjects ?? []) as Subject[];
  const same = (a: Subject, b: Subject): boolean =>
    a.kind === b.kind && a.name === b.name && (a.namespace ?? '') === (b.namespace ?? '');
  return [...before, ...added.filter((one) => !before.some((other) => same(one, other)))];
}
