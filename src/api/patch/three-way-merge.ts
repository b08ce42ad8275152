/** The patch that `kubectl apply` sends: strategic for kinds with merge keys, a JSON merge patch for others. */
import type { KubeObject } from '../object.ts';
import { type Json, createThreeWayJsonMergePatch } from './json-merge-patch.ts';
import { hasPatchSchema, patchSchemaOf } from './patch-keys.ts';
import { createThreeWayStrategicPatch } from './strategic-diff.ts';

/** `original` is what was last applied. An empty result means that there is nothing to change. */
export function createThreeWayMergePatch(
  original: KubeObject | undefined,
  modified: KubeObject,
  current: KubeObject,
): Json {
  if (!hasPatchSchema(modified)) return createThreeWayJsonMergePatch(original, modified, current);
  return createThreeWayStrategicPatch(original, modified, current, patchSchemaOf(modified));
}
