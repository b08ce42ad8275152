/** Containers of Pods and Pod templates (describeContainers). */
import type {
  Container,
  ContainerPort,
  ContainerState,
  ContainerStatus,
  EnvVar,
  Pod,
  Probe,
  ResourceFieldSelector,
  ResourceRequirements,
} from 'kubernetes-types/core/v1';
import { parseQuantity } from '../../api/quantity.ts';
import { Page, rfc1123 } from './page.ts';

export interface ContainersOptions {
  title: string;
  containers: readonly Container[];
  statuses?: readonly ContainerStatus[];
  /** The Pod, for values of field references. */
  pod?: Pod;
  /** '  ' within a template. */
  space: string;
}

export function describeContainers(page: Page, options: ContainersOptions): void {
  page.line(0, `${options.space}${options.title}:${options.containers.length === 0 ? ' <none>' : ''}`);
  for (const container of options.containers) {
    const status = options.statuses?.find((one) => one.name === container.name);
    basics(page, container, status, options.space === '' ? '' : ' ');
    words(page, 'Command', container.command);
    words(page, 'Args', container.args);
    if (status) runState(page, status);
    describeResources(page, container.resources, 2);
    for (const [name, probe] of [
      ['Liveness', container.livenessProbe],
      ['Readiness', container.readinessProbe],
      ['Startup', container.startupProbe],
    ] as const) {
      if (probe) page.field(name, probeText(probe), 2);
    }
    environmentFrom(page, container);
    environment(page, container, options.pod);
    mounts(page, container);
  }
}

function basics(page: Page, container: Container, status: ContainerStatus | undefined, indent: string): void {
  page.line(1, `${indent}${container.name}:`);
  if (status) page.field('Container ID', status.containerID, 2);
  page.field('Image', container.image, 2);
  if (status) page.field('Image ID', status.imageID, 2);
  const list = container.ports ?? [];
  const text = (number: (port: ContainerPort) => number): string =>
    list.map((port) => `${number(port)}/${port.protocol ?? 'TCP'}${port.name ? ` (${port.name})` : ''}`).join(', ') ||
    '<none>';
  page.field(
    list.length > 1 ? 'Ports' : 'Port',
    text((port) => port.containerPort),
    2,
  );
  page.field(
    list.length > 1 ? 'Host Ports' : 'Host Port',
    text((port) => port.hostPort ?? 0),
    2,
  );
  describeSeccomp(page, container.securityContext?.seccompProfile, 2);
}

export function describeSeccomp(
  page: Page,
  profile: { type?: string; localhostProfile?: string } | undefined,
  level: number,
): void {
  if (!profile) return;
  page.field('SeccompProfile', profile.type, level);
  if (profile.type === 'Localhost') page.field('LocalhostProfile', profile.localhostProfile, level + 1);
}

function words(page: Page, title: string, list: readonly string[] | undefined): void {
  if (!list?.length) return;
  page.line(2, `${title}:`);
  for (const word of list) for (const line of word.split('\n')) page.line(3, line);
}

function runState(page: Page, status: ContainerStatus): void {
  state(page, 'State', status.state ?? {});
  if (status.lastState?.terminated) state(page, 'Last State', status.lastState);
  page.field('Ready', status.ready ? 'True' : 'False', 2);
  page.field('Restart Count', status.restartCount, 2);
}

function state(page: Page, title: string, { running, waiting, terminated }: ContainerState): void {
  page.field(title, running ? 'Running' : terminated && !waiting ? 'Terminated' : 'Waiting', 2);
  if (running) page.field('Started', rfc1123(running.startedAt), 3);
  else if (waiting?.reason) page.field('Reason', waiting.reason, 3);
  else if (terminated && !waiting) {
    if (terminated.reason) page.field('Reason', terminated.reason, 3);
    if (terminated.message) page.field('Message', terminated.message, 3);
    page.field('Exit Code', terminated.exitCode, 3);
    if (terminated.signal) page.field('Signal', terminated.signal, 3);
    page.field('Started', rfc1123(terminated.startedAt), 3);
    page.field('Finished', rfc1123(terminated.finishedAt), 3);
  }
}

export function describeResources(page: Page, given: ResourceRequirements | undefined, level: number): void {
  for (const [title, list] of [
    ['Limits', given?.limits],
    ['Requests', given?.requests],
  ] as const) {
    const names = Object.keys(list ?? {}).sort();
    if (names.length > 0) page.line(level, `${title}:`);
    for (const name of names) page.field(name, list![name], level + 1);
  }
}

function probeText(probe: Probe): string {
  const attributes = `delay=${probe.initialDelaySeconds ?? 0}s timeout=${probe.timeoutSeconds ?? 0}s period=${probe.periodSeconds ?? 0}s #success=${probe.successThreshold ?? 0} #failure=${probe.failureThreshold ?? 0}`;
  const { exec, httpGet, tcpSocket, grpc } = probe;
  if (exec) return `exec [${(exec.command ?? []).join(' ')}] ${attributes}`;
  if (httpGet)
    return `http-get ${(httpGet.scheme ?? 'HTTP').toLowerCase()}://${httpGet.host ?? ''}:${httpGet.port}${httpGet.path ?? ''} ${attributes}`;
  if (tcpSocket) return `tcp-socket ${tcpSocket.host ?? ''}:${tcpSocket.port} ${attributes}`;
  return grpc ? `grpc <pod>:${grpc.port} ${grpc.service ?? ''} ${attributes}` : `unknown ${attributes}`;
}

function environmentFrom(page: Page, container: Container): void {
  if (!container.envFrom?.length) return;
  page.line(2, 'Environment Variables from:');
  for (const { configMapRef, secretRef, prefix } of container.envFrom) {
    const source = configMapRef ?? secretRef;
    const kind = configMapRef ? 'ConfigMap' : 'Secret';
    page.line(
      3,
      `${source?.name ?? ''}\t${kind}${prefix ? ` with prefix '${prefix}'` : ''}\tOptional: ${source?.optional ?? false}`,
    );
  }
}

function environment(page: Page, container: Container, pod: Pod | undefined): void {
  const list = container.env ?? [];
  page.line(2, `Environment:${list.length === 0 ? '\t<none>' : ''}`);
  for (const variable of list) {
    if (variable.valueFrom) page.field(variable.name, reference(variable, container, pod), 3);
    else page.line(3, `${variable.name}:\t${(variable.value ?? '').split('\n').join('\n      \t')}`);
  }
}

function reference({ valueFrom }: EnvVar, container: Container, pod: Pod | undefined): string {
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = valueFrom!;
  if (fieldRef)
    return `${pod ? podField(pod, fieldRef.fieldPath) : ''} (${fieldRef.apiVersion ?? 'v1'}:${fieldRef.fieldPath})`;
  if (resourceFieldRef) return `${amountOf(resourceFieldRef, container)} (${resourceFieldRef.resource})`;
  if (secretKeyRef)
    return `<set to the key '${secretKeyRef.key}' in secret '${secretKeyRef.name ?? ''}'>\tOptional: ${secretKeyRef.optional ?? false}`;
  const file = (valueFrom as { fileKeyRef?: { key?: string; path?: string; volumeName?: string; optional?: boolean } })
    .fileKeyRef;
  if (file)
    return `<set to the key '${file.key ?? ''}' in the file '${file.path ?? ''}' of volume '${file.volumeName ?? ''}'>\tOptional: ${file.optional ?? false}`;
  return `<set to the key '${configMapKeyRef?.key ?? ''}' of config map '${configMapKeyRef?.name ?? ''}'>\tOptional: ${configMapKeyRef?.optional ?? false}`;
}

/** In units of the divisor, rounded up (component-helpers/resource ExtractContainerResourceValue). */
function amountOf({ resource, divisor }: ResourceFieldSelector, container: Container): string {
  const [list, name = ''] = resource.split('.') as ['limits' | 'requests', string];
  const amount = parseQuantity(container.resources?.[list]?.[name] ?? '0')?.nano ?? 0n;
  const unit = parseQuantity(divisor ?? '1')?.nano || 1_000_000_000n;
  if (amount === 0n && (resource === 'limits.cpu' || resource === 'limits.memory')) return 'node allocatable';
  return String((amount + unit - 1n) / unit);
}

function podField(pod: Pod, path: string): string {
  const keyed = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  if (keyed) return pod.metadata?.[keyed[1] as 'labels']?.[keyed[2]!] ?? '';
  // Nothing else is looked up here (pkg/fieldpath.ExtractFieldPathAsString).
  const [, plain] = /^metadata\.(name|namespace|uid)$/.exec(path) ?? [];
  return pod.metadata?.[plain as 'name'] ?? '';
}

function mounts(page: Page, container: Container): void {
  const list = (container.volumeMounts ?? []).toSorted((a, b) => (a.mountPath < b.mountPath ? -1 : 1));
  page.line(2, `Mounts:${list.length === 0 ? '\t<none>' : ''}`);
  for (const mount of list) {
    page.line(
      3,
      `${mount.mountPath} from ${mount.name} (${mount.readOnly ? 'ro' : 'rw'}${mount.subPath ? `,path=${JSON.stringify(mount.subPath)}` : ''})`,
    );
  }
  const devices = (container.volumeDevices ?? []).toSorted((a, b) => (a.devicePath < b.devicePath ? -1 : 1));
  if (devices.length === 0) return;
  page.line(2, 'Devices:');
  for (const { devicePath, name } of devices) page.line(3, `${devicePath} from ${name}`);
}
