/** FlowSchemas (pkg/registry/flowcontrol/flowschema/strategy.go, pkg/apis/flowcontrol/validation). */
import { type FieldError, invalid, notSupported, required } from '../../../../api/field-errors.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { keepStatus, startGeneration } from '../generation.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';
import { type FlowRule, validateFlowRule } from './flow-schema-rules.ts';

interface Spec {
  priorityLevelConfiguration?: { name?: string };
  matchingPrecedence?: number;
  distinguisherMethod?: { type?: string };
  rules?: FlowRule[];
}

interface Status {
  conditions?: { type: string; status: string }[];
}

const METHODS = ['ByNamespace', 'ByUser'];

function validate(object: KubeObject): FieldError[] {
  const spec = (object['spec'] ?? {}) as Spec;
  const errors: FieldError[] = [];
  const precedence = spec.matchingPrecedence ?? 0;
  if (precedence <= 0) {
    errors.push(invalid('spec.matchingPrecedence', precedence, 'must be a positive value'));
  } else if (precedence > 10_000) {
    errors.push(invalid('spec.matchingPrecedence', precedence, 'must not be greater than 10000'));
  }
  if (precedence === 1 && object.metadata?.name !== 'exempt') {
    errors.push(
      invalid('spec.matchingPrecedence', precedence, "only the schema named 'exempt' may have matchingPrecedence 1"),
    );
  }
  const method = spec.distinguisherMethod;
  if (method && !METHODS.includes(method.type ?? '')) {
    errors.push(notSupported('spec.distinguisherMethod.type', method.type ?? '', METHODS));
  }
  if (!spec.priorityLevelConfiguration?.name) {
    errors.push(required('spec.priorityLevelConfiguration.name', 'must reference a priority level'));
  }
  for (const [i, rule] of (spec.rules ?? []).entries()) errors.push(...validateFlowRule(rule, `spec.rules[${i}]`));
  return errors;
}

export const flowSchemaStrategy: Strategy = {
  info: info('flowcontrol.apiserver.k8s.io/v1', 'FlowSchema', 'flowschemas', {
    namespaced: false,
    subresources: ['status'],
  }),
  applyDefaults(object) {
    const spec = object['spec'] as Spec | undefined;
    if (spec && !spec.matchingPrecedence) spec.matchingPrecedence = 1000;
  },
  prepareForCreate: (object) => startGeneration(object),
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: true }),
  validate,
  columns: columns('Name', 'PriorityLevel', 'MatchingPrecedence', 'DistinguisherMethod', 'Age', 'MissingPL'),
  cells(object, now) {
    const spec = (object['spec'] ?? {}) as Spec;
    const dangling = ((object['status'] ?? {}) as Status).conditions?.find(({ type }) => type === 'Dangling');
    return [
      nameOf(object),
      spec.priorityLevelConfiguration?.name ?? '',
      String(spec.matchingPrecedence ?? 0),
      spec.distinguisherMethod?.type ?? '<none>',
      ageOf(object, now),
      dangling?.status ?? '?',
    ];
  },
};
