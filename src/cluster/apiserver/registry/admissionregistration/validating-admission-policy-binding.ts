/** ValidatingAdmissionPolicyBindings (pkg/registry/admissionregistration/validatingadmissionpolicybinding/strategy.go). */
import type { KubeObject } from '../../../../api/object.ts';
import type { PolicyBinding } from '../../policies/types.ts';
import { defaultMatch } from '../../policies/validate-match.ts';
import { bindingErrors } from '../../policies/validate-policy.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { keepStatus } from '../generation.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

const specOf = (object: KubeObject): PolicyBinding['spec'] => (object as PolicyBinding).spec ?? {};

function paramRef({ paramRef: ref }: PolicyBinding['spec']): string {
  if (!ref) return '<unset>';
  if (!ref.name) return ref.selector ? '*' : '';
  return ref.namespace ? `${ref.namespace}/${ref.name}` : ref.name;
}

export const validatingAdmissionPolicyBindingStrategy: Strategy = {
  info: info(
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicyBinding',
    'validatingadmissionpolicybindings',
    {
      categories: ['api-extensions'],
      namespaced: false,
    },
  ),
  applyDefaults(object) {
    const { matchResources } = specOf(object);
    if (matchResources) defaultMatch(matchResources);
  },
  prepareForCreate(object) {
    object.metadata = { ...object.metadata, generation: 1 };
  },
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: true }),
  validate: (object) => bindingErrors(object as PolicyBinding),
  columns: columns('Name', 'PolicyName', 'ParamRef', 'Age'),
  cells: (object, now) => [
    nameOf(object),
    specOf(object).policyName ?? '',
    paramRef(specOf(object)),
    ageOf(object, now),
  ],
};
