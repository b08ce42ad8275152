/** Services (pkg/registry/core/service/strategy.go, storage/rest; printers.go printService). */
import { invalid } from '../../../../api/field-errors.ts';
import { formatLabels } from '../../../../api/labels.ts';
import { isDNS1035Label, maskTrailingDash } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { invalidObject } from '../../../../api/status-errors.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { keepStatus } from '../generation.ts';
import { info } from '../info.ts';
import { allocate } from './service-allocation.ts';
import { type Spec, isOpenHeadless, validateServiceSpec } from './service-validation.ts';
import type { Strategy, StrategyContext } from '../strategy.ts';
import { serviceWarnings } from './service-warnings.ts';

function specOf(object: KubeObject): Spec {
  return (object['spec'] ?? {}) as Spec;
}

function applyDefaults(object: KubeObject): void {
  const spec = (object['spec'] ??= {}) as Spec;
  if (!spec.sessionAffinity) spec.sessionAffinity = 'None';
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
  else if (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined)
    spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: 10800 } };
  if (!spec.type) spec.type = 'ClusterIP';
  for (const port of spec.ports ?? []) {
    if (!port.protocol) port.protocol = 'TCP';
    if (port.targetPort === undefined || port.targetPort === 0 || port.targetPort === '') port.targetPort = port.port;
  }
  const outside = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  if (outside && !spec.externalTrafficPolicy) spec.externalTrafficPolicy = 'Cluster';
  if (spec.type !== 'ExternalName' && spec.internalTrafficPolicy === undefined) spec.internalTrafficPolicy = 'Cluster';
  if (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts === undefined)
    spec.allocateLoadBalancerNodePorts = true;
}

/** clusterIP and clusterIPs say the same; families are those of a single-stack IPv4 cluster. */
function normalise(spec: Spec): void {
  if (spec.clusterIP && !spec.clusterIPs?.length) spec.clusterIPs = [spec.clusterIP];
  else if (!spec.clusterIP && spec.clusterIPs?.[0]) spec.clusterIP = spec.clusterIPs[0];
  if (spec.type === 'ExternalName') return;
  if (isOpenHeadless(spec) && spec.ipFamilyPolicy !== 'SingleStack') {
    // Nobody knows which addresses its endpoints will have: both families, on any cluster.
    const [first = 'IPv4', second = first === 'IPv4' ? 'IPv6' : 'IPv4'] = spec.ipFamilies ?? [];
    spec.ipFamilies = [first, second];
    spec.ipFamilyPolicy ??= 'RequireDualStack';
  }
  spec.ipFamilies ??= ['IPv4'];
  spec.ipFamilyPolicy ??= 'SingleStack';
}

function allocateOrThrow(object: KubeObject, old: KubeObject | undefined, context: StrategyContext): void {
  const spec = specOf(object);
  // As upstream: addresses are looked at before they are given out, all else after.
  if (validateServiceSpec(spec).some(({ field }) => /^spec\.(clusterIP|ipFamil)/.test(field))) return;
  const errors = allocate(spec, old && specOf(old), context);
  if (errors.length > 0) throw invalidObject({ group: '', kind: 'Service' }, nameOf(object), errors);
}

/** What the client left out of an update stays; what a new type cannot have goes. */
function patchAllocated(spec: Spec, old: Spec): void {
  const hadIP = old.type !== 'ExternalName';
  if (hadIP && spec.type !== 'ExternalName' && !spec.clusterIP && !spec.clusterIPs?.length) {
    if (old.clusterIP) spec.clusterIP = old.clusterIP;
    if (old.clusterIPs) spec.clusterIPs = old.clusterIPs;
  } else if (spec.clusterIP !== old.clusterIP && spec.clusterIPs?.[0] === old.clusterIPs?.[0]) {
    if (spec.clusterIP) spec.clusterIPs = [spec.clusterIP];
    else delete spec.clusterIPs;
  }
  const wants = (type: string | undefined): boolean => type === 'NodePort' || type === 'LoadBalancer';
  if (wants(old.type) && wants(spec.type)) {
    for (const port of spec.ports ?? []) {
      const same = old.ports?.find((one) => one.port === port.port && one.protocol === port.protocol);
      if (!port.nodePort && same?.nodePort) port.nodePort = same.nodePort;
    }
  }
  if (wants(old.type) && !wants(spec.type)) {
    for (const port of spec.ports ?? [])
      if (old.ports?.some((one) => one.nodePort === port.nodePort)) delete port.nodePort;
    if (spec.externalTrafficPolicy === old.externalTrafficPolicy) delete spec.externalTrafficPolicy;
  }
  if (old.type === 'LoadBalancer' && spec.type !== 'LoadBalancer') {
    delete spec.allocateLoadBalancerNodePorts;
    if (spec.loadBalancerClass === old.loadBalancerClass) delete spec.loadBalancerClass;
  }
  const checked = (one: Spec): boolean => one.type === 'LoadBalancer' && one.externalTrafficPolicy === 'Local';
  if (checked(old) && !checked(spec) && spec.healthCheckNodePort === old.healthCheckNodePort)
    delete spec.healthCheckNodePort;
  if (hadIP && spec.type === 'ExternalName') {
    if (spec.clusterIP === old.clusterIP) delete spec.clusterIP;
    for (const field of ['clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'internalTrafficPolicy'] as const)
      delete spec[field];
  }
}

interface Ingress {
  ip?: string;
  hostname?: string;
}

/** Not cut: the server makes every row wide (pkg/printers/storage/storage.go). */
function externalIP(object: KubeObject): string {
  const spec = specOf(object);
  const ips = spec.externalIPs ?? [];
  if (spec.type === 'ExternalName') return spec.externalName || '<none>';
  if (spec.type !== 'LoadBalancer') return ips.join(',') || '<none>';
  const status = object['status'] as { loadBalancer?: { ingress?: Ingress[] } } | undefined;
  const given = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || '').filter(Boolean);
  return [...given.toSorted(), ...ips].join(',') || '<pending>';
}

function ports(spec: Spec): string {
  const all = (spec.ports ?? []).map(({ port, nodePort, protocol }) =>
    nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`,
  );
  return all.join(',') || '<none>';
}

export const serviceStrategy: Strategy = {
  info: info('v1', 'Service', 'services', {
    shortNames: ['svc'],
    categories: ['all'],
    subresources: ['proxy', 'status'],
  }),
  applyDefaults,
  warnings: (object, _, warn) => serviceWarnings(object, warn),
  prepareForCreate(object, context) {
    normalise(specOf(object));
    object['status'] = { loadBalancer: {} };
    allocateOrThrow(object, undefined, context);
  },
  prepareForUpdate(object, old, context) {
    const [spec, before] = [specOf(object), specOf(old)];
    patchAllocated(spec, before);
    normalise(spec);
    keepStatus(object, old, { generation: false });
    if (spec.type !== 'LoadBalancer')
      object['status'] = { ...(object['status'] as object | undefined), loadBalancer: {} };
    if (before.clusterIP && before.type !== 'ExternalName' && before.clusterIP !== spec.clusterIP) return;
    allocateOrThrow(object, old, context);
  },
  validate: (object) => validateServiceSpec(specOf(object)),
  validateUpdate(object, old) {
    const [spec, before] = [specOf(object), specOf(old)];
    const errors = validateServiceSpec(spec);
    const kept = before.type === 'ExternalName' || spec.type === 'ExternalName' || !before.clusterIP;
    if (!kept && before.clusterIP !== spec.clusterIP)
      errors.push(invalid('spec.clusterIPs[0]', spec.clusterIPs, 'may not change once set'));
    const balanced = spec.type === 'LoadBalancer' && before.type === 'LoadBalancer';
    if (balanced && spec.loadBalancerClass !== before.loadBalancerClass)
      errors.push(invalid('spec.loadBalancerClass', spec.loadBalancerClass, 'may not change once set'));
    return errors;
  },
  validateName: (name, prefix) => isDNS1035Label(prefix ? maskTrailingDash(name) : name),
  columns: columns('Name', 'Type', 'Cluster-IP', 'External-IP', 'Port(s)', 'Age', 'Selector*'),
  cells(object, now) {
    const spec = specOf(object);
    const ip = spec.clusterIPs?.[0] || spec.clusterIP || '<none>';
    return [
      nameOf(object),
      spec.type ?? '',
      ip,
      externalIP(object),
      ports(spec),
      ageOf(object, now),
      formatLabels(spec.selector),
    ];
  },
  selectableFields: (object) => ({
    'spec.clusterIP': specOf(object).clusterIP ?? '',
    'spec.type': specOf(object).type ?? '',
  }),
};
