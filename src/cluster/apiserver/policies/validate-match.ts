/** Rules and conditions of policies and webhooks, checked (pkg/apis/admissionregistration/validation/validation.go). */
import { type FieldError, duplicate, invalid, notSupported, required } from '../../../api/field-errors.ts';
import { isQualifiedName } from '../../../api/names.ts';
import { validateLabelSelector } from '../registry/label-selector.ts';
import { compile } from '../cel/compile.ts';
import { admissionScope } from './scope.ts';
import type { MatchCondition, MatchResources, Rule } from './types.ts';

const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const SCOPES = ['*', 'Cluster', 'Namespaced'];

export function ruleErrors(rule: Rule, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const operations = rule.operations ?? [];
  if (operations.length === 0) errors.push(required(`${path}.operations`));
  else if (operations.length > 1 && operations.includes('*'))
    errors.push(invalid(`${path}.operations`, operations, "if '*' is present, must not specify other operations"));
  for (const [i, one] of operations.entries())
    if (!OPERATIONS.includes(one)) errors.push(notSupported(`${path}.operations[${i}]`, one, OPERATIONS));
  for (const field of ['apiGroups', 'apiVersions', 'resources'] as const) {
    const list = rule[field] ?? [];
    if (list.length === 0) errors.push(required(`${path}.${field}`));
    else if (list.length > 1 && list.includes('*') && field !== 'resources')
      errors.push(invalid(`${path}.${field}`, list, "if '*' is present, must not specify other " + LONG[field]));
    if (field !== 'apiGroups')
      for (const [i, one] of list.entries()) if (one === '') errors.push(required(`${path}.${field}[${i}]`));
  }
  errors.push(...resourceErrors(rule.resources ?? [], `${path}.resources`));
  if (rule.scope !== undefined && !SCOPES.includes(rule.scope))
    errors.push(notSupported(`${path}.scope`, rule.scope, SCOPES));
  return errors;
}

const LONG: Readonly<Record<string, string>> = { apiGroups: 'API groups', apiVersions: 'API versions' };

function resourceErrors(resources: readonly string[], path: string): FieldError[] {
  const errors: FieldError[] = [];
  const whole = new Set(resources.filter((one) => one.endsWith('/*')).map((one) => one.slice(0, -2)));
  for (const [i, one] of resources.entries()) {
    const [name = '', sub] = one.split('/');
    if (sub !== undefined && sub !== '*' && whole.has(name))
      errors.push(invalid(`${path}[${i}]`, one, `if '${name}/*' is present, must not specify ${one}`));
  }
  if (resources.includes('*/*') && resources.length > 1)
    errors.push(invalid(path, resources, "if '*/*' is present, must not specify other resources"));
  const plain = resources.filter((one) => !one.includes('/'));
  // Upstream looks at the last of them only.
  if (plain.includes('*') && plain.at(-1) !== '*')
    errors.push(invalid(path, resources, "if '*' is present, must not specify other resources without subresources"));
  return errors;
}

/** `needsRules`: those of a policy must name something. */
export function matchErrors(match: MatchResources, path: string, needsRules: boolean): FieldError[] {
  const errors: FieldError[] = [];
  if (match.matchPolicy === undefined) errors.push(required(`${path}.matchPolicy`));
  else if (!['Equivalent', 'Exact'].includes(match.matchPolicy))
    errors.push(notSupported(`${path}.matchPolicy`, match.matchPolicy, ['Equivalent', 'Exact']));
  validateLabelSelector(match.namespaceSelector, `${path}.namespaceSelector`, errors);
  validateLabelSelector(match.objectSelector, `${path}.objectSelector`, errors);
  for (const field of ['resourceRules', 'excludeResourceRules'] as const)
    for (const [i, rule] of (match[field] ?? []).entries()) errors.push(...ruleErrors(rule, `${path}.${field}[${i}]`));
  if (needsRules && !match.resourceRules?.length) errors.push(required(`${path}.resourceRules`));
  return errors;
}

export function conditionErrors(
  conditions: readonly MatchCondition[] | undefined,
  path: string,
  params: boolean,
): FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const [i, { name = '', expression = '' }] of (conditions ?? []).entries()) {
    const at = `${path}[${i}]`;
    if (expression.trim() === '') errors.push(required(`${at}.expression`));
    else {
      const { error } = compile(expression.trim(), admissionScope({ params }));
      if (error !== undefined) errors.push(invalid(`${at}.expression`, expression, error));
    }
    if (name === '') errors.push(required(`${at}.name`));
    else errors.push(...isQualifiedName(name).map((text) => invalid(`${at}.name`, name, text)));
    if (seen.has(name)) errors.push(duplicate(`${at}.name`, name));
    seen.add(name);
  }
  return errors;
}

export function defaultMatch(match: MatchResources): void {
  match.matchPolicy ??= 'Equivalent';
  match.namespaceSelector ??= {};
  match.objectSelector ??= {};
  for (const rule of [...(match.resourceRules ?? []), ...(match.excludeResourceRules ?? [])]) rule.scope ??= '*';
}
