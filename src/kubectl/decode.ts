/** Manifests as text → objects: YAML or JSON, many documents, Lists taken apart (cli-runtime/pkg/resource/visitor.go). */
import type { KubeObject } from '../api/object.ts';
import { CommandError } from './errors.ts';
import type { KubectlIO } from './io.ts';
import { parseDocuments } from './yaml-documents.ts';

export interface Manifest {
  object: KubeObject;
  /** The path as given, or `STDIN`. */
  source: string;
  /** An item of a List. */
  listed: boolean;
}

export interface Filenames {
  filenames: readonly string[];
  recursive: boolean;
  kustomize: string;
}

const EXTENSIONS = ['.json', '.yaml', '.yml'];

/** Every document of every file in order; files that cannot be read or parsed are errors beside them. */
export async function readManifests(
  io: KubectlIO,
  files: Filenames,
): Promise<{ manifests: Manifest[]; errors: unknown[] }> {
  if (files.kustomize !== '') throw new CommandError('kustomizations are not part of this kubectl');
  const manifests: Manifest[] = [];
  const errors: unknown[] = [];
  for (const name of files.filenames) {
    if (/^https?:\/\//.test(name)) {
      errors.push(new CommandError(`unable to read URL ${JSON.stringify(name)}, there is no internet here`));
      continue;
    }
    for (const path of name === '-' ? ['-'] : expand(io, name, files.recursive)) {
      const source = path === '-' ? 'STDIN' : path;
      const text = path === '-' ? await readAll(io) : io.files.read(path);
      const { objects, error } = decodeItems(text, source);
      manifests.push(...objects.map((one) => ({ ...one, source })));
      if (error) errors.push(error);
    }
  }
  return { manifests, errors };
}

async function readAll(io: KubectlIO): Promise<string> {
  let text = '';
  for (;;) {
    const chunk = await io.stdin.read(io.signal);
    if (chunk === undefined) return text;
    text += chunk;
  }
}

/** A file is itself, a directory its manifests. Throws 'the path "x" does not exist'. */
function expand(io: KubectlIO, path: string, recursive: boolean): string[] {
  const names = io.files.list(path);
  if (names === undefined) {
    try {
      io.files.read(path);
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT')
        throw new CommandError(`the path ${JSON.stringify(path)} does not exist`);
      throw new CommandError(`the path ${JSON.stringify(path)} cannot be accessed: ${(error as Error).message}`);
    }
    return [path];
  }
  const found = names.toSorted().flatMap((name) => {
    const full = `${path.replace(/\/$/, '')}/${name}`;
    if (io.files.list(full) !== undefined) return recursive ? expandQuietly(io, full) : [];
    return EXTENSIONS.some((extension) => name.endsWith(extension)) ? [full] : [];
  });
  if (found.length === 0) {
    throw new CommandError(`error reading [${path}]: recognized file extensions are [${EXTENSIONS.join(' ')}]`);
  }
  return found;
}

function expandQuietly(io: KubectlIO, path: string): string[] {
  try {
    return expand(io, path, true);
  } catch {
    return [];
  }
}

/** The objects up to the first document that does not parse, and the complaint about that one. */
export function decode(text: string, source: string): { objects: KubeObject[]; error?: CommandError } {
  const { objects, error } = decodeItems(text, source);
  return { objects: objects.map(({ object }) => object), ...(error ? { error } : {}) };
}

function decodeItems(
  text: string,
  source: string,
): { objects: { object: KubeObject; listed: boolean }[]; error?: CommandError } {
  const objects: { object: KubeObject; listed: boolean }[] = [];
  const { documents, error } = parseDocuments(text);
  for (const read of documents) {
    if (read === null || read === undefined) continue;
    const document = sorted(read);
    const problem = undecodable(document);
    if (problem) return { objects, error: new CommandError(`unable to decode ${JSON.stringify(source)}: ${problem}`) };
    const object = document as KubeObject;
    objects.push(...flatten(object).map((one) => ({ object: one, listed: one !== object })));
  }
  return error === undefined ? { objects } : { objects, error: new CommandError(`error parsing ${source}: ${error}`) };
}

function undecodable(document: unknown): string | undefined {
  if (typeof document !== 'object' || Array.isArray(document)) {
    return `json: cannot unmarshal ${jsonType(document)} into Go value of type unstructured.detector`;
  }
  const object = document as KubeObject;
  if (typeof object.kind !== 'string' || object.kind === '')
    return `Object 'Kind' is missing in '${JSON.stringify(document)}'`;
  const metadata: unknown = object.metadata;
  if (metadata !== null && metadata !== undefined && (typeof metadata !== 'object' || Array.isArray(metadata))) {
    const type = Array.isArray(metadata) ? 'array' : typeof metadata;
    return `json: cannot unmarshal ${type === 'boolean' ? 'bool' : type} into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta`;
  }
  return badMetadata(object.metadata);
}

/** What keeps the metadata from being read; the rest of the object is the server's to judge. */
function badMetadata(metadata: unknown): string | undefined {
  const mismatch = (value: unknown, field: string, type: string): string =>
    `json: cannot unmarshal ${jsonType(value)} into Go struct field ${field} of type ${type}`;
  if (metadata === undefined || metadata === null) return undefined;
  if (typeof metadata !== 'object' || Array.isArray(metadata))
    return mismatch(metadata, 'metadataOnlyObject.metadata', 'v1.ObjectMeta');
  for (const [field, value] of Object.entries(metadata)) {
    if (value === null) continue;
    const at = `ObjectMeta.metadata.${field}`;
    if (TEXTS.has(field) && typeof value !== 'string') return mismatch(value, at, 'string');
    if (field !== 'labels' && field !== 'annotations') continue;
    if (typeof value !== 'object' || Array.isArray(value)) return mismatch(value, at, 'map[string]string');
    const wrong = Object.values(value as object).find((one) => one !== null && typeof one !== 'string');
    if (wrong !== undefined) return mismatch(wrong, at, 'string');
  }
  return undefined;
}

const TEXTS = new Set(['name', 'namespace', 'generateName', 'uid', 'resourceVersion', 'selfLink']);

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** As Go writes what it has read: keys in order. The server complains in the order of what it gets. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value).toSorted()) {
    const inner = sorted((value as Record<string, unknown>)[key]);
    Object.defineProperty(result, key, { value: inner, enumerable: true, configurable: true, writable: true });
  }
  return result;
}

/** A List's items, and their Lists' items; everything else is itself. */
function flatten(object: KubeObject): KubeObject[] {
  const items = object['items'];
  if (!object.kind?.endsWith('List') || !Array.isArray(items)) return [object];
  return (items as KubeObject[]).flatMap(flatten);
}
