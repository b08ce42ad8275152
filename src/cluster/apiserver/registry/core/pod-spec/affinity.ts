/** Affinity to nodes and Pods (pkg/apis/core/validation/validation.go validateAffinity and below). */
import type {
  Affinity,
  NodeAffinity,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
} from 'kubernetes-types/core/v1';
import { type FieldError, forbiddenField, invalid, invalids, required } from '../../../../../api/field-errors.ts';
import type { LabelSelector } from '../../../../../api/labels.ts';
import { isDNS1123Label, isDNS1123Subdomain, isLabelValue } from '../../../../../api/names.ts';
import { validateLabelSelector } from '../../label-selector.ts';
import { validateLabelName } from './labels.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

export function validateAffinity(affinity: Affinity, at: string, errors: FieldError[]): void {
  if (affinity.nodeAffinity) validateNodeAffinity(affinity.nodeAffinity, `${at}.nodeAffinity`, errors);
  if (affinity.podAffinity) validatePodAffinity(affinity.podAffinity, `${at}.podAffinity`, errors);
  if (affinity.podAntiAffinity) validatePodAffinity(affinity.podAntiAffinity, `${at}.podAntiAffinity`, errors);
}

function validateNodeAffinity(affinity: NodeAffinity, at: string, errors: FieldError[]): void {
  const needed = affinity[REQUIRED];
  if (needed) validateNodeSelector(needed, `${at}.${REQUIRED}`, errors);
  for (const [i, { weight, preference }] of (affinity[PREFERRED] ?? []).entries()) {
    const term = `${at}.${PREFERRED}[${i}]`;
    validateWeight(weight, term, errors);
    // What is merely preferred may ask for values no label can have.
    validateTerm(preference ?? {}, `${term}.preference`, { anyValue: true }, errors);
  }
}

export interface NodeSelector {
  nodeSelectorTerms?: NodeSelectorTerm[];
}

export function validateNodeSelector(selector: NodeSelector, at: string, errors: FieldError[]): void {
  const path = `${at}.nodeSelectorTerms`;
  const terms = selector.nodeSelectorTerms ?? [];
  if (terms.length === 0) errors.push(required(path, 'must have at least one node selector term'));
  for (const [i, term] of terms.entries()) validateTerm(term, `${path}[${i}]`, { anyValue: false }, errors);
}

function validateWeight(weight: number | undefined, at: string, errors: FieldError[]): void {
  const value = weight ?? 0;
  if (value <= 0 || value > 100) errors.push(invalid(`${at}.weight`, value, 'must be in the range 1-100'));
}

function validateTerm(term: NodeSelectorTerm, at: string, options: { anyValue: boolean }, errors: FieldError[]): void {
  for (const [i, one] of (term.matchExpressions ?? []).entries())
    validateExpression(one, `${at}.matchExpressions[${i}]`, options, errors);
  for (const [i, one] of (term.matchFields ?? []).entries()) validateField(one, `${at}.matchFields[${i}]`, errors);
}

function validateExpression(
  { key = '', operator = '', values = [] }: NodeSelectorRequirement,
  at: string,
  { anyValue }: { anyValue: boolean },
  errors: FieldError[],
): void {
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0)
      errors.push(required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0)
      errors.push(forbiddenField(`${at}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
  } else if (operator === 'Gt' || operator === 'Lt') {
    if (values.length !== 1)
      errors.push(required(`${at}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
  } else errors.push(invalid(`${at}.operator`, operator, 'not a valid selector operator'));
  validateLabelName(key, `${at}.key`, errors);
  if (anyValue) return;
  for (const [i, value] of values.entries()) errors.push(...invalids(`${at}.values[${i}]`, value, isLabelValue(value)));
}

function validateField(
  { key = '', operator = '', values = [] }: NodeSelectorRequirement,
  at: string,
  errors: FieldError[],
): void {
  if (operator !== 'In' && operator !== 'NotIn')
    errors.push(invalid(`${at}.operator`, operator, 'not a valid selector operator'));
  else if (values.length !== 1) {
    const text = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
    errors.push(required(`${at}.values`, text));
  }
  if (key !== 'metadata.name') return void errors.push(invalid(`${at}.key`, key, 'not a valid field selector key'));
  for (const [i, value] of values.entries())
    errors.push(...invalids(`${at}.values[${i}]`, value, isDNS1123Subdomain(value)));
}

function validatePodAffinity(affinity: PodAffinity, at: string, errors: FieldError[]): void {
  for (const [i, term] of (affinity[REQUIRED] ?? []).entries())
    validatePodTerm(term, `${at}.${REQUIRED}[${i}]`, errors);
  for (const [i, { weight, podAffinityTerm }] of (affinity[PREFERRED] ?? []).entries()) {
    const term = `${at}.${PREFERRED}[${i}]`;
    validateWeight(weight, term, errors);
    validatePodTerm(podAffinityTerm ?? { topologyKey: '' }, `${term}.podAffinityTerm`, errors);
  }
}

function validatePodTerm(term: PodAffinityTerm, at: string, errors: FieldError[]): void {
  const selector = term.labelSelector as LabelSelector | undefined;
  validateLabelSelector(selector, `${at}.labelSelector`, errors);
  validateLabelSelector(term.namespaceSelector as LabelSelector | undefined, `${at}.namespaceSelector`, errors);
  for (const name of term.namespaces ?? []) errors.push(...invalids(`${at}.namespace`, name, isDNS1123Label(name)));
  validateLabelKeys(term, selector, at, errors);
  if (!term.topologyKey) errors.push(required(`${at}.topologyKey`, 'can not be empty'));
  validateLabelName(term.topologyKey ?? '', `${at}.topologyKey`, errors);
}

/** matchLabelKeys and mismatchLabelKeys: names of labels, not both, and not the selector's. */
function validateLabelKeys(
  { matchLabelKeys = [], mismatchLabelKeys = [] }: PodAffinityTerm,
  selector: LabelSelector | undefined,
  at: string,
  errors: FieldError[],
): void {
  for (const [field, keys] of Object.entries({ matchLabelKeys, mismatchLabelKeys })) {
    if (keys.length === 0) continue;
    const path = `${at}.${field}`;
    if (!selector) errors.push(forbiddenField(path, 'must not be specified when labelSelector is not set'));
    else for (const [i, key] of keys.entries()) validateLabelName(key, `${path}[${i}]`, errors);
  }
  const seen = new Set(Object.keys(selector?.matchLabels ?? {}));
  for (const { key } of selector?.matchExpressions ?? []) {
    const i = matchLabelKeys.lastIndexOf(key);
    if (i >= 0 && seen.has(key))
      errors.push(invalid(`${at}[${i}]`, key, 'exists in both matchLabelKeys and labelSelector'));
    seen.add(key);
  }
  for (const [i, key] of matchLabelKeys.entries()) {
    if (mismatchLabelKeys.includes(key))
      errors.push(invalid(`${at}.matchLabelKeys[${i}]`, key, 'exists in both matchLabelKeys and mismatchLabelKeys'));
  }
}
