/** Watch (apiserver/pkg/storage/etcd3/watcher.go): what enters a selection is ADDED, what leaves it DELETED. */
import type { KubeObject, WatchEvent } from '../../../api/object.ts';
import { groupVersion } from '../../../api/resource.ts';
import { expired } from '../../../api/status-errors.ts';
import { type StoreEvent, StoreError } from '../../store/contract.ts';
import { type Core, tableOf } from '../core.ts';
import type { Strategy } from '../registry/strategy.ts';
import { type Selection, selectionOf } from '../selection.ts';
import type { ReadOptions } from '../verbs-contract.ts';
import { decoded } from './stored.ts';

export type WatchOptions = ReadOptions & { allowWatchBookmarks?: boolean | undefined };

/** Throws BadRequest, or Expired when the revision was compacted. */
export function watch(
  core: Core,
  strategy: Strategy,
  options: WatchOptions,
  deliver: (events: readonly WatchEvent[]) => void,
): { stop(): void } {
  const selection = selectionOf(strategy, options.labelSelector, options.fieldSelector);
  const asked = Number(options.resourceVersion ?? 0);
  const query = {
    namespace: options.namespace,
    by: selection.by,
    after: asked > 0 ? Math.min(asked, core.store.revision) : undefined,
  };
  try {
    return core.store.watch(tableOf(strategy), query, (events) => {
      const seen = translate(strategy.stored ? events.map(shownBy(strategy)) : events, selection);
      if (seen.length > 0) deliver(seen);
    });
  } catch (error) {
    if (error instanceof StoreError && error.reason === 'Compacted') throw expired(error.message);
    throw error;
  }
}

function shownBy(strategy: Strategy): (event: StoreEvent) => StoreEvent {
  return (event) => {
    const previous = event.previous && decoded(strategy, event.previous);
    return { ...event, object: decoded(strategy, event.object), ...(previous ? { previous } : {}) };
  };
}

function translate(events: readonly StoreEvent[], selection: Selection): readonly WatchEvent[] {
  if (selection.all) return events;
  const seen: WatchEvent[] = [];
  for (const event of events) {
    const type = seenAs(event, selection);
    if (type) seen.push({ type, object: type === event.type ? event.object : withVersion(event, type) });
  }
  return seen;
}

function seenAs(event: StoreEvent, selection: Selection): StoreEvent['type'] | undefined {
  const is = event.type !== 'DELETED' && selection.matches(event.object);
  const was = event.previous !== undefined && selection.matches(event.previous);
  if (is) return was ? 'MODIFIED' : 'ADDED';
  return was ? 'DELETED' : undefined;
}

/** Who leaves a selection is shown as he last was in it, at the revision at which he left. */
function withVersion(event: StoreEvent, type: StoreEvent['type']): KubeObject {
  if (type !== 'DELETED' || !event.previous) return event.object;
  return {
    ...event.previous,
    metadata: { ...event.previous.metadata, resourceVersion: String(event.revision) },
  };
}

/** A BOOKMARK: an object of the kind with nothing but a revision. */
export function bookmark(core: Core, strategy: Strategy, initialEventsEnd: 'initial-events-end' | 'later'): WatchEvent {
  const annotations = { 'k8s.io/initial-events-end': 'true' };
  return {
    type: 'BOOKMARK',
    object: {
      kind: strategy.info.kind,
      apiVersion: groupVersion(strategy.info),
      metadata: {
        resourceVersion: String(core.store.revision),
        ...(initialEventsEnd === 'initial-events-end' ? { annotations } : {}),
      },
    },
  };
}
