/** The patch that takes the live object to the file's, minding what was applied last (kubectl/pkg/cmd/apply/patcher.go). */
import type { KubeObject } from '../../api/object.ts';
import { hasPatchSchema } from '../../api/patch/patch-keys.ts';
import { createThreeWayMergePatch } from '../../api/patch/three-way-merge.ts';
import type { PatchType } from '../../client/client.ts';
import { lastApplied } from './last-applied.ts';

/** An empty patch means that nothing differs. Custom resources have no merge keys: they get a JSON merge patch. */
export function threeWayPatch(
  modified: KubeObject,
  current: KubeObject,
): { type: PatchType; patch: Record<string, unknown> } {
  const text = lastApplied(current);
  const original = text === undefined ? undefined : (JSON.parse(text) as KubeObject);
  const strategic = hasPatchSchema(modified);
  return {
    type: strategic ? 'application/strategic-merge-patch+json' : 'application/merge-patch+json',
    patch: createThreeWayMergePatch(original, modified, current),
  };
}
