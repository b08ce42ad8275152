/** A ValidatingAdmissionPolicy and its binding, checked (pkg/apis/admissionregistration/validation/validation.go). */
import {
  type FieldError,
  duplicate,
  forbiddenField,
  invalid,
  notSupported,
  required,
} from '../../../api/field-errors.ts';
import { isDNS1035Label, isDNS1123Subdomain, isQualifiedName } from '../../../api/names.ts';
import { validateLabelSelector } from '../registry/label-selector.ts';
import { compile } from '../cel/compile.ts';
import { variableTypes } from './compiled.ts';
import { admissionScope } from './scope.ts';
import type { Policy, PolicyBinding, Validation } from './types.ts';
import { conditionErrors, matchErrors } from './validate-match.ts';

const POLICIES = ['Fail', 'Ignore'];
const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];
const ACTIONS = ['Audit', 'Deny', 'Warn'];
const IDENTIFIER = /^[_a-zA-Z][_a-zA-Z0-9]*$/;

type Scope = ReturnType<typeof admissionScope>;

export function policyErrors(policy: Policy): FieldError[] {
  const spec = policy.spec ?? {};
  const errors: FieldError[] = [];
  const params = spec.paramKind !== undefined;
  if (!spec.failurePolicy) errors.push(required('spec.failurePolicy'));
  else if (!POLICIES.includes(spec.failurePolicy))
    errors.push(notSupported('spec.failurePolicy', spec.failurePolicy, POLICIES));
  if (spec.paramKind) errors.push(...paramKindErrors(spec.paramKind));
  if (!spec.matchConstraints) errors.push(required('spec.matchConstraints'));
  else errors.push(...matchErrors(spec.matchConstraints, 'spec.matchConstraints', true));
  errors.push(...conditionErrors(spec.matchConditions, 'spec.matchConditions', params), ...variableErrors(policy));
  if (!spec.validations?.length && !spec.auditAnnotations?.length) {
    const text = 'validations or auditAnnotations must be specified';
    errors.push(required('spec.validations', text), required('spec.auditAnnotations', text));
    return errors;
  }
  const scope = admissionScope({ params, variables: variableTypes({ ...policy, spec }) });
  for (const [i, one] of (spec.validations ?? []).entries())
    errors.push(...validationErrors(one, `spec.validations[${i}]`, scope));
  for (const [i, one] of (spec.auditAnnotations ?? []).entries())
    errors.push(...annotationErrors(one, `spec.auditAnnotations[${i}]`, scope));
  return errors;
}

function paramKindErrors({ apiVersion = '', kind = '' }: { apiVersion?: string; kind?: string }): FieldError[] {
  const errors: FieldError[] = [];
  if (apiVersion === '') errors.push(required('spec.paramKind.apiVersion'));
  else errors.push(...versionErrors(apiVersion, 'spec.paramKind.apiVersion'));
  if (kind === '') errors.push(required('spec.paramKind.kind'));
  else {
    const bad = isDNS1035Label(kind.toLowerCase());
    const text = `may have mixed case, but should otherwise match: ${bad.join(',')}`;
    if (bad.length > 0) errors.push(invalid('spec.paramKind.kind', kind, text));
  }
  return errors;
}

function versionErrors(apiVersion: string, path: string): FieldError[] {
  const parts = apiVersion.split('/');
  if (parts.length > 2) return [invalid(path, apiVersion, `unexpected GroupVersion string: ${apiVersion}`)];
  const version = parts.pop() ?? '';
  const group = parts[0] ?? '';
  const bad = group === '' ? [] : isDNS1123Subdomain(group);
  const errors = bad.length > 0 ? [invalid(path, group, bad.join(','))] : [];
  const wrong = isDNS1035Label(version);
  if (version === '') errors.push(invalid(path, apiVersion, 'version must be specified'));
  else if (wrong.length > 0) errors.push(invalid(path, version, wrong.join(',')));
  return errors;
}

function variableErrors(policy: Policy): FieldError[] {
  const errors: FieldError[] = [];
  const types = variableTypes(policy);
  const known: Record<string, (typeof types)[string]> = {};
  for (const [i, { name = '', expression = '' }] of (policy.spec.variables ?? []).entries()) {
    const at = `spec.variables[${i}]`;
    if (name === '') errors.push(required(`${at}.name`, 'name is not specified'));
    else if (!IDENTIFIER.test(name)) errors.push(invalid(`${at}.name`, name, 'name is not a valid CEL identifier'));
    if (Object.hasOwn(known, name)) errors.push(duplicate(`${at}.name`, name));
    const scope = admissionScope({ params: policy.spec.paramKind !== undefined, variables: { ...known } });
    if (expression.trim() === '') errors.push(required(`${at}.expression`, 'expression is not specified'));
    else errors.push(...compileErrors(expression, scope, ['any'], `${at}.expression`));
    known[name] = types[name]!;
  }
  return errors;
}

function compileErrors(text: string, scope: Scope, wanted: readonly string[], path: string): FieldError[] {
  const { error } = compile(text.trim(), scope, wanted);
  return error === undefined ? [] : [invalid(path, text, error)];
}

function validationErrors(one: Validation, path: string, scope: Scope): FieldError[] {
  const errors: FieldError[] = [];
  const { expression = '', message, messageExpression, reason } = one;
  if (expression.trim() === '') errors.push(required(`${path}.expression`, 'expression is not specified'));
  else errors.push(...compileErrors(expression, scope, ['bool'], `${path}.expression`));
  if (messageExpression !== undefined && messageExpression !== '' && messageExpression.trim() === '')
    errors.push(invalid(`${path}.messageExpression`, messageExpression, 'must be non-empty if specified'));
  else if (messageExpression)
    errors.push(...compileErrors(messageExpression, scope, ['string'], `${path}.messageExpression`));
  if (message !== undefined && message !== '' && message.trim() === '')
    errors.push(invalid(`${path}.message`, message, 'message must be non-empty if specified'));
  else if (message?.trim().includes('\n'))
    errors.push(invalid(`${path}.message`, message, 'message must not contain line breaks'));
  else if (expression.includes('\n') && !message)
    errors.push(required(`${path}.message`, 'message must be specified if expression contains line breaks'));
  if (reason !== undefined && !REASONS.includes(reason)) errors.push(notSupported(`${path}.reason`, reason, REASONS));
  return errors;
}

function annotationErrors(one: { key?: string; valueExpression?: string }, path: string, scope: Scope): FieldError[] {
  const { key = '', valueExpression = '' } = one;
  const errors =
    key === '' ? [required(`${path}.key`)] : isQualifiedName(key).map((text) => invalid(`${path}.key`, key, text));
  if (valueExpression.trim() === '')
    errors.push(required(`${path}.valueExpression`, 'valueExpression is not specified'));
  else errors.push(...compileErrors(valueExpression, scope, ['string', 'null'], `${path}.valueExpression`));
  return errors;
}

export function bindingErrors(binding: PolicyBinding): FieldError[] {
  const { policyName = '', paramRef, matchResources, validationActions = [] } = binding.spec ?? {};
  const errors: FieldError[] = [];
  if (policyName === '') errors.push(required('spec.policyName'));
  else errors.push(...isDNS1123Subdomain(policyName).map((text) => invalid('spec.policyName', policyName, text)));
  if (paramRef) errors.push(...paramRefErrors(paramRef));
  if (matchResources) errors.push(...matchErrors(matchResources, 'spec.matchResources', false));
  return [...errors, ...actionErrors(validationActions)];
}

function paramRefErrors(ref: NonNullable<PolicyBinding['spec']['paramRef']>): FieldError[] {
  const path = 'spec.paramRef';
  const errors: FieldError[] = [];
  const exclusive = 'name and selector are mutually exclusive';
  if (ref.name && ref.selector) errors.push(forbiddenField(`${path}.name`, exclusive));
  validateLabelSelector(ref.selector, `${path}.selector`, errors);
  if (ref.name && ref.selector) errors.push(forbiddenField(`${path}.selector`, exclusive));
  if (!ref.name && !ref.selector) errors.push(required(path, 'one of name or selector must be specified'));
  const action = ref.parameterNotFoundAction;
  if (!action) errors.push(required(`${path}.parameterNotFoundAction`));
  else if (action !== 'Allow' && action !== 'Deny')
    errors.push(notSupported(`${path}.parameterNotFoundAction`, action, ['Deny', 'Allow']));
  return errors;
}

function actionErrors(actions: readonly string[]): FieldError[] {
  const path = 'spec.validationActions';
  if (actions.length === 0) return [required(path)];
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const [i, action] of actions.entries()) {
    if (!ACTIONS.includes(action)) errors.push(notSupported(`${path}[${i}]`, action, ACTIONS));
    if (seen.has(action)) errors.push(duplicate(`${path}[${i}]`, action));
    seen.add(action);
  }
  if (seen.has('Deny') && seen.has('Warn')) {
    const why =
      'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)';
    errors.push(invalid(path, actions, why));
  }
  return errors;
}
