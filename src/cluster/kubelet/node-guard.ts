/** Keeps the node's object and looks after its memory and disk (kubelet/eviction/eviction_manager.go: synchronize). */
import { quantityValue } from '../../api/quantity.ts';
import { NODES, PODS } from '../runtime/resources.ts';
import { EVICTION_INTERVAL, memoryVictim, PRESSURE_TRANSITION, storageExcess } from './eviction.ts';
import type { NodeContext } from './node-context.ts';
import { keepNode, type NodeIdentity } from './node-status.ts';
import type { PodWorker } from './pod-worker.ts';

export function guardNode(context: NodeContext, node: NodeIdentity, workers: ReadonlyMap<string, PodWorker>): void {
  const { clock, events, session } = context;
  const pressures = new Set<string>();
  const status = keepNode(node, session, clock, pressures);
  const capacity = quantityValue(node.capacity.memory);
  let lastSeen = -Infinity;
  const evict = (worker: PodWorker, message: string): void => {
    events.record(PODS, worker.pod, 'Warning', 'Evicted', message);
    worker.fail({ reason: 'Evicted', message, evicted: true, graceSeconds: 1 });
  };
  const press = (on: boolean): void => {
    if (pressures.has('MemoryPressure') === on) return;
    if (on) pressures.add('MemoryPressure');
    else pressures.delete('MemoryPressure');
    const reason = on ? 'NodeHasInsufficientMemory' : 'NodeHasSufficientMemory';
    const object = { metadata: { name: node.name, uid: node.name } };
    events.record(NODES, object, 'Normal', reason, `Node ${node.name} status is now: ${reason}`);
    status.report();
  };
  const look = (): void => {
    clock.after(EVICTION_INTERVAL, look);
    for (const worker of Array.from(workers.values())) {
      const excess = worker.terminating ? undefined : storageExcess(worker);
      if (excess !== undefined) evict(worker, excess);
    }
    const victim = memoryVictim(workers.values(), capacity);
    if (victim) {
      lastSeen = clock.now();
      const object = { metadata: { name: node.name, uid: node.name } };
      events.record(NODES, object, 'Warning', 'EvictionThresholdMet', 'Attempting to reclaim memory');
      press(true);
      evict(victim.worker, victim.message);
    } else if (clock.now() - lastSeen >= PRESSURE_TRANSITION) press(false);
  };
  clock.after(EVICTION_INTERVAL, look);
}
