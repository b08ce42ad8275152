/** IngressClasses (pkg/registry/networking/ingressclass/strategy.go). */
import {
  type FieldError,
  forbiddenField,
  invalid,
  invalids,
  notSupported,
  required,
  tooLong,
} from '../../../../api/field-errors.ts';
import { isDNS1123Label, isDomainPrefixedPath } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { keepStatus } from '../generation.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';
import { validateTypedReference } from './typed-reference.ts';

interface Spec {
  controller?: string;
  parameters?: Parameters;
}

interface Parameters {
  apiGroup?: string;
  kind?: string;
  name?: string;
  scope?: string;
  namespace?: string;
}

function specOf(object: KubeObject): Spec {
  return (object['spec'] ?? {}) as Spec;
}

function validate(object: KubeObject): FieldError[] {
  const { controller = '', parameters } = specOf(object);
  const errors: FieldError[] = [];
  if (controller === '') errors.push(required('spec.controller'));
  else {
    if (controller.length > 250) errors.push(tooLong('spec.controller', 250));
    errors.push(...invalids('spec.controller', controller, isDomainPrefixedPath(controller)));
  }
  if (parameters) validateParameters(parameters, errors);
  return errors;
}

const SCOPES = ['Cluster', 'Namespace'];

function validateParameters(reference: Parameters, errors: FieldError[]): void {
  const at = 'spec.parameters';
  const { scope = '', namespace } = reference;
  validateTypedReference(reference, at, errors);
  if (!SCOPES.includes(scope)) errors.push(notSupported(`${at}.scope`, scope, SCOPES));
  else if (scope === 'Cluster' && namespace !== undefined)
    errors.push(forbiddenField(`${at}.namespace`, "`parameters.scope` is set to 'Cluster'"));
  else if (scope === 'Namespace' && namespace === undefined)
    errors.push(required(`${at}.namespace`, "`parameters.scope` is set to 'Namespace'"));
  else if (scope === 'Namespace') errors.push(...invalids(`${at}.namespace`, namespace, isDNS1123Label(namespace!)));
}

function parameters({ parameters }: Spec): string {
  if (!parameters) return '<none>';
  return `${parameters.kind}${parameters.apiGroup ? `.${parameters.apiGroup}` : ''}/${parameters.name}`;
}

export const ingressClassStrategy: Strategy = {
  info: info('networking.k8s.io/v1', 'IngressClass', 'ingressclasses', { namespaced: false }),
  applyDefaults(object) {
    const spec = specOf(object);
    if (spec.parameters && spec.parameters.scope === undefined) spec.parameters.scope = 'Cluster';
  },
  prepareForCreate(object) {
    object.metadata = { ...object.metadata, generation: 1 };
  },
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: true }),
  validate,
  validateUpdate(object, old) {
    const [now, was] = [specOf(object).controller, specOf(old).controller];
    return now === was
      ? validate(object)
      : [invalid('spec.controller', now ?? '', 'field is immutable'), ...validate(object)];
  },
  columns: columns('Name', 'Controller', 'Parameters', 'Age'),
  cells: (object, now) => [
    nameOf(object),
    specOf(object).controller ?? '',
    parameters(specOf(object)),
    ageOf(object, now),
  ],
};
