/** Query parameters (apimachinery/pkg/apis/meta/v1 ListOptions, CreateOptions, …) and what is wrong with them. */
import { type FieldError, forbiddenField, invalid, notSupported, tooLong } from '../../../api/field-errors.ts';
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
  errors.push(...managerErrors(query.get('fieldManager') ?? ''));
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind }, '', errors);
  return {
    dryRun: dryRun.length > 0,
    fieldManager: query.get('fieldManager') || undefined,
    fieldValidation: (validation as ChangeOptions['fieldValidation']) ?? 'Warn',
    force: flag(query, 'force'),
  };
}

/** ValidateFieldManager (apimachinery/pkg/apis/meta/v1/validation). */
function managerErrors(manager: string): FieldError[] {
  const errors: FieldError[] = [];
  if (new TextEncoder().encode(manager).length > 128) errors.push(tooLong('fieldManager', 128));
  let at = 0;
  for (const char of manager) {
    const code = char.codePointAt(0)!;
    if (!PRINTABLE.test(char)) {
      const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
      errors.push(invalid('fieldManager', manager, `invalid character ${name} (at position ${at})`));
    }
    at += new TextEncoder().encode(char).length;
  }
  return errors;
}

/** Go's unicode.IsPrint. */
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

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
