/** Endpoints (pkg/registry/core/endpoint/strategy.go; printers.go formatEndpoints). */
import { type FieldError, invalid, required } from '../../../../api/field-errors.ts';
import { IP_ERROR } from '../../../../api/ip.ts';
import { isDNS1123Label, isDNS1123Subdomain, isIP } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';
import { type EndpointPort, nonSpecialIP, validateEndpointPort } from './endpoint-addresses.ts';

interface Address {
  ip: string;
  hostname?: string;
  nodeName?: string;
}

interface Subset {
  addresses?: Address[];
  notReadyAddresses?: Address[];
  ports?: (EndpointPort & { port: number })[];
}

const SHOWN = 3;

function hostPort(ip: string, port: number): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

/** `10.0.0.1:80,10.0.0.2:80 + 3 more...` */
export function formatEndpoints(object: KubeObject): string {
  const subsets = (object['subsets'] ?? []) as Subset[];
  const all = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(({ ip }) => ip)
      : ports.flatMap(({ port }) => addresses.map(({ ip }) => hostPort(ip, port))),
  );
  if (all.length === 0) return '<none>';
  const shown = all.slice(0, SHOWN).join(',');
  return all.length > SHOWN ? `${shown} + ${all.length - SHOWN} more...` : shown;
}

function validateAddress({ ip = '', hostname = '', nodeName }: Partial<Address>, at: string): FieldError[] {
  const errors: FieldError[] = [];
  if (!isIP(ip)) errors.push(invalid(`${at}.ip`, ip, IP_ERROR));
  if (hostname !== '')
    for (const message of isDNS1123Label(hostname)) errors.push(invalid(`${at}.hostname`, hostname, message));
  if (nodeName !== undefined)
    for (const message of isDNS1123Subdomain(nodeName)) errors.push(invalid(`${at}.nodeName`, nodeName, message));
  // Upstream looks twice, in other words.
  const special = isIP(ip) ? nonSpecialIP(ip, `${at}.ip`) : [invalid(`${at}.ip`, ip, 'must be a valid IP address')];
  return [...errors, ...special];
}

function validate(object: KubeObject): FieldError[] {
  const subsets = (object['subsets'] ?? []) as Subset[];
  return subsets.flatMap(({ addresses = [], notReadyAddresses = [], ports = [] }, i) => {
    const at = `subsets[${i}]`;
    const none = addresses.length === 0 && notReadyAddresses.length === 0;
    return [
      ...(none ? [required(at, 'must specify `addresses` or `notReadyAddresses`')] : []),
      ...addresses.flatMap((address, j) => validateAddress(address, `${at}.addresses[${j}]`)),
      ...notReadyAddresses.flatMap((address, j) => validateAddress(address, `${at}.notReadyAddresses[${j}]`)),
      ...ports.flatMap((port, j) => validateEndpointPort(port, `${at}.ports[${j}]`, { named: ports.length > 1 })),
    ];
  });
}

export const endpointsStrategy: Strategy = {
  deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  info: info('v1', 'Endpoints', 'endpoints', { shortNames: ['ep'] }),
  allowCreateOnUpdate: true,
  applyDefaults(object) {
    for (const subset of (object['subsets'] ?? []) as Subset[]) {
      for (const port of subset.ports ?? []) if (!port.protocol) port.protocol = 'TCP';
    }
  },
  validate,
  columns: columns('Name', 'Endpoints', 'Age'),
  cells: (object, now) => [nameOf(object), formatEndpoints(object), ageOf(object, now)],
};
