/** What strategies do alike: status is not the client's on the main resource, and generation counts changes of spec. */
import { dequal } from 'dequal';
import type { KubeObject } from '../../../api/object.ts';

/** A create starts at generation 1 with the status given (an empty one for most kinds). */
export function startGeneration(object: KubeObject, status: Record<string, unknown> | undefined = {}): void {
  object.metadata = { ...object.metadata, generation: 1 };
  if (status === undefined) delete object['status'];
  else object['status'] = status;
}

/** An update keeps the old status, and counts the generation up when spec differs. */
export function keepStatus(object: KubeObject, old: KubeObject, options: { generation: boolean }): void {
  if (old['status'] === undefined) delete object['status'];
  else object['status'] = old['status'];
  if (!options.generation) return;
  const before = old.metadata?.generation ?? 0;
  const changed = !dequal(object['spec'], old['spec']);
  if (before > 0 || changed) object.metadata = { ...object.metadata, generation: changed ? before + 1 : before };
}
