/** What an apply that others' fields stand against is answered (apimachinery/pkg/util/managedfields/internal/conflict.go). */
import { StatusError, type StatusCause } from '../../../api/status.ts';
import type { ManagedFieldsEntry } from './entries.ts';
import { type FieldSet, formatPath, pathsOf } from './field-set.ts';

export interface Conflict {
  entry: ManagedFieldsEntry;
  fields: FieldSet;
}

export function applyConflict(conflicts: readonly Conflict[]): StatusError {
  const causes: StatusCause[] = conflicts.flatMap(({ entry, fields }) =>
    pathsOf(fields).map((path) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${shown(entry)}`,
      field: formatPath(path),
    })),
  );
  return new StatusError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: messageOf(conflicts, causes),
    reason: 'Conflict',
    details: { causes },
    code: 409,
  });
}

function messageOf(conflicts: readonly Conflict[], causes: readonly StatusCause[]): string {
  if (causes.length === 1) return `Apply failed with 1 conflict: ${causes[0]!.message}: ${causes[0]!.field}`;
  const managers = conflicts
    .map(({ entry, fields }) => ({ key: keyOf(entry), entry, paths: pathsOf(fields) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const lines = managers.flatMap(({ entry, paths }) => [
    `conflicts with ${shown(entry)}:`,
    ...paths.map((path) => `- ${formatPath(path)}`),
  ]);
  return `Apply failed with ${causes.length} conflicts: ${lines.join('\n')}`;
}

/** As upstream identifies a manager, which also gives the order. */
function keyOf({ manager, operation, apiVersion, subresource }: ManagedFieldsEntry): string {
  return JSON.stringify({ manager, operation, apiVersion, subresource });
}

function shown({ manager = '', operation, apiVersion, subresource }: ManagedFieldsEntry): string {
  const name = JSON.stringify(manager) + (subresource ? ` with subresource ${JSON.stringify(subresource)}` : '');
  return operation === 'Update' ? `${name} using ${apiVersion}` : name;
}
