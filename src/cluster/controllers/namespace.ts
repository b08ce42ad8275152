/**
 * The namespace controller (pkg/controller/namespace/deletion/namespaced_resources_deleter.go): empties a namespace
 * that is going, then takes off its finalizer.
 */
import type { Namespace, NamespaceCondition, Pod } from 'kubernetes-types/core/v1';
import { isStatusError } from '../../api/status.ts';
import { type ControllerContext, defineController } from '../runtime/define-controller.ts';
import { type KindedResource, NAMESPACES, PODS, deletable } from '../runtime/resources.ts';
import { rfc3339 } from '../runtime/time.ts';

/** ms between a change of a namespace that goes and the next look at it: other API servers must have heard of it. */
const GRACE = 5000;
/** Seconds that content other than Pods is thought to take. */
const FINALIZER_ESTIMATE = 15;

export const namespaceController = defineController({
  name: 'namespace-controller',
  start(context) {
    const wake = (namespace: Namespace): void => {
      if (!namespace.metadata?.deletionTimestamp) return;
      context.queue.addAfter(namespace.metadata.name ?? '', GRACE);
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
  /** The longest that one of them may take to stop, s. */
  grace: number;
}

function empty(context: ControllerContext, namespace: Namespace): void {
  const { session, queue, clock } = context;
  const name = namespace.metadata?.name ?? '';
  // Pods go first: what they use must outlast them (OrderedNamespaceDeletion).
  const pods = emptyOf(context, name, PODS);
  const remaining = pods ? [pods] : othersOf(context).flatMap((resource) => emptyOf(context, name, resource) ?? []);
  const current = session.get<Namespace>(NAMESPACES, undefined, name);
  const updated = writeConditions(
    current,
    { remaining: pods ? [] : remaining, always: pods !== undefined },
    clock.now(),
    (next) => session.update(NAMESPACES, next, 'status'),
  );
  if (remaining.length > 0) {
    const estimate = pods?.grace || FINALIZER_ESTIMATE;
    return queue.addAfter(name, (Math.floor(estimate / 2) + 1) * 1000);
  }
  // Others' finalizers are theirs to take off.
  const finalizers = (updated.spec?.finalizers ?? []).filter((one) => one !== 'kubernetes');
  remove(() => session.update(NAMESPACES, { ...updated, spec: { ...updated.spec, finalizers } }, 'finalize'));
}

function othersOf(context: ControllerContext): KindedResource[] {
  return deletable(context.served()).filter(
    ({ namespaced, group, resource }) => namespaced && !(group === PODS.group && resource === PODS.resource),
  );
}

/** Deletes all there is of a resource; what is left after that, undefined when nothing. */
function emptyOf({ session }: ControllerContext, namespace: string, resource: KindedResource): Remaining | undefined {
  const { items } = session.list<Pod>(resource, { namespace });
  for (const item of items) {
    if (item.metadata?.deletionTimestamp) continue;
    remove(() => session.delete(resource, namespace, item.metadata?.name ?? '', { propagationPolicy: 'Background' }));
  }
  const left = items.length > 0 ? session.list<Pod>(resource, { namespace }).items : [];
  if (left.length === 0) return undefined;
  return {
    resource,
    count: left.length,
    finalizers: left.flatMap((item) => item.metadata?.finalizers ?? []),
    grace: Math.max(...left.map((item) => item.metadata?.deletionGracePeriodSeconds ?? 0)),
  };
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
  { remaining, always }: { remaining: readonly Remaining[]; always: boolean },
  now: number,
  write: (next: Namespace) => Namespace,
): Namespace {
  const old = namespace.status?.conditions ?? [];
  // Nobody would see them: the namespace is gone at the next write.
  if (remaining.length === 0 && old.length === 0 && !always) return namespace;
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
