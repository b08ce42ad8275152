/**
 * Pods that take more of the node than there is, or than they may (kubelet/eviction/eviction_manager.go, helpers.go).
 * Simplified: of the node's pressures only memory's, with the default hard threshold.
 */
import type { Pod } from 'kubernetes-types/core/v1';
import { canonicalQuantity, formatQuantity, quantityValue } from '../../api/quantity.ts';
import type { Container } from '../../containers/container.ts';
import type { PodWorker } from './pod-worker.ts';

/** ms between two looks (monitoringInterval), and that pressure lasts after it was last seen. */
export const EVICTION_INTERVAL = 10_000;
export const PRESSURE_TRANSITION = 300_000;
/** memory.available */
const THRESHOLD = 100 * 1024 * 1024;

export interface Eviction {
  worker: PodWorker;
  message: string;
}

/** The words of a Pod's eviction for what it keeps on the node's disk; undefined when it is within its limits. */
export function storageExcess(worker: PodWorker): string | undefined {
  const { pod, sandbox } = worker;
  let total = 0;
  for (const { name, emptyDir } of pod.spec?.volumes ?? []) {
    if (!emptyDir || !sandbox?.hasVolume(name)) continue;
    const used = sandbox.volume(name).size;
    total += used;
    const limit = emptyDir.sizeLimit;
    if (limit === undefined || used <= quantityValue(limit) || quantityValue(limit) === 0) continue;
    return `Usage of EmptyDir volume "${name}" exceeds the limit "${canonicalQuantity(limit)}". `;
  }
  const specs = pod.spec?.containers ?? [];
  const limits = specs.map((spec) => spec.resources?.limits?.['ephemeral-storage']);
  for (const [at, spec] of specs.entries()) {
    const own = worker.containers.get(spec.name)?.current.diskUsage ?? 0;
    total += own;
    const limit = limits[at];
    if (limit !== undefined && own > quantityValue(limit)) {
      return `Container ${spec.name} exceeded its local ephemeral storage limit "${canonicalQuantity(limit)}". `;
    }
  }
  if (specs.length === 0 || limits.includes(undefined)) return undefined;
  const sum = limits.reduce((all, limit) => all + quantityValue(limit!), 0);
  return total > sum
    ? `Pod ephemeral local storage usage exceeds the total limit of containers ${bytes(sum)}. `
    : undefined;
}

/** The Pod that has to go when memory runs short, undefined while there is enough. */
export function memoryVictim(workers: Iterable<PodWorker>, capacity: number): Eviction | undefined {
  const all = [...workers];
  const used = all.reduce((sum, worker) => sum + memoryOf(worker.running()), 0);
  const available = capacity - used;
  if (available >= THRESHOLD) return undefined;
  const candidates = all.filter(
    (worker) => !worker.terminating && !isCritical(worker.pod) && worker.running().length > 0,
  );
  const [worker] = candidates.toSorted(
    (a, b) => Number(excess(a) <= 0) - Number(excess(b) <= 0) || priority(a) - priority(b) || excess(b) - excess(a),
  );
  if (!worker) return undefined;
  const greedy = worker
    .running()
    .filter((container) => container.usage.memory > request(worker.pod, container.config.name))
    .map((container) => {
      const asked = request(worker.pod, container.config.name);
      return `Container ${container.config.name} was using ${kibibytes(container.usage.memory)}, request is ${asked === 0 ? '0' : bytes(asked)}, has larger consumption of memory. `;
    });
  const threshold = `Threshold quantity: ${bytes(THRESHOLD)}, available: ${kibibytes(Math.max(0, available))}. `;
  return { worker, message: `The node was low on resource: memory. ${threshold}${greedy.join('')}` };
}

const memoryOf = (containers: readonly Container[]): number =>
  containers.reduce((sum, container) => sum + container.usage.memory, 0);

function request(pod: Pod, name: string): number {
  const spec = pod.spec?.containers.find((one) => one.name === name);
  return quantityValue(spec?.resources?.requests?.['memory'] ?? '0');
}

/** Bytes that it takes beyond what it asked for. */
function excess(worker: PodWorker): number {
  const asked = (worker.pod.spec?.containers ?? []).reduce((sum, { name }) => sum + request(worker.pod, name), 0);
  return memoryOf(worker.running()) - asked;
}

const priority = ({ pod }: PodWorker): number => pod.spec?.priority ?? 0;

/** types/pod_update.go: IsCriticalPod. */
const isCritical = (pod: Pod): boolean =>
  (pod.spec?.priority ?? 0) >= 2_000_000_000 ||
  pod.metadata?.annotations?.['kubernetes.io/config.mirror'] !== undefined;

const bytes = (count: number): string => formatQuantity({ nano: BigInt(count) * 1_000_000_000n, format: 'BinarySI' });
const kibibytes = (count: number): string => `${Math.floor(count / 1024)}Ki`;
