/** Strategic merge patch with the kind's own schema (apimachinery/pkg/util/strategicpatch/patch.go). */
import type { KubeObject } from '../../../api/object.ts';
import { hasPatchSchema, patchSchemaOf } from '../../../api/patch/patch-keys.ts';
import { applyStrategicMergePatch } from '../../../api/patch/strategic-merge.ts';
import { badRequest, unsupportedMediaType } from '../../../api/status-errors.ts';
import { StatusError } from '../../../api/status.ts';
import { thaw } from '../../store/frozen.ts';
import { isRecord, jsonType } from './json.ts';

/** Gives a private, mutable object. `current` may be a Deployment, or the Scale of one. */
export function strategicPatched(current: KubeObject, body: unknown): KubeObject {
  if (!isRecord(body)) {
    throw badRequest(`json: cannot unmarshal ${jsonType(body)} into Go value of type map[string]interface {}`);
  }
  if (!hasPatchSchema(current)) {
    throw unsupportedMediaType(
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
    );
  }
  try {
    return thaw(applyStrategicMergePatch(current, body, patchSchemaOf(current))) as KubeObject;
  } catch (error) {
    if (error instanceof StatusError) throw error;
    throw failed((error as Error).message);
  }
}

/** What the patch machinery itself refuses has no reason of its own. */
function failed(message: string): StatusError {
  return new StatusError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 });
}
