/**
 * The namespace controller (pkg/controller/namespace/deletion/namespaced_resources_deleter.go): empties a namespace
 * that is going, then takes off its finalizer.
 */
import type { Namespace, NamespaceCondition, Pod } from 'kubernetes-types/core/v1';
import { isStatusError } from '../../api/status.ts';
import { type ControllerContext, defineController } from '../runtime/define-controller.ts';
import { COLLECTED, EVENTS, type KindedResource, NAMESPACES, PODS } from '../runtime/resources.ts';
import { rfc3339 } from '../runtime/time.ts';

/** ms between the deletion of a namespace and that of its content: other API servers must have heard of it. */
const GRACE = 5000;
/** Seconds that content other than Pods is thought to take. */
const FINALIZER_ESTIMATE = 15;

export const namespaceController = defineController({
  name: 'namespace-controller',
  start(context) {
    const wake = (namespace: Namespace): void => {
      if (!namespace.metadata?.deletionTimestamp) return;
      const age = context.clock.now() - Date.parse(namespace.metadata.deletionTimestamp);
      context.queue.addAfter(namespace.metadata.name ?? '', Math.min(GRACE, Math.max(0, GRACE - age)));
    };
    const namespaces = context.watch<Namespace>(NAMESPACES, { add: wake, update: wake });
    return (name) => {
      const namespace = namespaces.getByKey(name);
      if (namespace?.metadata?.deletionTimestamp) empty(context, namespace);
    };
  },
});

interface Remaining {
  resource: KindedResource;
  count: number;
  finalizers: string[];
}

function empty({ session, queue, clock }: ControllerContext, namespace: Namespace): void {
  const name = namespace.metadata?.name ?? '';
  const remaining: Remaining[] = [];
  let estimate = 0;
  for (const resource of [...COLLECTED, EVENTS]) {
    const items = session.list<Pod>(resource, { namespace: name }).items;
    for (const item of items) {
      if (item.metadata?.deletionTimestamp) continue;
      remove(() => session.delete(resource, name, item.metadata?.name ?? '', { propagationPolicy: 'Background' }));
    }
    const left = items.length > 0 ? session.list<Pod>(resource, { namespace: name }).items : [];
    if (left.length === 0) continue;
    if (resource === PODS)
      for (const pod of left) estimate = Math.max(estimate, pod.metadata?.deletionGracePeriodSeconds ?? 0);
    remaining.push({
      resource,
      count: left.length,
      finalizers: left.flatMap((item) => item.metadata?.finalizers ?? []),
    });
  }
  const current = session.get<Namespace>(NAMESPACES, undefined, name);
  const updated = writeConditions(current, remaining, clock.now(), (next) =>
    session.update(NAMESPACES, next, 'status'),
  );
  if (remaining.length > 0) return queue.addAfter(name, (Math.floor((estimate || FINALIZER_ESTIMATE) / 2) + 1) * 1000);
  remove(() => session.update(NAMESPACES, { ...updated, spec: { ...updated.spec, finalizers: [] } }, 'finalize'));
}

function remove(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!isStatusError(error, 'NotFound')) throw error;
  }
}

function writeConditions(
  namespace: Namespace,
  remaining: readonly Remaining[],
  now: number,
  write: (next: Namespace) => Namespace,
): Namespace {
  const old = namespace.status?.conditions ?? [];
  // Upstream writes these only once something stands in the way.
  if (remaining.length === 0 && old.length === 0) return namespace;
  const conditions = describe(remaining).map((condition): NamespaceCondition => {
    const same = old.find((known) => known.type === condition.type && known.status === condition.status);
    return { ...condition, lastTransitionTime: same?.lastTransitionTime ?? rfc3339(now) };
  });
  const unchanged = JSON.stringify(conditions) === JSON.stringify(old);
  return unchanged ? namespace : write({ ...namespace, status: { ...namespace.status, conditions } });
}

function describe(remaining: readonly Remaining[]): NamespaceCondition[] {
  const content = remaining
    .map(({ resource, count }) => `${resource.resource}.${resource.group} has ${count} resource instances`)
    .toSorted();
  const finalizers = new Map<string, number>();
  for (const finalizer of remaining.flatMap((entry) => entry.finalizers))
    finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1);
  const kept = [...finalizers].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`).toSorted();
  return [
    {
      type: 'NamespaceDeletionDiscoveryFailure',
      status: 'False',
      reason: 'ResourcesDiscovered',
      message: 'All resources successfully discovered',
    },
    {
      type: 'NamespaceDeletionGroupVersionParsingFailure',
      status: 'False',
      reason: 'ParsedGroupVersions',
      message: 'All legacy kube types successfully parsed',
    },
    {
      type: 'NamespaceDeletionContentFailure',
      status: 'False',
      reason: 'ContentDeleted',
      message: 'All content successfully deleted, may be waiting on finalization',
    },
    content.length > 0
      ? {
          type: 'NamespaceContentRemaining',
          status: 'True',
          reason: 'SomeResourcesRemain',
          message: `Some resources are remaining: ${content.join(', ')}`,
        }
      : {
          type: 'NamespaceContentRemaining',
          status: 'False',
          reason: 'ContentRemoved',
          message: 'All content successfully removed',
        },
    kept.length > 0
      ? {
          type: 'NamespaceFinalizersRemaining',
          status: 'True',
          reason: 'SomeFinalizersRemain',
          message: `Some content in the namespace has finalizers remaining: ${kept.join(', ')}`,
        }
      : {
          type: 'NamespaceFinalizersRemaining',
          status: 'False',
          reason: 'ContentHasNoFinalizers',
          message: 'All content-preserving finalizers finished',
        },
  ];
}
