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

/** Children as they are found, in any order: on the way to a node that is mostly there already nothing is built. */
export class Children {
  private readonly keys: string[] = [];
  private readonly sets: FieldSet[] = [];

  add(element: string, set: FieldSet | undefined): void {
    if (!set) return;
    this.keys.push(element);
    this.sets.push(set);
  }

  /** Undefined when there is nothing to it. */
  node(member: boolean): FieldSet | undefined {
    const { keys, sets } = this;
    if (keys.length === 0) return member ? LEAF : undefined;
    const name = this.name(member);
    const known = name === undefined ? undefined : shared.get(name);
    if (known) return known;
    // Found in another order it is the same node.
    const node = isSorted(keys) ? built(keys, sets, member) : this.sorted().node(member)!;
    if (name === undefined) return node;
    if (shared.size >= MAX_SHARED) shared = new Map();
    if (!ids.has(node)) ids.set(node, ++lastId);
    shared.set(name, node);
    return node;
  }

  private sorted(): Children {
    const places = new Map(this.keys.map((key, i) => [key, this.sets[i]!]));
    const children = new Children();
    for (const key of this.keys.toSorted(byElement)) children.add(key, places.get(key));
    return children;
  }

  /** Undefined when the node is like no other: sharing it would cost more than it saves. */
  private name(member: boolean): string | undefined {
    let name = member ? SELF : '';
    for (let i = 0; i < this.keys.length; i++) {
      const key = this.keys[i]!;
      const child = this.sets[i]!;
      if (key.startsWith('k:{"ip"')) return undefined;
      if (child === LEAF) name += `\n${key}`;
      else {
        const id = ids.get(child);
        if (id === undefined) return undefined;
        name += `\n${key}\t${id}`;
      }
    }
    return name;
  }
}

/** `keys` are in order. */
function built(keys: readonly string[], sets: readonly FieldSet[], member: boolean): FieldSet {
  // A literal takes less room than an object that grows.
  if (keys.length === 1 && !member) return Object.freeze({ [keys[0]!]: sets[0]! });
  const node: Record<string, FieldSet> = {};
  if (member) node[SELF] = LEAF;
  for (let i = 0; i < keys.length; i++) node[keys[i]!] = sets[i]!;
  return Object.freeze(node);
}

function isSorted(keys: readonly string[]): boolean {
  for (let i = 1; i < keys.length; i++) if (byElement(keys[i - 1]!, keys[i]!) > 0) return false;
  return true;
}

/** Whether equal sets are mostly this very one. */
export function isShared(set: FieldSet): boolean {
  return set === LEAF || ids.has(set);
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
  const children = new Children();
  for (const key in a) if (key !== SELF) children.add(key, Object.hasOwn(b, key) ? union(a[key], b[key]) : a[key]);
  for (const key in b) if (key !== SELF && !Object.hasOwn(a, key)) children.add(key, b[key]);
  return children.node(isMember(a) || isMember(b));
}

/** What is in `a` and not in `b`, path by path: a member of `b` says nothing of the paths below it. */
export function difference(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  if (!a || !b) return a;
  if (a === b) return undefined;
  const member = isMember(a);
  let changed = member && isMember(b);
  const children = new Children();
  for (const key in a) {
    if (key === SELF) continue;
    const kept = Object.hasOwn(b, key) ? difference(a[key], b[key]) : a[key];
    if (kept !== a[key]) changed = true;
    children.add(key, kept);
  }
  return changed ? children.node(member && !isMember(b)) : a;
}

export function intersection(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  if (!a || !b || a === b) return a && b;
  const children = new Children();
  for (const key in a) {
    if (key === SELF || !Object.hasOwn(b, key)) continue;
    children.add(key, intersection(a[key], b[key]));
  }
  return children.node(isMember(a) && isMember(b));
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

/** The node of one child. */
export function nodeOf(element: string, child: FieldSet): FieldSet {
  const children = new Children();
  children.add(element, child);
  return children.node(false)!;
}

/** A node's children with or without itself. */
export function withMember(set: FieldSet | undefined, member: boolean): FieldSet | undefined {
  const children = new Children();
  for (const key in set) if (key !== SELF) children.add(key, set[key]);
  return children.node(member);
}

/** The set of one path. */
export function setOf(path: readonly string[]): FieldSet {
  return path.reduceRight<FieldSet>((below, element) => nodeOf(element, below), LEAF);
}

/** A set as somebody else wrote it, in our own nodes. Undefined when it is none. */
export function parseFieldSet(value: unknown): FieldSet | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const children = new Children();
  for (const [key, inner] of Object.entries(value)) {
    if (key === SELF || !isElement(key)) continue;
    children.add(key, parseFieldSet(inner) ?? LEAF);
  }
  return children.node(Object.hasOwn(value, SELF));
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
