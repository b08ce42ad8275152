/**
 * The node lifecycle controller (pkg/controller/nodelifecycle/node_lifecycle_controller.go): a Node whose kubelet
 * renews neither its Lease nor its status is Unknown; conditions become taints; Pods of lost Nodes are not ready.
 */
import type { Lease } from 'kubernetes-types/coordination/v1';
import type { Node, NodeCondition, Pod } from 'kubernetes-types/core/v1';
import { dequal } from 'dequal';
import { isStatusError } from '../../api/status.ts';
import { type ControllerContext, defineController } from '../runtime/define-controller.ts';
import type { Informer } from '../runtime/informer.ts';
import { LEASES, NODES, PODS } from '../runtime/resources.ts';
import { rfc3339 } from '../runtime/time.ts';
import { wantedTaints } from './node-taints.ts';
import { byNode, isReady } from './pod-state.ts';

/** ms without a sign of life (--node-monitor-grace-period, 50 s since v1.32). */
export const MONITOR_GRACE = 50_000;
const MONITOR_PERIOD = 5000;
const KUBELET_CONDITIONS = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

export const nodeLifecycleController = defineController({
  name: 'node-lifecycle-controller',
  serviceAccount: 'node-controller',
  start(context) {
    const { clock, queue } = context;
    // When a sign of life was seen, by our own clock: those of Nodes may differ.
    const seen = new Map<string, number>();
    const sign = (name: string): void => void seen.set(name, clock.now());
    const nodes = context.watch<Node>(NODES, {
      add(node) {
        sign(node.metadata?.name ?? '');
        queue.add(node.metadata?.name ?? '');
      },
      update(node, old) {
        const name = node.metadata?.name ?? '';
        if (heartbeat(node) !== heartbeat(old)) sign(name);
        if (isReadyNode(old) && !isReadyNode(node)) announce(context, name);
        queue.add(name);
      },
      delete: (node) => void seen.delete(node.metadata?.name ?? ''),
    });
    context.watch<Lease>(LEASES, {
      add: (lease) => sign(lease.metadata?.name ?? ''),
      update: (lease, old) => {
        if (lease.spec?.renewTime !== old.spec?.renewTime) sign(lease.metadata?.name ?? '');
      },
    });
    const pods = context.lister<Pod>(PODS);
    const monitor = (): void => {
      const now = clock.now();
      for (const node of nodes.values()) {
        const name = node.metadata?.name ?? '';
        if (now - (seen.get(name) ?? now) > MONITOR_GRACE) tryTo(() => markUnknown(context, node));
      }
      clock.after(MONITOR_PERIOD, monitor);
    };
    clock.after(MONITOR_PERIOD, monitor);
    return (name) => {
      const node = nodes.getByKey(name);
      if (node) syncNode(context, node, pods);
    };
  },
});

const condition = (node: Node, type: string): NodeCondition | undefined =>
  node.status?.conditions?.find((known) => known.type === type);
const heartbeat = (node: Node): string | undefined => condition(node, 'Ready')?.lastHeartbeatTime;

const isReadyNode = (node: Node): boolean => condition(node, 'Ready')?.status === 'True';

function announce({ events }: ControllerContext, name: string): void {
  events.record(
    NODES,
    { metadata: { name, uid: name } },
    'Normal',
    'NodeNotReady',
    `Node ${name} status is now: NodeNotReady`,
  );
}

function markUnknown({ session, clock }: ControllerContext, node: Node): void {
  const now = rfc3339(clock.now());
  const known = node.status?.conditions ?? [];
  const conditions = [...known];
  for (const type of KUBELET_CONDITIONS) {
    const index = known.findIndex((candidate) => candidate.type === type);
    const old = known[index];
    if (!old) {
      conditions.push({
        type,
        status: 'Unknown',
        reason: 'NodeStatusNeverUpdated',
        message: 'Kubelet never posted node status.',
        lastHeartbeatTime: node.metadata?.creationTimestamp ?? now,
        lastTransitionTime: now,
      });
    } else if (old.status !== 'Unknown') {
      conditions[index] = {
        ...old,
        status: 'Unknown',
        reason: 'NodeStatusUnknown',
        message: 'Kubelet stopped posting node status.',
        lastTransitionTime: now,
      };
    }
  }
  if (!dequal(conditions, known)) session.update(NODES, { ...node, status: { ...node.status, conditions } }, 'status');
}

function syncNode(context: ControllerContext, node: Node, pods: Informer<Pod>): void {
  const { session, clock } = context;
  const taints = wantedTaints(node, rfc3339(clock.now()));
  if (!dequal(taints, node.spec?.taints ?? [])) {
    // The version makes a taint that somebody adds meanwhile a conflict, not a loss.
    const metadata = { resourceVersion: node.metadata?.resourceVersion };
    const spec = { taints: taints.length > 0 ? taints : null };
    session.patch(NODES, undefined, node.metadata?.name ?? '', 'application/merge-patch+json', { metadata, spec });
  }
  const ready = condition(node, 'Ready');
  if (!ready || ready.status === 'True') return;
  const lost = [...pods.byIndex(byNode, node.metadata?.name ?? '')].filter(isReady);
  for (const pod of lost) markNotReady(context, pod);
}

function markNotReady({ session, clock, events }: ControllerContext, pod: Pod): void {
  const conditions = (pod.status?.conditions ?? []).map((known) =>
    known.type === 'Ready' ? { ...known, status: 'False', lastTransitionTime: rfc3339(clock.now()) } : known,
  );
  tryTo(() => {
    session.update(PODS, { ...pod, status: { ...pod.status, conditions } }, 'status');
    events.record(PODS, pod, 'Warning', 'NodeNotReady', 'Node is not ready');
  });
}

function tryTo(write: () => void): void {
  try {
    write();
  } catch (error) {
    // The next round sees the newer object.
    if (!isStatusError(error, 'NotFound') && !isStatusError(error, 'Conflict')) throw error;
  }
}
