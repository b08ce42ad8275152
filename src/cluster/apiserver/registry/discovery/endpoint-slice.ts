/** EndpointSlices (pkg/registry/discovery/endpointslice/strategy.go; printers.go printEndpointSlice). */
import { type FieldError, invalid, notSupported, required } from '../../../../api/field-errors.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

interface Slice {
  addressType?: string;
  endpoints?: { addresses?: string[]; conditions?: object }[] | null;
  ports?: { name?: string; port?: number; protocol?: string }[] | null;
}

const SHOWN = 3;
const TYPES = ['IPv4', 'IPv6', 'FQDN'];

function more(items: readonly string[]): string {
  if (items.length <= SHOWN) return items.join(',');
  return `${items.slice(0, SHOWN).join(',')} + ${items.length - SHOWN} more...`;
}

function formatPorts(ports: Slice['ports']): string {
  if (!ports) return '<unset>';
  return ports.length === 0
    ? '<unset>'
    : more(ports.map(({ name, port }) => (port === undefined ? (name ?? '') : port === 0 ? '*' : String(port))));
}

function validate(object: KubeObject): FieldError[] {
  const { addressType } = object as Slice;
  if (!addressType) return [required('addressType')];
  return TYPES.includes(addressType) ? [] : [notSupported('addressType', addressType, TYPES)];
}

export const endpointSliceStrategy: Strategy = {
  info: info('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices'),
  applyDefaults(object) {
    for (const endpoint of (object as Slice).endpoints ?? []) {
      if (!Object.isFrozen(endpoint)) endpoint.conditions ??= {};
    }
    for (const port of (object as Slice).ports ?? []) {
      if (Object.isFrozen(port)) continue;
      if (port.name === undefined) port.name = '';
      if (port.protocol === undefined) port.protocol = 'TCP';
    }
  },
  prepareForCreate(object) {
    object.metadata = { ...object.metadata, generation: 1 };
  },
  prepareForUpdate(object, old) {
    const { metadata: _a, ...now } = object;
    const { metadata: before, ...was } = old;
    const changed =
      JSON.stringify(now) !== JSON.stringify(was) ||
      JSON.stringify(object.metadata?.labels) !== JSON.stringify(before?.labels);
    object.metadata = { ...object.metadata, generation: (before?.generation ?? 0) + (changed ? 1 : 0) };
  },
  validate,
  validateUpdate(object, old) {
    const [a, b] = [object as Slice, old as Slice];
    const errors = validate(object);
    if (a.addressType !== b.addressType) errors.push(invalid('addressType', a.addressType, 'field is immutable'));
    return errors;
  },
  columns: columns('Name', 'AddressType', 'Ports', 'Endpoints', 'Age'),
  cells(object, now) {
    const slice = object as Slice;
    const addresses = (slice.endpoints ?? []).flatMap((endpoint) => endpoint.addresses ?? []);
    return [
      nameOf(object),
      slice.addressType ?? '',
      formatPorts(slice.ports),
      addresses.length ? more(addresses) : '<unset>',
      ageOf(object, now),
    ];
  },
};
