/** Keeps the node's object and looks after its memory and disk (kubelet/eviction/eviction_manager.go: synchronize). */
import { quantityValue } from '../../api/quantity.ts';
import type { EventType } from '../runtime/events.ts';
import { NODES, PODS } from '../runtime/resources.ts';
import { EVICTION_INTERVAL, memoryVictim, PRESSURE_TRANSITION, storageExcess } from './eviction.ts';
import type { NodeContext } from './node-context.ts';
import { keepNode, type NodeIdentity } from './node-status.ts';
import type { PodWorker } from './pod-worker.ts';

/** What a node that joins says of itself (kubelet_node_status.go: recordNodeStatusEvent). */
const FIRST = ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID'];

export function guardNode(context: NodeContext, node: NodeIdentity, workers: ReadonlyMap<string, PodWorker>): void {
  const { clock, events, session } = context;
  const pressures = new Set<string>();
  const status = keepNode(node, session, clock, pressures);
  const capacity = quantityValue(node.capacity.memory);
  let lastSeen = -Infinity;
  const tell = (
    reason: string,
    text = `Node ${node.name} status is now: ${reason}`,
    type: EventType = 'Normal',
  ): void => events.record(NODES, { metadata: { name: node.name, uid: node.name } }, type, reason, text);
  tell('Starting', 'Starting kubelet.');
  if (status.isNew) {
    for (const reason of FIRST) tell(reason);
    tell('NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods');
    tell('NodeReady');
  }
  const evict = (worker: PodWorker, message: string): void => {
    events.record(PODS, worker.pod, 'Warning', 'Evicted', message);
    worker.fail({ reason: 'Evicted', message, evicted: true, graceSeconds: 1 });
  };
  const press = (on: boolean): void => {
    if (pressures.has('MemoryPressure') === on) return;
    if (on) pressures.add('MemoryPressure');
    else pressures.delete('MemoryPressure');
    tell(on ? 'NodeHasInsufficientMemory' : 'NodeHasSufficientMemory');
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
      tell('EvictionThresholdMet', 'Attempting to reclaim memory', 'Warning');
      press(true);
      evict(victim.worker, victim.message);
    } else if (clock.now() - lastSeen >= PRESSURE_TRANSITION) press(false);
  };
  clock.after(EVICTION_INTERVAL, look);
}
