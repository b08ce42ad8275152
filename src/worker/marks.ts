/** Snapshots under a name, the latest few: to undo a command, or to begin a lesson's step again. */
export function createMarks<T>(most = 16) {
  const kept = new Map<string, T>();
  return {
    keep(name: string, value: T): void {
      kept.delete(name);
      kept.set(name, value);
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    },
    find: (name: string): T | undefined => kept.get(name),
  };
}
