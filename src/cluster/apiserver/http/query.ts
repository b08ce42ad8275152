/** Query parameters (apimachinery/pkg/apis/meta/v1 ListOptions, CreateOptions, …) and what is wrong with them. */
import { type FieldError, forbiddenField, notSupported } from '../../../api/field-errors.ts';
import { badRequest, invalidObject } from '../../../api/status-errors.ts';
import { StatusError } from '../../../api/status.ts';
import type { ChangeOptions, ReadOptions } from '../verbs-contract.ts';

export interface ListQuery extends ReadOptions {
  watch: boolean;
  allowWatchBookmarks: boolean;
  sendInitialEvents: boolean | undefined;
  timeoutSeconds: number | undefined;
}

export function listQuery(query: URLSearchParams, namespace: string | undefined): ListQuery {
  const watch = flag(query, 'watch');
  const options: ListQuery = {
    namespace,
    labelSelector: query.get('labelSelector') ?? undefined,
    fieldSelector: query.get('fieldSelector') ?? undefined,
    resourceVersion: query.get('resourceVersion') || undefined,
    resourceVersionMatch: query.get('resourceVersionMatch') || undefined,
    limit: integer(query, 'limit'),
    continue: query.get('continue') || undefined,
    watch,
    allowWatchBookmarks: flag(query, 'allowWatchBookmarks'),
    sendInitialEvents: query.has('sendInitialEvents') ? flag(query, 'sendInitialEvents') : undefined,
    timeoutSeconds: integer(query, 'timeoutSeconds'),
  };
  const errors = watch ? watchErrors(options) : listErrors(options);
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors);
  checkVersion(options);
  return options;
}

function listErrors({
  resourceVersion,
  resourceVersionMatch: match,
  sendInitialEvents,
  ...rest
}: ListQuery): FieldError[] {
  if (sendInitialEvents !== undefined) {
    return [forbiddenField('sendInitialEvents', 'sendInitialEvents is forbidden for list')];
  }
  if (match === undefined) return [];
  const field = 'resourceVersionMatch';
  const errors: FieldError[] = [];
  if (resourceVersion === undefined)
    errors.push(forbiddenField(field, `${field} is forbidden unless resourceVersion is provided`));
  if (rest.continue) errors.push(forbiddenField(field, `${field} is forbidden when continue is provided`));
  if (match !== 'Exact' && match !== 'NotOlderThan') {
    errors.push(notSupported(field, match, ['Exact', 'NotOlderThan', '']));
  }
  if (match === 'Exact' && resourceVersion === '0') {
    errors.push(forbiddenField(field, `${field} "exact" is forbidden for resourceVersion "0"`));
  }
  return errors;
}

function watchErrors({ resourceVersionMatch: match, sendInitialEvents }: ListQuery): FieldError[] {
  const field = 'resourceVersionMatch';
  if (sendInitialEvents === undefined) {
    return match === undefined
      ? []
      : [forbiddenField(field, `${field} is forbidden for watch unless sendInitialEvents is provided`)];
  }
  if (match === undefined) {
    return [forbiddenField(field, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan')];
  }
  return match === 'NotOlderThan' ? [] : [notSupported(field, match, ['NotOlderThan'])];
}

function checkVersion({ resourceVersion, watch }: ListQuery): void {
  if (resourceVersion === undefined || /^\d+$/.test(resourceVersion)) return;
  const why = `resourceVersion: Invalid value: ${JSON.stringify(resourceVersion)}: strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`;
  if (!watch) throw badRequest(`invalid resource version: ${why}`);
  throw new StatusError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: why, code: 500 });
}

/** Options of create, update and patch; `kind` names them in errors. */
export function changeQuery(query: URLSearchParams, kind: string): ChangeOptions {
  const errors: FieldError[] = [];
  const dryRun = query.getAll('dryRun').filter((value) => value !== '');
  if (dryRun.some((value) => value !== 'All')) {
    const message = `Unsupported value: ${JSON.stringify(dryRun)}: supported values: "All"`;
    errors.push({ reason: 'FieldValueNotSupported', field: 'dryRun', message });
  }
  const validation = query.get('fieldValidation') || undefined;
  if (validation !== undefined && !['Ignore', 'Strict', 'Warn'].includes(validation)) {
    errors.push(notSupported('fieldValidation', validation, ['', 'Ignore', 'Strict', 'Warn']));
  }
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind }, '', errors);
  return {
    dryRun: dryRun.length > 0,
    fieldManager: query.get('fieldManager') || undefined,
    fieldValidation: (validation as ChangeOptions['fieldValidation']) ?? 'Warn',
    force: flag(query, 'force'),
  };
}

export function integer(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null || value === '') return undefined;
  if (!/^[+-]?\d+$/.test(value)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(value)}: value out of range`);
}

/** Present and neither `false` nor `0` (queryparams' idea of a bool). */
export function flag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && !/^(false|0)$/i.test(value);
}
