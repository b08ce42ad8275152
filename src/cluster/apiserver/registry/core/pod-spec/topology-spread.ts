/** topologySpreadConstraints (pkg/apis/core/validation/validation.go validateTopologySpreadConstraints). */
import type { TopologySpreadConstraint } from 'kubernetes-types/core/v1';
import {
  type FieldError,
  duplicate,
  forbiddenField,
  invalid,
  notSupported,
  required,
} from '../../../../../api/field-errors.ts';
import type { LabelSelector } from '../../../../../api/labels.ts';
import { validateLabelSelector } from '../../label-selector.ts';
import { validateLabelName } from './labels.ts';

const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];
const POLICIES = ['Honor', 'Ignore'];
const POSITIVE = 'must be greater than zero';

export function validateTopologySpread(
  constraints: readonly TopologySpreadConstraint[],
  path: string,
  errors: FieldError[],
): void {
  for (const [i, one] of constraints.entries()) {
    const at = `${path}[${i}]`;
    const { maxSkew = 0, topologyKey = '', whenUnsatisfiable: action = '', minDomains } = one;
    if (maxSkew <= 0) errors.push(invalid(`${at}.maxSkew`, maxSkew, POSITIVE));
    if (!topologyKey) errors.push(required(`${at}.topologyKey`, 'can not be empty'));
    if (!ACTIONS.includes(action)) errors.push(notSupported(`${at}.whenUnsatisfiable`, action, ACTIONS));
    const again = constraints
      .slice(i + 1)
      .some((other) => other.topologyKey === one.topologyKey && other.whenUnsatisfiable === one.whenUnsatisfiable);
    if (again) errors.push(duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, `{${topologyKey}, ${action}}`));
    if (minDomains !== undefined) validateMinDomains(minDomains, action, `${at}.minDomains`, errors);
    for (const field of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
      const policy = one[field];
      if (policy !== undefined && !POLICIES.includes(policy))
        errors.push(notSupported(`${at}.${field}`, policy, POLICIES));
    }
    const selector = one.labelSelector as LabelSelector | undefined;
    if (one.matchLabelKeys?.length)
      validateMatchLabelKeys(one.matchLabelKeys, selector, `${at}.matchLabelKeys`, errors);
    validateLabelSelector(selector, `${at}.labelSelector`, errors);
  }
}

function validateMinDomains(count: number, action: string, at: string, errors: FieldError[]): void {
  if (count <= 0) errors.push(invalid(at, count, POSITIVE));
  if (action !== 'DoNotSchedule')
    errors.push(invalid(at, count, `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`));
}

function validateMatchLabelKeys(
  keys: readonly string[],
  selector: LabelSelector | undefined,
  path: string,
  errors: FieldError[],
): void {
  if (!selector) errors.push(forbiddenField(path, 'must not be specified when labelSelector is not set'));
  const selected = new Set([
    ...Object.keys(selector?.matchLabels ?? {}),
    ...(selector?.matchExpressions ?? []).map(({ key }) => key),
  ]);
  for (const [i, key] of keys.entries()) {
    validateLabelName(key, `${path}[${i}]`, errors);
    if (selected.has(key))
      errors.push(invalid(`${path}[${i}]`, key, 'exists in both matchLabelKeys and labelSelector'));
  }
}
