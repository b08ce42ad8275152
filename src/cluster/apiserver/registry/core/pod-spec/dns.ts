/** How a Pod resolves and is called (pkg/apis/core/validation/validation.go validatePodDNSConfig, ValidateHostAliases). */
import type { HostAlias, PodSpec } from 'kubernetes-types/core/v1';
import { type FieldError, forbiddenField, invalid, invalids, required } from '../../../../../api/field-errors.ts';
import {
  isDNS1123Label,
  isDNS1123Subdomain,
  isDNS1123SubdomainWithUnderscore,
  isIP,
} from '../../../../../api/names.ts';

const IP = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
const MAX_NAMESERVERS = 3;
const MAX_SEARCHES = 32;
const MAX_SEARCH_CHARS = 2048;
const MAX_HOSTNAME = 64;

export function validateDNSConfig({ dnsConfig, dnsPolicy }: PodSpec, at: string, errors: FieldError[]): void {
  if (dnsPolicy === 'None') {
    if (!dnsConfig) return void errors.push(required(at, 'must provide `dnsConfig` when `dnsPolicy` is None'));
    if (!dnsConfig.nameservers?.length) {
      const text = 'must provide at least one DNS nameserver when `dnsPolicy` is None';
      return void errors.push(required(`${at}.nameservers`, text));
    }
  }
  if (!dnsConfig) return;
  const { nameservers = [], searches = [], options = [] } = dnsConfig;
  if (nameservers.length > MAX_NAMESERVERS)
    errors.push(invalid(`${at}.nameservers`, nameservers, `must not have more than ${MAX_NAMESERVERS} nameservers`));
  for (const [i, server] of nameservers.entries())
    if (!isIP(server)) errors.push(invalid(`${at}.nameservers[${i}]`, server, IP));
  if (searches.length > MAX_SEARCHES)
    errors.push(invalid(`${at}.searches`, searches, `must not have more than ${MAX_SEARCHES} search paths`));
  if (searches.join(' ').length > MAX_SEARCH_CHARS) {
    const text = `must not have more than ${MAX_SEARCH_CHARS} characters (including spaces) in the search list`;
    errors.push(invalid(`${at}.searches`, searches, text));
  }
  for (const [i, search] of searches.entries()) {
    if (search === '.') continue;
    const name = search.endsWith('.') ? search.slice(0, -1) : search;
    errors.push(...invalids(`${at}.searches[${i}]`, name, isDNS1123SubdomainWithUnderscore(name)));
  }
  for (const [i, { name }] of options.entries())
    if (!name) errors.push(required(`${at}.options[${i}]`, 'must not be empty'));
}

export function validateHostAliases(aliases: readonly HostAlias[], path: string, errors: FieldError[]): void {
  for (const [i, { ip = '', hostnames }] of aliases.entries()) {
    if (!isIP(ip)) errors.push(invalid(`${path}[${i}].ip`, ip, IP));
    for (const [j, name] of (hostnames ?? []).entries())
      errors.push(...invalids(`${path}[${i}].hostnames[${j}]`, name, isDNS1123Subdomain(name)));
  }
}

export function validateHostnames(spec: PodSpec, path: string, errors: FieldError[]): void {
  const { hostname, subdomain } = spec;
  if (hostname) errors.push(...invalids(`${path}.hostname`, hostname, isDNS1123Label(hostname)));
  if (subdomain) errors.push(...invalids(`${path}.subdomain`, subdomain, isDNS1123Label(subdomain)));
  const override = (spec as { hostnameOverride?: string }).hostnameOverride;
  if (override === undefined) return;
  const at = `${path}.hostnameOverride`;
  errors.push(...invalids(at, override, isDNS1123Subdomain(override)));
  if (override.length > MAX_HOSTNAME)
    errors.push(invalid(at, override, `must be no more than ${MAX_HOSTNAME} characters`));
  if (spec.setHostnameAsFQDN) errors.push(forbiddenField(at, 'cannot be set when setHostnameAsFQDN is true'));
  if (spec.hostNetwork) errors.push(forbiddenField(at, 'cannot be set when hostNetwork is true'));
}
