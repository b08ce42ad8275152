/** Validation of label selectors (apimachinery/pkg/apis/meta/v1/validation/validation.go ValidateLabelSelector). */
import { type FieldError, forbiddenField, invalid, required, struct } from '../../../api/field-errors.ts';
import { type LabelSelector, matchesLabels, selectorFromLabelSelector } from '../../../api/labels.ts';
import { isLabelValue, isQualifiedName } from '../../../api/names.ts';
import { validateLabels } from './core/pod-spec/labels.ts';

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** Appends what is wrong with the selector. A missing one is not. */
export function validateLabelSelector(selector: LabelSelector | undefined, path: string, errors: FieldError[]): void {
  if (!selector) return;
  if (selector.matchLabels) validateLabels(selector.matchLabels, `${path}.matchLabels`, errors);
  for (const [i, { key, operator, values }] of (selector.matchExpressions ?? []).entries()) {
    const at = `${path}.matchExpressions[${i}]`;
    if (!OPERATORS.includes(operator))
      errors.push(invalid(`${at}.operator`, operator ?? '', 'not a valid selector operator'));
    else if (operator.endsWith('In') && !values?.length)
      errors.push(required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
    else if (operator.includes('xist') && values?.length)
      errors.push(forbiddenField(`${at}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
    for (const message of isQualifiedName(key ?? '')) errors.push(invalid(`${at}.key`, key ?? '', message));
    for (const [j, value] of (values ?? []).entries())
      for (const message of isLabelValue(value)) errors.push(invalid(`${at}.values[${j}]`, value, message));
  }
}

export function isEmptySelector(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions?.length ?? 0) === 0;
}

const EMPTY = { key: '', operator: '' };

/** As Go writes it: fields in their order, labels sorted. */
export function shownSelector(selector: LabelSelector | undefined): unknown {
  if (!selector) return null;
  const { matchLabels, matchExpressions } = selector;
  return struct({
    ...(matchLabels && Object.keys(matchLabels).length > 0 ? { matchLabels } : {}),
    ...(matchExpressions?.length ? { matchExpressions: matchExpressions.map((one) => ({ ...EMPTY, ...one })) } : {}),
  });
}

/** Whether LabelSelectorAsSelector would take it. */
function isUsable(selector: LabelSelector): boolean {
  const errors: FieldError[] = [];
  validateLabelSelector(selector, '', errors);
  return errors.length === 0;
}

/** False for a selector that cannot be read; a missing one selects nothing, an empty one anything. */
export function selects(
  selector: LabelSelector | undefined,
  labels: Readonly<Record<string, string>> | undefined,
): boolean | 'unusable' {
  if (!selector) return false;
  if (!isUsable(selector)) return 'unusable';
  return isEmptySelector(selector) || matchesLabels(selectorFromLabelSelector(selector), labels);
}
