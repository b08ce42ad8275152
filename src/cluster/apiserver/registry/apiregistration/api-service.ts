/** APIServices (kube-aggregator/pkg/registry/apiservice/strategy.go). Who keeps those of this server is in aggregation/. */
import { type FieldError, invalid, required } from '../../../../api/field-errors.ts';
import { isDNS1035Label, isDNS1123Subdomain, isValidPortNum } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { type ApiService, LOCAL, specOf } from '../../aggregation/types.ts';
import { timestamp } from '../../core.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { keepStatus } from '../generation.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

function validate(object: KubeObject): FieldError[] {
  const { group = '', version = '', service, caBundle, insecureSkipTLSVerify, ...priority } = specOf(object);
  const errors: FieldError[] = [];
  const name = object.metadata?.name ?? '';
  const expected = `${version}.${group}`;
  if (name !== '' && name !== expected)
    errors.push(invalid('metadata.name', name, `must be \`spec.version+"."+spec.group\`: ${JSON.stringify(expected)}`));
  if (group === '' && version !== 'v1')
    errors.push(required('spec.group', 'only v1 may have an empty group and it better be legacy kube'));
  if (group !== '') errors.push(...isDNS1123Subdomain(group).map((text) => invalid('spec.group', group, text)));
  errors.push(...isDNS1035Label(version).map((text) => invalid('spec.version', version, text)));
  for (const [field, max] of [
    ['groupPriorityMinimum', 20_000],
    ['versionPriority', 1000],
  ] as const) {
    const value = priority[field] ?? 0;
    if (value <= 0 || value > max)
      errors.push(invalid(`spec.${field}`, value, `must be positive and less than ${max}`));
  }
  if (!service) {
    if (caBundle) errors.push(invalid('spec.caBundle', caBundle, 'local APIServices may not have a caBundle'));
    if (insecureSkipTLSVerify)
      errors.push(invalid('spec.insecureSkipTLSVerify', true, 'local APIServices may not have insecureSkipTLSVerify'));
    return errors;
  }
  if (!service.namespace) errors.push(required('spec.service.namespace'));
  if (!service.name) errors.push(required('spec.service.name'));
  const { port = 443 } = service;
  for (const text of isValidPortNum(port))
    errors.push(invalid('spec.service.port', port, `port is not valid: ${text}`));
  if (insecureSkipTLSVerify && caBundle)
    errors.push(invalid('spec.insecureSkipTLSVerify', true, 'may not be true if caBundle is present'));
  return errors;
}

function service(object: KubeObject): string {
  const { service: to } = specOf(object);
  return to ? `${to.namespace}/${to.name}` : 'Local';
}

function available(object: KubeObject): string {
  const condition = (object as ApiService).status?.conditions?.find(({ type }) => type === 'Available');
  if (!condition) return 'Unknown';
  return condition.status === 'True' ? 'True' : `${condition.status} (${condition.reason})`;
}

export const apiServiceStrategy: Strategy = {
  info: info('apiregistration.k8s.io/v1', 'APIService', 'apiservices', {
    categories: ['api-extensions'],
    namespaced: false,
    subresources: ['status'],
  }),
  applyDefaults(object) {
    const { service: to } = specOf(object);
    if (to) to.port ??= 443;
  },
  prepareForCreate(object, { now }) {
    // A local one is always there.
    object['status'] = specOf(object).service
      ? {}
      : { conditions: [{ ...LOCAL, lastTransitionTime: timestamp(now()) }] };
  },
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: false }),
  // `v1.` is the core group's: the whole name is compared instead.
  validateName: () => [],
  validate,
  columns: columns('Name', 'Service', 'Available', 'Age'),
  cells: (object, now) => [nameOf(object), service(object), available(object), ageOf(object, now)],
};
