/** Addresses and ranges that are taken and yet not as they should be written (apimachinery/pkg/util/validation/ip.go). */
import { firstOf, formatIP, parseCIDR, parseIP } from '../../../api/ip.ts';

/** Of one address (GetWarningsForIP). */
export function warnOfIP(path: string, value: string, warn: (message: string) => void): void {
  const address = parseIP(value);
  if (address?.family !== 6) return;
  const canonical = formatIP(address);
  if (canonical !== value)
    warn(`${path}: IPv6 address ${JSON.stringify(value)} should be in RFC 5952 canonical format ("${canonical}")`);
}

/** Of one range (GetWarningsForCIDR): bits beyond the prefix may have been meant as an address of its own. */
export function warnOfCIDR(path: string, value: string, warn: (message: string) => void): void {
  const network = parseCIDR(value);
  if (!network) return;
  const shown = JSON.stringify(value);
  const { family, bits } = network;
  const masked = `${formatIP({ family, value: firstOf(network) })}/${bits}`;
  if (network.value !== firstOf(network)) {
    const single = `${formatIP(network)}/${family === 4 ? 32 : 128}`;
    warn(`${path}: CIDR value ${shown} is ambiguous in this context (should be "${masked}" or "${single}"?)`);
  }
  const canonical = `${formatIP(network)}/${bits}`;
  if (family === 6 && canonical !== value)
    warn(`${path}: IPv6 CIDR value ${shown} should be in RFC 5952 canonical format ("${canonical}")`);
}
