/** Strategic merge patch with the kind's own schema (apimachinery/pkg/util/strategicpatch/patch.go). */
import { hasPatchSchema } from '../../../api/patch/patch-keys.ts';
import { applyStrategicMergePatch } from '../../../api/patch/strategic-merge.ts';
import type { KubeObject } from '../../../api/object.ts';
import { badRequest, unsupportedMediaType } from '../../../api/status-errors.ts';
import { StatusError } from '../../../api/status.ts';
import { thaw } from '../../store/frozen.ts';
import { isRecord, jsonType } from './json.ts';

/** Gives a private, mutable object. `kind` is what `current` is: a Deployment, or the Scale of one. */
export function strategicPatched(current: KubeObject, body: unknown, kind: string): KubeObject {
  if (!isRecord(body)) {
    throw badRequest(
      `error decoding patch: json: cannot unmarshal ${jsonType(body)} into Go value of type map[string]interface {}`,
    );
  }
  if (!hasPatchSchema(kind)) {
    throw unsupportedMediaType(
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
    );
  }
  try {
    return thaw(applyStrategicMergePatch(current, body, kind)) as KubeObject;
  } catch (error) {
    if (error instanceof StatusError) throw error;
    throw badRequest((error as Error).message);
  }
}
