/** ValidatingAdmissionPolicies (pkg/registry/admissionregistration/validatingadmissionpolicy/strategy.go). */
import type { KubeObject } from '../../../../api/object.ts';
import type { Policy } from '../../policies/types.ts';
import { defaultMatch } from '../../policies/validate-match.ts';
import { policyErrors } from '../../policies/validate-policy.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { keepStatus, startGeneration } from '../generation.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

const specOf = (object: KubeObject): Policy['spec'] => (object as Policy).spec ?? {};

function paramKind({ paramKind: kind }: Policy['spec']): string {
  return kind ? `${kind.apiVersion}/${kind.kind}` : '<unset>';
}

export const validatingAdmissionPolicyStrategy: Strategy = {
  info: info('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'validatingadmissionpolicies', {
    categories: ['api-extensions'],
    namespaced: false,
    subresources: ['status'],
  }),
  applyDefaults(object) {
    const { spec } = object as Policy;
    if (!spec) return;
    spec.failurePolicy ??= 'Fail';
    if (spec.matchConstraints) defaultMatch(spec.matchConstraints);
  },
  prepareForCreate: (object) => startGeneration(object),
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: true }),
  validate: (object) => policyErrors({ ...object, spec: specOf(object) }),
  columns: columns('Name', 'Validations#', 'ParamKind', 'Age'),
  cells: (object, now) => [
    nameOf(object),
    specOf(object).validations?.length ?? 0,
    paramKind(specOf(object)),
    ageOf(object, now),
  ],
};
