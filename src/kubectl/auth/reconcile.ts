/** `kubectl auth reconcile` (kubectl/pkg/cmd/auth/reconcile.go, component-helpers/auth/rbac/reconciliation). */
import { dequal } from 'dequal';
import type { KubeObject } from '../../api/object.ts';
import { type PolicyRule, breakdownRule, compactRules } from '../../api/policy-rules.ts';
import { resultPrinter } from '../apply/print-result.ts';
import { CommandError, throwAll } from '../errors.ts';
import { dryRunFlag, filenameFlags, printFlags } from '../flag-sets.ts';
import { filenamesOf, isNotFound, resolveTargets, type Target } from '../resources.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { dryRunStrategy } from '../apply/dry-run.ts';

const GROUP = 'rbac.authorization.k8s.io';
type FileTarget = Extract<Target, { kind: 'file' }>;

interface Subject {
  kind: string;
  apiGroup?: string;
  name: string;
  namespace?: string;
}

/** What had to be done, and the object as it is afterwards. */
interface Outcome {
  object: KubeObject;
  operation: 'none' | 'create' | 'update';
  missingRules: PolicyRule[];
  missingSubjects: Subject[];
}

export const reconcile: Verb = {
  name: 'reconcile',
  usage: 'reconcile -f FILENAME',
  short: 'Reconciles rules for RBAC role, role binding, cluster role, and cluster role binding objects',
  long: `Reconciles rules for RBAC role, role binding, cluster role, and cluster role binding objects.

 Missing objects are created, and the containing namespace is created for namespaced objects, if required.`,
  examples: `# Reconcile RBAC resources from a file
kubectl auth reconcile -f my-rbac-rules.yaml`,
  flags: [
    ...filenameFlags('identifying the resource to reconcile.'),
    ...printFlags,
    dryRunFlag,
    {
      name: 'remove-extra-permissions',
      type: 'bool',
      default: false,
      usage: 'If true, removes extra permissions added to roles',
    },
    {
      name: 'remove-extra-subjects',
      type: 'bool',
      default: false,
      usage: 'If true, removes extra subjects added to rolebindings',
    },
  ],
  async run(context) {
    const { targets, errors } = await resolveTargets(context, { args: [], files: filenamesOf(context) });
    const printer = await resultPrinter(context, 'reconciled');
    for (const target of targets) {
      if (target.kind !== 'file') continue;
      if (target.resource.group !== GROUP) {
        const { kind, apiVersion } = target.object;
        throw new CommandError(`only rbac.authorization.k8s.io/v1 is supported: not ${apiVersion} ${kind}`);
      }
      // The original does not fill in the namespace, and then asks for one without a name.
      if (target.resource.namespaced && !target.object.metadata?.namespace) {
        throw new CommandError('resource name may not be empty');
      }
      const outcome = await settle(context, target);
      await printer(outcome.object);
      await explain(context, outcome);
    }
    throwAll(errors);
  },
};

async function settle(context: VerbContext, target: FileTarget): Promise<Outcome> {
  const { client } = context;
  const { object, resource, namespace, name } = target;
  const dryRun = (await dryRunStrategy(context)) !== 'none';
  const rules = (object['rules'] ?? []) as PolicyRule[];
  const subjects = (object['subjects'] ?? []) as Subject[];
  let old: KubeObject;
  try {
    old = await client.get(resource, name, namespace);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    const made = dryRun ? object : await client.create(resource, object, namespace);
    return { object: made, operation: 'create', missingRules: rules, missingSubjects: subjects };
  }
  const held = ((old['rules'] as PolicyRule[] | null) ?? []).flatMap(breakdownRule);
  const missingRules = compactRules(
    rules.flatMap(breakdownRule).filter((part) => !held.some((own) => dequal(own, part))),
  );
  const known = (old['subjects'] ?? []) as Subject[];
  const missingSubjects = subjects.filter((subject) => !known.some((own) => same(own, subject)));
  const next: KubeObject = { ...old, metadata: { ...old.metadata, ...merged(old, object) } };
  if (missingRules.length > 0) next['rules'] = [...((old['rules'] as PolicyRule[] | null) ?? []), ...missingRules];
  if (context.flags.bool('remove-extra-permissions') && object['rules']) next['rules'] = rules;
  if (missingSubjects.length > 0) next['subjects'] = [...known, ...missingSubjects];
  if (context.flags.bool('remove-extra-subjects') && object['subjects']) next['subjects'] = subjects;
  if (dequal(next, old)) return { object: old, operation: 'none', missingRules: [], missingSubjects: [] };
  const made = dryRun ? next : await client.update(resource, next);
  return { object: made, operation: 'update', missingRules, missingSubjects };
}

function merged(old: KubeObject, wanted: KubeObject): object {
  const labels = { ...old.metadata?.labels, ...wanted.metadata?.labels };
  const annotations = { ...old.metadata?.annotations, ...wanted.metadata?.annotations };
  return {
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
}

function same(a: Subject, b: Subject): boolean {
  return a.kind === b.kind && a.name === b.name && (a.namespace ?? '') === (b.namespace ?? '');
}

async function explain(context: VerbContext, outcome: Outcome): Promise<void> {
  if (outcome.operation === 'none') return;
  const words = (values: readonly string[] | undefined): string => `[${(values ?? []).join(' ')}]`;
  const lines = [`\treconciliation required ${outcome.operation}`];
  if (outcome.missingSubjects.length > 0) lines.push('\tmissing subjects added:');
  for (const { kind, apiGroup = '', name, namespace = '' } of outcome.missingSubjects) {
    lines.push(`\t\t{Kind:${kind} APIGroup:${apiGroup} Name:${name} Namespace:${namespace}}`);
  }
  if (outcome.missingRules.length > 0) lines.push('\tmissing rules added:');
  for (const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } of outcome.missingRules) {
    lines.push(
      `\t\t{Verbs:${words(verbs)} APIGroups:${words(apiGroups)} Resources:${words(resources)} ResourceNames:${words(resourceNames)} NonResourceURLs:${words(nonResourceURLs)}}`,
    );
  }
  await context.complain(`${lines.join('\n')}\n`);
}
