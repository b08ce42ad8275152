/** A container's environment (kubelet/kubelet_pods.go: makeEnvironmentVariables; kubelet/envvars). */
import type {
  ConfigMap,
  Container as ContainerSpec,
  EnvVar,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  Secret,
  Service,
} from 'kubernetes-types/core/v1';
import { milliValue } from '../../api/quantity.ts';

/** What of the API a container's configuration may depend on. */
export interface Objects {
  configMap(namespace: string, name: string): ConfigMap | undefined;
  secret(namespace: string, name: string): Secret | undefined;
  claim(namespace: string, name: string): PersistentVolumeClaim | undefined;
  persistentVolume(name: string): PersistentVolume | undefined;
  /** A token of the Pod's service account, bound to it; '' when there is none to be had. */
  token(pod: Pod, request: { audience?: string; expirationSeconds?: number }): string;
  /** Services that a Pod of the namespace is told of. */
  services(namespace: string): Iterable<Service>;
}

/** The container cannot be made: CreateContainerConfigError. */
export class ConfigError extends Error {}

/** The runtime would not make it: CreateContainerError. */
export class CreateError extends ConfigError {}

export interface PodFacts {
  pod: Pod;
  podIP: string;
  hostIP: string;
  /** As its containers see it. */
  hostname?: string;
  /** What the node has: the limit of who has none. */
  allocatable?: Readonly<Record<string, string>>;
}

export function serviceVariables(services: Iterable<Service>): Record<string, string> {
  const out: Record<string, string> = {};
  for (const service of services) Object.assign(out, variablesOf(service));
  return out;
}

/** Every Pod that starts asks for the same few Services. */
const known = new WeakMap<Service, Record<string, string>>();

function variablesOf(service: Service): Record<string, string> {
  let out = known.get(service);
  if (!out) known.set(service, (out = makeVariables(service)));
  return out;
}

function makeVariables(service: Service): Record<string, string> {
  const out: Record<string, string> = {};
  const ip = service.spec?.clusterIP;
  const ports = service.spec?.ports ?? [];
  if (!ip || ip === 'None' || ports.length === 0) return out;
  const prefix = (service.metadata?.name ?? '').toUpperCase().replaceAll('-', '_');
  out[`${prefix}_SERVICE_HOST`] = ip;
  out[`${prefix}_SERVICE_PORT`] = String(ports[0]!.port);
  out[`${prefix}_PORT`] = `${(ports[0]!.protocol ?? 'TCP').toLowerCase()}://${ip}:${ports[0]!.port}`;
  for (const { name, port, protocol = 'TCP' } of ports) {
    if (name) out[`${prefix}_SERVICE_PORT_${name.toUpperCase().replaceAll('-', '_')}`] = String(port);
    const key = `${prefix}_PORT_${port}_${protocol}`;
    out[key] = `${protocol.toLowerCase()}://${ip}:${port}`;
    out[`${key}_PROTO`] = protocol.toLowerCase();
    out[`${key}_PORT`] = String(port);
    out[`${key}_ADDR`] = ip;
  }
  return out;
}

/** Throws ConfigError with the kubelet's words. */
export function environmentOf(facts: PodFacts, spec: ContainerSpec, objects: Objects): Record<string, string> {
  const namespace = facts.pod.metadata?.namespace ?? 'default';
  const out: Record<string, string> = {};
  for (const source of spec.envFrom ?? []) Object.assign(out, bulk(source, namespace, objects));
  const services = serviceVariables(
    facts.pod.spec?.enableServiceLinks === false ? kubernetesOnly(objects) : visible(objects, namespace),
  );
  const all: Record<string, string> = { ...services, ...out };
  for (const variable of spec.env ?? []) {
    const value = valueOf(variable, all, { facts, spec, namespace, objects });
    if (value !== undefined) all[variable.name] = value;
  }
  return all;
}

function* kubernetesOnly(objects: Objects): Iterable<Service> {
  for (const service of objects.services('default')) if (service.metadata?.name === 'kubernetes') yield service;
}
function* visible(objects: Objects, namespace: string): Iterable<Service> {
  yield* kubernetesOnly(objects);
  for (const service of objects.services(namespace)) yield service;
}

type EnvFrom = NonNullable<ContainerSpec['envFrom']>[number];

function bulk(source: EnvFrom, namespace: string, objects: Objects): Record<string, string> {
  const out: Record<string, string> = {};
  const prefix = source.prefix ?? '';
  const [reference, kind] = source.configMapRef ? [source.configMapRef, 'configmap'] : [source.secretRef, 'secret'];
  const name = reference?.name ?? '';
  const data =
    kind === 'configmap' ? objects.configMap(namespace, name)?.data : secretText(objects.secret(namespace, name));
  const exists = kind === 'configmap' ? objects.configMap(namespace, name) : objects.secret(namespace, name);
  if (!exists && !reference?.optional) throw new ConfigError(`${kind} "${name}" not found`);
  for (const [key, value] of Object.entries(data ?? {})) out[prefix + key] = value;
  return out;
}

export function secretText(secret: Secret | undefined): Record<string, string> | undefined {
  if (!secret) return undefined;
  return Object.fromEntries(Object.entries(secret.data ?? {}).map(([key, value]) => [key, decodeBase64(value)]));
}

export function decodeBase64(text: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
}

interface Sources {
  facts: PodFacts;
  spec: ContainerSpec;
  namespace: string;
  objects: Objects;
}

function valueOf(variable: EnvVar, known: Record<string, string>, sources: Sources): string | undefined {
  const from = variable.valueFrom;
  if (!from) return expand(variable.value ?? '', known);
  if (from.fieldRef) return fieldOf(sources.facts, from.fieldRef.fieldPath);
  if (from.resourceFieldRef) return resourceOf(sources.facts, sources.spec, from.resourceFieldRef);
  const reference = from.configMapKeyRef ?? from.secretKeyRef;
  const { namespace, objects } = sources;
  const name = reference?.name ?? '';
  const [kind, data] = from.configMapKeyRef
    ? ['configmap', objects.configMap(namespace, name)?.data ?? (objects.configMap(namespace, name) ? {} : undefined)]
    : ['secret', secretText(objects.secret(namespace, name))];
  const value = data?.[reference?.key ?? ''];
  if (value !== undefined || reference?.optional) return value;
  if (!data) throw new ConfigError(`${kind} "${name}" not found`);
  const title = kind === 'configmap' ? 'ConfigMap' : 'Secret';
  throw new ConfigError(`couldn't find key ${reference?.key} in ${title} ${namespace}/${name}`);
}

/** `$(NAME)` from what is known, `$$` for a dollar (third_party/forked/golang/expansion). */
export function expand(text: string, known: Readonly<Record<string, string>>): string {
  return text.replace(/\$(\$|\(([^)]*)\))/g, (all, escaped: string, name: string | undefined) => {
    if (escaped === '$') return '$';
    return known[name ?? ''] ?? all;
  });
}

/** The downward API's fields; undefined for one that it does not have. */
export function fieldOf({ pod, podIP, hostIP }: PodFacts, path: string): string {
  const { metadata = {} } = pod;
  const subscript = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  if (subscript) return metadata[subscript[1] as 'labels' | 'annotations']?.[subscript[2]!] ?? '';
  return FIELDS[path]?.({ pod, podIP, hostIP }) ?? '';
}

const lines = (map: Record<string, string> = {}): string =>
  Object.entries(map)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join('\n');

const FIELDS: Readonly<Record<string, (facts: PodFacts) => string | undefined>> = {
  'metadata.name': ({ pod }) => pod.metadata?.name,
  'metadata.namespace': ({ pod }) => pod.metadata?.namespace,
  'metadata.uid': ({ pod }) => pod.metadata?.uid,
  'metadata.labels': ({ pod }) => lines(pod.metadata?.labels),
  'metadata.annotations': ({ pod }) => lines(pod.metadata?.annotations),
  'spec.nodeName': ({ pod }) => pod.spec?.nodeName,
  'spec.serviceAccountName': ({ pod }) => pod.spec?.serviceAccountName,
  'status.hostIP': ({ hostIP }) => hostIP,
  'status.hostIPs': ({ hostIP }) => hostIP,
  'status.podIP': ({ podIP }) => podIP,
  'status.podIPs': ({ podIP }) => podIP,
};

export function resourceOf(
  { pod, allocatable }: PodFacts,
  own: ContainerSpec,
  { containerName, resource, divisor }: { containerName?: string; resource: string; divisor?: unknown },
): string {
  const all = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
  const spec = all.find((container) => container.name === containerName) ?? own;
  const [set, name] = resource.split('.') as ['limits' | 'requests', string];
  const value = milliValue(
    spec.resources?.[set]?.[name] ?? (set === 'limits' ? allocatable?.[name] : undefined) ?? '0',
  );
  const unit = milliValue(String(divisor ?? '1')) || 1000;
  return String(Math.ceil(value / unit));
}
