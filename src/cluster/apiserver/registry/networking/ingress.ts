/** Ingresses (pkg/registry/networking/ingress/strategy.go, pkg/apis/networking/validation; printers.go printIngress). */
import { type FieldError, invalid, notSupported, required } from '../../../../api/field-errors.ts';
import {
  isDNS1035Label,
  isDNS1123Subdomain,
  isIP,
  isValidPortName,
  isValidPortNum,
  isWildcardDNS1123Subdomain,
} from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { keepStatus, startGeneration } from '../generation.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';
import { validateTypedReference } from './typed-reference.ts';

interface Backend {
  service?: { name?: string; port?: { name?: string; number?: number } };
  resource?: { apiGroup?: string; kind?: string; name?: string };
}

interface Path {
  path?: string;
  pathType?: string;
  backend?: Backend;
}

interface Spec {
  ingressClassName?: string;
  defaultBackend?: Backend;
  rules?: { host?: string; http?: { paths?: Path[] } }[];
  tls?: { hosts?: string[]; secretName?: string }[];
}

const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];
const CLASS = 'kubernetes.io/ingress.class';
const INVALID_PARTS = ['//', '/./', '/../', '%2f', '%2F'];
const INVALID_ENDS = ['/..', '/.'];

function specOf(object: KubeObject): Spec {
  return (object['spec'] ?? {}) as Spec;
}

function validateBackend(backend: Backend, at: string, errors: FieldError[]): void {
  const { service, resource } = backend;
  if (service && resource) errors.push(invalid(at, '', 'cannot set both resource and service backends'));
  else if (resource) validateTypedReference(resource, `${at}.resource`, errors);
  else if (!service) errors.push(invalid(at, '', 'resource or service backend is required'));
  else {
    if (!service.name) errors.push(required(`${at}.service.name`));
    else
      for (const message of isDNS1035Label(service.name))
        errors.push(invalid(`${at}.service.name`, service.name, message));
    const { name, number } = service.port ?? {};
    if (name && number) errors.push(invalid(at, '', 'cannot set both port name & port number'));
    else if (name)
      for (const message of isValidPortName(name)) errors.push(invalid(`${at}.service.port.name`, name, message));
    else if (number)
      for (const message of isValidPortNum(number)) errors.push(invalid(`${at}.service.port.number`, number, message));
    else errors.push(required(at, 'port name or number is required'));
  }
}

function validatePath(path: Path, at: string, errors: FieldError[]): void {
  const text = path.path ?? '';
  if (path.pathType === undefined) return void errors.push(required(`${at}.pathType`, 'pathType must be specified'));
  if (!PATH_TYPES.includes(path.pathType)) errors.push(notSupported(`${at}.pathType`, path.pathType, PATH_TYPES));
  else if (path.pathType === 'ImplementationSpecific') {
    if (text !== '' && !text.startsWith('/')) errors.push(invalid(`${at}.path`, text, 'must be an absolute path'));
  } else validatePathText(text, `${at}.path`, errors);
  validateBackend(path.backend ?? {}, `${at}.backend`, errors);
}

function validatePathText(text: string, at: string, errors: FieldError[]): void {
  if (!text.startsWith('/')) return void errors.push(invalid(at, text, 'must be an absolute path'));
  for (const part of INVALID_PARTS)
    if (text.includes(part)) errors.push(invalid(at, text, `must not contain '${part}'`));
  for (const end of INVALID_ENDS) if (text.endsWith(end)) errors.push(invalid(at, text, `cannot end with '${end}'`));
}

function validateHost(host: string, at: string, errors: FieldError[]): void {
  for (const message of host.includes('*') ? isWildcardDNS1123Subdomain(host) : isDNS1123Subdomain(host))
    errors.push(invalid(at, host, message));
}

function validate(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const errors: FieldError[] = [];
  const rules = spec.rules ?? [];
  if (rules.length === 0 && !spec.defaultBackend)
    errors.push(invalid('spec', null, 'either `defaultBackend` or `rules` must be specified'));
  if (spec.defaultBackend) validateBackend(spec.defaultBackend, 'spec.defaultBackend', errors);
  for (const [i, rule] of rules.entries()) {
    const at = `spec.rules[${i}]`;
    if (rule.host && isIP(rule.host))
      errors.push(invalid(`${at}.host`, rule.host, 'must be a DNS name, not an IP address'));
    else if (rule.host) validateHost(rule.host, `${at}.host`, errors);
    if (rule.http && !rule.http.paths?.length) errors.push(required(`${at}.http.paths`));
    for (const [j, path] of (rule.http?.paths ?? []).entries()) validatePath(path, `${at}.http.paths[${j}]`, errors);
  }
  for (const [i, tls] of (spec.tls ?? []).entries()) {
    for (const [j, host] of (tls.hosts ?? []).entries()) validateHost(host, `spec.tls[${i}].hosts[${j}]`, errors);
    if (tls.secretName)
      for (const message of isDNS1123Subdomain(tls.secretName))
        errors.push(invalid(`spec.tls[${i}].secretName`, tls.secretName, message));
  }
  if (spec.ingressClassName !== undefined)
    for (const message of isDNS1123Subdomain(spec.ingressClassName))
      errors.push(invalid('spec.ingressClassName', spec.ingressClassName, message));
  return errors;
}

function validateCreate(object: KubeObject): FieldError[] {
  const annotated = object.metadata?.annotations?.[CLASS];
  const name = specOf(object).ingressClassName;
  const errors = validate(object);
  if (annotated !== undefined && name !== undefined && annotated !== name)
    errors.unshift(invalid(`annotations.${CLASS}`, annotated, 'must match `ingressClassName` when both are specified'));
  return errors;
}

function hosts(spec: Spec): string {
  const found = [...new Set((spec.rules ?? []).map((rule) => rule.host).filter((host) => host))];
  if (found.length === 0) return '*';
  return found.length > 3 ? `${found.slice(0, 3).join(',')} + ${found.length - 3} more...` : found.join(',');
}

function addresses(object: KubeObject): string {
  const status = object['status'] as { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } } | undefined;
  const found = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || '').filter(Boolean);
  return [...new Set(found)].join(',');
}

export const ingressStrategy: Strategy = {
  info: info('networking.k8s.io/v1', 'Ingress', 'ingresses', { shortNames: ['ing'], subresources: ['status'] }),
  prepareForCreate: (object) => startGeneration(object, { loadBalancer: {} }),
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: true }),
  validate: validateCreate,
  warnings(object, _, warn) {
    if (object.metadata?.annotations?.[CLASS] !== undefined && specOf(object).ingressClassName === undefined)
      warn(`annotation ${JSON.stringify(CLASS)} is deprecated, please use 'spec.ingressClassName' instead`);
  },
  validateUpdate: (object) => validate(object),
  columns: columns('Name', 'Class', 'Hosts', 'Address', 'Ports', 'Age'),
  cells(object, now) {
    const spec = specOf(object);
    const className = spec.ingressClassName || object.metadata?.annotations?.[CLASS] || '<none>';
    return [
      nameOf(object),
      className,
      hosts(spec),
      addresses(object),
      spec.tls?.length ? '80, 443' : '80',
      ageOf(object, now),
    ];
  },
};
