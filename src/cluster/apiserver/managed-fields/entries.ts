/** metadata.managedFields (apimachinery/pkg/util/managedfields/internal/managedfields.go): who manages what since when. */
import type { ObjectMeta } from '../../../api/object.ts';
import { type FieldSet, isShared, parseFieldSet } from './field-set.ts';

export interface ManagedFieldsEntry {
  manager?: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  /** RFC 3339; absent when the manager never changed anything. */
  time?: string;
  fieldsType: 'FieldsV1';
  fieldsV1: FieldSet;
  subresource?: string;
}

/** One manager's entry is found again by these. */
export interface Manager {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  subresource: string;
}

/** Of an object out of the store: what stands there was written by us. */
export function entriesOf(metadata: ObjectMeta | undefined): readonly ManagedFieldsEntry[] {
  return (metadata?.managedFields ?? NONE) as readonly ManagedFieldsEntry[];
}

const NONE: readonly ManagedFieldsEntry[] = [];

/** Undefined when one of them is no entry. */
export function decoded(given: readonly unknown[]): readonly ManagedFieldsEntry[] | undefined {
  const entries: ManagedFieldsEntry[] = [];
  for (const one of given) {
    const { manager, operation, apiVersion, time, fieldsType, fieldsV1, subresource } = (one ?? {}) as Record<
      string,
      unknown
    >;
    if (operation !== 'Apply' && operation !== 'Update') return undefined;
    if (typeof apiVersion !== 'string' || (fieldsType !== undefined && fieldsType !== 'FieldsV1')) return undefined;
    const set = parseFieldSet(fieldsV1);
    if (!set) continue;
    const by = {
      manager: typeof manager === 'string' ? manager : '',
      operation,
      apiVersion,
      subresource: typeof subresource === 'string' ? subresource : '',
    } as const;
    entries.push(entry(by, set, typeof time === 'string' ? time : undefined));
  }
  return marked(entries);
}

/** Entries in upstream's order, frozen. */
export function marked(entries: ManagedFieldsEntry[]): readonly ManagedFieldsEntry[] {
  if (entries.length > 1) entries.sort(byAge);
  // A copy has the right size, which an array that was pushed to has not.
  return Object.freeze(entries.slice());
}

function byAge(a: ManagedFieldsEntry, b: ManagedFieldsEntry): number {
  if (a.operation !== b.operation) return a.operation < b.operation ? -1 : 1;
  const order = (x = '', y = ''): number => (x < y ? -1 : x > y ? 1 : 0);
  return (
    order(a.time, b.time) ||
    order(a.manager, b.manager) ||
    order(a.apiVersion, b.apiVersion) ||
    order(a.subresource, b.subresource)
  );
}

/** Entries that are equal in all are mostly one object: a thousand Pods of one second share theirs. */
const shared = new WeakMap<FieldSet, ManagedFieldsEntry[]>();

export function entry(by: Manager, set: FieldSet, time: string | undefined): ManagedFieldsEntry {
  const same = entriesWith(set);
  const known = same?.find((one) => isOf(one, by) && one.time === time);
  if (known) return known;
  const made = Object.freeze(literal(by, set, time));
  // Times pass: of one tree only the latest entries are worth finding.
  if (same && same.length >= 8) same.shift();
  same?.push(made);
  return made;
}

/** Whole literals, for an object that grows costs three times as much; fields in the order of ManagedFieldsEntry. */
function literal(
  { manager, operation, apiVersion, subresource }: Manager,
  fieldsV1: FieldSet,
  time?: string,
): ManagedFieldsEntry {
  const fieldsType = 'FieldsV1';
  if (time === undefined) {
    const made = { manager, operation, apiVersion, fieldsType, fieldsV1 } as const;
    return subresource === '' ? made : { ...made, subresource };
  }
  return subresource === ''
    ? { manager, operation, apiVersion, time, fieldsType, fieldsV1 }
    : { manager, operation, apiVersion, time, fieldsType, fieldsV1, subresource };
}

/** Undefined for a tree that is like no other. */
function entriesWith(set: FieldSet): ManagedFieldsEntry[] | undefined {
  if (!isShared(set)) return undefined;
  let same = shared.get(set);
  if (!same) shared.set(set, (same = []));
  return same;
}

export function isOf(entry: ManagedFieldsEntry, by: Manager): boolean {
  return (
    (entry.manager ?? '') === by.manager &&
    entry.operation === by.operation &&
    entry.apiVersion === by.apiVersion &&
    (entry.subresource ?? '') === by.subresource
  );
}

export function managerOf({ manager = '', operation, apiVersion, subresource = '' }: ManagedFieldsEntry): Manager {
  return { manager, operation, apiVersion, subresource };
}
