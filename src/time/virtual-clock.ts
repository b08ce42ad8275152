/**
 * The virtual clock: a queue of events in order of time (whole ms), then of arrival. Nothing moves unless somebody advances it.
 *
 * Two sorts of work hang on it. Synchronous events (controllers, kubelets) are done when their function returns.
 * Asynchronous work (a shell script in a container, a request handler) goes on in promise callbacks after its event
 * fired, and must be let finish before time moves on, or the order of things would depend on the machine. Whoever
 * settles a promise that simulated work waits for therefore calls `promised()`, and `advance` hands control back to
 * the host (`breathe`) before it looks at the next event.
 */
import { type Clock, type Timer, sleepOn } from './clock.ts';

interface Entry {
  at: number;
  order: number;
  fire: (() => void) | undefined;
}

export class VirtualClock implements Clock {
  private time: number;
  private order = 0;
  private heap: Entry[] = [];
  private awaited = false;
  private holds = 0;

  /** `start`: ms since the epoch. `breathe` resolves once all pending promise callbacks have run. */
  constructor(
    start: number,
    private readonly breathe: () => Promise<void>,
  ) {
    this.time = Math.floor(start);
  }

  now(): number {
    return this.time;
  }

  after(delay: number, fire: () => void): Timer {
    const entry: Entry = { at: this.time + Math.max(0, Math.round(delay)), order: this.order++, fire };
    this.push(entry);
    return {
      cancel: () => {
        entry.fire = undefined;
      },
    };
  }

  sleep(delay: number, signal?: AbortSignal): Promise<void> {
    return sleepOn(
      (ms, fire) =>
        this.after(ms, () => {
          this.promised();
          fire();
        }),
      delay,
      signal,
    );
  }

  /** Says that promises which simulated work waits for were settled (or such work was started). */
  promised(): void {
    this.awaited = true;
  }

  /** Time stands still until `work` is settled: what this machine itself takes is no part of the simulation. */
  hold(work: Promise<unknown>): void {
    this.holds++;
    const release = (): void => {
      this.holds--;
      this.promised();
    };
    work.then(release, release);
  }

  /** Time of the next event, undefined when the queue is empty. */
  next(): number | undefined {
    this.dropCancelled();
    return this.heap[0]?.at;
  }

  /** Fires the next event if it is due at or before `limit`. Returns whether it did. Promise callbacks are the caller's. */
  fireNext(limit: number): boolean {
    this.dropCancelled();
    const top = this.heap[0];
    if (!top || top.at > limit) return false;
    this.pop();
    this.time = Math.max(this.time, top.at);
    top.fire?.();
    return true;
  }

  /** Runs all events due within `duration` ms, letting promises run where needed, and leaves the time at the end of it. */
  async advance(duration: number): Promise<void> {
    await this.runUntil(this.time + duration);
  }

  /** As `advance`, but to a point in time; ends early (without moving to `until`) when `stop()` says so. */
  async runUntil(until: number, stop: () => boolean = () => false): Promise<void> {
    while (!stop()) {
      await this.settlePromises();
      if (stop()) return;
      if (!this.fireNext(until)) {
        if (this.owesPromises) continue;
        this.moveTo(until);
        return;
      }
    }
  }

  /** Lets promise callbacks run if any are owed. */
  async settlePromises(): Promise<void> {
    while (this.owesPromises) {
      this.awaited = false;
      await this.breathe();
    }
  }

  /** True when promise callbacks are owed before the next event may fire. */
  get owesPromises(): boolean {
    return this.awaited || this.holds > 0;
  }

  /** Moves the time forward with no event in between (the caller has made sure that none is due). */
  moveTo(time: number): void {
    this.time = Math.max(this.time, Math.floor(time));
  }

  private dropCancelled(): void {
    while (this.heap[0] && !this.heap[0].fire) this.pop();
  }

  private push(entry: Entry): void {
    const heap = this.heap;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (before(heap[parent]!, entry)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = entry;
  }

  private pop(): void {
    const heap = this.heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
      if (before(last, heap[child]!)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = last;
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
