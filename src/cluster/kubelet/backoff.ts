/** Exponential back-off by key (client-go/util/flowcontrol/backoff.go), as the kubelet uses it for pulls and restarts. */
export interface Backoff {
  /** ms that `key` still has to wait after its failure at `since`; 0 when it may go on. */
  remaining(key: string, since: number): number;
  /** The delay in force for `key`, ms. */
  delay(key: string): number;
  /** Notes another failure that happened at `since`. */
  next(key: string, since: number): void;
  forget(prefix: string): void;
}

interface Entry {
  delay: number;
  updated: number;
}

/** Forgotten after twice `max` without a failure. */
export function createBackoff(now: () => number, initial: number, max: number): Backoff {
  const entries = new Map<string, Entry>();
  const live = (key: string, since: number): Entry | undefined => {
    const entry = entries.get(key);
    return entry && since - entry.updated <= 2 * max ? entry : undefined;
  };
  return {
    remaining(key, since) {
      const entry = live(key, since);
      return entry ? Math.max(0, since + entry.delay - now()) : 0;
    },
    delay: (key) => entries.get(key)?.delay ?? 0,
    next(key, since) {
      const entry = live(key, since);
      entries.set(key, { delay: entry ? Math.min(entry.delay * 2, max) : initial, updated: now() });
    },
    forget(prefix) {
      for (const key of entries.keys()) if (key.startsWith(prefix)) entries.delete(key);
    },
  };
}

/** As Go prints a duration: 10s, 1m20s, 5m0s, 1.203s, 812ms. */
export function goDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}ms`;
  const seconds = Number((ms / 1000).toFixed(3));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  const rest = Number((seconds - minutes * 60).toFixed(3));
  return minutes < 60 ? `${minutes}m${rest}s` : `${Math.floor(minutes / 60)}h${minutes % 60}m${rest}s`;
}
