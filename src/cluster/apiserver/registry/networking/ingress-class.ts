/** IngressClasses (pkg/registry/networking/ingressclass/strategy.go). */
import { type FieldError, invalid, required, tooLong } from '../../../../api/field-errors.ts';
import { isDomainPrefixedPath } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { keepStatus } from '../generation.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

interface Spec {
  controller?: string;
  parameters?: { apiGroup?: string; kind: string; name: string; scope?: string };
}

function specOf(object: KubeObject): Spec {
  return (object['spec'] ?? {}) as Spec;
}

function validate(object: KubeObject): FieldError[] {
  const { controller = '' } = specOf(object);
  if (controller === '') return [required('spec.controller')];
  if (controller.length > 250) return [tooLong('spec.controller', 250)];
  return isDomainPrefixedPath(controller).map((message) => invalid('spec.controller', controller, message));
}

function parameters({ parameters }: Spec): string {
  if (!parameters) return '<none>';
  return `${parameters.kind}${parameters.apiGroup ? `.${parameters.apiGroup}` : ''}/${parameters.name}`;
}

export const ingressClassStrategy: Strategy = {
  info: info('networking.k8s.io/v1', 'IngressClass', 'ingressclasses', { namespaced: false }),
  applyDefaults(object) {
    const spec = specOf(object);
    if (spec.parameters && !spec.parameters.scope) spec.parameters.scope = 'Cluster';
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
      : [...validate(object), invalid('spec.controller', now, 'field is immutable')];
  },
  columns: columns('Name', 'Controller', 'Parameters', 'Age'),
  cells: (object, now) => [
    nameOf(object),
    specOf(object).controller ?? '',
    parameters(specOf(object)),
    ageOf(object, now),
  ],
};
