/** The revisions the store still knows, oldest first. Revisions are contiguous, so finding one is arithmetic. */
import { StoreError, type StoreEvent } from './contract.ts';

export class History {
  private events: StoreEvent[] = [];
  /** Events before this position are compacted and wait to be cut off. */
  private start = 0;

  constructor(
    public compacted: number,
    private readonly limit: number,
  ) {}

  add(event: StoreEvent): void {
    this.events.push(event);
    if (this.events.length - this.start > this.limit) this.compact(event.revision - this.limit);
  }

  /** Throws Compacted. */
  after(revision: number): StoreEvent[] {
    if (revision < this.compacted) {
      throw new StoreError('Compacted', `too old resource version: ${revision} (${this.compacted})`);
    }
    return this.events.slice(this.start + (revision - this.compacted));
  }

  compact(revision: number): void {
    if (revision <= this.compacted) return;
    const last = this.compacted + (this.events.length - this.start);
    const target = Math.min(revision, last);
    this.start += target - this.compacted;
    this.compacted = target;
    // Cutting an array costs its length: wait until half of it is dead.
    if (this.start * 2 > this.events.length) {
      this.events = this.events.slice(this.start);
      this.start = 0;
    }
  }

  load(events: readonly StoreEvent[]): void {
    this.events = [...events];
    this.start = 0;
  }
}
