/** Rules, subjects and role references: defaults and validation (pkg/apis/rbac/{v1/defaults.go,validation/validation.go}). */
import { type FieldError, invalid, notSupported, required } from '../../../../api/field-errors.ts';
import { isDNS1123Subdomain, isPathSegmentName } from '../../../../api/names.ts';
import type { PolicyRule } from '../../../../api/policy-rules.ts';

export interface Subject {
  kind: string;
  apiGroup?: string;
  name: string;
  namespace?: string;
}

export interface RoleRef {
  apiGroup?: string;
  kind: string;
  name: string;
}

export const RBAC_GROUP = 'rbac.authorization.k8s.io';

export function validateRules(rules: readonly PolicyRule[], scope: 'namespaced' | 'cluster'): FieldError[] {
  return rules.flatMap((rule, i) => validateRule(rule, scope, `rules[${i}]`));
}

function validateRule(rule: PolicyRule, scope: 'namespaced' | 'cluster', path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (!rule.verbs?.length) errors.push(required(`${path}.verbs`, 'verbs must contain at least one value'));
  const urls = rule.nonResourceURLs ?? [];
  if (urls.length > 0) {
    const field = `${path}.nonResourceURLs`;
    if (scope === 'namespaced') {
      errors.push(invalid(field, urls, 'namespaced rules cannot apply to non-resource URLs'));
    }
    if (rule.apiGroups?.length || rule.resources?.length || rule.resourceNames?.length) {
      errors.push(invalid(field, urls, 'rules cannot apply to both regular resources and non-resource URLs'));
    }
    return errors;
  }
  if (!rule.apiGroups?.length) {
    errors.push(required(`${path}.apiGroups`, 'resource rules must supply at least one api group'));
  }
  if (!rule.resources?.length) {
    errors.push(required(`${path}.resources`, 'resource rules must supply at least one resource'));
  }
  return errors;
}

export function defaultBinding(binding: { roleRef?: RoleRef; subjects?: Subject[] | null }): void {
  const { roleRef, subjects } = binding;
  if (roleRef && !roleRef.apiGroup) binding.roleRef = { ...roleRef, apiGroup: RBAC_GROUP };
  if (!subjects?.some((subject) => !subject.apiGroup && isPrincipal(subject))) return;
  binding.subjects = subjects.map((subject) =>
    !subject.apiGroup && isPrincipal(subject) ? { ...subject, apiGroup: RBAC_GROUP } : subject,
  );
}

function isPrincipal({ kind }: Subject): boolean {
  return kind === 'User' || kind === 'Group';
}

/** `kinds` are the kinds of role that may be bound. */
export function validateRoleRef({ apiGroup, kind, name }: Partial<RoleRef>, kinds: readonly string[]): FieldError[] {
  const errors: FieldError[] = [];
  if (apiGroup !== RBAC_GROUP) errors.push(notSupported('roleRef.apiGroup', apiGroup ?? '', [RBAC_GROUP]));
  if (!kinds.includes(kind ?? '')) errors.push(notSupported('roleRef.kind', kind ?? '', kinds));
  if (!name) errors.push(required('roleRef.name'));
  else for (const message of isPathSegmentName(name)) errors.push(invalid('roleRef.name', name, message));
  return errors;
}

export function validateSubjects(subjects: readonly Subject[], scope: 'namespaced' | 'cluster'): FieldError[] {
  return subjects.flatMap((subject, i) => validateSubject(subject, scope, `subjects[${i}]`));
}

function validateSubject(subject: Subject, scope: 'namespaced' | 'cluster', path: string): FieldError[] {
  const { kind = '', name = '', apiGroup = '', namespace = '' } = subject;
  const errors: FieldError[] = [];
  if (name === '') errors.push(required(`${path}.name`));
  if (kind === 'ServiceAccount') {
    if (name !== '') {
      for (const message of isDNS1123Subdomain(name)) errors.push(invalid(`${path}.name`, name, message));
    }
    if (apiGroup !== '') errors.push(notSupported(`${path}.apiGroup`, apiGroup, ['']));
    if (scope === 'cluster' && namespace === '') errors.push(required(`${path}.namespace`));
  } else if (kind === 'User' || kind === 'Group') {
    if (apiGroup !== RBAC_GROUP) errors.push(notSupported(`${path}.apiGroup`, apiGroup, [RBAC_GROUP]));
  } else errors.push(notSupported(`${path}.kind`, kind, ['ServiceAccount', 'User', 'Group']));
  return errors;
}

/** As the internal Go struct is shown: its fields have no JSON names. */
export function validateSameRoleRef(next: Partial<RoleRef>, old: Partial<RoleRef>): FieldError[] {
  if (next.apiGroup === old.apiGroup && next.kind === old.kind && next.name === old.name) return [];
  const shown = { APIGroup: next.apiGroup ?? '', Kind: next.kind ?? '', Name: next.name ?? '' };
  return [invalid('roleRef', shown, 'cannot change roleRef')];
}
