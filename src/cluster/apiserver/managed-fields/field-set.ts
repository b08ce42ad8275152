/**
 * Sets of field paths in the form in which they are stored and sent, fieldsV1 (structured-merge-diff/fieldpath/set.go and
 * serialize.go): a tree keyed by path elements, `f:spec`, `k:{"name":"c"}`, `v:"x"`. A node without children is a member; one
 * with children is a member when it holds '.'. The empty set is undefined. Nodes are frozen and shared: equal ones are mostly
 * one object, so that a thousand Pods of one template cost one tree, and a set operation that changes nothing gives its argument.
 */
export interface FieldSet {
  readonly [element: string]: FieldSet;
}

export const LEAF: FieldSet = Object.freeze({});
const SELF = '.';
/** Beyond this many nodes the table starts anew: sharing is lost, meaning is not. */
const MAX_SHARED = 20_000;

const ids = new WeakMap<FieldSet, number>();
let shared = new Map<string, FieldSet>();
let lastId = 0;

function hasChildren(set: FieldSet): boolean {
  for (const key in set) if (key !== SELF) return true;
  return false;
}

/** Whether the node itself is a member, not only what is below it. */
export function isMember(set: FieldSet): boolean {
  return Object.hasOwn(set, SELF) || !hasChildren(set);
}

/** A node of these children; undefined when there is nothing to it. */
export function nodeOf(children: Record<string, FieldSet>, member: boolean): FieldSet | undefined {
  const keys = Object.keys(children);
  if (keys.length === 0) return member ? LEAF : undefined;
  if (keys.length > 1) keys.sort(byElement);
  let name = member ? SELF : '';
  for (const key of keys) {
    const child = children[key]!;
    name += child === LEAF ? `\n${key}` : `\n${key}\t${idOf(child)}`;
  }
  const known = shared.get(name);
  if (known) return known;
  const node: Record<string, FieldSet> = {};
  if (member) node[SELF] = LEAF;
  for (const key of keys) {
    // Only as a map's own key can a name like this come; it must not change the prototype.
    Object.defineProperty(node, key, { value: children[key]!, enumerable: true });
  }
  if (shared.size >= MAX_SHARED) shared = new Map();
  shared.set(name, Object.freeze(node));
  return node;
}

function idOf(set: FieldSet): number {
  let id = ids.get(set);
  if (id === undefined) ids.set(set, (id = ++lastId));
  return id;
}

/** Path elements in upstream's order; numbers within keys by value. */
function byElement(a: string, b: string): number {
  if (/^[kv]/.test(a) && a[0] === b[0]) {
    const [x, y] = [keyParts(a), keyParts(b)];
    for (let i = 0; i < Math.min(x.length, y.length); i++) {
      const sign = byValue(x[i], y[i]);
      if (sign !== 0) return sign;
    }
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

function keyParts(element: string): unknown[] {
  const value: unknown = JSON.parse(element.slice(2));
  return element.startsWith('k') ? Object.entries(value as object).flat() : [value];
}

function byValue(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [x, y] = [String(a), String(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

export function union(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  if (!a || a === b) return b ?? a;
  if (!b) return a;
  const children: Record<string, FieldSet> = Object.create(null) as Record<string, FieldSet>;
  for (const key in a) if (key !== SELF) children[key] = a[key]!;
  for (const key in b) if (key !== SELF) children[key] = union(children[key], b[key]!)!;
  return nodeOf(children, isMember(a) || isMember(b));
}

/** What is in `a` and not in `b`, path by path: a member of `b` says nothing of the paths below it. */
export function difference(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  if (!a || !b) return a;
  if (a === b) return undefined;
  const member = isMember(a);
  let changed = member && isMember(b);
  const children: Record<string, FieldSet> = Object.create(null) as Record<string, FieldSet>;
  for (const key in a) {
    if (key === SELF) continue;
    const kept = Object.hasOwn(b, key) ? difference(a[key], b[key]) : a[key];
    if (kept !== a[key]) changed = true;
    if (kept) children[key] = kept;
  }
  return changed ? nodeOf(children, member && !isMember(b)) : a;
}

export function intersection(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  if (!a || !b || a === b) return a && b;
  const children: Record<string, FieldSet> = Object.create(null) as Record<string, FieldSet>;
  for (const key in a) {
    if (key === SELF || !Object.hasOwn(b, key)) continue;
    const both = intersection(a[key], b[key]);
    if (both) children[key] = both;
  }
  return nodeOf(children, isMember(a) && isMember(b));
}

export function childOf(set: FieldSet | undefined, element: string): FieldSet | undefined {
  return set && Object.hasOwn(set, element) ? set[element] : undefined;
}

/** Whether the path is a member. */
export function hasPath(set: FieldSet | undefined, path: readonly string[]): boolean {
  let at = set;
  for (const element of path) at = childOf(at, element);
  return at !== undefined && isMember(at);
}

/** The set of one path. */
export function setOf(path: readonly string[]): FieldSet {
  return path.reduceRight<FieldSet>((below, element) => nodeOf({ [element]: below }, false)!, LEAF);
}

/** A set as somebody else wrote it, in our own nodes. Undefined when it is none. */
export function parseFieldSet(value: unknown): FieldSet | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const children: Record<string, FieldSet> = Object.create(null) as Record<string, FieldSet>;
  for (const [key, inner] of Object.entries(value)) {
    if (key === SELF || !isElement(key)) continue;
    children[key] = parseFieldSet(inner) ?? LEAF;
  }
  return nodeOf(children, Object.hasOwn(value, SELF));
}

function isElement(key: string): boolean {
  if (key.startsWith('f:')) return true;
  if (!/^[kvi]:/.test(key)) return false;
  try {
    const value: unknown = JSON.parse(key.slice(2));
    return !key.startsWith('k:') || (typeof value === 'object' && value !== null);
  } catch {
    return false;
  }
}

/** Every member's path in upstream's order of iteration: a node's own members first, then what is below. */
export function pathsOf(set: FieldSet | undefined, prefix: readonly string[] = []): string[][] {
  if (!set) return [];
  const paths: string[][] = [];
  const keys = Object.keys(set).filter((key) => key !== SELF);
  for (const key of keys) if (isMember(set[key]!)) paths.push([...prefix, key]);
  for (const key of keys) if (hasChildren(set[key]!)) paths.push(...pathsOf(set[key]!, [...prefix, key]));
  return paths;
}

/** `.spec.containers[name="c"].image` */
export function formatPath(path: readonly string[]): string {
  return path.map(formatElement).join('');
}

function formatElement(element: string): string {
  const text = element.slice(2);
  if (element.startsWith('f:')) return `.${text}`;
  if (element.startsWith('v:')) return `[=${text}]`;
  if (element.startsWith('i:')) return `[${text}]`;
  const keys = Object.entries(JSON.parse(text) as object).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return `[${keys.join(',')}]`;
}
