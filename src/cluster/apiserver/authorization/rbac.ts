/** Which rules hold for whom (pkg/registry/rbac/validation/rule.go): bindings found by their subjects. */
import { notFound } from '../../../api/status-errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { Store } from '../../store/contract.ts';
import { RBAC_GROUP, type RoleRef, type Subject } from '../registry/rbac/policy-rule.ts';
import type { Caller } from '../verbs-contract.ts';
import type { PolicyRule } from './rules.ts';

const ROLES = `roles.${RBAC_GROUP}`;
const CLUSTER_ROLES = `clusterroles.${RBAC_GROUP}`;
const ROLE_BINDINGS = `rolebindings.${RBAC_GROUP}`;
const CLUSTER_ROLE_BINDINGS = `clusterrolebindings.${RBAC_GROUP}`;
const TABLES = [ROLES, CLUSTER_ROLES, ROLE_BINDINGS, CLUSTER_ROLE_BINDINGS];

interface Bound {
  /** Place in the order in which bindings are asked. */
  at: number;
  binding: KubeObject;
  roleRef: RoleRef;
  subject: Subject;
}

/** A rule and the binding it came by, or a role that was not found. */
export interface Visit {
  rule: PolicyRule;
  error?: string;
  bound: Bound;
}

interface RuleResolver {
  /** Another number after every change of a role or binding. */
  version(): number;
  /** Calls `see` until it answers false. */
  visit(user: Caller, namespace: string, see: (visit: Visit) => boolean): void;
  /** Throws NotFound. */
  rulesOf(kind: string, name: string, namespace: string): readonly PolicyRule[];
}

/** Bindings by `namespace` ('' for cluster-wide ones), then by principal. */
type Index = Map<string, Map<string, Bound[]>>;

export function createRuleResolver(store: Store): RuleResolver {
  let index: Index | undefined;
  let indexed = -1;

  // Each only grows, so their sum tells of every change.
  const version = (): number => {
    let sum = 0;
    for (const table of TABLES) sum += store.revisionOf(table);
    return sum;
  };

  function current(): Index {
    const now = version();
    if (!index || now !== indexed) index = indexBindings(store);
    indexed = now;
    return index;
  }

  function rulesOf(kind: string, name: string, namespace: string): readonly PolicyRule[] {
    const cluster = kind === 'ClusterRole';
    const role = store.get(cluster ? CLUSTER_ROLES : ROLES, cluster ? undefined : namespace, name);
    // As the lister says it, which knows the kind by its singular.
    if (!role) throw notFound({ group: RBAC_GROUP, resource: cluster ? 'clusterrole' : 'role' }, name);
    return (role['rules'] as PolicyRule[] | null | undefined) ?? [];
  }

  function visitRules(bound: Bound, see: (visit: Visit) => boolean): boolean {
    const { kind, name } = bound.roleRef;
    let rules: readonly PolicyRule[];
    try {
      rules = rulesOf(kind, name, bound.binding.metadata?.namespace ?? '');
    } catch (error) {
      return see({ rule: {}, error: (error as Error).message, bound });
    }
    return rules.every((rule) => see({ rule, bound }));
  }

  return {
    version,
    rulesOf,
    visit(user, namespace, see) {
      const scopes = namespace === '' ? [''] : ['', namespace];
      for (const scope of scopes) {
        const bindings = current().get(scope);
        if (!bindings) continue;
        if (!boundTo(user, bindings).every((bound) => visitRules(bound, see))) return;
      }
    },
  };
}

/** Each binding once, in order. */
function boundTo(user: Caller, bindings: Map<string, Bound[]>): Bound[] {
  const found = new Map<number, Bound>();
  for (const principal of [`User ${user.user}`, ...user.groups.map((group) => `Group ${group}`)]) {
    for (const bound of bindings.get(principal) ?? []) if (!found.has(bound.at)) found.set(bound.at, bound);
  }
  return [...found.values()].sort((a, b) => a.at - b.at);
}

function indexBindings(store: Store): Index {
  const index: Index = new Map();
  let at = 0;
  for (const binding of [...store.list(CLUSTER_ROLE_BINDINGS), ...store.list(ROLE_BINDINGS)]) {
    const namespace = binding.metadata?.namespace ?? '';
    const { subjects, roleRef } = binding as { subjects?: Subject[]; roleRef?: RoleRef };
    at++;
    for (const subject of subjects ?? []) {
      let scope = index.get(namespace);
      if (!scope) index.set(namespace, (scope = new Map()));
      const principal = principalOf(subject, namespace);
      const known = scope.get(principal) ?? [];
      scope.set(principal, [...known, { at, binding, roleRef: roleRef!, subject }]);
    }
  }
  return index;
}

function principalOf({ kind, name, namespace }: Subject, home: string): string {
  return kind === 'ServiceAccount' ? `User system:serviceaccount:${namespace || home}:${name}` : `${kind} ${name}`;
}

/** `RoleBinding "rb/default" of Role "r" to User "jane"`. */
export function describeBinding({ bound: { binding, roleRef, subject } }: Visit): string {
  const { name = '', namespace } = binding.metadata ?? {};
  const own = namespace
    ? `RoleBinding ${JSON.stringify(`${name}/${namespace}`)}`
    : `ClusterRoleBinding ${JSON.stringify(name)}`;
  const who =
    subject.kind === 'ServiceAccount'
      ? `ServiceAccount ${JSON.stringify(`${subject.name}/${subject.namespace || (namespace ?? '')}`)}`
      : `${subject.kind} ${JSON.stringify(subject.name)}`;
  return `${own} of ${roleRef.kind} ${JSON.stringify(roleRef.name)} to ${who}`;
}
