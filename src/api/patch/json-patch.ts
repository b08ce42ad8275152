/** JSON patch, RFC 6902 (evanphx/json-patch as the API server uses it). */
import { dequal } from 'dequal';

export interface Operation {
  op: string;
  path: string;
  from?: string;
  value?: unknown;
}

type Container = Record<string, unknown> | unknown[];

/** Changes `document` and gives the result. Throws Error when an operation does not apply. */
export function applyJsonPatch(document: unknown, operations: readonly unknown[]): unknown {
  const root = { '': document };
  for (const operation of operations) apply(root, checked(operation));
  return root[''];
}

function checked(operation: unknown): Operation {
  const { op, path, from } = (operation ?? {}) as Partial<Operation>;
  if (typeof op !== 'string' || typeof path !== 'string') throw new Error('an operation needs op and path');
  if ((op === 'move' || op === 'copy') && typeof from !== 'string') throw new Error(`${op} needs from`);
  return operation as Operation;
}

function apply(root: Container, operation: Operation): void {
  const { op, path, value } = operation;
  if (op === 'add') return add(root, path, structuredClone(value));
  if (op === 'remove') return void remove(root, path);
  if (op === 'replace') return replace(root, path, structuredClone(value));
  if (op === 'test') {
    if (!dequal(readOrNull(root, path), value ?? null)) throw new Error(`testing value ${path} failed`);
    return;
  }
  if (op === 'copy') return add(root, path, structuredClone(read(root, operation.from!)));
  if (op !== 'move') throw new Error(`unexpected kind: ${op}`);
  if (path.startsWith(`${operation.from}/`)) throw new Error('cannot move a value into itself');
  const moved = read(root, operation.from!);
  remove(root, operation.from!);
  add(root, path, moved);
}

/** The tokens of a pointer; the whole document hangs under ''. The library drops whatever stands before the first slash. */
function tokens(pointer: string): string[] {
  const [, ...rest] = pointer.split('/');
  return ['', ...rest.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))];
}

function parent(root: Container, pointer: string): { container: Container; key: string } {
  const path = tokens(pointer);
  let container = root;
  for (const token of path.slice(0, -1)) {
    const next = child(container, token);
    if (typeof next !== 'object' || next === null) throw new Error(`missing path ${pointer}`);
    container = next as Container;
  }
  return { container, key: path.at(-1)! };
}

/** Only a container's own fields can be reached: never a prototype. */
function child(container: Container, key: string): unknown {
  if (Array.isArray(container)) return container[index(container, key, container.length - 1)];
  if (!Object.hasOwn(container, key)) throw new Error(`missing key ${key}`);
  return container[key];
}

function index(container: unknown[], key: string, max: number): number {
  if (!/^-?(0|[1-9]\d*)$/.test(key)) throw new Error(`bad index ${key}`);
  // The Go library takes negative indices from the end.
  const at = Number(key) < 0 ? Number(key) + container.length : Number(key);
  if (at < 0 || at > max) throw new Error(`index out of bounds ${key}`);
  return at;
}

function read(root: Container, pointer: string): unknown {
  const { container, key } = parent(root, pointer);
  return child(container, key);
}

/** As `read`, null for a key that a map does not have. */
function readOrNull(root: Container, pointer: string): unknown {
  const { container, key } = parent(root, pointer);
  return !Array.isArray(container) && !Object.hasOwn(container, key) ? null : child(container, key);
}

function remove(root: Container, pointer: string): void {
  const { container, key } = parent(root, pointer);
  child(container, key);
  if (Array.isArray(container)) container.splice(index(container, key, container.length - 1), 1);
  else delete container[key];
}

/** In a map the library sets what was not there, too. */
function replace(root: Container, pointer: string, value: unknown): void {
  const { container, key } = parent(root, pointer);
  if (!Array.isArray(container)) return set(container, key, value);
  container[index(container, key, container.length - 1)] = value;
}

function set(container: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
}

function add(root: Container, pointer: string, value: unknown): void {
  const { container, key } = parent(root, pointer);
  if (Array.isArray(container)) {
    container.splice(key === '-' ? container.length : index(container, key, container.length), 0, value);
  } else {
    set(container, key, value);
  }
}
