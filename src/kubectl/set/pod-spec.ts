/** Where the Pod spec of a kind lies, and changes to it as strategic merge patches (kubectl/pkg/polymorphichelpers/updatepodspec.go). */
import type { KubeObject } from '../../api/object.ts';
import { patchSchemaOf } from '../../api/patch/patch-keys.ts';
import { applyStrategicMergePatch } from '../../api/patch/strategic-merge.ts';
import { dryRunStrategy } from '../apply/dry-run.ts';
import { resultPrinter } from '../apply/print-result.ts';
import { CommandError, plainMessage, throwAll } from '../errors.ts';
import { allFlag, dryRunFlag, filenameFlags, printFlags, selectorFlag } from '../flag-sets.ts';
import type { FlagSpec } from '../flags.ts';
import { asTyped } from '../local-objects.ts';
import { filenamesOf, type Info, retrieve } from '../resources.ts';
import type { VerbContext } from '../verb.ts';

export interface EnvVar {
  name: string;
  value?: string;
  valueFrom?: Record<string, unknown>;
}
export interface Container {
  name: string;
  image?: string;
  env?: EnvVar[];
  resources?: { limits?: Record<string, string>; requests?: Record<string, string> };
}
export interface PodSpec {
  containers?: Container[];
  initContainers?: Container[];
  serviceAccountName?: string;
}

/** Part of a PodSpec to be merged into the live one. Empty: nothing to change. */
export type PodSpecPatch = Record<string, unknown>;

const PATHS: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};
const TEMPLATED = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'ReplicationController'];

/** The way to the Pod spec; throws for kinds that have none. */
export function podSpecPath(kind: string): readonly string[] {
  const path = PATHS[kind] ?? (TEMPLATED.includes(kind) ? ['spec', 'template', 'spec'] : undefined);
  if (!path) throw new CommandError(`the object is not a pod or does not have a pod template: ${kind}`);
  return path;
}

export function podSpecOf(object: KubeObject): PodSpec {
  let at: unknown = object;
  for (const step of podSpecPath(object.kind ?? '')) at = (at as Record<string, unknown> | undefined)?.[step];
  return (at ?? {}) as PodSpec;
}

export const setFlags: readonly FlagSpec[] = [
  ...filenameFlags('identifying the resource to get from a server.'),
  { ...allFlag, usage: 'Select all resources, in the namespace of the specified resource types' },
  selectorFlag,
  { name: 'local', type: 'bool', default: false, usage: 'If true, set will NOT contact api-server but run locally.' },
  ...printFlags,
  dryRunFlag,
];

export interface PodSpecChange {
  resources: readonly string[];
  /** `image updated` */
  operation: string;
  manager: string;
  /** `failed to patch image update to pod template` */
  failure: string;
  /** Throws for arguments that make no sense; runs once the objects are there. */
  check?(): void;
  /** Throws what stands behind `error: deployments.apps/web `, or an error of its own. */
  change(spec: PodSpec, info: Info): PodSpecPatch;
}

export async function changePodSpecs(context: VerbContext, change: PodSpecChange): Promise<void> {
  const printer = await resultPrinter(context, change.operation);
  const { infos, errors } = await retrieve(context, {
    args: change.resources,
    files: filenamesOf(context),
    labelSelector: context.flags.string('selector'),
    all: context.flags.bool('all'),
  });
  throwAll(errors);
  change.check?.();
  const failures: unknown[] = [];
  for (const info of infos) {
    try {
      const patch = change.change(podSpecOf(info.object), info);
      if (Object.keys(patch).length > 0) await printer(await send(context, info, patch, change));
    } catch (error) {
      failures.push(error);
    }
  }
  throwAll(failures);
}

async function send(context: VerbContext, info: Info, patch: PodSpecPatch, change: PodSpecChange): Promise<KubeObject> {
  const dryRun = await dryRunStrategy(context);
  const path = podSpecPath(info.object.kind ?? '');
  const whole = path.reduceRight<unknown>((inner, step) => ({ [step]: inner }), patch) as Record<string, unknown>;
  const local = context.flags.bool('local');
  if (local || dryRun === 'client') {
    const changed = applyStrategicMergePatch(info.object as Record<string, unknown>, whole, patchSchemaOf(info.object));
    return local ? asTyped(changed, path) : changed;
  }
  const type = 'application/strategic-merge-patch+json';
  try {
    return await context.client.patch(info.resource, info.name, info.namespace, type, whole, {
      dryRun: dryRun === 'server',
      fieldManager: change.manager,
    });
  } catch (error) {
    throw new CommandError(`${change.failure}: ${plainMessage(error)}`);
  }
}

/** Splits `deploy/web a=b` into resources and the rest. */
export function splitAssignments(args: readonly string[]): { resources: string[]; assignments: string[] } {
  const isAssignment = (arg: string): boolean => arg.includes('=') || (arg.endsWith('-') && arg.length > 1);
  return { resources: args.filter((arg) => !isAssignment(arg)), assignments: args.filter(isAssignment) };
}
