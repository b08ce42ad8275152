/** A place where a lazily loaded panel puts what it offers; asked before it is there, the wish waits for it. */
export interface Slot<T> {
  /** Called by the panel when it can serve; returns the detach. */
  attach(handle: T): () => void;
  /** Calls `use` now, or as soon as a panel attaches. */
  ask(use: (handle: T) => void): void;
}

export function createSlot<T>(): Slot<T> {
  let current: T | undefined;
  let waiting: ((handle: T) => void)[] = [];
  return {
    attach(handle) {
      current = handle;
      const asked = waiting;
      waiting = [];
      for (const use of asked) use(handle);
      return () => {
        if (current === handle) current = undefined;
      };
    },
    ask(use) {
      if (current === undefined) waiting.push(use);
      else use(current);
    },
  };
}
