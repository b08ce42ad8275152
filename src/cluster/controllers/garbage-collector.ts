/**
 * The garbage collector (pkg/controller/garbagecollector/garbagecollector.go): objects whose owners are all gone go
 * too; an owner deleted in the foreground waits for its dependents, one deleted with orphans lets them go free.
 */
import type { OwnerReference } from '../../api/object.ts';
import { isStatusError } from '../../api/status.ts';
import { type ControllerContext, defineController } from '../runtime/define-controller.ts';
import type { Informer } from '../runtime/informer.ts';
import { type Meta, keyOf, splitKey } from '../runtime/keys.ts';
import { COLLECTED, type KindedResource, NAMESPACES, NODES } from '../runtime/resources.ts';

interface Collected extends Meta {
  metadata: NonNullable<Meta['metadata']> & { finalizers?: string[]; deletionTimestamp?: string };
}

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';
const WATCHED: readonly KindedResource[] = [...COLLECTED, NODES, NAMESPACES];

const byOwner = (object: Meta): readonly string[] =>
  object.metadata?.ownerReferences?.map((reference) => reference.uid) ?? [];

/** Deleted in the foreground: it stays until its dependents are gone. */
const isWaiting = (object: Collected): boolean =>
  object.metadata.deletionTimestamp !== undefined && (object.metadata.finalizers?.includes(FOREGROUND) ?? false);

class Graph {
  private readonly informers = new Map<number, Informer<Collected>>();
  /** uids of all that is in the caches. */
  private readonly alive = new Set<string>();
  private readonly waiting = new Set<string>();

  constructor(private readonly context: ControllerContext) {
    for (const [index, resource] of WATCHED.entries()) {
      const informer = context.watch<Collected>(resource, {
        add: (object) => this.added(index, object),
        update: (object, old) => this.updated(index, object, old),
        delete: (object) => this.deleted(object),
      });
      this.informers.set(index, informer);
    }
  }

  find(key: string): { resource: KindedResource; object: Collected | undefined } {
    const bar = key.indexOf('|');
    const index = Number(key.slice(0, bar));
    return { resource: WATCHED[index]!, object: this.informers.get(index)?.getByKey(key.slice(bar + 1)) };
  }

  *dependents(uid: string): Iterable<{ index: number; object: Collected }> {
    for (const [index, informer] of this.informers)
      for (const object of informer.byIndex(byOwner, uid)) yield { index, object };
  }

  knows(uid: string): boolean {
    return this.alive.has(uid);
  }

  waits(uid: string): boolean {
    return this.waiting.has(uid);
  }

  enqueue(index: number, object: Meta): void {
    this.context.queue.add(`${index}|${keyOf(object)}`);
  }

  private added(index: number, object: Collected): void {
    this.alive.add(object.metadata.uid ?? '');
    if (isWaiting(object)) this.waiting.add(object.metadata.uid ?? '');
    if (object.metadata.ownerReferences?.length || object.metadata.deletionTimestamp) this.enqueue(index, object);
  }

  private updated(index: number, object: Collected, old: Collected): void {
    const { metadata } = object;
    const interesting =
      metadata.deletionTimestamp !== old.metadata.deletionTimestamp ||
      (metadata.deletionTimestamp !== undefined && metadata.finalizers !== old.metadata.finalizers) ||
      (metadata.ownerReferences !== old.metadata.ownerReferences &&
        JSON.stringify(metadata.ownerReferences) !== JSON.stringify(old.metadata.ownerReferences));
    if (!interesting) return;
    if (isWaiting(object)) this.waiting.add(metadata.uid ?? '');
    else this.waiting.delete(metadata.uid ?? '');
    this.enqueue(index, object);
    // A dependent that lost its reference may have been the last that its owner waits for.
    for (const reference of old.metadata.ownerReferences ?? []) this.wakeWaiting(reference, metadata.namespace);
  }

  private deleted(object: Collected): void {
    this.alive.delete(object.metadata.uid ?? '');
    this.waiting.delete(object.metadata.uid ?? '');
    for (const { index, object: dependent } of this.dependents(object.metadata.uid ?? ''))
      this.enqueue(index, dependent);
    for (const reference of object.metadata.ownerReferences ?? [])
      this.wakeWaiting(reference, object.metadata.namespace);
  }

  private wakeWaiting(reference: OwnerReference, namespace: string | undefined): void {
    const index = WATCHED.findIndex((resource) => resource.kind === reference.kind);
    const owner = this.informers.get(index)?.get(WATCHED[index]?.namespaced ? namespace : undefined, reference.name);
    if (owner && isWaiting(owner)) this.enqueue(index, owner);
  }
}

export const garbageCollector = defineController({
  name: 'garbage-collector',
  serviceAccount: 'generic-garbage-collector',
  start(context) {
    const graph = new Graph(context);
    return (key) => {
      const { resource, object } = graph.find(key);
      if (!object) return;
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
    state: stateOf(context, live, reference),
  }));
  const solid = states.filter(({ state }) => state === 'solid');
  const lost = states.filter(({ state }) => state !== 'solid');
  if (lost.length === 0) return;
  const uid = live.metadata.uid ?? '';
  if (solid.length > 0)
    return cutReferences(context, resource, live, new Set(lost.map(({ reference }) => reference.uid)));
  const foreground = states.some(({ state }) => state === 'waiting') && hasDependents(graph, uid);
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

type OwnerState = 'solid' | 'absent' | 'waiting';

/** Asks the API, because a cache may be behind: deleting for an owner that exists would be a disaster. */
function stateOf(context: ControllerContext, dependent: Collected, reference: OwnerReference): OwnerState {
  const resource = WATCHED.find(
    (candidate) => candidate.kind === reference.kind && candidate.apiVersion === reference.apiVersion,
  );
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
  for (const { index, object } of graph.dependents(owner.metadata.uid ?? '')) {
    if (!object.metadata.deletionTimestamp) graph.enqueue(index, object);
    const reference = object.metadata.ownerReferences?.find((candidate) => candidate.uid === owner.metadata.uid);
    if (reference?.blockOwnerDeletion) blocked = true;
  }
  if (!blocked) removeFinalizer(context, resource, owner, FOREGROUND);
}

function orphanDependents(context: ControllerContext, graph: Graph, resource: KindedResource, owner: Collected): void {
  for (const { index, object } of graph.dependents(owner.metadata.uid ?? '')) {
    cutReferences(context, WATCHED[index]!, object, new Set([owner.metadata.uid ?? '']));
  }
  removeFinalizer(context, resource, owner, ORPHAN);
}

function cutReferences(
  context: ControllerContext,
  resource: KindedResource,
  object: Collected,
  uids: ReadonlySet<string>,
): void {
  const cuts = [...uids].map((uid) => ({ $patch: 'delete', uid }));
  const { namespace, name = '', uid } = object.metadata;
  const patch = { metadata: { ownerReferences: cuts, uid } };
  ignoreGone(() => context.session.patch(resource, namespace, name, 'application/strategic-merge-patch+json', patch));
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
