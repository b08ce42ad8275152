/**
 * Server-side apply of a configuration to an object (apimachinery/pkg/util/managedfields/internal: structuredmerge.go,
 * lastappliedmanager.go, lastappliedupdater.go; structured-merge-diff/merge/update.go Apply).
 */
import { dequal } from 'dequal';
import type { KubeObject } from '../../../api/object.ts';
import { groupVersion } from '../../../api/resource.ts';
import { thaw } from '../../store/frozen.ts';
import { merge } from './merge.ts';
import { removeItems, withNamedFields } from './remove.ts';
import { type Conflict, applyConflict } from './conflicts.ts';
import { fieldsOf } from './compare.ts';
import { emptyObject } from './empty-object.ts';
import { type ManagedFieldsEntry, type Manager, entriesOf, entry, isOf, managerOf, marked } from './entries.ts';
import { type FieldSet, difference, intersection, union } from './field-set.ts';
import { typeOfKind } from './field-types.ts';
import { LAST_APPLIED, lastAppliedFields, withLastApplied } from './last-applied.ts';
import { type Writer, changes, owned } from './update.ts';

export interface Applied {
  /** The configuration laid over the object; the object itself when it says nothing new. */
  object: KubeObject;
  entries: readonly ManagedFieldsEntry[];
}

/** The manager whose applies take over from `kubectl apply` without `--server-side`. */
const KUBECTL = 'kubectl';

/** `old` is undefined when the apply creates. Throws Conflict. */
export function appliedObject(
  old: KubeObject | undefined,
  config: KubeObject,
  writer: Writer,
  { force }: { force: boolean },
): Applied {
  const live = old ?? (thaw(emptyObject(writer.strategy)) as KubeObject);
  const before = old ? trackedEntries(old, writer) : [];
  let outcome = attempt(live, config, before, writer);
  if (outcome.conflicts.length > 0 && !force) {
    const left = writer.manager === KUBECTL ? withoutFormer(outcome.conflicts, live, writer) : outcome.conflicts;
    if (left.length > 0) throw applyConflict(left);
  }
  if (writer.manager === KUBECTL && live.metadata?.annotations?.[LAST_APPLIED] !== undefined) {
    outcome = { ...outcome, object: withLastApplied(outcome.object, config) };
  }
  return { object: outcome.object, entries: outcome.entries };
}

/** Fields that the live object still has as the annotation says were applied with it, from the client's side. */
function withoutFormer(conflicts: readonly Conflict[], live: KubeObject, { strategy }: Writer): Conflict[] {
  const former = lastAppliedFields(live, typeOfKind(strategy));
  return conflicts.flatMap(({ entry: one, fields }) => {
    const left = difference(fields, former);
    return left ? [{ entry: one, fields: left }] : [];
  });
}

/** An object that nobody was known to manage belongs, as it is, to whoever came before. */
function trackedEntries(old: KubeObject, writer: Writer): readonly ManagedFieldsEntry[] {
  const entries = entriesOf(old.metadata);
  if (entries.length > 0) return entries;
  const { changed } = changes(emptyObject(writer.strategy), old, { strategy: writer.strategy, subresource: undefined });
  const by: Manager = {
    manager: 'before-first-apply',
    operation: 'Update',
    apiVersion: groupVersion(writer.strategy.info),
    subresource: '',
  };
  return changed ? [entry(by, changed, writer.now)] : [];
}

interface Attempt extends Applied {
  /** Others' fields that this apply gives another value; they lose them in `entries`. */
  conflicts: Conflict[];
}

function attempt(live: KubeObject, config: KubeObject, before: readonly ManagedFieldsEntry[], writer: Writer): Attempt {
  const type = typeOfKind(writer.strategy);
  const by: Manager = {
    manager: writer.manager,
    operation: 'Apply',
    apiVersion: groupVersion(writer.strategy.info),
    subresource: writer.subresource ?? '',
  };
  const last = before.find((one) => isOf(one, by));
  const others = before.filter((one) => one !== last);
  const set = owned(fieldsOf(config, type), writer);
  const merged = merge(live, config, type) as KubeObject;
  const object = pruned(merged, last?.fieldsV1, union(set, unionOf(others)), writer);
  const { changed, removed } = changes(live, object, writer);
  const conflicts: Conflict[] = [];
  const entries: ManagedFieldsEntry[] = [];
  for (const one of others) {
    const fields = intersection(one.fieldsV1, changed);
    if (fields) conflicts.push({ entry: one, fields });
    const left = difference(difference(one.fieldsV1, fields), removed);
    if (left === one.fieldsV1) entries.push(one);
    else if (left) entries.push(entry(managerOf(one), left, one.time));
  }
  const same = dequal(live, object);
  const time = same ? last?.time : writer.now;
  if (set) entries.push(set === last?.fieldsV1 && time === last.time ? last : entry(by, set, time));
  return { object: same ? live : object, entries: marked(entries), conflicts };
}

function unionOf(entries: readonly ManagedFieldsEntry[]): FieldSet | undefined {
  return entries.reduce<FieldSet | undefined>((all, { fieldsV1 }) => union(all, fieldsV1), undefined);
}

/** Without what this manager applied the last time, does not apply now, and nobody else owns. */
function pruned(
  merged: KubeObject,
  last: FieldSet | undefined,
  held: FieldSet | undefined,
  { strategy }: Writer,
): KubeObject {
  if (!last) return merged;
  const gone = difference(withNamedFields(last), withNamedFields(held));
  if (!gone) return merged;
  const type = typeOfKind(strategy);
  return (removeItems(merged, gone, type) ?? {}) as KubeObject;
}
