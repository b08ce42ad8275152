/**
 * The garbage collector (pkg/controller/garbagecollector/garbagecollector.go): objects whose owners are all gone go
 * too; an owner deleted in the foreground waits for its dependents, one deleted with orphans lets them go free.
 */
import type { OwnerReference } from '../../api/object.ts';
import { groupResource } from '../../api/resource.ts';
import { isStatusError } from '../../api/status.ts';
import { type ControllerContext, defineController } from '../runtime/define-controller.ts';
import type { Informer } from '../runtime/informer.ts';
import { type Meta, keyOf, splitKey } from '../runtime/keys.ts';
import { type KindedResource, deletable } from '../runtime/resources.ts';

interface Collected extends Meta {
  metadata: NonNullable<Meta['metadata']> & { finalizers?: string[]; deletionTimestamp?: string };
}

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';
/** ms between a change of discovery and the end of what is served no more. */
const RESYNC = 30_000;
/** Nobody's dependents and nobody's owners (garbagecollector.DefaultIgnoredResources). */
const IGNORED = new Set(['events', 'events.events.k8s.io']);

const byOwner = (object: Meta): readonly string[] =>
  object.metadata?.ownerReferences?.map((reference) => reference.uid) ?? [];

/** Deleted in the foreground: it stays until its dependents are gone. */
const isWaiting = (object: Collected): boolean =>
  object.metadata.deletionTimestamp !== undefined && (object.metadata.finalizers?.includes(FOREGROUND) ?? false);

interface Monitor {
  resource: KindedResource;
  informer: Informer<Collected>;
}

class Graph {
  /** By groupResource. */
  private readonly monitors = new Map<string, Monitor>();
  /** The same by group and kind, as owner references name them. */
  private readonly byKind = new Map<string, Monitor>();
  /** uids of all that is in the caches. */
  private readonly alive = new Set<string>();
  private readonly waiting = new Set<string>();

  constructor(private readonly context: ControllerContext) {
    this.follow();
    context.onServed(() => {
      this.follow();
      // What goes is still watched for a while: its last objects' deletions must be heard of.
      context.clock.after(RESYNC, () => !context.signal.aborted && this.forget());
    });
  }

  private served(): Map<string, KindedResource> {
    return new Map(deletable(this.context.served()).map((resource) => [groupResource(resource), resource]));
  }

  private follow(): void {
    for (const [id, resource] of this.served())
      if (!this.monitors.has(id) && !IGNORED.has(id)) this.monitor(id, resource);
  }

  private forget(): void {
    const served = this.served();
    for (const [id, { resource }] of this.monitors) {
      if (served.has(id)) continue;
      this.monitors.delete(id);
      this.byKind.delete(kindOf(resource.apiVersion, resource.kind));
      this.context.forget(resource);
    }
  }

  private monitor(id: string, resource: KindedResource): void {
    const informer = this.context.watch<Collected>(resource, {
      add: (object) => this.added(id, object),
      update: (object, old) => this.updated(id, object, old),
      delete: (object) => this.deleted(object),
    });
    const monitor = { resource, informer };
    this.monitors.set(id, monitor);
    this.byKind.set(kindOf(resource.apiVersion, resource.kind), monitor);
  }

  find(key: string): { resource: KindedResource; object: Collected } | undefined {
    const bar = key.indexOf('|');
    const monitor = this.monitors.get(key.slice(0, bar));
    const object = monitor?.informer.getByKey(key.slice(bar + 1));
    return monitor && object && { resource: monitor.resource, object };
  }

  /** Whatever version of it the reference names. */
  resourceOf(reference: OwnerReference): KindedResource | undefined {
    return this.byKind.get(kindOf(reference.apiVersion, reference.kind))?.resource;
  }

  *dependents(uid: string): Iterable<{ id: string; resource: KindedResource; object: Collected }> {
    for (const [id, { resource, informer }] of this.monitors)
      for (const object of informer.byIndex(byOwner, uid)) yield { id, resource, object };
  }

  knows(uid: string): boolean {
    return this.alive.has(uid);
  }

  waits(uid: string): boolean {
    return this.waiting.has(uid);
  }

  enqueue(id: string, object: Meta): void {
    this.context.queue.add(`${id}|${keyOf(object)}`);
  }

  private added(id: string, object: Collected): void {
    this.alive.add(object.metadata.uid ?? '');
    if (isWaiting(object)) this.waiting.add(object.metadata.uid ?? '');
    if (object.metadata.ownerReferences?.length || object.metadata.deletionTimestamp) this.enqueue(id, object);
  }

  private updated(id: string, object: Collected, old: Collected): void {
    const { metadata } = object;
    const interesting =
      metadata.deletionTimestamp !== old.metadata.deletionTimestamp ||
      (metadata.deletionTimestamp !== undefined && metadata.finalizers !== old.metadata.finalizers) ||
      (metadata.ownerReferences !== old.metadata.ownerReferences &&
        JSON.stringify(metadata.ownerReferences) !== JSON.stringify(old.metadata.ownerReferences));
    if (!interesting) return;
    if (isWaiting(object)) this.waiting.add(metadata.uid ?? '');
    else this.waiting.delete(metadata.uid ?? '');
    this.enqueue(id, object);
    // A dependent that lost its reference may have been the last that its owner waits for.
    for (const reference of old.metadata.ownerReferences ?? []) this.wakeWaiting(reference, metadata.namespace);
  }

  private deleted(object: Collected): void {
    this.alive.delete(object.metadata.uid ?? '');
    this.waiting.delete(object.metadata.uid ?? '');
    for (const { id, object: dependent } of this.dependents(object.metadata.uid ?? '')) this.enqueue(id, dependent);
    for (const reference of object.metadata.ownerReferences ?? [])
      this.wakeWaiting(reference, object.metadata.namespace);
  }

  private wakeWaiting(reference: OwnerReference, namespace: string | undefined): void {
    const monitor = this.byKind.get(kindOf(reference.apiVersion, reference.kind));
    const owner = monitor?.informer.get(monitor.resource.namespaced ? namespace : undefined, reference.name);
    if (monitor && owner && isWaiting(owner)) this.enqueue(groupResource(monitor.resource), owner);
  }
}

function kindOf(apiVersion: string, kind: string): string {
  const slash = apiVersion.indexOf('/');
  return `${slash < 0 ? '' : apiVersion.slice(0, slash)}/${kind}`;
}

export const garbageCollector = defineController({
  name: 'garbage-collector',
  serviceAccount: 'generic-garbage-collector',
  start(context) {
    const graph = new Graph(context);
    return (key) => {
      const found = graph.find(key);
      if (!found) return;
      const { resource, object } = found;
      if (object.metadata.deletionTimestamp) {
        if (object.metadata.finalizers?.includes(ORPHAN)) return orphanDependents(context, graph, resource, object);
        if (object.metadata.finalizers?.includes(FOREGROUND))
          return waitForDependents(context, graph, resource, object);
        return;
      }
      collect(context, graph, resource, object);
    };
  },
});

/** Deletes what has lost all its owners; cuts off the references to those that are gone. */
function collect(context: ControllerContext, graph: Graph, resource: KindedResource, object: Collected): void {
  const references = object.metadata.ownerReferences ?? [];
  if (references.every((reference) => graph.knows(reference.uid) && !graph.waits(reference.uid))) return;
  const live = read(context, resource, object);
  if (!live || live.metadata.uid !== object.metadata.uid || live.metadata.deletionTimestamp) return;
  const states = (live.metadata.ownerReferences ?? []).map((reference) => ({
    reference,
    state: stateOf(context, graph, live, reference),
  }));
  const solid = states.filter(({ state }) => state === 'solid');
  const lost = states.filter(({ state }) => state !== 'solid');
  if (lost.length === 0) return;
  const uid = live.metadata.uid ?? '';
  if (solid.length > 0)
    return cutReferences(context, resource, live, new Set(lost.map(({ reference }) => reference.uid)));
  const foreground = states.some(({ state }) => state === 'waiting') && hasDependents(graph, uid);
  // A circle of those that wait for each other: somebody has to stop blocking.
  if (foreground && waitsBelow(graph, uid)) unblock(context, resource, live);
  const policy =
    foreground || live.metadata.finalizers?.includes(FOREGROUND)
      ? 'Foreground'
      : live.metadata.finalizers?.includes(ORPHAN)
        ? 'Orphan'
        : 'Background';
  const { namespace, name = '' } = live.metadata;
  ignoreGone(() =>
    context.session.delete(resource, namespace, name, { propagationPolicy: policy, preconditions: { uid } }),
  );
}

function hasDependents(graph: Graph, uid: string): boolean {
  for (const _ of graph.dependents(uid)) return true;
  return false;
}

function waitsBelow(graph: Graph, uid: string): boolean {
  for (const { object } of graph.dependents(uid)) if (isWaiting(object)) return true;
  return false;
}

/** Its owners need no longer wait for it (unblockOwnerReferencesStrategicMergePatch). */
function unblock(context: ControllerContext, resource: KindedResource, object: Collected): void {
  const references = object.metadata.ownerReferences ?? [];
  patchReferences(context, resource, object, {
    merged: references
      .filter(({ blockOwnerDeletion }) => blockOwnerDeletion)
      .map((reference) => ({ ...reference, blockOwnerDeletion: false })),
    whole: references.map((reference) => ({ ...reference, blockOwnerDeletion: false })),
  });
}

type OwnerState = 'solid' | 'absent' | 'waiting';

/** Asks the API, because a cache may be behind: deleting for an owner that exists would be a disaster. */
function stateOf(
  context: ControllerContext,
  graph: Graph,
  dependent: Collected,
  reference: OwnerReference,
): OwnerState {
  const resource = graph.resourceOf(reference);
  // Simplified: an owner of a kind that is not served here counts as existing.
  if (!resource) return 'solid';
  try {
    const namespace = resource.namespaced ? dependent.metadata.namespace : undefined;
    const owner = context.session.get<Collected>(resource, namespace, reference.name);
    if (owner.metadata.uid !== reference.uid) return 'absent';
    return isWaiting(owner) ? 'waiting' : 'solid';
  } catch (error) {
    if (isStatusError(error, 'NotFound')) return 'absent';
    throw error;
  }
}

function waitForDependents(context: ControllerContext, graph: Graph, resource: KindedResource, owner: Collected): void {
  let blocked = false;
  for (const { id, object } of graph.dependents(owner.metadata.uid ?? '')) {
    if (!object.metadata.deletionTimestamp) graph.enqueue(id, object);
    const reference = object.metadata.ownerReferences?.find((candidate) => candidate.uid === owner.metadata.uid);
    if (reference?.blockOwnerDeletion) blocked = true;
  }
  if (!blocked) removeFinalizer(context, resource, owner, FOREGROUND);
}

function orphanDependents(context: ControllerContext, graph: Graph, resource: KindedResource, owner: Collected): void {
  for (const { resource: of, object } of graph.dependents(owner.metadata.uid ?? '')) {
    cutReferences(context, of, object, new Set([owner.metadata.uid ?? '']));
  }
  removeFinalizer(context, resource, owner, ORPHAN);
}

function cutReferences(
  context: ControllerContext,
  resource: KindedResource,
  object: Collected,
  uids: ReadonlySet<string>,
): void {
  patchReferences(context, resource, object, {
    merged: [...uids].map((uid) => ({ $patch: 'delete', uid })),
    whole: object.metadata.ownerReferences?.filter((reference) => !uids.has(reference.uid)) ?? [],
  });
}

/** `merged` goes into the list by uid; custom resources merge no lists: theirs becomes `whole`. */
function patchReferences(
  context: ControllerContext,
  resource: KindedResource,
  object: Collected,
  { merged, whole }: { merged: readonly object[]; whole: readonly OwnerReference[] },
): void {
  const { namespace, name = '', uid, resourceVersion } = object.metadata;
  const patch = { metadata: { ownerReferences: merged, uid } };
  ignoreGone(() => {
    try {
      context.session.patch(resource, namespace, name, 'application/strategic-merge-patch+json', patch);
    } catch (error) {
      if (!isStatusError(error, 'UnsupportedMediaType')) throw error;
      const replaced = { metadata: { ownerReferences: whole, uid, resourceVersion } };
      context.session.patch(resource, namespace, name, 'application/merge-patch+json', replaced);
    }
  });
}

function removeFinalizer(
  context: ControllerContext,
  resource: KindedResource,
  object: Collected,
  finalizer: string,
): void {
  const live = read(context, resource, object);
  if (!live?.metadata.finalizers?.includes(finalizer)) return;
  const finalizers = live.metadata.finalizers.filter((name) => name !== finalizer);
  ignoreGone(() => context.session.update(resource, { ...live, metadata: { ...live.metadata, finalizers } }));
}

function read(context: ControllerContext, resource: KindedResource, object: Collected): Collected | undefined {
  const { namespace, name } = splitKey(keyOf(object));
  return ignoreGone(() => context.session.get<Collected>(resource, namespace, name));
}

function ignoreGone<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (isStatusError(error, 'NotFound')) return undefined;
    throw error;
  }
}
