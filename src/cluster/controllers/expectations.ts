/**
 * What a controller has asked for and not yet seen in its cache (pkg/controller/controller_utils.go,
 * UIDTrackingControllerExpectations). Until all is seen, or five minutes have passed, it must not count again.
 */
const TIMEOUT = 300_000;

interface Expectation {
  creations: number;
  /** Keys of the objects whose deletion is awaited. */
  deletions: Set<string>;
  since: number;
}

export class Expectations {
  private readonly table = new Map<string, Expectation>();

  constructor(private readonly now: () => number) {}

  satisfied(key: string): boolean {
    const expected = this.table.get(key);
    if (!expected) return true;
    return (expected.creations <= 0 && expected.deletions.size === 0) || this.now() - expected.since > TIMEOUT;
  }

  expectCreations(key: string, count: number): void {
    this.table.set(key, { creations: count, deletions: new Set(), since: this.now() });
  }

  expectDeletions(key: string, objects: Iterable<string>): void {
    this.table.set(key, { creations: 0, deletions: new Set(objects), since: this.now() });
  }

  creationObserved(key: string, count = 1): void {
    const expected = this.table.get(key);
    if (expected) expected.creations -= count;
  }

  deletionObserved(key: string, object: string): void {
    this.table.get(key)?.deletions.delete(object);
  }

  forget(key: string): void {
    this.table.delete(key);
  }
}
