/** ServiceCIDRs (pkg/registry/networking/servicecidr/strategy.go, pkg/apis/networking/validation ValidateServiceCIDR). */
import { dequal } from 'dequal';
import { type FieldError, IMMUTABLE, invalid, required } from '../../../../api/field-errors.ts';
import { CIDR_ERROR, firstOf, parseCIDR } from '../../../../api/ip.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { keepStatus } from '../generation.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

function cidrsOf(object: KubeObject): string[] {
  return (object['spec'] as { cidrs?: string[] } | undefined)?.cidrs ?? [];
}

function validate(object: KubeObject): FieldError[] {
  const cidrs = cidrsOf(object);
  if (cidrs.length === 0) return [required('spec.cidrs', 'at least one CIDR required')];
  if (cidrs.length > 2) return [invalid('spec.cidrs', object['spec'], 'may only hold up to 2 values')];
  const networks = cidrs.map(parseCIDR);
  if (networks.length === 2 && networks[0] && networks[1] && networks[0].family === networks[1].family)
    return [
      invalid(
        'spec.cidrs',
        object['spec'],
        'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64',
      ),
    ];
  return cidrs.flatMap((cidr, i) => {
    const network = networks[i];
    const at = `spec.cidrs[${i}]`;
    if (!network) return [invalid(at, cidr, CIDR_ERROR)];
    if (firstOf(network) !== network.value)
      return [invalid(at, cidr, 'must not have bits set beyond the prefix length')];
    return [];
  });
}

export const serviceCidrStrategy: Strategy = {
  info: info('networking.k8s.io/v1', 'ServiceCIDR', 'servicecidrs', { namespaced: false, subresources: ['status'] }),
  prepareForCreate(object) {
    object['status'] = {};
  },
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: false }),
  validate,
  validateUpdate(object, old) {
    const [cidrs, before] = [cidrsOf(object), cidrsOf(old)];
    if (dequal(cidrs, before)) return [];
    // A second family may be added to a single one.
    if (before.length === 1 && cidrs.length === 2 && cidrs[0] === before[0]) return validate(object);
    return [invalid('spec.cidrs[0]', cidrs[0], IMMUTABLE)];
  },
  columns: columns('Name', 'CIDRs', 'Age'),
  cells: (object, now) => [nameOf(object), cidrsOf(object).join(','), ageOf(object, now)],
};
