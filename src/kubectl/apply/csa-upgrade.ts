/**
 * Taking over on the server's side what was applied from the client's (client-go/util/csaupgrade/upgrade.go and
 * kubectl/pkg/cmd/apply/apply.go migrateToSSAIfNecessary, saveLastApplyAnnotationIfNecessary).
 */
import type { KubeObject } from '../../api/object.ts';
import { LAST_APPLIED } from './last-applied.ts';

interface Fields {
  [element: string]: Fields;
}

interface Entry {
  manager?: string;
  operation?: string;
  apiVersion?: string;
  fieldsV1?: Fields;
  subresource?: string;
}

const entriesOf = (object: KubeObject): Entry[] => (object.metadata?.managedFields ?? []) as Entry[];

/** Managers that own the annotation by this operation. */
export function annotationOwners(object: KubeObject, operation: 'Apply' | 'Update'): string[] {
  return entriesOf(object)
    .filter((entry) => entry.operation === operation && !entry.subresource)
    .filter(({ fieldsV1 }) => fieldsV1?.['f:metadata']?.['f:annotations']?.[`f:${LAST_APPLIED}`] !== undefined)
    .map(({ manager = '' }) => manager);
}

/** The JSON patch that makes the client-side managers' fields the apply's of `manager`; undefined when there are none. */
export function upgradePatch(object: KubeObject, manager: string): object[] | undefined {
  const owners = new Set(annotationOwners(object, 'Update'));
  if (owners.size === 0) return undefined;
  let entries = entriesOf(object);
  for (const owner of owners) entries = upgraded(entries, owner, manager);
  return [
    { op: 'replace', path: '/metadata/managedFields', value: entries },
    { op: 'replace', path: '/metadata/resourceVersion', value: object.metadata?.resourceVersion },
  ];
}

function upgraded(entries: Entry[], owner: string, manager: string): Entry[] {
  const isFormer = (entry: Entry): boolean =>
    entry.manager === owner && entry.operation === 'Update' && !entry.subresource;
  const former = entries.find(isFormer);
  if (!former) return entries;
  const isApplier = (entry: Entry): boolean =>
    entry.manager === manager && entry.operation === 'Apply' && !entry.subresource;
  const applier = entries.find(isApplier);
  const merged: Entry = applier
    ? { ...applier, fieldsV1: union(applier.fieldsV1 ?? {}, former.fieldsV1 ?? {}) }
    : { ...former, operation: 'Apply', manager };
  return entries.flatMap((entry) => {
    if (entry === (applier ?? former)) return [merged];
    return isFormer(entry) ? [] : [entry];
  });
}

/** Both sets of fields in one; a node without children is a member, as one with '.' is. */
function union(a: Fields, b: Fields): Fields {
  const member = (fields: Fields): boolean => fields['.'] !== undefined || Object.keys(fields).length === 0;
  const all: Fields = member(a) || member(b) ? { '.': {} } : {};
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (key === '.') continue;
    const [x, y] = [a[key], b[key]];
    all[key] = x && y ? union(x, y) : (x ?? y)!;
  }
  return Object.keys(all).length === 1 && all['.'] ? {} : all;
}
