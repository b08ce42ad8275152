/** LimitRanges (pkg/registry/core/limitrange/strategy.go; validation.go ValidateLimitRange; v1/defaults.go SetDefaults_LimitRangeItem). */
import { type FieldError, duplicate, forbiddenField, invalid, required } from '../../../../api/field-errors.ts';
import { isQualifiedName } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { type Quantity, canonicalQuantity, compareQuantity, parseQuantity } from '../../../../api/quantity.ts';
import { canonicalList } from './pod-spec/canonical-resources.ts';
import { columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';
import { validateContainerResourceName, validateResourceName } from './resource-names.ts';

type Amounts = Record<string, string>;

export interface LimitRangeItem {
  type: string;
  max?: Amounts;
  min?: Amounts;
  default?: Amounts;
  defaultRequest?: Amounts;
  maxLimitRequestRatio?: Amounts;
}

const TYPES = ['Pod', 'Container', 'PersistentVolumeClaim'];
const LISTS = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;

function limitsOf(object: KubeObject): LimitRangeItem[] {
  return (object['spec'] as { limits?: LimitRangeItem[] } | undefined)?.limits ?? [];
}

function validateType(type: string, path: string): FieldError[] {
  const errors = isQualifiedName(type).map((message) => invalid(path, type, message));
  if (errors.length === 0 && !type.includes('/') && !TYPES.includes(type))
    errors.push(invalid(path, type, 'must be a standard limit type or fully qualified'));
  return errors;
}

function validateNames(item: LimitRangeItem, at: string, errors: FieldError[]): void {
  const check = item.type === 'Pod' || item.type === 'Container' ? validateContainerResourceName : validateResourceName;
  const names = (list: (typeof LISTS)[number]): void => {
    for (const name of Object.keys(item[list] ?? {})) errors.push(...check(name, `${at}.${list}[${name}]`));
  };
  names('max');
  names('min');
  if (item.type === 'Pod') {
    const text = "may not be specified when `type` is 'Pod'";
    for (const list of ['default', 'defaultRequest'] as const)
      if (Object.keys(item[list] ?? {}).length > 0) errors.push(forbiddenField(`${at}.${list}`, text));
  } else {
    names('default');
    names('defaultRequest');
  }
  if (item.type === 'PersistentVolumeClaim' && !item.min?.['storage'] && !item.max?.['storage'])
    errors.push(
      required(`${at}.limits`, 'either minimum or maximum storage value is required, but neither was provided'),
    );
  names('maxLimitRequestRatio');
}

function exceeds(a: Quantity | undefined, b: Quantity | undefined): boolean {
  return a !== undefined && b !== undefined && compareQuantity(a, b) > 0;
}

function validateAmounts(item: LimitRangeItem, name: string, at: string, errors: FieldError[]): void {
  const text = (list: (typeof LISTS)[number]): string => canonicalQuantity(item[list]?.[name] ?? '');
  const read = (list: (typeof LISTS)[number]): Quantity | undefined =>
    item[list]?.[name] === undefined ? undefined : parseQuantity(item[list][name]);
  const [max, min, fallback, request, ratio] = LISTS.map(read);
  const wrong = (list: string, shown: string, why: string): void =>
    void errors.push(invalid(`${at}.${list}[${name}]`, shown, why));
  if (exceeds(min, max)) wrong('min', text('min'), `min value ${text('min')} is greater than max value ${text('max')}`);
  const asked = text('defaultRequest');
  if (exceeds(min, request))
    wrong('defaultRequest', asked, `min value ${text('min')} is greater than default request value ${asked}`);
  if (exceeds(request, max))
    wrong('defaultRequest', asked, `default request value ${asked} is greater than max value ${text('max')}`);
  if (exceeds(request, fallback))
    wrong(
      'defaultRequest',
      asked,
      `default request value ${asked} is greater than default limit value ${text('default')}`,
    );
  if (exceeds(min, fallback))
    wrong('default', text('min'), `min value ${text('min')} is greater than default value ${text('default')}`);
  if (exceeds(fallback, max))
    wrong('default', text('max'), `default value ${text('default')} is greater than max value ${text('max')}`);
  if (!ratio) return;
  const shown = text('maxLimitRequestRatio');
  if (ratio.nano < 1_000_000_000n) wrong('maxLimitRequestRatio', shown, `ratio ${shown} is less than 1`);
  if (!min || !max) return;
  const most = Number(max.nano) / Number(min.nano);
  if (Number(ratio.nano) / 1e9 > most)
    wrong('maxLimitRequestRatio', shown, `ratio ${shown} is greater than max/min = ${most.toFixed(6)}`);
}

function validate(object: KubeObject): FieldError[] {
  const errors: FieldError[] = [];
  const types = new Set<string>();
  for (const [i, item] of limitsOf(object).entries()) {
    const at = `spec.limits[${i}]`;
    errors.push(...validateType(item.type ?? '', `${at}.type`));
    if (types.has(item.type)) errors.push(duplicate(`${at}.type`, item.type));
    types.add(item.type);
    validateNames(item, at, errors);
    const names = new Set(LISTS.flatMap((list) => Object.keys(item[list] ?? {})));
    for (const name of names) validateAmounts(item, name, at, errors);
  }
  return errors;
}

/** Limits from maxima, requests from limits or minima. */
function defaultItem(item: LimitRangeItem): void {
  for (const list of LISTS) {
    canonicalList(item[list]);
  }
  if (item.type !== 'Container') return;
  const limits = { ...item.max, ...item.default };
  const requests = { ...item.min, ...limits, ...item.defaultRequest };
  if (Object.keys(limits).length > 0) item.default = limits;
  if (Object.keys(requests).length > 0) item.defaultRequest = requests;
}

export const limitRangeStrategy: Strategy = {
  info: info('v1', 'LimitRange', 'limitranges', { shortNames: ['limits'] }),
  applyDefaults(object) {
    const spec = (object['spec'] ??= {}) as { limits?: LimitRangeItem[] | null };
    if (!spec.limits?.length) spec.limits = null;
    for (const item of limitsOf(object)) if (!Object.isFrozen(item)) defaultItem(item);
  },
  validate,
  columns: columns('Name', 'Created At:date'),
  cells: (object) => [nameOf(object), object.metadata?.creationTimestamp ?? ''],
};
