/** Where the verbs meet field ownership: the manager's name, and managedFields put into the object that is written. */
import type { KubeObject } from '../../../api/object.ts';
import { timestamp } from '../core.ts';
import type { Request } from '../verbs/request.ts';
import type { ManagedFieldsEntry } from './entries.ts';
import { type Writer, updatedEntries } from './update.ts';

/** Upstream's FieldManagerMaxLength. */
const MAX_LENGTH = 128;

export function writerOf({ core, caller, strategy, options }: Request): Writer {
  const agent = caller.userAgent;
  const slash = agent.indexOf('/');
  return {
    strategy,
    manager: options.fieldManager || (slash < 0 ? agent : agent.slice(0, slash)).slice(0, MAX_LENGTH),
    subresource: options.subresource,
    now: timestamp(core.clock.now()),
  };
}

/** Sets the managedFields of `draft`, a private object with metadata of its own: an apply brings its own entries. */
export function track(request: Request, old: KubeObject | undefined, draft: KubeObject): void {
  const entries = request.entries ?? updatedEntries(old, draft, writerOf(request));
  const meta = (draft.metadata ??= {});
  setEntries(meta, entries);
}

function setEntries(meta: NonNullable<KubeObject['metadata']>, entries: readonly ManagedFieldsEntry[]): void {
  if (entries.length > 0) meta.managedFields = entries as unknown[];
  else delete meta.managedFields;
}
