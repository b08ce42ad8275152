/** The patch that takes the live object to the file's, minding what was applied last (kubectl/pkg/cmd/apply/patcher.go). */
import type { KubeObject } from '../../api/object.ts';
import type { PatchType } from '../../client/client.ts';
import { lastApplied } from './last-applied.ts';
import { type Fields, threeWayJSONMerge } from './json-merge.ts';

/** An empty patch means that nothing differs. Custom resources have no merge keys: they get a JSON merge patch. */
export function threeWayPatch(modified: KubeObject, current: KubeObject): { type: PatchType; patch: Fields } {
  const original = parse(lastApplied(current));
  return { type: 'application/merge-patch+json', patch: threeWayJSONMerge(original, modified, current) };
}

function parse(text: string | undefined): Fields {
  return text === undefined ? {} : (JSON.parse(text) as Fields);
}
