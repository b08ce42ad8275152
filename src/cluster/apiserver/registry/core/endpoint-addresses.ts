/** Addresses and ports of endpoints (pkg/apis/core/validation/validation.go ValidateEndpointIP, validateEndpointPort). */
import { type FieldError, invalid, notSupported, required } from '../../../../api/field-errors.ts';
import { contains, parseCIDR, parseIP } from '../../../../api/ip.ts';
import { isDNS1123Label, isQualifiedName, isValidPortNum } from '../../../../api/names.ts';

const SPECIAL = (
  [
    [['0.0.0.0/32', '::/128'], 'may not be unspecified (0.0.0.0 or ::)'],
    [['127.0.0.0/8', '::1/128'], 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
    [['169.254.0.0/16', 'fe80::/10'], 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'],
    [['224.0.0.0/24', 'ff02::/16'], 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'],
  ] as const
).map(([cidrs, text]) => ({ networks: cidrs.map((cidr) => parseCIDR(cidr)!), text }));

/** ValidateNonSpecialIP. */
export function nonSpecialIP(ip: string, path: string): FieldError[] {
  const address = parseIP(ip);
  if (!address) return [];
  return SPECIAL.filter(({ networks }) => networks.some((network) => contains(network, address))).map(({ text }) =>
    invalid(path, ip, text),
  );
}

export interface EndpointPort {
  name?: string;
  port?: number;
  protocol?: string;
  appProtocol?: string;
}

export const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

export function validateEndpointPort(given: EndpointPort, path: string, options: { named: boolean }): FieldError[] {
  const { name = '', port = 0, protocol = '', appProtocol } = given;
  const errors: FieldError[] = [];
  if (options.named && name === '') errors.push(required(`${path}.name`));
  else if (name !== '') for (const message of isDNS1123Label(name)) errors.push(invalid(`${path}.name`, name, message));
  for (const message of isValidPortNum(port)) errors.push(invalid(`${path}.port`, port, message));
  if (protocol === '') errors.push(required(`${path}.protocol`));
  else if (!PROTOCOLS.includes(protocol)) errors.push(notSupported(`${path}.protocol`, protocol, PROTOCOLS));
  if (appProtocol !== undefined)
    for (const message of isQualifiedName(appProtocol))
      errors.push(invalid(`${path}.appProtocol`, appProtocol, message));
  return errors;
}
