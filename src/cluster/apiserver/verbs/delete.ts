/** Delete (apiserver/pkg/registry/generic/registry/store.go Delete, registry/rest/delete.go BeforeDelete). */
import type { KubeObject, ObjectMeta } from '../../../api/object.ts';
import { conflict, notFound } from '../../../api/status-errors.ts';
import type { DeleteOptions } from '../../../client/client.ts';
import { deepFreeze } from '../../store/frozen.ts';
import { contextOf, timestamp } from '../core.ts';
import { orderedMetadata } from '../metadata.ts';
import { type Request, admit, admitValidated, attributes } from './request.ts';
import { storeChanged, storedObject, storeRemoved } from './stored.ts';

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

export function remove(request: Request, options: DeleteOptions): KubeObject {
  const { core, strategy, namespace, name } = request;
  const old = storedObject(core, strategy, namespace, name);
  if (!old) {
    // What may never be deleted says so even when it is not there.
    admit(request, attributes(request, 'DELETE', undefined, undefined));
    throw notFound(strategy.info, name);
  }
  const asked = attributes(request, 'DELETE', undefined, old);
  admit(request, asked);
  admitValidated(request, asked);
  checkPreconditions(request, options, old);
  if (old.kind === 'Namespace') return removeNamespace(request, options, old);
  const next = marked(
    request,
    options,
    strategy.prepareForDelete?.(
      old,
      contextOf(core, () => {}),
    ) ?? old,
  );
  if (next) return store(request, options, next);
  return finish(request, options, old);
}

function finish({ core, strategy, namespace, name }: Request, options: DeleteOptions, old: KubeObject): KubeObject {
  return options.dryRun ? old : storeRemoved(core, strategy, namespace, name);
}

function store({ core, strategy }: Request, options: DeleteOptions, next: KubeObject): KubeObject {
  return options.dryRun ? deepFreeze(next) : storeChanged(core, strategy, next);
}

/** Upstream names the kind here where it means the resource. */
function checkPreconditions({ strategy, name }: Request, options: DeleteOptions, old: KubeObject): void {
  const { uid, resourceVersion } = options.preconditions ?? {};
  const meta = old.metadata ?? {};
  const named = { group: strategy.info.group, resource: strategy.info.kind };
  if (uid !== undefined && uid !== meta.uid) {
    const why = `the UID in the precondition (${uid}) does not match the UID in record (${meta.uid}). The object might have been deleted and then recreated`;
    throw conflict(named, name, why);
  }
  if (resourceVersion !== undefined && resourceVersion !== meta.resourceVersion) {
    const why = `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${meta.resourceVersion}). The object might have been modified`;
    throw conflict(named, name, why);
  }
}

/** The object as it waits for its end, or undefined when nothing keeps it. */
function marked({ core, strategy }: Request, options: DeleteOptions, old: KubeObject): KubeObject | undefined {
  const meta = old.metadata ?? {};
  const finalizers = finalizersFor(meta.finalizers ?? [], options);
  const wanted = options.gracePeriodSeconds;
  // A negative one is taken for the shortest there is.
  const asked = wanted !== undefined && wanted < 0 ? 1 : wanted;
  let grace = strategy.gracePeriod?.(old, asked) ?? 0;
  // A second delete can only shorten the wait.
  const running = meta.deletionTimestamp === undefined ? undefined : (meta.deletionGracePeriodSeconds ?? 0);
  if (running !== undefined && strategy.gracePeriod) grace = asked === undefined ? running : Math.min(grace, running);
  if (grace <= 0 && finalizers.length === 0) return undefined;
  const next: ObjectMeta = { ...meta, finalizers };
  if (running === undefined || grace < running) {
    next.deletionTimestamp = timestamp(deletionStart(meta, core.clock.now()) + grace * 1000);
    next.deletionGracePeriodSeconds = grace;
  }
  if (running === undefined && meta.generation !== undefined) next.generation = meta.generation + 1;
  return { ...old, metadata: orderedMetadata(next) };
}

/** A shorter wait counts from when the first delete came. */
function deletionStart({ deletionTimestamp, deletionGracePeriodSeconds = 0 }: ObjectMeta, now: number): number {
  return deletionTimestamp === undefined ? now : Date.parse(deletionTimestamp) - deletionGracePeriodSeconds * 1000;
}

/** Finalizers for the garbage collector, by propagation policy. */
function finalizersFor(finalizers: readonly string[], { propagationPolicy }: DeleteOptions): string[] {
  if (propagationPolicy === undefined) return [...finalizers];
  const others = finalizers.filter((one) => one !== ORPHAN && one !== FOREGROUND);
  if (propagationPolicy === 'Orphan') return [...others, ORPHAN];
  if (propagationPolicy === 'Foreground') return [...others, FOREGROUND];
  return others;
}

/** A Namespace goes when its controller has emptied it (kubernetes pkg/registry/core/namespace/storage). */
function removeNamespace(request: Request, options: DeleteOptions, old: KubeObject): KubeObject {
  const { core, name, strategy } = request;
  const meta = old.metadata ?? {};
  const held = ((old['spec'] as { finalizers?: string[] } | undefined)?.finalizers ?? []).length > 0;
  if (meta.deletionTimestamp === undefined) {
    if (!held && !meta.finalizers?.length) return finish(request, options, old);
    const metadata = orderedMetadata({
      ...meta,
      deletionTimestamp: timestamp(core.clock.now()),
      finalizers: finalizersFor(meta.finalizers ?? [], options),
    });
    return store(request, options, {
      ...old,
      metadata,
      status: { ...(old['status'] as object), phase: 'Terminating' },
    });
  }
  if (held) {
    const why =
      'The system is ensuring all content is removed from this namespace.  Upon completion, this namespace will automatically be purged by the system.';
    throw conflict(strategy.info, name, why);
  }
  return meta.finalizers?.length ? old : finish(request, options, old);
}
