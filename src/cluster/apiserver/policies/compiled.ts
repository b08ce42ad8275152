/** A policy's expressions, compiled once for each state of it. */
import { type Program, compile } from '../cel/compile.ts';
import { DYN, type Type } from '../cel/types.ts';
import { admissionScope } from './scope.ts';
import type { MatchCondition, Policy, Validation } from './types.ts';

interface Expression {
  text: string;
  program: Program | undefined;
  /** Why there is no program. */
  error: string | undefined;
}

export interface CompiledPolicy {
  variables: { name: string; expression: Expression }[];
  conditions: { name: string; expression: Expression }[];
  validations: { validation: Validation; expression: Expression; message: Expression | undefined }[];
  annotations: { key: string; expression: Expression }[];
}

function expression(text: string, scope: Record<string, Type>, wanted: readonly string[]): Expression {
  const { program, error } = compile(text, scope, wanted);
  return { text, program, error };
}

/** The types of a policy's variables, each of which may speak of those before it. */
export function variableTypes(policy: Policy, object?: Type): Record<string, Type> {
  const types: Record<string, Type> = {};
  for (const { name = '', expression: text = '' } of policy.spec.variables ?? []) {
    const scope = admissionScope({
      params: policy.spec.paramKind !== undefined,
      variables: { ...types },
      ...(object ? { object } : {}),
    });
    types[name] = compile(text, scope, ['any']).program?.type ?? DYN;
  }
  return types;
}

const compiled = new WeakMap<Policy, CompiledPolicy>();

export function compiledPolicy(policy: Policy): CompiledPolicy {
  let known = compiled.get(policy);
  if (known) return known;
  const { spec } = policy;
  const params = spec.paramKind !== undefined;
  const variables = variableTypes(policy);
  const scope = admissionScope({ params, variables });
  known = {
    variables: (spec.variables ?? []).map(({ name, expression: text }) => ({
      name,
      expression: expression(text, scope, ['any']),
    })),
    conditions: conditionsOf(spec.matchConditions, params),
    validations: (spec.validations ?? []).map((validation) => ({
      validation,
      expression: expression(validation.expression, scope, ['bool']),
      message: validation.messageExpression ? expression(validation.messageExpression, scope, ['string']) : undefined,
    })),
    annotations: (spec.auditAnnotations ?? []).map(({ key, valueExpression }) => ({
      key,
      expression: expression(valueExpression, scope, ['string', 'null']),
    })),
  };
  compiled.set(policy, known);
  return known;
}

export function conditionsOf(
  conditions: readonly MatchCondition[] | undefined,
  params: boolean,
): CompiledPolicy['conditions'] {
  const scope = admissionScope({ params });
  return (conditions ?? []).map(({ name, expression: text }) => ({
    name,
    expression: expression(text, scope, ['bool']),
  }));
}
