/** Names, printer columns, subresources and conversion of a definition (apis/apiextensions/validation/validation.go). */
import { type FieldError, forbiddenField, invalid, notSupported, required } from '../../../../api/field-errors.ts';
import { JSONPathError } from '../../../../api/jsonpath/error.ts';
import { JSONPath } from '../../../../api/jsonpath/jsonpath.ts';
import { isDNS1035Label } from '../../../../api/names.ts';
import { clientErrors, reviewVersionErrors } from '../../policies/validate-webhook.ts';
import type { CrdNames, CrdSpec, PrinterColumn, ScaleSubresource } from '../types.ts';

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const COLUMN_FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

function label(path: string, value: string): FieldError[] {
  const errors = isDNS1035Label(value);
  return errors.length > 0 ? [invalid(path, value, errors.join(','))] : [];
}

function mixedCase(path: string, value: string): FieldError[] {
  const errors = isDNS1035Label(value.toLowerCase());
  const text = `may have mixed case, but should otherwise match: ${errors.join(',')}`;
  return errors.length > 0 ? [invalid(path, value, text)] : [];
}

export function namesErrors(names: Partial<CrdNames>, path: string): FieldError[] {
  const { plural = '', singular = '', kind = '', listKind = '' } = names;
  const errors: FieldError[] = [];
  if (plural !== '') errors.push(...label(`${path}.plural`, plural));
  if (singular !== '') errors.push(...label(`${path}.singular`, singular));
  if (kind !== '') errors.push(...mixedCase(`${path}.kind`, kind));
  if (listKind !== '') errors.push(...mixedCase(`${path}.listKind`, listKind));
  for (const [i, name] of (names.shortNames ?? []).entries()) errors.push(...label(`${path}.shortNames[${i}]`, name));
  if (kind !== '' && kind === listKind)
    errors.push(invalid(`${path}.listKind`, listKind, 'kind and listKind may not be the same'));
  for (const [i, name] of (names.categories ?? []).entries()) errors.push(...label(`${path}.categories[${i}]`, name));
  return errors;
}

export function columnErrors(column: PrinterColumn, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const types = `must be one of ${COLUMN_TYPES.join(',')}`;
  if (!column.name) errors.push(required(`${path}.name`));
  if (!column.type) errors.push(required(`${path}.type`, types));
  else if (!COLUMN_TYPES.includes(column.type)) errors.push(invalid(`${path}.type`, column.type, types));
  if (column.format && !COLUMN_FORMATS.includes(column.format))
    errors.push(invalid(`${path}.format`, column.format, `must be one of ${COLUMN_FORMATS.join(',')}`));
  if (!column.jsonPath) errors.push(required(`${path}.JSONPath`));
  else errors.push(...pathErrors(column.jsonPath, `${path}.JSONPath`));
  return errors;
}

function pathErrors(text: string, path: string): FieldError[] {
  if (!text.startsWith('.')) return [invalid(path, text, 'must be a simple json path starting with .')];
  try {
    void new JSONPath(`{${text}}`);
    return [];
  } catch (error) {
    if (!(error instanceof JSONPathError)) throw error;
    return [invalid(path, text, error.message)];
  }
}

/** A dotted path without brackets; `under` says where it may begin. */
function simplePath(text: string | undefined, path: string, under: readonly string[]): FieldError[] {
  if (!text) return [required(path)];
  if (!text.startsWith('.') || /[[\]*?()@]/.test(text) || text.includes('..'))
    return [invalid(path, text, 'must be a simple json path starting with .')];
  if (under.some((one) => text.startsWith(`${one}.`))) return [];
  const where = under.length === 1 ? under[0] : `either ${under.join(' or ')}`;
  return [invalid(path, text, `should be a json path under ${where}`)];
}

export function subresourceErrors(scale: ScaleSubresource | undefined, path: string): FieldError[] {
  if (!scale) return [];
  const selector = scale.labelSelectorPath;
  return [
    ...simplePath(scale.specReplicasPath, `${path}.scale.specReplicasPath`, ['.spec']),
    ...simplePath(scale.statusReplicasPath, `${path}.scale.statusReplicasPath`, ['.status']),
    ...(selector ? simplePath(selector, `${path}.scale.labelSelectorPath`, ['.spec', '.status']) : []),
  ];
}

export function conversionErrors({ conversion }: CrdSpec): FieldError[] {
  const path = 'spec.conversion';
  if (!conversion) return [];
  const { strategy, webhook } = conversion;
  if (!strategy) return [required(`${path}.strategy`)];
  if (strategy === 'Webhook') return webhookErrors(webhook ?? {}, path);
  const errors: FieldError[] = [];
  if (strategy !== 'None') errors.push(notSupported(`${path}.strategy`, strategy, ['None', 'Webhook']));
  const unset = 'should not be set when strategy is not set to Webhook';
  if (webhook?.clientConfig) errors.push(forbiddenField(`${path}.webhookClientConfig`, unset));
  if (webhook?.conversionReviewVersions?.length) errors.push(forbiddenField(`${path}.conversionReviewVersions`, unset));
  return errors;
}

function webhookErrors(
  webhook: NonNullable<NonNullable<CrdSpec['conversion']>['webhook']>,
  path: string,
): FieldError[] {
  const client = `${path}.webhookClientConfig`;
  const versions = webhook.conversionReviewVersions ?? [];
  const at = `${path}.conversionReviewVersions`;
  return [
    ...(webhook.clientConfig
      ? clientErrors(webhook.clientConfig, client)
      : [required(client, 'required when strategy is set to Webhook')]),
    ...(versions.length === 0 ? [required(at)] : reviewVersionErrors(versions, at)),
  ];
}
