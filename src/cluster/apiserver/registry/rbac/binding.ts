/** RoleBindings and ClusterRoleBindings (pkg/registry/rbac/{rolebinding,clusterrolebinding}/strategy.go). */
import type { KubeObject } from '../../../../api/object.ts';
import { isPathSegmentName } from '../../../../api/names.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Cell, Strategy } from '../strategy.ts';
import {
  type RoleRef,
  type Subject,
  defaultBinding,
  validateRoleRef,
  validateSameRoleRef,
  validateSubjects,
} from './policy-rule.ts';

interface Binding {
  roleRef?: RoleRef;
  subjects?: Subject[];
}

function cells(object: KubeObject, now: number): Cell[] {
  const { roleRef, subjects = [] } = object as Binding;
  const names = (kind: string): string =>
    subjects
      .filter((subject) => subject.kind === kind)
      .map(({ name, namespace = '' }) => (kind === 'ServiceAccount' ? `${namespace}/${name}` : name))
      .join(', ');
  const role = `${roleRef?.kind ?? ''}/${roleRef?.name ?? ''}`;
  return [nameOf(object), role, ageOf(object, now), names('User'), names('Group'), names('ServiceAccount')];
}

function strategy(kind: string, resource: string, scope: 'namespaced' | 'cluster'): Strategy {
  const kinds = scope === 'namespaced' ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  const validate: NonNullable<Strategy['validate']> = (object) => {
    const { roleRef = {}, subjects } = object as Binding;
    return [...validateRoleRef(roleRef, kinds), ...validateSubjects(subjects ?? [], scope)];
  };
  return {
    info: info('rbac.authorization.k8s.io/v1', kind, resource, { namespaced: scope === 'namespaced' }),
    applyDefaults(object) {
      const bound = object as Binding;
      bound.roleRef ??= { kind: '', name: '' };
      defaultBinding(bound);
    },
    validateName: isPathSegmentName,
    validate,
    validateUpdate: (object, old, context) => [
      ...validate(object, context),
      ...validateSameRoleRef((object as Binding).roleRef ?? {}, (old as Binding).roleRef ?? {}),
    ],
    columns: columns('Name', 'Role', 'Age', 'Users*', 'Groups*', 'ServiceAccounts*'),
    cells,
  };
}

export const roleBindingStrategy = strategy('RoleBinding', 'rolebindings', 'namespaced');
export const clusterRoleBindingStrategy = strategy('ClusterRoleBinding', 'clusterrolebindings', 'cluster');
