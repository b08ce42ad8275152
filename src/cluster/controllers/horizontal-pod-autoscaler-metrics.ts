/**
 * Where the autoscaler's numbers come from: PodMetrics of metrics.k8s.io, the API of the metrics-server add-on
 * (pkg/controller/podautoscaler/metrics/client.go).
 */
import { parseDuration } from '../../api/duration.ts';
import { milliValue } from '../../api/quantity.ts';
import { isStatusError } from '../../api/status.ts';
import type { Resource, Session } from '../runtime/verbs.ts';
import type { PodMetric } from './horizontal-pod-autoscaler-replicas.ts';

const POD_METRICS: Resource = { group: 'metrics.k8s.io', version: 'v1beta1', resource: 'pods' };

export interface PodMetrics {
  metadata: { name: string; namespace: string };
  timestamp: string;
  window: string;
  containers: { name: string; usage: Record<string, string> }[];
}

/** Throws Error with upstream's message where there is no such API, or nothing in it. */
export function fetchPodMetrics(
  session: Session,
  namespace: string,
  labelSelector: string,
  resource: string,
  container?: string,
): Map<string, PodMetric> {
  let items: readonly PodMetrics[];
  try {
    items = session.list<PodMetrics>(POD_METRICS, { namespace, labelSelector }).items;
  } catch (error) {
    if (!isStatusError(error)) throw error;
    const why =
      error.reason === 'NotFound'
        ? 'the server could not find the requested resource (get pods.metrics.k8s.io)'
        : error.message;
    throw new Error(
      `unable to get metrics for resource ${resource}: unable to fetch metrics from resource metrics API: ${why}`,
      { cause: error },
    );
  }
  return podMetrics(items, resource, container);
}

/** By Pod: the sum of its containers, or the one container's. A Pod that does not tell of all is left out. */
export function podMetrics(items: readonly PodMetrics[], resource: string, container?: string): Map<string, PodMetric> {
  if (items.length === 0)
    throw new Error(`unable to get metrics for resource ${resource}: no metrics returned from resource metrics API`);
  const metrics = new Map<string, PodMetric>();
  for (const { metadata, timestamp, window, containers } of items) {
    const some = container === undefined ? containers : containers.filter((one) => one.name === container);
    if (container !== undefined && some.length === 0)
      throw new Error(`container ${container} not present in metrics for pod ${metadata.namespace}/${metadata.name}`);
    if (some.some((one) => one.usage[resource] === undefined)) continue;
    const value = some.reduce((sum, one) => sum + milliValue(one.usage[resource]!), 0);
    metrics.set(metadata.name, { value, timestamp: Date.parse(timestamp), window: parseDuration(window) });
  }
  return metrics;
}
