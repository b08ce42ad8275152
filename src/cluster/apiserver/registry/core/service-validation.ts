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
import { isDNS1123Label, isDNS1123Subdomain, isIP, isValidPortName, isValidPortNum } from '../../../../api/names.ts';
import { validateLabels } from './pod-validation.ts';

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const AFFINITIES = ['ClientIP', 'None'];
const TRAFFIC = ['Cluster', 'Local'];
const IP_ERROR = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

export interface Spec extends NonNullable<Service['spec']> {
  clusterIPs?: string[];
}

export function validateServiceSpec(spec: Spec): FieldError[] {
  const errors: FieldError[] = [];
  const headless = spec.clusterIP === 'None' || spec.clusterIPs?.[0] === 'None';
  const ports = spec.ports ?? [];
  if (ports.length === 0 && !headless && spec.type !== 'ExternalName') errors.push(required('spec.ports'));
  validateType(spec, headless, errors);
  validatePorts(ports, errors);
  if (spec.selector) validateLabels(spec.selector, 'spec.selector', errors);
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
  validateIPs(spec, errors);
  if (!spec.type) errors.push(required('spec.type'));
  else if (!TYPES.includes(spec.type)) errors.push(notSupported('spec.type', spec.type, TYPES));
  validateDuplicates(ports, errors);
  validateTraffic(spec, errors);
  return errors;
}

function validateType(spec: Spec, headless: boolean, errors: FieldError[]): void {
  if ((spec.type === 'NodePort' || spec.type === 'LoadBalancer') && headless) {
    errors.push(invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`));
  }
  if (spec.type !== 'ExternalName') return;
  if (spec.clusterIP || spec.clusterIPs?.length)
    errors.push(forbiddenField('spec.clusterIPs', 'may not be set for ExternalName services'));
  const name = spec.externalName?.replace(/\.$/, '') ?? '';
  if (name === '') errors.push(required('spec.externalName'));
  else for (const message of isDNS1123Subdomain(name)) errors.push(invalid('spec.externalName', name, message));
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
    for (const message of isValidPortNum(port.port)) errors.push(invalid(`${at}.port`, port.port, message));
    if (!port.protocol) errors.push(required(`${at}.protocol`));
    else if (!PROTOCOLS.includes(port.protocol)) errors.push(notSupported(`${at}.protocol`, port.protocol, PROTOCOLS));
    const target = port.targetPort;
    const messages =
      typeof target === 'string' ? isValidPortName(target) : target === undefined ? [] : isValidPortNum(target);
    for (const message of messages) errors.push(invalid(`${at}.targetPort`, target, message));
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

function validateIPs(spec: Spec, errors: FieldError[]): void {
  for (const [i, ip] of (spec.externalIPs ?? []).entries()) {
    const at = `spec.externalIPs[${i}]`;
    if (!isIP(ip)) errors.push(invalid(at, ip, IP_ERROR));
    else if (ip.startsWith('127.') || ip === '::1')
      errors.push(invalid(at, ip, 'may not be in the loopback range (127.0.0.0/8, ::1/128)'));
  }
  for (const [i, ip] of (spec.clusterIPs ?? []).entries()) {
    if (ip !== 'None' && spec.type !== 'ExternalName' && !isIP(ip))
      errors.push(invalid(`spec.clusterIPs[${i}]`, ip, IP_ERROR));
  }
  for (const [i, family] of ((spec['ipFamilies' as keyof Spec] as string[] | undefined) ?? []).entries()) {
    if (family === 'IPv6') errors.push(invalid(`spec.ipFamilies[${i}]`, family, 'not configured on this cluster'));
  }
  if (spec['ipFamilyPolicy' as keyof Spec] === 'RequireDualStack') {
    errors.push(
      invalid('spec.ipFamilyPolicy', 'RequireDualStack', 'this cluster is not configured for dual-stack services'),
    );
  }
}

function validateTraffic(spec: Spec, errors: FieldError[]): void {
  const outside = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  if (spec.type === 'ClusterIP') {
    for (const [i, port] of (spec.ports ?? []).entries()) {
      if (port.nodePort)
        errors.push(forbiddenField(`spec.ports[${i}].nodePort`, "may not be used when `type` is 'ClusterIP'"));
    }
  }
  const only = "may only be used when `type` is 'LoadBalancer'";
  if (spec.type !== 'LoadBalancer') {
    if (spec.loadBalancerSourceRanges?.length) errors.push(forbiddenField('spec.LoadBalancerSourceRanges', only));
    if (spec.allocateLoadBalancerNodePorts !== undefined)
      errors.push(forbiddenField('spec.allocateLoadBalancerNodePorts', only));
  }
  const external = spec.externalTrafficPolicy;
  if (external && !outside && !spec.externalIPs?.length)
    errors.push(invalid('spec.externalTrafficPolicy', external, 'may only be set for externally-accessible services'));
  else if (external && !TRAFFIC.includes(external))
    errors.push(notSupported('spec.externalTrafficPolicy', external, TRAFFIC));
  const inside = spec.internalTrafficPolicy;
  if (inside && !TRAFFIC.includes(inside)) errors.push(notSupported('spec.internalTrafficPolicy', inside, TRAFFIC));
}
