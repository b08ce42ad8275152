/** ValidatingAdmissionPolicy (apiserver/pkg/admission/plugin/policy/validating/{dispatcher,validator}.go). */
import type { KubeObject } from '../../../api/object.ts';
import { forbidden } from '../../../api/status-errors.ts';
import { StatusError } from '../../../api/status.ts';
import { toCel } from '../cel/values.ts';
import type { Core } from '../core.ts';
import { type Activation, activationOf, lazily } from '../policies/activation.ts';
import { type CompiledPolicy, compiledPolicy } from '../policies/compiled.ts';
import { matchesResources } from '../policies/match.ts';
import { paramsOf } from '../policies/params.ts';
import { BINDINGS, POLICIES, type Policy, type PolicyBinding } from '../policies/types.ts';
import type { AdmissionPlugin, Attributes } from './plugin.ts';

interface Denial {
  policy: string;
  binding: string;
  message: string;
  reason: string;
  /** Place of the expression in the policy; absent when it was not one that failed. */
  index?: number;
}

const CODES: Readonly<Record<string, number>> = {
  Unauthorized: 401,
  Forbidden: 403,
  RequestEntityTooLarge: 413,
};

export const validatingAdmissionPolicy: AdmissionPlugin = {
  name: 'ValidatingAdmissionPolicy',
  validate(asked, core) {
    const bindings = core.store.list(BINDINGS, {});
    // Policies are not asked about policies: one could lock everybody out.
    if (bindings.length === 0 || asked.strategy.info.group === 'admissionregistration.k8s.io') return;
    const denials: Denial[] = [];
    let activation: Activation | undefined;
    for (const binding of bindings as readonly KubeObject[] as readonly PolicyBinding[]) {
      const policy = core.store.get(POLICIES, undefined, binding.spec.policyName ?? '') as Policy | undefined;
      if (!policy || !isAsked(policy, binding, asked, core)) continue;
      activation ??= activationOf(asked, core);
      const found = decide(policy, binding, asked, core, activation);
      enforce(found, binding, asked, denials);
    }
    const [first] = denials;
    if (first) throw refusal(first, asked);
  },
};

function isAsked(policy: Policy, binding: PolicyBinding, asked: Attributes, core: Core): boolean {
  const { matchConstraints } = policy.spec;
  if (!matchConstraints || !matchesResources(matchConstraints, asked, core)) return false;
  const { matchResources } = binding.spec;
  return !matchResources || matchesResources(matchResources, asked, core);
}

function enforce(found: readonly Denial[], binding: PolicyBinding, asked: Attributes, denials: Denial[]): void {
  const actions = binding.spec.validationActions ?? [];
  if (actions.includes('Audit') && found.length > 0) {
    const failures = found.map(({ message, policy, binding: by, index = 0 }) => ({
      message,
      policy,
      binding: by,
      expressionIndex: index,
      validationActions: actions,
    }));
    asked.annotate?.('validation.policy.admission.k8s.io/validation_failure', JSON.stringify(failures));
  }
  for (const denial of found) {
    if (actions.includes('Deny')) denials.push(denial);
    if (actions.includes('Warn'))
      asked.warn(
        `Validation failed for ValidatingAdmissionPolicy '${denial.policy}' with binding '${denial.binding}': ${denial.message}`,
      );
  }
}

function refusal({ policy, binding, message: why, reason }: Denial, { strategy, name }: Attributes): StatusError {
  const message = `ValidatingAdmissionPolicy '${policy}' with binding '${binding}' denied request: ${why}`;
  const { status } = forbidden(strategy.info, name, message);
  return new StatusError({
    ...status,
    reason,
    code: CODES[reason] ?? 422,
    details: { ...status.details, causes: [{ message }] },
  });
}

function decide(policy: Policy, binding: PolicyBinding, asked: Attributes, core: Core, shared: Activation): Denial[] {
  const names = { policy: policy.metadata?.name ?? '', binding: binding.metadata?.name ?? '' };
  const fails = policy.spec.failurePolicy !== 'Ignore';
  const failed = (message: string, reason = 'Invalid'): Denial[] => (fails ? [{ ...names, message, reason }] : []);
  let params: (KubeObject | undefined | null)[];
  try {
    params = paramsOf(policy, binding, asked, core);
  } catch (error) {
    return failed(`failed to configure binding: ${(error as Error).message}`);
  }
  const compiled = compiledPolicy(policy);
  return params.flatMap((param) => {
    const activation = withVariables(shared, compiled, param);
    const unmet = conditions(compiled, activation);
    if (unmet === 'no') return [];
    if (unmet !== 'yes') return failed(unmet.error);
    annotate(compiled, activation, names.policy, asked);
    return compiled.validations.flatMap((one, index) =>
      judge(one, activation, failed, names).map((denial) => ({ ...denial, index })),
    );
  });
}

/** What the policy wants to be written into the audit event: `POLICY/KEY`. */
function annotate({ annotations }: CompiledPolicy, activation: Activation, policy: string, asked: Attributes): void {
  if (!asked.annotate) return;
  for (const { key, expression } of annotations) {
    try {
      const value = expression.program?.run(activation);
      if (typeof value === 'string' && value.trim() !== '') asked.annotate(`${policy}/${key}`, value.trim());
    } catch {
      // An expression that fails is nobody's value.
    }
  }
}

/** Variables are evaluated when an expression asks for them, once. */
function withVariables(shared: Activation, compiled: CompiledPolicy, param: KubeObject | undefined | null): Activation {
  const activation: Activation = {};
  for (const name of Object.keys(shared)) lazily(activation, name, () => shared[name]);
  if (param !== undefined) lazily(activation, 'params', () => toCel(param));
  const variables: Activation = {};
  for (const { name, expression } of compiled.variables) {
    lazily(variables, name, () => {
      if (!expression.program) throw new Error(expression.error);
      return expression.program.run(activation);
    });
  }
  activation['variables'] = variables;
  return activation;
}

/** A condition that is false outweighs one that cannot be evaluated. */
function conditions({ conditions: all }: CompiledPolicy, activation: Activation): 'yes' | 'no' | { error: string } {
  let error: string | undefined;
  for (const { expression } of all) {
    try {
      if (!expression.program) throw new Error(expression.error);
      if (expression.program.run(activation) !== true) return 'no';
    } catch (thrown) {
      error ??= `expression '${expression.text}' resulted in error: ${(thrown as Error).message}`;
    }
  }
  return error === undefined ? 'yes' : { error };
}

function judge(
  { validation, expression, message }: CompiledPolicy['validations'][number],
  activation: Activation,
  failed: (message: string, reason?: string) => Denial[],
  names: { policy: string; binding: string },
): Denial[] {
  const text = validation.expression.trim();
  if (!expression.program) return failed(`compilation error: ${expression.error}`);
  try {
    if (expression.program.run(activation) === true) return [];
  } catch (error) {
    return failed(`expression '${text}' resulted in error: ${(error as Error).message}`);
  }
  const said = messageOf(message, activation) ?? (validation.message?.trim() || `failed expression: ${text}`);
  return [{ ...names, message: said, reason: validation.reason || 'Invalid' }];
}

/** A message that cannot be made, is empty or has several lines gives way to the plain one. */
function messageOf(
  message: CompiledPolicy['validations'][number]['message'],
  activation: Activation,
): string | undefined {
  try {
    const text = message?.program?.run(activation);
    return typeof text === 'string' && text.trim() !== '' && !text.includes('\n') ? text.trim() : undefined;
  } catch {
    return undefined;
  }
}
