/** Which Pods and ports stand behind a Service (pkg/api/v1/pod FindPort, staging/src/k8s.io/endpointslice/utils.go). Pure. */
import type { Pod, Service, ServicePort } from 'kubernetes-types/core/v1';
import { isFinished } from './pod-state.ts';

export const HEADLESS_LABEL = 'service.kubernetes.io/headless';
export const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';

export const isHeadless = (service: Service): boolean => service.spec?.clusterIP === 'None';

export function selects(service: Service, pod: Pod): boolean {
  const labels = pod.metadata?.labels ?? {};
  for (const key in service.spec?.selector) if (labels[key] !== service.spec.selector[key]) return false;
  return true;
}

/** True for Services whose endpoints follow a selector. */
export function hasSelector(service: Service): boolean {
  return (
    service.spec?.type !== 'ExternalName' &&
    service.spec?.selector !== undefined &&
    Object.keys(service.spec.selector).length > 0
  );
}

export function hasAddress(pod: Pod): boolean {
  return !isFinished(pod) && Boolean(pod.status?.podIP);
}

/** The number of a target port in this Pod; undefined when it has no port of that name and protocol. */
export function findPort(pod: Pod, port: ServicePort): number | undefined {
  const target = port.targetPort ?? port.port;
  if (typeof target === 'number') return target;
  const sidecars = (pod.spec?.initContainers ?? []).filter((container) => container.restartPolicy === 'Always');
  for (const container of [...(pod.spec?.containers ?? []), ...sidecars]) {
    for (const offered of container.ports ?? []) {
      if (offered.name === target && (offered.protocol ?? 'TCP') === (port.protocol ?? 'TCP'))
        return offered.containerPort;
    }
  }
  return undefined;
}

/** Labels that endpoints take over from their Service. */
export function inheritedLabels(service: Service): Record<string, string> {
  const labels = { ...service.metadata?.labels };
  delete labels['endpointslice.kubernetes.io/managed-by'];
  delete labels['kubernetes.io/service-name'];
  delete labels[HEADLESS_LABEL];
  if (isHeadless(service)) labels[HEADLESS_LABEL] = '';
  return labels;
}
