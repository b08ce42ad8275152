/**
 * Ownership after a create, update or patch (apimachinery/pkg/util/managedfields/internal: structuredmerge.go Update,
 * managedfieldsupdater.go, skipnonapplied.go, capmanagers.go; structured-merge-diff/merge/update.go Update).
 */
import type { KubeObject } from '../../../api/object.ts';
import { groupVersion } from '../../../api/resource.ts';
import type { Strategy } from '../registry/strategy.ts';
import { type Comparison, compare, compareMaps, recordOf } from './compare.ts';
import { emptyObject } from './empty-object.ts';
import {
  type ManagedFieldsEntry,
  type Manager,
  decoded,
  entriesOf,
  entry,
  isOf,
  managerOf,
  marked,
} from './entries.ts';
import { type FieldSet, Children, difference, nodeOf, union } from './field-set.ts';
import { type FieldType, typeOfKind } from './field-types.ts';

/** Updaters of one object beyond these are put together, the oldest first. */
const MAX_UPDATE_MANAGERS = 10;

export interface Writer {
  strategy: Strategy;
  /** Already without what follows a slash. */
  manager: string;
  subresource: string | undefined;
  /** RFC 3339. */
  now: string;
}

/** What the server itself keeps of metadata belongs to nobody. */
const NOBODYS = new Set([
  'name',
  'namespace',
  'creationTimestamp',
  'uid',
  'generation',
  'resourceVersion',
  'managedFields',
  'selfLink',
]);

/**
 * The managedFields of `next` after `writer` made it of `old` (undefined for a create). `next` carries those the writer sent,
 * which count when he sent any: that is how they are edited and dropped.
 */
export function updatedEntries(
  old: KubeObject | undefined,
  next: KubeObject,
  writer: Writer,
): readonly ManagedFieldsEntry[] {
  const before = beforeUpdate(old, next, writer.subresource);
  // What is not tracked when it is made, or was dropped later, is tracked again by the next apply only.
  if (before.length === 0 && old) return before;
  const delta = changes(old ?? emptyObject(writer.strategy), next, writer);
  if (!delta.changed && !delta.removed) return before;
  const by: Manager = {
    manager: writer.manager,
    operation: 'Update',
    apiVersion: groupVersion(writer.strategy.info),
    subresource: writer.subresource ?? '',
  };
  return capped(withUpdate(before, delta, by, writer.now));
}

function beforeUpdate(
  old: KubeObject | undefined,
  next: KubeObject,
  subresource: string | undefined,
): readonly ManagedFieldsEntry[] {
  const live = entriesOf(old?.metadata);
  const given = next.metadata?.managedFields;
  if (subresource || given === undefined || given.length === 0 || given === old?.metadata?.managedFields) return live;
  if (given.length === 1 && isReset(given[0])) return [];
  const read = decoded(given);
  return read === undefined || read.length === 0 ? live : read;
}

function isReset(entry: unknown): boolean {
  return typeof entry === 'object' && entry !== null && Object.keys(entry).length === 0;
}

function withUpdate(
  before: readonly ManagedFieldsEntry[],
  { changed, removed }: Comparison,
  by: Manager,
  now: string,
): ManagedFieldsEntry[] {
  const entries: ManagedFieldsEntry[] = [];
  let own: FieldSet | undefined;
  for (const one of before) {
    const left = difference(difference(one.fieldsV1, changed), removed);
    if (changed && isOf(one, by)) own = left;
    else if (left === one.fieldsV1) entries.push(one);
    else if (left) entries.push(entry(managerOf(one), left, one.time));
  }
  if (changed) entries.push(entry(by, union(own, changed)!, now));
  return entries;
}

function capped(entries: ManagedFieldsEntry[]): readonly ManagedFieldsEntry[] {
  let sorted = marked(entries);
  if (entries.length <= MAX_UPDATE_MANAGERS) return sorted;
  while (sorted.filter(({ operation }) => operation === 'Update').length > MAX_UPDATE_MANAGERS) {
    const [first, second] = sorted.filter(({ operation }) => operation === 'Update');
    const others = sorted.filter((one) => one !== first && one !== second);
    const by: Manager = {
      manager: 'ancient-changes',
      operation: 'Update',
      apiVersion: second!.apiVersion,
      subresource: '',
    };
    sorted = marked([...others, entry(by, union(first!.fieldsV1, second!.fieldsV1)!, second!.time)]);
  }
  return sorted;
}

/** What a write through this endpoint changed, without the fields that it cannot own (GetResetFields of the strategies). */
export function changes(
  from: KubeObject | Record<string, unknown>,
  to: KubeObject,
  { strategy, subresource }: Pick<Writer, 'strategy' | 'subresource'>,
): Comparison {
  const type = typeOfKind(strategy);
  if (type.kind !== 'map') return { changed: undefined, removed: undefined };
  const rest = compareMaps(from, to, type, (key) => isIgnored(strategy, key, subresource));
  const metadata = metadataChanges(from['metadata'], to.metadata, type.field('metadata')!);
  if (!metadata.changed && !metadata.removed) return rest;
  return {
    changed: withMetadata(rest.changed, metadata.changed),
    removed: withMetadata(rest.removed, metadata.removed),
  };
}

function withMetadata(rest: FieldSet | undefined, metadata: FieldSet | undefined): FieldSet | undefined {
  return metadata ? union(rest, nodeOf('f:metadata', metadata)) : rest;
}

function metadataChanges(from: unknown, to: unknown, type: FieldType): Comparison {
  if (from === to) return { changed: undefined, removed: undefined };
  if (type.kind !== 'map') return compare(from, to, type);
  return compareMaps(recordOf(from), recordOf(to), type, (key) => NOBODYS.has(key));
}

/** Root fields that are nobody's, or not this endpoint's. */
export function isIgnored(strategy: Strategy, key: string, subresource: string | undefined): boolean {
  if (key === 'metadata' || key === 'apiVersion' || key === 'kind') return true;
  if (subresource === 'status') return key !== 'status';
  return key === 'status' && strategy.info.subresources.includes('status');
}

/** A set of an applied configuration without what nobody owns. */
export function owned(
  set: FieldSet | undefined,
  { strategy, subresource }: Pick<Writer, 'strategy' | 'subresource'>,
): FieldSet | undefined {
  if (!set) return undefined;
  const children = new Children();
  for (const key in set) {
    if (key === 'f:metadata') {
      const inner = new Children();
      for (const field in set[key]) {
        if (field !== '.' && !NOBODYS.has(field.slice(2))) inner.add(field, set[key][field]);
      }
      children.add(key, inner.node(false));
    } else if (key !== '.' && !isIgnored(strategy, key.slice(2), subresource)) children.add(key, set[key]);
  }
  return children.node(false);
}
