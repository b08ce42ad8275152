/** Tolerations (pkg/apis/core/validation/validation.go ValidateTolerations). */
import type { Toleration } from 'kubernetes-types/core/v1';
import { type FieldError, invalid, notSupported } from '../../../../../api/field-errors.ts';
import { isLabelValue } from '../../../../../api/names.ts';
import { validateLabelName } from './labels.ts';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export function validateTolerations(tolerations: readonly Toleration[], path: string, errors: FieldError[]): void {
  for (const [i, toleration] of tolerations.entries()) validateToleration(toleration, `${path}[${i}]`, errors);
}

function validateToleration(toleration: Toleration, at: string, errors: FieldError[]): void {
  const { key, operator = '', value = '', effect = '', tolerationSeconds } = toleration;
  if (key) validateLabelName(key, `${at}.key`, errors);
  else if (operator !== 'Exists') {
    const text = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
    errors.push(invalid(`${at}.operator`, operator, text));
  }
  if (tolerationSeconds !== undefined && effect !== 'NoExecute')
    errors.push(invalid(`${at}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"));
  if (operator === 'Exists') {
    if (value) errors.push(invalid(`${at}.operator`, value, "value must be empty when `operator` is 'Exists'"));
  } else if (operator === '' || operator === 'Equal') {
    const wrong = isLabelValue(value);
    if (wrong.length > 0) errors.push(invalid(`${at}.operator`, value, wrong.join(';')));
  } else errors.push(notSupported(`${at}.operator`, operator, ['Equal', 'Exists']));
  if (effect && !EFFECTS.includes(effect)) errors.push(notSupported(`${at}.effect`, effect, EFFECTS));
}
