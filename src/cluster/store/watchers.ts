/** Who watches what, and the delivery of events in batches on the clock. */
import type { Clock, Timer } from '../../time/clock.ts';
import type { StoreEvent, StoreQuery } from './contract.ts';
import { type Term, namespaceTerm, termOf, termsOf } from './table.ts';

interface Watcher {
  namespace: string | undefined;
  pending: StoreEvent[];
  stopped: boolean;
  deliver(events: readonly StoreEvent[]): void;
}

/** Watchers of one table, by the index they asked for ('' for all), so that an event finds its own. */
type Topics = Map<string, Set<Watcher>>;

export class Watchers {
  private readonly tables = new Map<string, Topics>();
  private due: Watcher[] = [];
  private timer: Timer | undefined;

  constructor(private readonly clock: Clock) {}

  add(
    table: string,
    query: StoreQuery,
    first: StoreEvent[],
    deliver: (events: readonly StoreEvent[]) => void,
  ): { stop(): void } {
    const watcher: Watcher = { namespace: query.namespace || undefined, pending: [], stopped: false, deliver };
    const topic = topicOf(query.by ? termOf(query.by) : query.namespace ? namespaceTerm(query.namespace) : undefined);
    let topics = this.tables.get(table);
    if (!topics) this.tables.set(table, (topics = new Map()));
    let set = topics.get(topic);
    if (!set) topics.set(topic, (set = new Set()));
    set.add(watcher);
    for (const event of first) this.offer(watcher, event);
    return {
      stop: () => {
        watcher.stopped = true;
        set.delete(watcher);
        if (set.size === 0 && topics.get(topic) === set) topics.delete(topic);
      },
    };
  }

  publish(event: StoreEvent): void {
    const topics = this.tables.get(event.table);
    if (!topics || topics.size === 0) return;
    const all = topics.get('');
    if (all) for (const watcher of all) this.offer(watcher, event);
    if (topics.size === (all ? 1 : 0)) return;
    for (const topic of touchedTopics(event)) {
      for (const watcher of topics.get(topic) ?? []) this.offer(watcher, event);
    }
  }

  stop(): void {
    this.timer?.cancel();
    this.tables.clear();
    for (const watcher of this.due) watcher.stopped = true;
    this.due = [];
  }

  private offer(watcher: Watcher, event: StoreEvent): void {
    if (watcher.namespace !== undefined && event.object.metadata?.namespace !== watcher.namespace) return;
    if (watcher.pending.push(event) > 1) return;
    this.due.push(watcher);
    this.timer ??= this.clock.after(0, () => this.flush());
  }

  private flush(): void {
    this.timer = undefined;
    const due = this.due;
    this.due = [];
    let failure: { error: unknown } | undefined;
    for (const watcher of due) {
      const events = watcher.pending;
      watcher.pending = [];
      if (watcher.stopped) continue;
      try {
        watcher.deliver(events);
      } catch (error) {
        // One broken watcher must not keep the others from their events.
        failure ??= { error };
      }
    }
    if (failure) throw failure.error;
  }
}

function topicOf(term: Term | undefined): string {
  return term ? `${term[0]}=${term[1]}` : '';
}

/** The topics an event concerns: those of the object as it is and as it was (it may have left a selection). */
function touchedTopics({ object, previous }: StoreEvent): Set<string> {
  return new Set([...termsOf(object), ...(previous ? termsOf(previous) : [])].map(topicOf));
}
