/** Client-side apply of one object: create it, or patch what differs (kubectl/pkg/cmd/apply/apply.go, patcher.go). */
import { isPathSegmentName } from '../../api/names.ts';
import type { KubeObject } from '../../api/object.ts';
import { groupVersion } from '../../api/resource.ts';
import { isStatusError } from '../../api/status.ts';
import type { PatchType, WriteOptions } from '../../client/client.ts';
import { addSource, CommandError } from '../errors.ts';
import { goJSON } from '../../api/go-format.ts';
import { isNotFound, type Target } from '../resources.ts';
import type { VerbContext } from '../verb.ts';
import type { DryRunStrategy } from './dry-run.ts';
import { LAST_APPLIED, lastApplied, withAnnotations, withLastAppliedOfFile } from './last-applied.ts';
import { serverSideApply } from './server-side-apply.ts';
import { threeWayPatch } from './three-way-patch.ts';
import { unversioned } from './unversioned.ts';

export interface ApplyOptions {
  dryRun: DryRunStrategy;
  fieldValidation: NonNullable<WriteOptions['fieldValidation']>;
  fieldManager: string;
  serverSide: boolean;
  forceConflicts: boolean;
  force: boolean;
  /** False: the last-applied annotation is left as it is (`kubectl diff`). */
  annotate?: false;
}

export interface Applied {
  object: KubeObject;
  operation: 'created' | 'configured' | 'unchanged' | 'serverside-applied';
}

export type FileTarget = Extract<Target, { kind: 'file' }>;

/** How often a patch is worked out anew when somebody else wrote in between. */
const MAX_PATCH_RETRY = 5;

export async function applyObject(context: VerbContext, target: FileTarget, options: ApplyOptions): Promise<Applied> {
  const placed = inItsNamespace(target);
  if (target.name === '' && target.object.metadata?.generateName) {
    throw new CommandError(`from ${target.object.metadata.generateName}: cannot use generate name with apply`);
  }
  if (options.serverSide) {
    return { object: await serverSideApply(context, target, placed, options), operation: 'serverside-applied' };
  }
  const modified = options.annotate === false ? withAnnotations(placed) : withLastAppliedOfFile(placed);
  const current = await currentObject(context, target);
  if (!current) return createObject(context, target, modified, options);
  if (lastApplied(current) === undefined && options.annotate !== false) await warnOfMissingAnnotation(context, target);
  if (options.dryRun === 'client') return { object: current, operation: 'configured' };
  return patchObject(context, target, modified, current, options);
}

function inItsNamespace(target: FileTarget): KubeObject {
  const { object, namespace } = target;
  if (namespace === undefined || object.metadata?.namespace) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}

/** `Info.String()`: how kubectl names an object it failed on. */
function describeTarget({ resource, name, namespace }: FileTarget): string {
  const at = groupVersion(resource);
  const prefix = resource.group === '' ? `/${resource.version}` : at;
  return `Resource: "${prefix}, Resource=${resource.resource}", GroupVersionKind: "${prefix}, Kind=${resource.kind}"\nName: ${JSON.stringify(name)}, Namespace: ${JSON.stringify(namespace ?? '')}`;
}

async function currentObject(context: VerbContext, target: FileTarget): Promise<KubeObject | undefined> {
  try {
    if (target.name === '') throw new CommandError('resource name may not be empty');
    // client-go sends no request for what cannot stand in a path.
    const faults = isPathSegmentName(target.name);
    if (faults.length > 0)
      throw new CommandError(`invalid resource name ${JSON.stringify(target.name)}: [${faults.join(' ')}]`);
    return await context.client.get(target.resource, target.name, target.namespace);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    if (context.io.signal.aborted) throw error;
    const doing = `retrieving current configuration of:\n${describeTarget(target)}\nfrom server for:`;
    throw addSource(error, doing, target.source);
  }
}

async function createObject(
  context: VerbContext,
  target: FileTarget,
  modified: KubeObject,
  options: ApplyOptions,
): Promise<Applied> {
  if (options.dryRun === 'client') return { object: modified, operation: 'created' };
  try {
    const object = await context.client.create(target.resource, unversioned(modified), target.namespace, {
      dryRun: options.dryRun === 'server',
      fieldManager: options.fieldManager,
      fieldValidation: options.fieldValidation,
    });
    return { object, operation: 'created' };
  } catch (error) {
    throw addSource(error, 'creating', target.source);
  }
}

async function warnOfMissingAnnotation(context: VerbContext, target: FileTarget): Promise<void> {
  await context.complain(
    `Warning: resource ${target.resource.resource}/${target.name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`,
  );
}

async function patchObject(
  context: VerbContext,
  target: FileTarget,
  modified: KubeObject,
  first: KubeObject,
  options: ApplyOptions,
): Promise<Applied> {
  let current = first;
  for (let attempt = 1; ; attempt++) {
    const { type, patch } = threeWayPatch(modified, current);
    if (Object.keys(patch).length === 0) return { object: current, operation: 'unchanged' };
    try {
      const object = await sendPatch(context, target, type, patch, options);
      return { object, operation: 'configured' };
    } catch (error) {
      if (isStatusError(error, 'Conflict') && attempt < MAX_PATCH_RETRY) {
        current = (await currentObject(context, target)) ?? current;
        continue;
      }
      if (options.force && (isStatusError(error, 'Conflict') || isStatusError(error, 'Invalid'))) {
        return recreate(context, target, modified, options);
      }
      const text = goJSON(patch);
      throw addSource(error, `applying patch:\n${text}\nto:\n${describeTarget(target)}\nfor:`, target.source);
    }
  }
}

function sendPatch(
  context: VerbContext,
  target: FileTarget,
  type: PatchType,
  patch: unknown,
  options: ApplyOptions,
): Promise<KubeObject> {
  return context.client.patch(target.resource, target.name, target.namespace, type, patch, {
    dryRun: options.dryRun === 'server',
    fieldManager: options.fieldManager,
    fieldValidation: options.fieldValidation,
  });
}

/** `--force`: deletes, waits until it is gone, creates. */
async function recreate(
  context: VerbContext,
  target: FileTarget,
  modified: KubeObject,
  options: ApplyOptions,
): Promise<Applied> {
  await context.client.delete(target.resource, target.name, target.namespace, { propagationPolicy: 'Background' });
  while ((await currentObject(context, target)) !== undefined) await context.io.clock.sleep(1000, context.io.signal);
  const { object } = await createObject(context, target, modified, options);
  return { object, operation: 'configured' };
}
