/** Defaults of Pod specs and templates (pkg/apis/core/v1/defaults.go). Nothing is written where a value stands: defaulted parts may be frozen. */
import type { Container, PodSpec, Probe, Volume } from 'kubernetes-types/core/v1';
import { canonicalQuantity } from '../../../../api/quantity.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Defaults of what Pods and templates have in common. */
export function defaultPodSpec(spec: Writable<PodSpec>): void {
  if (!spec.dnsPolicy) spec.dnsPolicy = 'ClusterFirst';
  if (!spec.restartPolicy) spec.restartPolicy = 'Always';
  if (!spec.securityContext) spec.securityContext = {};
  if (spec.terminationGracePeriodSeconds === undefined) spec.terminationGracePeriodSeconds = 30;
  if (!spec.schedulerName) spec.schedulerName = 'default-scheduler';
  // The deprecated field follows the other, in either direction.
  if (spec.serviceAccountName && spec.serviceAccount !== spec.serviceAccountName)
    spec.serviceAccount = spec.serviceAccountName;
  else if (spec.serviceAccount && !spec.serviceAccountName) spec.serviceAccountName = spec.serviceAccount;
  for (const volume of spec.volumes ?? []) defaultVolume(volume);
  for (const container of spec.initContainers ?? []) defaultContainer(container, spec.hostNetwork === true);
  for (const container of spec.containers ?? []) defaultContainer(container, spec.hostNetwork === true);
}

export function defaultContainer(container: Container, hostNetwork: boolean): void {
  if (Object.isFrozen(container)) return;
  if (!container.imagePullPolicy)
    container.imagePullPolicy = hasLatestTag(container.image ?? '') ? 'Always' : 'IfNotPresent';
  if (!container.terminationMessagePath) container.terminationMessagePath = '/dev/termination-log';
  if (!container.terminationMessagePolicy) container.terminationMessagePolicy = 'File';
  if (!container.resources) container.resources = {};
  else canonicalResources(container);
  for (const port of container.ports ?? []) {
    if (!port.protocol) port.protocol = 'TCP';
    if (hostNetwork && !port.hostPort) port.hostPort = port.containerPort;
  }
  for (const variable of container.env ?? []) {
    const ref = variable.valueFrom?.fieldRef;
    if (ref && !ref.apiVersion) ref.apiVersion = 'v1';
  }
  defaultProbe(container.livenessProbe);
  defaultProbe(container.readinessProbe);
  defaultProbe(container.startupProbe);
  defaultHttpGet(container.lifecycle?.postStart?.httpGet);
  defaultHttpGet(container.lifecycle?.preStop?.httpGet);
}

function canonicalResources(container: Container): void {
  for (const list of [container.resources?.limits, container.resources?.requests]) {
    if (!list || Object.isFrozen(list)) continue;
    for (const name of Object.keys(list)) list[name] = canonicalQuantity(list[name]!);
  }
}

/** A tag that is 'latest', or neither tag nor digest. */
function hasLatestTag(image: string): boolean {
  if (image.includes('@')) return false;
  const name = image.slice(image.lastIndexOf('/') + 1);
  const colon = name.indexOf(':');
  return colon < 0 || name.slice(colon + 1) === 'latest';
}

function defaultProbe(probe: Probe | undefined): void {
  if (!probe || Object.isFrozen(probe)) return;
  if (!probe.timeoutSeconds) probe.timeoutSeconds = 1;
  if (!probe.periodSeconds) probe.periodSeconds = 10;
  if (!probe.successThreshold) probe.successThreshold = 1;
  if (!probe.failureThreshold) probe.failureThreshold = 3;
  defaultHttpGet(probe.httpGet);
}

function defaultHttpGet(get: { path?: string; scheme?: string } | undefined): void {
  if (!get) return;
  if (!get.path) get.path = '/';
  if (!get.scheme) get.scheme = 'HTTP';
}

function defaultVolume(volume: Volume): void {
  if (Object.isFrozen(volume)) return;
  if (Object.keys(volume).length <= 1) volume.emptyDir = {};
  for (const source of [volume.secret, volume.configMap, volume.downwardAPI, volume.projected]) {
    if (source && source.defaultMode === undefined) source.defaultMode = 420;
  }
  if (volume.hostPath && volume.hostPath.type === undefined) volume.hostPath.type = '';
  for (const item of volume.downwardAPI?.items ?? [])
    if (item.fieldRef && !item.fieldRef.apiVersion) item.fieldRef.apiVersion = 'v1';
  for (const source of volume.projected?.sources ?? []) {
    if (source.serviceAccountToken && source.serviceAccountToken.expirationSeconds === undefined)
      source.serviceAccountToken.expirationSeconds = 3600;
    for (const item of source.downwardAPI?.items ?? [])
      if (item.fieldRef && !item.fieldRef.apiVersion) item.fieldRef.apiVersion = 'v1';
  }
}

/** SetDefaults_Pod: a limit without a request is the request too (not in templates). */
export function requestsFromLimits(container: Container): Container {
  const { limits, requests } = container.resources ?? {};
  if (!limits) return container;
  const missing = Object.keys(limits).filter((name) => requests?.[name] === undefined);
  if (missing.length === 0) return container;
  const filled = { ...requests };
  for (const name of missing) filled[name] = limits[name]!;
  return { ...container, resources: { ...container.resources, requests: filled } };
}
