/** IPAddresses (pkg/registry/networking/ipaddress/strategy.go, pkg/apis/networking/validation ValidateIPAddress). */
import { dequal } from 'dequal';
import { type FieldError, IMMUTABLE, invalid, invalids, required } from '../../../../api/field-errors.ts';
import { IP_ERROR, formatIP, parseIP } from '../../../../api/ip.ts';
import { isDNS1123Subdomain, isPathSegmentName } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

interface Reference {
  group?: string;
  resource?: string;
  namespace?: string;
  name?: string;
}

function parentOf(object: KubeObject): Reference | undefined {
  return (object['spec'] as { parentRef?: Reference } | undefined)?.parentRef;
}

function validate(object: KubeObject): FieldError[] {
  const parent = parentOf(object);
  if (!parent) return [required('spec.parentRef')];
  const errors: FieldError[] = [];
  const { group, namespace } = parent;
  if (group) errors.push(...invalids('spec.parentRef.group', group, isDNS1123Subdomain(group)));
  for (const field of ['resource', 'name'] as const) {
    const text = parent[field];
    if (!text) errors.push(required(`spec.parentRef.${field}`));
    else errors.push(...invalids(`spec.parentRef.${field}`, text, isPathSegmentName(text)));
  }
  if (namespace) errors.push(...invalids('spec.parentRef.namespace', namespace, isPathSegmentName(namespace)));
  return errors;
}

/** `services/default/kubernetes`. */
function parentText({ group, resource = '', namespace, name = '' }: Reference): string {
  const parts = [group ? `${resource}.${group}` : resource, namespace, name];
  return parts.filter(Boolean).join('/');
}

export const ipAddressStrategy: Strategy = {
  info: info('networking.k8s.io/v1', 'IPAddress', 'ipaddresses', { namespaced: false, shortNames: ['ip'] }),
  validateName(name) {
    const address = parseIP(name);
    if (!address) return [IP_ERROR];
    const canonical = formatIP(address);
    return name === canonical ? [] : [`must be in canonical form (${JSON.stringify(canonical)})`];
  },
  validate,
  validateUpdate(object, old) {
    const errors = validate(object);
    if (!dequal(parentOf(object), parentOf(old))) errors.push(invalid('spec.parentRef', parentOf(object), IMMUTABLE));
    return errors;
  },
  columns: columns('Name', 'ParentRef'),
  cells: (object) => [nameOf(object), parentOf(object) ? parentText(parentOf(object)!) : '<none>'],
};
