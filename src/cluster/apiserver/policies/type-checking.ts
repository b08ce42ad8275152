/**
 * Warns in a policy's status of expressions that do not fit what they are asked about
 * (pkg/controller/validatingadmissionpolicystatus, apiserver/pkg/admission/plugin/policy/validating/typechecking.go).
 */
import { dequal } from 'dequal';
import type { KubeObject } from '../../../api/object.ts';
import { groupVersion } from '../../../api/resource.ts';
import { isStatusError } from '../../../api/status.ts';
import { compile } from '../cel/compile.ts';
import type { Core } from '../core.ts';
import type { Strategy } from '../registry/strategy.ts';
import type { Caller, Verbs } from '../verbs-contract.ts';
import { variableTypes } from './compiled.ts';
import { objectTypeOf } from './object-type.ts';
import { admissionScope } from './scope.ts';
import { POLICIES, type Policy } from './types.ts';

interface Warning {
  fieldRef: string;
  warning: string;
}

const RESOURCE = { group: 'admissionregistration.k8s.io', version: 'v1', resource: 'validatingadmissionpolicies' };
const CALLER: Caller = {
  user: 'system:serviceaccount:kube-system:validatingadmissionpolicy-status-controller',
  groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:masters', 'system:authenticated'],
  userAgent: 'kube-controller-manager',
};
/** Kinds that one policy is checked against, at most. */
const LIMIT = 10;

export function checkPolicyTypes(core: Core, verbs: Verbs): { stop(): void } {
  return core.store.watch(POLICIES, {}, (events) => {
    for (const { type, object } of events) {
      if (type === 'DELETED') continue;
      const policy = core.store.get(POLICIES, undefined, object.metadata?.name ?? '') as Policy | undefined;
      if (policy) update(core, verbs, policy);
    }
  });
}

function update(core: Core, verbs: Verbs, policy: Policy): void {
  const generation = policy.metadata?.generation;
  const status = policy['status'] as { observedGeneration?: number } | undefined;
  if (status?.observedGeneration === generation) return;
  const warnings = warningsOf(core, policy);
  const typeChecking = warnings.length > 0 ? { expressionWarnings: warnings } : {};
  const next: KubeObject = { ...policy, status: { ...status, observedGeneration: generation, typeChecking } };
  if (dequal(next, policy)) return;
  try {
    verbs.update(CALLER, RESOURCE, undefined, policy.metadata?.name ?? '', next, { subresource: 'status' });
  } catch (error) {
    // Whoever was faster made an event of its own.
    if (!isStatusError(error, 'Conflict') && !isStatusError(error, 'NotFound')) throw error;
  }
}

function warningsOf(core: Core, policy: Policy): Warning[] {
  const kinds = checkedKinds(core, policy);
  const expressions = (policy.spec.validations ?? []).flatMap(({ expression, messageExpression }, i) => [
    { fieldRef: `spec.validations[${i}].expression`, text: expression, wanted: 'bool' },
    ...(messageExpression
      ? [{ fieldRef: `spec.validations[${i}].messageExpression`, text: messageExpression, wanted: 'string' }]
      : []),
  ]);
  return expressions.flatMap(({ fieldRef, text, wanted }) => {
    const found = kinds.flatMap((strategy) => {
      const object = objectTypeOf(strategy);
      if (!object) return [];
      const params = policy.spec.paramKind !== undefined;
      const scope = admissionScope({ params, variables: variableTypes(policy, object), object });
      const { error } = compile(text.trim(), scope, [wanted]);
      const { info } = strategy;
      return error === undefined
        ? []
        : [`${groupVersion(info)}, Kind=${info.kind}: ${error.replace(/^compilation failed: /, '')}\n`];
    });
    return found.length > 0 ? [{ fieldRef, warning: found.join('\n') }] : [];
  });
}

/** Only kinds that are named are checked: of a star nobody knows what was meant. */
function checkedKinds(core: Core, { spec }: Policy): Strategy[] {
  const named = (list: readonly string[] | undefined): readonly string[] =>
    (list ?? []).filter((one) => !one.includes('*'));
  const found = new Set<Strategy>();
  for (const rule of spec.matchConstraints?.resourceRules ?? []) {
    for (const strategy of core.kinds.all) {
      const { group, version, resource } = strategy.info;
      if (!named(rule.apiGroups).includes(group) || !named(rule.apiVersions).includes(version)) continue;
      if (named(rule.resources).includes(resource)) found.add(strategy);
    }
  }
  return [...found].slice(0, LIMIT);
}
