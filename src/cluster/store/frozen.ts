/** Frozen, structurally shared JSON values: what makes a thousand Pods cheap. */

/** Freezes deeply; a frozen value is taken to be frozen all the way down. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object' && item !== null) deepFreeze(item);
  } else {
    const record = value as Record<string, unknown>;
    for (const key in record) {
      const item = record[key];
      if (typeof item === 'object' && item !== null) deepFreeze(item);
    }
  }
  return Object.freeze(value);
}

/** A mutable deep copy of a JSON value. Fields that are undefined are left out, as JSON would. */
export function thaw<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const copy: unknown[] = [];
    for (const item of value) copy.push(typeof item === 'object' && item !== null ? thaw(item) : (item ?? null));
    return copy as T;
  }
  const record = value as Record<string, unknown>;
  const copy: Record<string, unknown> = {};
  for (const key in record) {
    const item = record[key];
    if (item === undefined) continue;
    if (key === '__proto__') defineField(copy, key, thaw(item));
    else copy[key] = typeof item === 'object' && item !== null ? thaw(item) : item;
  }
  return copy as T;
}

/** As `thaw`, but what is frozen stays shared: for whoever puts new values in place and changes none from within. */
export function unshare<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => unshare(item ?? null)) as T;
  // A clone has the right size from the start, which an object that grows field by field has not.
  const copy = { ...(value as Record<string, unknown>) };
  for (const key in copy) {
    const item = copy[key];
    if (item === undefined) delete copy[key];
    else if (typeof item === 'object' && item !== null) copy[key] = unshare(item);
  }
  return copy as T;
}

/** Assignment to `__proto__` would change the prototype instead of storing a field. */
function defineField(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/**
 * `next` with every subtree that equals its counterpart in `old` replaced by that counterpart; `old` itself when all
 * is equal. Changes `next` in place unless it is frozen. A field that is undefined counts as absent. Only frozen parts of
 * `old` are taken: an unfrozen one still belongs to somebody.
 */
export function reuse<T>(next: T, old: unknown): T {
  if (next === old || typeof next !== 'object' || next === null) return next;
  if (typeof old !== 'object' || old === null || Array.isArray(next) !== Array.isArray(old)) return next;
  return (Array.isArray(next) ? reuseArray(next, old as unknown[]) : reuseRecord(next, old as object)) as T;
}

function reuseArray(next: unknown[], old: unknown[]): unknown[] {
  let equal = next.length === old.length;
  const writable = !Object.isFrozen(next);
  for (let i = 0; i < next.length; i++) {
    const item = next[i];
    const before = old[i];
    const kept = reuse(item, before);
    if (kept !== before || i >= old.length) equal = false;
    if (writable && kept !== item) next[i] = kept;
  }
  return equal && Object.isFrozen(old) ? old : next;
}

function reuseRecord(next: object, old: object): object {
  const from = next as Record<string, unknown>;
  const to = old as Record<string, unknown>;
  const writable = !Object.isFrozen(next);
  let equal = true;
  let fields = 0;
  for (const key in from) {
    const item = from[key];
    if (item === undefined) continue;
    fields++;
    const before = Object.hasOwn(to, key) ? to[key] : undefined;
    const kept = reuse(item, before);
    if (kept !== before) equal = false;
    if (writable && kept !== item && key !== '__proto__') from[key] = kept;
  }
  if (!equal || !Object.isFrozen(old)) return next;
  let others = 0;
  for (const key in to) if (to[key] !== undefined) others++;
  return fields === others ? old : next;
}
