/** What a Job does about Pods that fail in certain ways (pkg/apis/batch/validation/validation.go validatePodFailurePolicy). */
import { type FieldError, duplicate, invalid, notSupported, required } from '../../../../api/field-errors.ts';
import { isQualifiedName } from '../../../../api/names.ts';
import type { JobSpec } from './job-validation.ts';

export interface OnExitCodes {
  containerName?: string;
  operator?: string;
  values?: number[];
}

export interface PodFailureRule {
  action?: string;
  onExitCodes?: OnExitCodes;
  onPodConditions?: { type?: string; status?: string }[];
}

export interface PodFailurePolicy {
  rules?: PodFailureRule[];
}

const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const STATUSES = ['False', 'True', 'Unknown'];
const MAX_RULES = 20;
const MAX_CODES = 255;
const MAX_PATTERNS = 20;

export function validatePodFailurePolicy(spec: JobSpec, path: string, errors: FieldError[]): void {
  const rules = spec.podFailurePolicy?.rules ?? [];
  const containers = new Set(
    [...(spec.template?.spec?.initContainers ?? []), ...(spec.template?.spec?.containers ?? [])].map((c) => c.name),
  );
  if (rules.length > MAX_RULES) errors.push(tooMany(`${path}.rules`, rules.length, MAX_RULES));
  for (const [i, rule] of rules.entries()) validateRule(rule, spec, `${path}.rules[${i}]`, containers, errors);
}

function tooMany(field: string, count: number, most: number): FieldError {
  return { reason: 'FieldValueTooMany', field, message: `Too many: ${count}: must have at most ${most} items` };
}

function validateRule(
  rule: PodFailureRule,
  spec: JobSpec,
  at: string,
  containers: ReadonlySet<string>,
  errors: FieldError[],
): void {
  if (!rule.action)
    errors.push(required(`${at}.action`, `valid values: [${ACTIONS.map((a) => JSON.stringify(a)).join(' ')}]`));
  else if (rule.action === 'FailIndex') {
    if (spec.backoffLimitPerIndex === undefined)
      errors.push(invalid(`${at}.action`, rule.action, 'requires the backoffLimitPerIndex to be set'));
  } else if (!ACTIONS.includes(rule.action)) errors.push(notSupported(`${at}.action`, rule.action, ACTIONS));
  if (rule.onExitCodes) validateExitCodes(rule.onExitCodes, `${at}.onExitCodes`, containers, errors);
  if (rule.onPodConditions?.length) {
    if (rule.onPodConditions.length > MAX_PATTERNS)
      errors.push(tooMany(`${at}.onPodConditions`, rule.onPodConditions.length, MAX_PATTERNS));
    for (const [i, { type = '', status = '' }] of rule.onPodConditions.entries()) {
      for (const message of isQualifiedName(type))
        errors.push(invalid(`${at}.onPodConditions[${i}].type`, type, message));
      if (!status)
        errors.push(
          required(
            `${at}.onPodConditions[${i}].status`,
            `valid values: [${STATUSES.map((s) => JSON.stringify(s)).join(' ')}]`,
          ),
        );
      else if (!STATUSES.includes(status))
        errors.push(notSupported(`${at}.onPodConditions[${i}].status`, status, STATUSES));
    }
    if (rule.onExitCodes) errors.push(bare(at, 'specifying both OnExitCodes and OnPodConditions is not supported'));
  } else if (!rule.onExitCodes) errors.push(bare(at, 'specifying one of OnExitCodes and OnPodConditions is required'));
}

/** A value that is not shown (OmitValueType). */
function bare(field: string, text: string): FieldError {
  return { reason: 'FieldValueInvalid', field, message: `Invalid value: ${text}` };
}

function validateExitCodes(
  { containerName, operator, values = [] }: OnExitCodes,
  at: string,
  containers: ReadonlySet<string>,
  errors: FieldError[],
): void {
  const operators = ['In', 'NotIn'];
  if (!operator) errors.push(required(`${at}.operator`, 'valid values: ["In" "NotIn"]'));
  else if (!operators.includes(operator)) errors.push(notSupported(`${at}.operator`, operator, operators));
  if (containerName !== undefined && !containers.has(containerName))
    errors.push(
      invalid(
        `${at}.containerName`,
        containerName,
        'must be one of the container or initContainer names in the pod template',
      ),
    );
  if (values.length === 0) errors.push(invalid(`${at}.values`, null, 'at least one value is required'));
  if (values.length > MAX_CODES) errors.push(tooMany(`${at}.values`, values.length, MAX_CODES));
  let ordered = true;
  const seen = new Set<number>();
  for (const [i, value] of values.entries()) {
    if (operator === 'In' && value === 0)
      errors.push(invalid(`${at}.values[${i}]`, value, 'must not be 0 for the In operator'));
    if (seen.has(value)) errors.push(duplicate(`${at}.values[${i}]`, value));
    else seen.add(value);
    if (i > 0 && values[i - 1]! > value) ordered = false;
  }
  if (!ordered) errors.push(invalid(`${at}.values`, values, 'must be ordered'));
}
