/** Defaults of Pods and of Pod specs in templates (pkg/apis/core/v1/defaults.go). Nothing is written where a value stands: defaulted parts may be frozen. */
import type { Container, PodSpec, Probe } from 'kubernetes-types/core/v1';
import { canonicalResources } from './pod-spec/canonical-resources.ts';
import { defaultPodResources } from './pod-spec/pod-resource-defaults.ts';
import { omitEmpty } from './pod-spec/omit-empty.ts';
import { hasLatestTag } from './pod-spec/image-tag.ts';
import { defaultFieldRefs, defaultVolume } from './pod-spec/volume-defaults.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Of Pods only (SetDefaults_Pod): templates stay as they were written. */
export function defaultPod(spec: Writable<PodSpec>): void {
  if (spec.enableServiceLinks === undefined) spec.enableServiceLinks = true;
  // Convert_v1_Pod_To_core_Pod does so for Pods, and for no template.
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) spec.terminationGracePeriodSeconds = 1;
  defaultPodSpec(spec);
  if (spec.containers?.some((c) => c.resources?.limits)) spec.containers = spec.containers.map(requestsFromLimits);
  if (spec.initContainers?.some((c) => c.resources?.limits))
    spec.initContainers = spec.initContainers.map(requestsFromLimits);
  defaultPodResources(spec);
  if (!spec.hostNetwork) return;
  if (spec.containers) spec.containers = spec.containers.map(hostPorts);
  if (spec.initContainers) spec.initContainers = spec.initContainers.map(hostPorts);
}

/** Defaults of what Pods and templates have in common. */
export function defaultPodSpec(spec: Writable<PodSpec>): void {
  omitEmpty(spec, 'PodSpec');
  // Workloads are behind a feature gate that is off.
  if ('workloadRef' in spec) delete (spec as { workloadRef?: unknown }).workloadRef;
  if (!spec.dnsPolicy) spec.dnsPolicy = 'ClusterFirst';
  if (!spec.restartPolicy) spec.restartPolicy = 'Always';
  if (!spec.securityContext) spec.securityContext = {};
  if (spec.terminationGracePeriodSeconds === undefined) spec.terminationGracePeriodSeconds = 30;
  if (!spec.schedulerName) spec.schedulerName = 'default-scheduler';
  // The deprecated field follows the other, in either direction.
  if (spec.serviceAccountName && spec.serviceAccount !== spec.serviceAccountName)
    spec.serviceAccount = spec.serviceAccountName;
  else if (spec.serviceAccount && !spec.serviceAccountName) spec.serviceAccountName = spec.serviceAccount;
  canonicalResources(spec as { resources?: object });
  if (spec.overhead) canonicalResources({ resources: { limits: spec.overhead } });
  for (const volume of spec.volumes ?? []) defaultVolume(volume);
  for (const container of spec.initContainers ?? []) defaultContainer(container);
  for (const container of spec.containers ?? []) defaultContainer(container);
  for (const container of spec.ephemeralContainers ?? []) defaultContainer(container);
}

function defaultContainer(container: Container): void {
  if (Object.isFrozen(container)) return;
  if (!container.imagePullPolicy)
    container.imagePullPolicy = hasLatestTag(container.image ?? '') ? 'Always' : 'IfNotPresent';
  if (!container.terminationMessagePath) container.terminationMessagePath = '/dev/termination-log';
  if (!container.terminationMessagePolicy) container.terminationMessagePolicy = 'File';
  if (!container.resources) container.resources = {};
  else canonicalResources(container);
  for (const port of container.ports ?? []) if (!port.protocol) port.protocol = 'TCP';
  for (const { valueFrom } of container.env ?? []) if (valueFrom) defaultFieldRefs(valueFrom);
  defaultProbe(container.livenessProbe);
  defaultProbe(container.readinessProbe);
  defaultProbe(container.startupProbe);
  dropStopSignal(container);
  defaultHttpGet(container.lifecycle?.postStart?.httpGet);
  defaultHttpGet(container.lifecycle?.preStop?.httpGet);
}

/** A signal of the container's own is behind a feature gate that is off. */
function dropStopSignal(container: Container): void {
  const { lifecycle } = container;
  if (!lifecycle || !('stopSignal' in lifecycle) || Object.isFrozen(lifecycle)) return;
  delete (lifecycle as { stopSignal?: unknown }).stopSignal;
  if (!lifecycle.postStart && !lifecycle.preStop) delete container.lifecycle;
}

function defaultProbe(probe: Probe | undefined): void {
  if (!probe || Object.isFrozen(probe)) return;
  if (!probe.timeoutSeconds) probe.timeoutSeconds = 1;
  if (!probe.periodSeconds) probe.periodSeconds = 10;
  if (!probe.successThreshold) probe.successThreshold = 1;
  if (!probe.failureThreshold) probe.failureThreshold = 3;
  if (probe.grpc && probe.grpc.service === undefined) probe.grpc.service = '';
  defaultHttpGet(probe.httpGet);
}

function defaultHttpGet(get: { path?: string; scheme?: string } | undefined): void {
  if (!get || Object.isFrozen(get)) return;
  if (!get.path) get.path = '/';
  if (!get.scheme) get.scheme = 'HTTP';
}

/** A limit without a request is the request too. */
function requestsFromLimits(container: Container): Container {
  const { limits, requests } = container.resources ?? {};
  if (!limits) return container;
  const missing = Object.keys(limits).filter((name) => requests?.[name] === undefined);
  if (missing.length === 0) return container;
  const filled = { ...requests };
  for (const name of missing) filled[name] = limits[name]!;
  return { ...container, resources: { ...container.resources, requests: filled } };
}

/** On the host's network a container's port is the host's. */
function hostPorts(container: Container): Container {
  if (!container.ports?.some(({ hostPort }) => !hostPort)) return container;
  const ports = container.ports.map((port) => (port.hostPort ? port : { ...port, hostPort: port.containerPort }));
  return { ...container, ports };
}
