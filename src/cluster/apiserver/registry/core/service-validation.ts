/** Validation of Services (pkg/apis/core/validation/validation.go ValidateService), in upstream's order. */
import type { Service, ServicePort } from 'kubernetes-types/core/v1';
import {
  type FieldError,
  duplicate,
  forbiddenField,
  invalid,
  notSupported,
  required,
} from '../../../../api/field-errors.ts';
import { IP_ERROR, parseCIDR } from '../../../../api/ip.ts';
import {
  isDNS1123Label,
  isDNS1123Subdomain,
  isIP,
  isQualifiedName,
  isValidPortName,
  isValidPortNum,
} from '../../../../api/names.ts';
import { nonSpecialIP } from './endpoint-addresses.ts';
import { validateLabels } from './pod-validation.ts';

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const AFFINITIES = ['ClientIP', 'None'];
const TRAFFIC = ['Cluster', 'Local'];
const FAMILIES = ['IPv4', 'IPv6'];
const POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];
const DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];
const CIDR_ERROR = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';
const LB_ONLY = "may only be used when `type` is 'LoadBalancer'";

export interface Spec extends NonNullable<Service['spec']> {
  allocateLoadBalancerNodePorts?: boolean;
  clusterIPs?: string[];
  internalTrafficPolicy?: string;
  ipFamilies?: string[];
  ipFamilyPolicy?: string;
  loadBalancerClass?: string;
  trafficDistribution?: string;
}

export function validateServiceSpec(spec: Spec): FieldError[] {
  const errors: FieldError[] = [];
  const headless = isHeadless(spec);
  const ports = spec.ports ?? [];
  if (ports.length === 0 && !headless && spec.type !== 'ExternalName') errors.push(required('spec.ports'));
  validateType(spec, headless, errors);
  validatePorts(ports, errors);
  if (spec.selector) validateLabels(spec.selector, 'spec.selector', errors);
  validateAffinity(spec, errors);
  if (spec.type !== 'ExternalName') validateFamilies(spec, errors);
  validateExternalIPs(spec, errors);
  if (!spec.type) errors.push(required('spec.type'));
  else if (!TYPES.includes(spec.type)) errors.push(notSupported('spec.type', spec.type, TYPES));
  validateNodePorts(spec, errors);
  validateDuplicates(ports, errors);
  validateTraffic(spec, errors);
  return errors;
}

/** Headless and without a selector: whoever makes its endpoints chooses their families. */
export function isOpenHeadless(spec: Spec): boolean {
  return isHeadless(spec) && Object.keys(spec.selector ?? {}).length === 0;
}

function isHeadless(spec: Spec): boolean {
  return spec.clusterIP === 'None' || spec.clusterIPs?.[0] === 'None';
}

const KUBELET_PORT = 10250;

function validateType(spec: Spec, headless: boolean, errors: FieldError[]): void {
  if (spec.type === 'LoadBalancer') {
    for (const [i, { port }] of (spec.ports ?? []).entries())
      if (port === KUBELET_PORT)
        errors.push(
          invalid(`spec.ports[${i}]`, port, `may not expose port ${port} externally since it is used by kubelet`),
        );
  }
  if ((spec.type === 'NodePort' || spec.type === 'LoadBalancer') && headless) {
    errors.push(invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`));
  }
  if (spec.type !== 'ExternalName') return;
  const unset = (field: string): void =>
    void errors.push(forbiddenField(`spec.${field}`, 'may not be set for ExternalName services'));
  if (spec.clusterIP || spec.clusterIPs?.length) unset('clusterIPs');
  if (spec.ipFamilies?.length) unset('ipFamilies');
  if (spec.ipFamilyPolicy !== undefined) unset('ipFamilyPolicy');
  const name = spec.externalName?.replace(/\.$/, '') ?? '';
  if (name === '') errors.push(required('spec.externalName'));
  else for (const message of isDNS1123Subdomain(name)) errors.push(invalid('spec.externalName', name, message));
}

function validateAffinity(spec: Spec, errors: FieldError[]): void {
  if (!spec.sessionAffinity) errors.push(required('spec.sessionAffinity'));
  else if (!AFFINITIES.includes(spec.sessionAffinity))
    errors.push(notSupported('spec.sessionAffinity', spec.sessionAffinity, AFFINITIES));
  const timeout = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds;
  if (spec.sessionAffinity === 'ClientIP' && timeout !== undefined && (timeout <= 0 || timeout > 86400)) {
    errors.push(
      invalid(
        'spec.sessionAffinityConfig.clientIP.timeoutSeconds',
        timeout,
        'must be greater than 0 and less than 86400',
      ),
    );
  }
  if (spec.sessionAffinity === 'None' && spec.sessionAffinityConfig !== undefined)
    errors.push(forbiddenField('spec.sessionAffinityConfig', 'must not be set when session affinity is None'));
}

/** ValidateServiceClusterIPsRelatedFields, and what a cluster of one family refuses. */
function validateFamilies(spec: Spec, errors: FieldError[]): void {
  const { clusterIP, clusterIPs = [], ipFamilies = [], ipFamilyPolicy } = spec;
  if (clusterIP && clusterIPs.length === 0) errors.push(required('spec.clusterIPs'));
  else if (clusterIP && clusterIPs[0] !== clusterIP)
    errors.push(invalid('spec.clusterIPs', clusterIPs, 'first value must match `clusterIP`'));
  else if (!clusterIP && clusterIPs.length > 0)
    errors.push(invalid('spec.clusterIPs', clusterIPs, 'must be empty when `clusterIP` is not specified'));
  if (ipFamilyPolicy !== undefined && !POLICIES.includes(ipFamilyPolicy))
    errors.push(notSupported('spec.ipFamilyPolicy', ipFamilyPolicy, POLICIES));
  else if (ipFamilyPolicy === 'RequireDualStack' && !isOpenHeadless(spec))
    errors.push(
      invalid('spec.ipFamilyPolicy', ipFamilyPolicy, 'this cluster is not configured for dual-stack services'),
    );
  for (const [i, family] of ipFamilies.entries()) {
    const at = `spec.ipFamilies[${i}]`;
    if (!FAMILIES.includes(family)) errors.push(notSupported(at, family, FAMILIES));
    else if (ipFamilies.indexOf(family) < i) errors.push(duplicate(at, family));
    else if (family === 'IPv6' && !isOpenHeadless(spec))
      errors.push(invalid(at, family, 'not configured on this cluster'));
  }
  validateClusterIPs(clusterIPs, ipFamilies, errors);
}

function validateClusterIPs(ips: readonly string[], families: readonly string[], errors: FieldError[]): void {
  if (ips[0] === 'None' && ips.length > 1)
    errors.push(invalid('spec.clusterIPs', ips, "'None' must be the first and only value"));
  const before = errors.length;
  for (const [i, ip] of ips.entries())
    if (!(i === 0 && ip === 'None') && !isIP(ip)) errors.push(invalid(`spec.clusterIPs[${i}]`, ip, IP_ERROR));
  if (ips.length > 2) errors.push(invalid('spec.clusterIPs', ips, 'may only hold up to 2 values'));
  if (errors.length > before) return;
  const familyOf = (ip: string): string => (ip.includes(':') ? 'IPv6' : 'IPv4');
  if (ips.length === 2 && familyOf(ips[0]!) === familyOf(ips[1]!))
    errors.push(invalid('spec.clusterIPs', ips, 'may specify no more than one IP for each IP family'));
  for (const [i, ip] of ips.entries()) {
    const family = families[i];
    if (ip !== 'None' && family !== undefined && FAMILIES.includes(family) && family !== familyOf(ip))
      errors.push(
        invalid(`spec.clusterIPs[${i}]`, ip, `expected an ${family} value as indicated by \`ipFamilies[${i}]\``),
      );
  }
}

function validatePorts(ports: readonly ServicePort[], errors: FieldError[]): void {
  const names = new Set<string>();
  for (const [i, port] of ports.entries()) {
    const at = `spec.ports[${i}]`;
    if (ports.length > 1 && !port.name) errors.push(required(`${at}.name`));
    else if (port.name) {
      for (const message of isDNS1123Label(port.name)) errors.push(invalid(`${at}.name`, port.name, message));
      if (names.has(port.name)) errors.push(duplicate(`${at}.name`, port.name));
      names.add(port.name);
    }
    const number = port.port ?? 0;
    for (const message of isValidPortNum(number)) errors.push(invalid(`${at}.port`, number, message));
    if (!port.protocol) errors.push(required(`${at}.protocol`));
    else if (!PROTOCOLS.includes(port.protocol)) errors.push(notSupported(`${at}.protocol`, port.protocol, PROTOCOLS));
    const target = port.targetPort;
    const messages = typeof target === 'string' ? isValidPortName(target) : isValidPortNum(target ?? 0);
    for (const message of messages) errors.push(invalid(`${at}.targetPort`, target ?? 0, message));
    if (port.appProtocol !== undefined)
      for (const message of isQualifiedName(port.appProtocol))
        errors.push(invalid(`${at}.appProtocol`, port.appProtocol, message));
  }
}

function validateDuplicates(ports: readonly ServicePort[], errors: FieldError[]): void {
  const seen = new Set<string>();
  for (const [i, port] of ports.entries()) {
    const id = `${port.protocol}/${port.port}`;
    // The duplicate is shown as the internal Go struct of just protocol and port.
    if (seen.has(id))
      errors.push({
        ...duplicate(`spec.ports[${i}]`, ''),
        message: `Duplicate value: {"Name":"","Protocol":${JSON.stringify(port.protocol)},"AppProtocol":null,"Port":${port.port},"TargetPort":0,"NodePort":0}`,
      });
    seen.add(id);
  }
}

function validateExternalIPs(spec: Spec, errors: FieldError[]): void {
  for (const [i, ip] of (spec.externalIPs ?? []).entries()) {
    const at = `spec.externalIPs[${i}]`;
    // Leading zeros were let in once, and still are.
    const address = ip.replace(/(^|\.)0+(?=\d)/g, '$1');
    if (isIP(address)) errors.push(...nonSpecialIP(address, at));
    else errors.push(invalid(at, ip, IP_ERROR));
  }
}

function validateNodePorts(spec: Spec, errors: FieldError[]): void {
  const seen = new Set<string>();
  for (const [i, { nodePort, protocol }] of (spec.ports ?? []).entries()) {
    if (!nodePort) continue;
    const at = `spec.ports[${i}].nodePort`;
    if (spec.type === 'ClusterIP') errors.push(forbiddenField(at, "may not be used when `type` is 'ClusterIP'"));
    const id = `${protocol}/${nodePort}`;
    if (seen.has(id)) errors.push(duplicate(at, nodePort));
    seen.add(id);
  }
}

function validateTraffic(spec: Spec, errors: FieldError[]): void {
  const balanced = spec.type === 'LoadBalancer';
  const ranges = spec.loadBalancerSourceRanges ?? [];
  if (ranges.length > 0 && !balanced) errors.push(forbiddenField('spec.LoadBalancerSourceRanges', LB_ONLY));
  for (const [i, range] of ranges.entries())
    if (!parseCIDR(range.trim())) errors.push(invalid(`spec.LoadBalancerSourceRanges[${i}]`, range, CIDR_ERROR));
  if (!balanced && spec.allocateLoadBalancerNodePorts !== undefined)
    errors.push(forbiddenField('spec.allocateLoadBalancerNodePorts', LB_ONLY));
  if (spec.loadBalancerClass !== undefined) {
    if (!balanced) errors.push(forbiddenField('spec.loadBalancerClass', LB_ONLY));
    else
      for (const message of isQualifiedName(spec.loadBalancerClass))
        errors.push(invalid('spec.loadBalancerClass', spec.loadBalancerClass, message));
  }
  validateExternalPolicy(spec, errors);
  const inside = spec.internalTrafficPolicy;
  if (inside !== undefined && !TRAFFIC.includes(inside))
    errors.push(notSupported('spec.internalTrafficPolicy', inside, TRAFFIC));
  const distribution = spec.trafficDistribution;
  if (distribution !== undefined && !DISTRIBUTIONS.includes(distribution))
    errors.push(notSupported('spec.trafficDistribution', distribution, DISTRIBUTIONS));
}

function validateExternalPolicy(spec: Spec, errors: FieldError[]): void {
  const { type, externalTrafficPolicy: external, healthCheckNodePort } = spec;
  const outside =
    type === 'NodePort' || type === 'LoadBalancer' || Boolean(type === 'ClusterIP' && spec.externalIPs?.length);
  if (external && !outside)
    errors.push(invalid('spec.externalTrafficPolicy', external, 'may only be set for externally-accessible services'));
  else if (external && !TRAFFIC.includes(external))
    errors.push(notSupported('spec.externalTrafficPolicy', external, TRAFFIC));
  if (healthCheckNodePort && !(type === 'LoadBalancer' && external === 'Local'))
    errors.push(
      invalid(
        'spec.healthCheckNodePort',
        healthCheckNodePort,
        "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
      ),
    );
}
