/** A container's own restart policy and rules (pkg/apis/core/validation/validation.go validateContainerRestartPolicy). */
import type { Container } from 'kubernetes-types/core/v1';
import { type FieldError, forbiddenField, notSupported, required } from '../../../../../api/field-errors.ts';

interface RestartRule {
  action?: string;
  exitCodes?: { operator?: string; values?: number[] };
}

const POLICIES = ['Always', 'Never', 'OnFailure'];
const ACTIONS = ['Restart'];
const OPERATORS = ['In', 'NotIn'];
const MAX_RULES = 20;
const MAX_CODES = 255;

export function validateRestartRules(container: Container, at: string, errors: FieldError[]): void {
  const rules = (container as { restartPolicyRules?: RestartRule[] }).restartPolicyRules ?? [];
  const policy = container.restartPolicy;
  if (policy === undefined && rules.length > 0)
    errors.push(required(`${at}.restartPolicy`, 'must specify restartPolicy when restart rules are used'));
  if (policy !== undefined && !POLICIES.includes(policy))
    errors.push(notSupported(`${at}.restartPolicy`, policy, POLICIES));
  if (rules.length > MAX_RULES) errors.push(tooMany(`${at}.restartPolicyRules`, rules.length, MAX_RULES));
  for (const [i, rule] of rules.entries()) validateRule(rule, `${at}.restartPolicyRules[${i}]`, errors);
}

/** A sidecar starts again whatever happens. */
export function validateInitRestartRules(container: Container, at: string, errors: FieldError[]): void {
  const rules = (container as { restartPolicyRules?: RestartRule[] }).restartPolicyRules ?? [];
  if (container.restartPolicy === undefined && rules.length > 0)
    errors.push(required(`${at}.restartPolicy`, 'must specify restartPolicy when restart rules are used'));
  else if (container.restartPolicy !== 'Always') validateRestartRules(container, at, errors);
  else if (rules.length > 0)
    errors.push(
      forbiddenField(
        `${at}.restartPolicyRules`,
        'restartPolicyRules are not allowed for init containers with restart policy Always',
      ),
    );
}

function validateRule({ action, exitCodes }: RestartRule, at: string, errors: FieldError[]): void {
  if (!ACTIONS.includes(action ?? '')) errors.push(notSupported(`${at}.action`, action ?? '', ACTIONS));
  if (!exitCodes) return void errors.push(required(`${at}.exitCodes`, 'must be specified'));
  if (!OPERATORS.includes(exitCodes.operator ?? ''))
    errors.push(notSupported(`${at}.exitCodes.operator`, exitCodes.operator ?? '', OPERATORS));
  const values = exitCodes.values ?? [];
  if (values.length > MAX_CODES) errors.push(tooMany(`${at}.exitCodes.values`, values.length, MAX_CODES));
}

function tooMany(field: string, actual: number, max: number): FieldError {
  return {
    reason: 'FieldValueTooMany',
    field,
    message: `Too many: ${actual}: must have at most ${max} items`,
  };
}
