/**
 * Nobody may grant what he has not (pkg/registry/rbac/{role,clusterrole,rolebinding,clusterrolebinding}/policybased). Upstream
 * looks before validation, in the storage of these kinds.
 */
import { dequal } from 'dequal';
import { forbidden } from '../../../api/status-errors.ts';
import { type PolicyRule, compactRules } from '../../../api/policy-rules.ts';
import type { Caller } from '../verbs-contract.ts';
import { MASTERS } from '../authorization/authorizer.ts';
import { compactString, quotedList, uncovered } from '../authorization/rules.ts';
import type { Core } from '../core.ts';
import { RBAC_GROUP, type RoleRef } from '../registry/rbac/policy-rule.ts';
import type { AdmissionPlugin, Attributes } from './plugin.ts';

export const rbacEscalation: AdmissionPlugin = {
  name: 'RBACEscalation',
  admit(request, core) {
    const { strategy, operation, object, old, caller } = request;
    if (strategy.info.group !== RBAC_GROUP || operation === 'DELETE' || !object) return;
    if (caller.groups.includes(MASTERS)) return;
    if (strategy.info.kind.endsWith('Binding')) checkBinding(request, core);
    else if (!old || !dequal(rulesIn(old), rulesIn(object)) || !dequal(aggregation(old), aggregation(object))) {
      checkRole(request, core);
    }
  },
};

function rulesIn(object: object): PolicyRule[] {
  return ((object as { rules?: PolicyRule[] | null }).rules ?? []) as PolicyRule[];
}

function aggregation(object: object): unknown {
  return (object as { aggregationRule?: unknown }).aggregationRule;
}

function may(core: Core, request: Attributes, verb: string, resource: string, name: string): boolean {
  const { caller: user, namespace = '' } = request;
  const asked = { user, verb, group: RBAC_GROUP, resource, subresource: '', namespace, name };
  return core.authorizer.authorize(asked).allowed;
}

const EVERYTHING: PolicyRule[] = [
  { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
  { nonResourceURLs: ['*'], verbs: ['*'] },
];

function checkRole(request: Attributes, core: Core): void {
  const { strategy, object, caller, namespace } = request;
  const name = object!.metadata?.name ?? '';
  if (may(core, request, 'escalate', strategy.info.resource, name)) return;
  if (aggregation(object!) && grantError(core, caller, '', EVERYTHING) !== undefined) {
    throw forbidden(strategy.info, name, 'must have cluster-admin privileges to use an aggregationRule');
  }
  const why = grantError(core, caller, namespace ?? '', rulesIn(object!));
  if (why !== undefined) throw forbidden(strategy.info, name, why);
}

function checkBinding(request: Attributes, core: Core): void {
  const { strategy, object, old, caller, namespace = '' } = request;
  const { roleRef, subjects } = object as { roleRef?: RoleRef; subjects?: object[] };
  if (!roleRef?.name || (roleRef.kind !== 'Role' && roleRef.kind !== 'ClusterRole')) return;
  if (old && dequal((old as { subjects?: object[] }).subjects, subjects)) return;
  const resource = roleRef.kind === 'Role' ? 'roles' : 'clusterroles';
  if (may(core, request, 'bind', resource, roleRef.name)) return;
  // Throws NotFound: what is not there cannot be bound by who might not.
  const rules = core.authorizer.rulesOf(roleRef.kind, roleRef.name, namespace);
  const why = grantError(core, caller, namespace, rules);
  if (why !== undefined) throw forbidden(strategy.info, object!.metadata?.name ?? '', why);
}

/** What of `rules` the caller has not, as ConfirmNoEscalation says it. */
function grantError(core: Core, caller: Caller, namespace: string, rules: readonly PolicyRule[]): string | undefined {
  const owned = core.authorizer.rulesFor(caller, namespace);
  const missing = uncovered(owned.rules, rules);
  if (missing.length === 0) return undefined;
  const who = `user ${JSON.stringify(caller.user)} (groups=${quotedList(caller.groups)})`;
  const what = [...new Set(compactRules(missing).map(compactString))].sort().join('\n');
  const errors = owned.errors.length > 0 ? `; resolution errors: [${owned.errors.join(', ')}]` : '';
  return `${who} is attempting to grant RBAC permissions not currently held:\n${what}${errors}`;
}
