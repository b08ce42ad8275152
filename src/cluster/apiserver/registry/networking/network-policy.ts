/** NetworkPolicies (pkg/registry/networking/networkpolicy/strategy.go, pkg/apis/networking/validation ValidateNetworkPolicy). */
import { type FieldError, forbiddenField, invalid, notSupported, required } from '../../../../api/field-errors.ts';
import { CIDR_ERROR, contains, parseCIDR } from '../../../../api/ip.ts';
import { type LabelSelector, formatLabelSelector } from '../../../../api/labels.ts';
import { isValidPortName, isValidPortNum } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { keepStatus } from '../generation.ts';
import { info } from '../info.ts';
import { validateLabelSelector } from '../label-selector.ts';
import type { Strategy } from '../strategy.ts';
import { warnOfCIDR } from '../address-warnings.ts';

interface Port {
  protocol?: string;
  port?: number | string;
  endPort?: number;
}

interface Peer {
  podSelector?: LabelSelector;
  namespaceSelector?: LabelSelector;
  ipBlock?: { cidr?: string; except?: string[] };
}

interface Spec {
  podSelector?: LabelSelector;
  ingress?: { from?: Peer[]; ports?: Port[] }[];
  egress?: { to?: Peer[]; ports?: Port[] }[];
  policyTypes?: string[];
}

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const TYPES = ['Ingress', 'Egress'];

function specOf(object: KubeObject): Spec {
  return (object['spec'] ?? {}) as Spec;
}

function validatePort({ protocol, port, endPort }: Port, at: string, errors: FieldError[]): void {
  if (protocol !== undefined && !PROTOCOLS.includes(protocol))
    errors.push(notSupported(`${at}.protocol`, protocol, PROTOCOLS));
  if (port === undefined) {
    if (endPort !== undefined)
      errors.push(invalid(`${at}.endPort`, endPort, 'may not be specified when `port` is not specified'));
  } else if (typeof port === 'number') {
    for (const message of isValidPortNum(port)) errors.push(invalid(`${at}.port`, port, message));
    if (endPort === undefined) return;
    if (endPort < port) errors.push(invalid(`${at}.endPort`, port, 'must be greater than or equal to `port`'));
    for (const message of isValidPortNum(endPort)) errors.push(invalid(`${at}.endPort`, endPort, message));
  } else {
    if (endPort !== undefined)
      errors.push(invalid(`${at}.endPort`, endPort, 'may not be specified when `port` is non-numeric'));
    for (const message of isValidPortName(port)) errors.push(invalid(`${at}.port`, port, message));
  }
}

function validateBlock(
  { cidr = '', except = [] }: NonNullable<Peer['ipBlock']>,
  at: string,
  errors: FieldError[],
): void {
  if (cidr === '') return void errors.push(required(`${at}.cidr`));
  const network = parseCIDR(cidr);
  if (!network) return void errors.push(invalid(`${at}.cidr`, cidr, CIDR_ERROR));
  for (const [i, text] of except.entries()) {
    const inner = parseCIDR(text);
    if (!inner) return void errors.push(invalid(`${at}.except[${i}]`, text, CIDR_ERROR));
    if (!contains(network, inner) || inner.bits <= network.bits)
      errors.push(invalid(`${at}.except[${i}]`, text, 'must be a strict subset of `cidr`'));
  }
}

function validatePeer({ podSelector, namespaceSelector, ipBlock }: Peer, at: string, errors: FieldError[]): void {
  validateLabelSelector(podSelector, `${at}.podSelector`, errors);
  validateLabelSelector(namespaceSelector, `${at}.namespaceSelector`, errors);
  if (ipBlock) validateBlock(ipBlock, `${at}.ipBlock`, errors);
  const count = [podSelector, namespaceSelector, ipBlock].filter(Boolean).length;
  if (count === 0) errors.push(required(at, 'must specify a peer'));
  else if (count > 1 && ipBlock) errors.push(forbiddenField(at, 'may not specify both ipBlock and another peer'));
}

function validate(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const errors: FieldError[] = [];
  validateLabelSelector(spec.podSelector, 'spec.podSelector', errors);
  for (const [i, { ports = [], from = [] }] of (spec.ingress ?? []).entries()) {
    const at = `spec.ingress[${i}]`;
    for (const [j, port] of ports.entries()) validatePort(port, `${at}.ports[${j}]`, errors);
    for (const [j, peer] of from.entries()) validatePeer(peer, `${at}.from[${j}]`, errors);
  }
  for (const [i, { ports = [], to = [] }] of (spec.egress ?? []).entries()) {
    const at = `spec.egress[${i}]`;
    for (const [j, port] of ports.entries()) validatePort(port, `${at}.ports[${j}]`, errors);
    for (const [j, peer] of to.entries()) validatePeer(peer, `${at}.to[${j}]`, errors);
  }
  const types = spec.policyTypes ?? [];
  if (types.length > TYPES.length)
    return [...errors, invalid('spec.policyTypes', types, 'may not specify more than two policyTypes')];
  for (const [i, type] of types.entries())
    if (!TYPES.includes(type)) errors.push(notSupported(`spec.policyTypes[${i}]`, type, TYPES));
  return errors;
}

function rangeWarnings({ ingress = [], egress = [] }: Spec, warn: (message: string) => void): void {
  const ofPeers = (peers: readonly Peer[], at: string): void => {
    for (const [j, { ipBlock }] of peers.entries()) {
      if (!ipBlock) continue;
      warnOfCIDR(`${at}[${j}].ipBlock.cidr`, ipBlock.cidr ?? '', warn);
      for (const [k, range] of (ipBlock.except ?? []).entries())
        warnOfCIDR(`${at}[${j}].ipBlock.except[${k}]`, range, warn);
    }
  };
  for (const [i, { from = [] }] of ingress.entries()) ofPeers(from, `spec.ingress[${i}].from`);
  for (const [i, { to = [] }] of egress.entries()) ofPeers(to, `spec.egress[${i}].to`);
}

export const networkPolicyStrategy: Strategy = {
  info: info('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', { shortNames: ['netpol'] }),
  applyDefaults(object) {
    const spec = (object['spec'] ??= {}) as Spec;
    if (Object.isFrozen(spec)) return;
    spec.podSelector ??= {};
    if (!spec.policyTypes?.length) spec.policyTypes = spec.egress?.length ? ['Ingress', 'Egress'] : ['Ingress'];
    for (const { ports = [] } of [...(spec.ingress ?? []), ...(spec.egress ?? [])])
      for (const port of ports) if (!Object.isFrozen(port)) port.protocol ??= 'TCP';
  },
  prepareForCreate(object) {
    object.metadata = { ...object.metadata, generation: 1 };
  },
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: true }),
  validate,
  warnings: (object, _, warn) => rangeWarnings(specOf(object), warn),
  columns: columns('Name', 'Pod-Selector', 'Age'),
  cells: (object, now) => [nameOf(object), formatLabelSelector(specOf(object).podSelector), ageOf(object, now)],
};
