/** EndpointSlices (pkg/registry/discovery/endpointslice/strategy.go; printers.go printEndpointSlice). */
import { type FieldError, duplicate, invalid, invalids, notSupported, required } from '../../../../api/field-errors.ts';
import { IP_ERROR, parseIP } from '../../../../api/ip.ts';
import {
  isDNS1123Label,
  isDNS1123Subdomain,
  isFullyQualifiedDomainName,
  isLabelValue,
  isQualifiedName,
} from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { PROTOCOLS, nonSpecialIP } from '../core/endpoint-addresses.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

interface Endpoint {
  addresses?: string[];
  conditions?: object;
  hostname?: string;
  nodeName?: string;
  hints?: { forZones?: { name?: string }[]; forNodes?: { name?: string }[] };
  deprecatedTopology?: object;
}

interface Slice {
  addressType?: string;
  endpoints?: Endpoint[] | null;
  ports?: { name?: string; port?: number; protocol?: string; appProtocol?: string }[] | null;
}

const SHOWN = 3;
const MAX_ENDPOINTS = 1000;
const MAX_ADDRESSES = 100;
const TYPES = ['FQDN', 'IPv4', 'IPv6'];

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

function validateAddress(address: string, type: string, at: string): FieldError[] {
  if (type === 'FQDN') return isFullyQualifiedDomainName(address).map((message) => invalid(at, address, message));
  const family = type === 'IPv6' ? 6 : 4;
  const parsed = parseIP(address);
  if (!parsed) return [invalid(at, address, IP_ERROR)];
  if (parsed.family !== family)
    return [invalid(at.replace(/\[\d+\]$/, ''), address, `must be an ${type} address`), ...nonSpecialIP(address, at)];
  return nonSpecialIP(address, at);
}

function validateEndpoints({ endpoints, addressType = '' }: Slice): FieldError[] {
  const errors: FieldError[] = [];
  if ((endpoints?.length ?? 0) > MAX_ENDPOINTS) errors.push(tooMany('endpoints', endpoints!.length, MAX_ENDPOINTS));
  for (const [i, { addresses = [], hostname, nodeName, hints }] of (endpoints ?? []).entries()) {
    const at = `endpoints[${i}].addresses`;
    if (addresses.length === 0) errors.push(required(at, 'must contain at least 1 address'));
    else if (addresses.length > MAX_ADDRESSES) errors.push(tooMany(at, addresses.length, MAX_ADDRESSES));
    for (const [j, address] of addresses.entries())
      errors.push(...validateAddress(address, addressType, `${at}[${j}]`));
    if (nodeName !== undefined)
      errors.push(...invalids(`endpoints[${i}].nodeName`, nodeName, isDNS1123Subdomain(nodeName)));
    if (hostname !== undefined)
      for (const message of isDNS1123Label(hostname))
        errors.push(invalid(`endpoints[${i}].hostname`, hostname, message));
    for (const [list, check] of HINTS)
      validateHints(hints?.[list] ?? [], check, `endpoints[${i}].hints.${list}`, errors);
  }
  return errors;
}

const MAX_HINTS = 8;
const HINTS = [
  ['forZones', isLabelValue],
  ['forNodes', isDNS1123Subdomain],
] as const;

function validateHints(
  hints: readonly { name?: string }[],
  check: (name: string) => string[],
  at: string,
  errors: FieldError[],
): void {
  if (hints.length > MAX_HINTS) return void errors.push(tooMany(at, hints.length, MAX_HINTS));
  const seen = new Set<string>();
  for (const [i, { name = '' }] of hints.entries()) {
    if (seen.has(name)) errors.push(duplicate(`${at}[${i}].name`, name));
    seen.add(name);
    errors.push(...invalids(`${at}[${i}].name`, name, check(name)));
  }
}

function validatePorts({ ports }: Slice): FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  for (const [i, { name, protocol, appProtocol }] of (ports ?? []).entries()) {
    const at = `ports[${i}]`;
    if (name) for (const message of isDNS1123Label(name)) errors.push(invalid(`${at}.name`, name, message));
    if (names.has(name ?? '')) errors.push(duplicate(`${at}.name`, name ?? ''));
    names.add(name ?? '');
    if (protocol === undefined) errors.push(required(`${at}.protocol`));
    else if (!PROTOCOLS.includes(protocol)) errors.push(notSupported(`${at}.protocol`, protocol, PROTOCOLS));
    if (appProtocol !== undefined)
      for (const message of isQualifiedName(appProtocol))
        errors.push(invalid(`${at}.appProtocol`, appProtocol, message));
  }
  return errors;
}

function tooMany(field: string, count: number, most: number): FieldError {
  return { reason: 'FieldValueTooMany', field, message: `Too many: ${count}: must have at most ${most} items` };
}

/** The slices that controllers write come again and again with the same parts. */
const well = new WeakSet<object>();

function validate(object: KubeObject): FieldError[] {
  const slice = object as Slice;
  const { addressType, endpoints } = slice;
  if (!addressType) return [required('addressType')];
  if (!TYPES.includes(addressType)) return [notSupported('addressType', addressType, TYPES)];
  const known = endpoints && Object.isFrozen(endpoints) && well.has(endpoints);
  const errors = [...(known ? [] : validateEndpoints(slice)), ...validatePorts(slice)];
  if (errors.length === 0 && endpoints && Object.isFrozen(endpoints)) well.add(endpoints);
  return errors;
}

export const endpointSliceStrategy: Strategy = {
  info: info('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices'),
  applyDefaults(object) {
    const slice = object as Slice;
    slice.endpoints ??= null;
    slice.ports ??= null;
    for (const endpoint of slice.endpoints ?? []) {
      if (Object.isFrozen(endpoint)) continue;
      endpoint.conditions ??= {};
      // Only v1beta1 can say it.
      delete endpoint.deprecatedTopology;
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
