/** What the subcommands of `kubectl create` have in common: one NAME, a generated object, sent or only printed (kubectl/pkg/cmd/create/create.go). */
import type { KubeObject } from '../../api/object.ts';
import { CommandError, plainMessage, usageErrorf } from '../errors.ts';
import { dryRunFlag, fieldManagerFlag, printFlags } from '../flag-sets.ts';
import type { FlagSpec } from '../flags.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { dryRunStrategy } from '../apply/dry-run.ts';
import { withLastApplied } from '../apply/last-applied.ts';
import { resultPrinter } from '../apply/print-result.ts';
import { validationFlag, validationOf } from '../apply/validation.ts';

export interface GeneratorInput extends VerbContext {
  name: string;
  /** What stands after the name: a command. */
  rest: readonly string[];
}

export interface Generator {
  name: string;
  aliases?: readonly string[];
  usage: string;
  short: string;
  long?: string;
  examples?: string;
  flags: readonly FlagSpec[];
  /** Stands before the server's message when creation fails; absent: the server's error is shown as it is. */
  failure?: string;
  generate(input: GeneratorInput): KubeObject | Promise<KubeObject>;
}

const PLURALS: Readonly<Record<string, string>> = {
  Ingress: 'ingresses',
  PriorityClass: 'priorityclasses',
};
const CLUSTER_SCOPED = new Set(['Namespace', 'ClusterRole', 'ClusterRoleBinding', 'PriorityClass']);

export const saveConfigFlag: FlagSpec = {
  name: 'save-config',
  type: 'bool',
  default: false,
  usage:
    'If true, the configuration of current object will be saved in its annotation. Otherwise, the annotation will be unchanged. This flag is useful when you want to perform kubectl apply on this object in the future.',
};

export function defineGenerator(generator: Generator): Verb {
  const { generate, failure, flags, ...verb } = generator;
  return {
    ...verb,
    flags: [...flags, ...printFlags, dryRunFlag, fieldManagerFlag('kubectl-create'), saveConfigFlag, validationFlag],
    async run(context) {
      const length = context.dash < 0 ? context.args.length : context.dash;
      if (length !== 1) throw usageErrorf(context.command, `exactly one NAME is required, got ${length}`);
      const printer = await resultPrinter(context, 'created');
      const [name = '', ...rest] = context.args;
      const object = await generate(Object.assign(Object.create(context) as VerbContext, { name, rest }));
      const created = await createGenerated(context, object, failure);
      await printer(created);
    },
  };
}

/** Sends a generated object where `--dry-run` lets it; resolves with what is to be printed. */
export async function createGenerated(context: VerbContext, object: KubeObject, failure?: string): Promise<KubeObject> {
  const kind = object.kind ?? '';
  const dryRun = await dryRunStrategy(context);
  const clusterScoped = CLUSTER_SCOPED.has(kind);
  const placed = clusterScoped || !context.enforceNamespace ? object : inNamespace(object, context.namespace);
  const saved = context.flags.bool('save-config') ? withLastApplied(placed) : placed;
  if (dryRun === 'client') return saved;
  const [group, version] = splitGroupVersion(object.apiVersion ?? 'v1');
  const resource = { group, version, resource: PLURALS[kind] ?? `${kind.toLowerCase()}s` };
  try {
    return await context.client.create(resource, saved, clusterScoped ? undefined : context.namespace, {
      dryRun: dryRun === 'server',
      fieldManager: context.flags.string('field-manager') || 'kubectl-create',
      ...(context.flags.has('validate') ? { fieldValidation: validationOf(context.flags.string('validate')) } : {}),
    });
  } catch (error) {
    if (failure === undefined || context.io.signal.aborted) throw error;
    throw new CommandError(failure + plainMessage(error));
  }
}

/** Puts the namespace behind the name, where Go's ObjectMeta has it. */
export function inNamespace(object: KubeObject, namespace: string): KubeObject {
  const { name, ...rest } = object.metadata ?? {};
  return { ...object, metadata: { ...(name === undefined ? {} : { name }), namespace, ...rest } };
}

function splitGroupVersion(apiVersion: string): [string, string] {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? ['', apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
}
