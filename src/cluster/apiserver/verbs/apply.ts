/**
 * Server-side apply (apiserver/pkg/endpoints/handlers/patch.go applyPatcher).
 * Simplified: fields have no owners here, so an apply creates or merges and never conflicts.
 */
import type { KubeObject } from '../../../api/object.ts';
import { groupVersion } from '../../../api/resource.ts';
import { badRequest } from '../../../api/status-errors.ts';
import { decodePatched } from '../decode.ts';
import { isRecord } from '../patch/json.ts';
import { strategicPatched } from '../patch/strategic.ts';
import { create } from './create.ts';
import type { Request } from './request.ts';
import { checkVersion, replace } from './update.ts';

export function serverSideApply(request: Request, body: unknown, old: KubeObject | undefined): KubeObject {
  const { strategy, name, options } = request;
  if (!options.fieldManager)
    throw badRequest(
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  if (!isRecord(body)) throw badRequest('error decoding YAML: the object is no map');
  const given = body as KubeObject;
  checkType(request, given);
  const applied = decodePatched(strategy, given, options);
  if (applied.metadata?.managedFields?.length) throw badRequest('metadata.managedFields must be nil');
  if (!old) return create(request, { ...applied, metadata: { ...applied.metadata, name } });
  checkVersion(request, applied, old);
  return replace(request, strategicPatched(old, applied, strategy.info.kind), old);
}

function checkType({ strategy }: Request, given: KubeObject): void {
  if (given.kind !== strategy.info.kind || given.apiVersion !== groupVersion(strategy.info)) {
    throw badRequest(`invalid object type: ${given.apiVersion}, Kind=${given.kind}`);
  }
}
