/** One thing wrong with one field (apimachinery/pkg/util/validation/field/errors.go), as it stands among a Status' causes. */

export interface FieldError {
  /** FieldValueRequired, FieldValueInvalid, … */
  reason: string;
  /** `spec.template.spec.containers[0].image` */
  field: string;
  /** `Required value: must be …` */
  message: string;
}

function detail(head: string, text: string): string {
  return text === '' ? head : `${head}: ${text}`;
}

export function required(field: string, text = ''): FieldError {
  return { reason: 'FieldValueRequired', field, message: detail('Required value', text) };
}

/** `value` is shown as upstream shows it: strings quoted, objects as JSON. */
export function invalid(field: string, value: unknown, text: string): FieldError {
  return { reason: 'FieldValueInvalid', field, message: detail(`Invalid value: ${show(value)}`, text) };
}

/** One error for each of the messages. */
export function invalids(field: string, value: unknown, texts: readonly string[]): FieldError[] {
  return texts.map((text) => invalid(field, value, text));
}

/** `value` stands as it is: JSON that the caller has written. */
export function invalidJson(field: string, value: string, text: string): FieldError {
  return { reason: 'FieldValueInvalid', field, message: detail(`Invalid value: ${value}`, text) };
}

export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const list = supported.map((one) => JSON.stringify(one)).join(', ');
  return {
    reason: 'FieldValueNotSupported',
    field,
    message: detail(`Unsupported value: ${show(value)}`, supported.length ? `supported values: ${list}` : ''),
  };
}

export function duplicate(field: string, value: unknown): FieldError {
  return { reason: 'FieldValueDuplicate', field, message: `Duplicate value: ${show(value)}` };
}

export function notFoundField(field: string, value: unknown): FieldError {
  return { reason: 'FieldValueNotFound', field, message: `Not found: ${show(value)}` };
}

export function forbiddenField(field: string, text: string): FieldError {
  return { reason: 'FieldValueForbidden', field, message: detail('Forbidden', text) };
}

export function tooLong(field: string, max: number): FieldError {
  return { reason: 'FieldValueTooLong', field, message: `Too long: may not be more than ${max} bytes` };
}

const STRUCTS = new WeakSet<object>();

/** Marks what is a struct upstream: its fields are shown in the order given, not sorted as a map's keys are. */
export function struct(value: object): object {
  STRUCTS.add(value);
  return value;
}

function show(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  return typeof value === 'object' ? JSON.stringify(sortKeys(value)) : JSON.stringify(value);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    (STRUCTS.has(value) ? entries : entries.toSorted(([a], [b]) => (a < b ? -1 : 1))).map(([key, inner]) => [
      key,
      sortKeys(inner),
    ]),
  );
}

export const NOT_NEGATIVE = 'must be greater than or equal to 0';
export const IMMUTABLE = 'field is immutable';
