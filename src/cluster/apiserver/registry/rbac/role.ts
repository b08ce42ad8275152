/** Roles and ClusterRoles (pkg/registry/rbac/{role,clusterrole}/strategy.go). */
import { type FieldError, invalid, required } from '../../../../api/field-errors.ts';
import type { LabelSelector } from '../../../../api/labels.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { isPathSegmentName } from '../../../../api/names.ts';
import type { PolicyRule } from '../../../../api/policy-rules.ts';
import { columns, nameOf } from '../columns.ts';
import { validateLabelSelector } from '../label-selector.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';
import { validateRules } from './policy-rule.ts';

interface Role {
  rules?: PolicyRule[] | null;
  aggregationRule?: { clusterRoleSelectors?: LabelSelector[] };
}

function validateRole(object: KubeObject): FieldError[] {
  return validateRules((object as Role).rules ?? [], 'namespaced');
}

function validateClusterRole(object: KubeObject): FieldError[] {
  const { rules, aggregationRule } = object as Role;
  const errors = validateRules(rules ?? [], 'cluster');
  if (aggregationRule && !aggregationRule.clusterRoleSelectors?.length) {
    const why = 'at least one clusterRoleSelector required if aggregationRule is non-nil';
    errors.push(required('aggregationRule.clusterRoleSelectors', why));
  }
  for (const [i, selector] of (aggregationRule?.clusterRoleSelectors ?? []).entries()) {
    const at = `aggregationRule.clusterRoleSelectors[${i}]`;
    const before = errors.length;
    validateLabelSelector(selector, at, errors);
    if (errors.length > before) errors.push(invalid(at, null, 'invalid label selector.'));
  }
  return errors;
}

/** An empty list of rules is stored as none: `rules: null`. */
function applyDefaults(object: KubeObject): void {
  const role = object as Role;
  if (!role.rules?.length) role.rules = null;
}

const CREATED_AT = columns('Name', 'Created At').map((column) =>
  column.name === 'Created At' ? { ...column, type: 'date' } : column,
);

const shared: Pick<Strategy, 'applyDefaults' | 'validateName' | 'columns' | 'cells'> = {
  applyDefaults,
  validateName: isPathSegmentName,
  columns: CREATED_AT,
  cells: (object) => [nameOf(object), object.metadata?.creationTimestamp ?? null],
};

export const roleStrategy: Strategy = {
  ...shared,
  info: info('rbac.authorization.k8s.io/v1', 'Role', 'roles'),
  validate: validateRole,
};

export const clusterRoleStrategy: Strategy = {
  ...shared,
  info: info('rbac.authorization.k8s.io/v1', 'ClusterRole', 'clusterroles', { namespaced: false }),
  validate: validateClusterRole,
};
