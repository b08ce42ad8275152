/**
 * The scheduling queue (pkg/scheduler/backend/queue/scheduling_queue.go): Pods to try now, Pods in back-off, and Pods
 * that fitted nowhere and wait for something to change.
 */
import type { Clock, Timer } from '../../time/clock.ts';

const INITIAL_BACKOFF = 1000;
const MAX_BACKOFF = 10_000;
/** Unschedulable Pods are tried again after five minutes though nothing seems to have changed. */
const MAX_UNSCHEDULABLE = 300_000;
const FLUSH_PERIOD = 30_000;

interface Waiting {
  attempts: number;
  /** When it was last tried, ms since the epoch. */
  since: number;
}

export interface Candidate {
  key: string;
  priority: number;
}

export class SchedulingQueue {
  /** By priority, in order of arrival. */
  private readonly active = new Map<number, Set<string>>();
  private readonly backingOff = new Map<string, Timer>();
  private readonly unschedulable = new Set<string>();
  private readonly waiting = new Map<string, Waiting>();
  private readonly priorities = new Map<string, number>();

  /** `ready` is called when there is something to take. */
  constructor(
    private readonly clock: Clock,
    private readonly ready: () => void,
  ) {
    this.flushLater();
  }

  add({ key, priority }: Candidate): void {
    if (this.priorities.get(key) !== priority) this.deactivate(key);
    this.priorities.set(key, priority);
    this.activate(key);
  }

  remove(key: string): void {
    this.deactivate(key);
    this.backingOff.get(key)?.cancel();
    this.backingOff.delete(key);
    this.unschedulable.delete(key);
    this.waiting.delete(key);
    this.priorities.delete(key);
  }

  /** Highest priority first, then first come. */
  take(most: number): string[] {
    const keys: string[] = [];
    for (const priority of [...this.active.keys()].sort((a, b) => b - a)) {
      for (const key of this.active.get(priority) ?? []) {
        if (keys.length >= most) break;
        keys.push(key);
      }
    }
    for (const key of keys) this.deactivate(key);
    return keys;
  }

  get hasActive(): boolean {
    return this.active.size > 0;
  }

  /** Fitted nowhere. */
  park(key: string): void {
    this.tried(key);
    this.unschedulable.add(key);
  }

  /** The attempt failed for another reason. */
  retry(key: string): void {
    this.tried(key);
    this.backOff(key);
  }

  /** Something changed that may let Pods fit: those in back-off stay there until it is over. */
  moveAll(): void {
    const keys = [...this.unschedulable];
    this.unschedulable.clear();
    for (const key of keys) this.backOff(key);
  }

  move(key: string): void {
    if (this.unschedulable.delete(key)) this.backOff(key);
  }

  private tried(key: string): void {
    const known = this.waiting.get(key);
    this.waiting.set(key, { attempts: (known?.attempts ?? 0) + 1, since: this.clock.now() });
  }

  private backOff(key: string): void {
    const { attempts, since } = this.waiting.get(key) ?? { attempts: 0, since: 0 };
    const delay = attempts === 0 ? 0 : Math.min(INITIAL_BACKOFF * 2 ** (attempts - 1), MAX_BACKOFF);
    const left = since + delay - this.clock.now();
    if (left <= 0) return this.activate(key);
    const timer = this.clock.after(left, () => {
      this.backingOff.delete(key);
      this.activate(key);
    });
    this.backingOff.set(key, timer);
  }

  private activate(key: string): void {
    this.unschedulable.delete(key);
    this.backingOff.get(key)?.cancel();
    this.backingOff.delete(key);
    const priority = this.priorities.get(key) ?? 0;
    const level = this.active.get(priority);
    if (level) level.add(key);
    else this.active.set(priority, new Set([key]));
    this.ready();
  }

  private deactivate(key: string): void {
    const priority = this.priorities.get(key) ?? 0;
    const level = this.active.get(priority);
    level?.delete(key);
    if (level?.size === 0) this.active.delete(priority);
  }

  private flushLater(): void {
    this.clock.after(FLUSH_PERIOD, () => {
      for (const key of this.unschedulable) {
        const since = this.waiting.get(key)?.since ?? 0;
        if (this.clock.now() - since > MAX_UNSCHEDULABLE) this.move(key);
      }
      this.flushLater();
    });
  }
}
