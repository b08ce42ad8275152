/** `kubectl apply --server-side` of one object (kubectl/pkg/cmd/apply/apply.go applyOneObject). */
import type { KubeObject } from '../../api/object.ts';
import { isStatusError } from '../../api/status.ts';
import { CommandError } from '../errors.ts';
import type { VerbContext } from '../verb.ts';
import type { ApplyOptions, FileTarget } from './apply-object.ts';
import { annotationOwners, upgradePatch } from './csa-upgrade.ts';
import { LAST_APPLIED } from './last-applied.ts';

/** How often the take-over is tried anew when somebody else wrote in between. */
const MAX_PATCH_RETRY = 5;

export async function serverSideApply(
  context: VerbContext,
  target: FileTarget,
  object: KubeObject,
  options: ApplyOptions,
): Promise<KubeObject> {
  if (options.dryRun === 'client')
    throw new CommandError("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)");
  try {
    const applied = await sendApply(context, target, object, options);
    return options.dryRun === 'server' ? applied : await takenOver(context, target, object, applied, options);
  } catch (error) {
    if (isStatusError(error, 'Conflict')) throw new CommandError(`${error.message}\n${CONFLICT_ADVICE}`);
    throw error;
  }
}

function sendApply(
  { client }: VerbContext,
  { resource, name, namespace }: FileTarget,
  object: KubeObject,
  { dryRun, fieldManager, fieldValidation, forceConflicts }: ApplyOptions,
): Promise<KubeObject> {
  const options = { dryRun: dryRun === 'server', fieldManager, fieldValidation, force: forceConflicts };
  return client.patch(resource, name, namespace, 'application/apply-patch+yaml', object, options);
}

/** What was applied from the client's side before becomes this manager's, so that it goes when it is applied no more. */
async function takenOver(
  context: VerbContext,
  target: FileTarget,
  object: KubeObject,
  applied: KubeObject,
  options: ApplyOptions,
): Promise<KubeObject> {
  const { client } = context;
  const { resource, name, namespace } = target;
  let current = await withOwnedAnnotation(context, target, applied, options);
  for (let attempt = 0; attempt < MAX_PATCH_RETRY; attempt++) {
    const patch = upgradePatch(current, options.fieldManager);
    if (!patch) return current;
    try {
      await client.patch(resource, name, namespace, 'application/json-patch+json', patch);
      // Fields that were dropped from the file can go only now.
      return await sendApply(context, target, object, options);
    } catch (error) {
      if (!isStatusError(error, 'Conflict')) throw error;
      current = await client.get(resource, name, namespace);
    }
  }
  return current;
}

/** The annotation stays for client-side applies to come: a manager of its own holds it. */
async function withOwnedAnnotation(
  { client }: VerbContext,
  { resource, name, namespace }: FileTarget,
  applied: KubeObject,
  { fieldManager }: ApplyOptions,
): Promise<KubeObject> {
  const value = applied.metadata?.annotations?.[LAST_APPLIED];
  if (fieldManager !== 'kubectl' || value === undefined || annotationOwners(applied, 'Apply').length > 0) {
    return applied;
  }
  const { apiVersion, kind } = applied;
  const metadata = { name, ...(namespace ? { namespace } : {}), annotations: { [LAST_APPLIED]: value } };
  const just = { apiVersion, kind, metadata };
  const options = { fieldManager: 'kubectl-last-applied' };
  return client.patch<KubeObject>(resource, name, namespace, 'application/apply-patch+yaml', just, options);
}

const CONFLICT_ADVICE = `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`;
