/** `--from-literal`, `--from-file` and `--from-env-file` (kubectl/pkg/util/util.go, kubectl/pkg/generate/versioned/env_file.go). */
import { isConfigMapKey, isRelaxedEnvVarName } from '../../api/names.ts';
import { CommandError } from '../errors.ts';
import type { FlagSpec, Flags } from '../flags.ts';
import type { KubectlIO } from '../io.ts';

export const sourceFlags: readonly FlagSpec[] = [
  {
    name: 'from-file',
    type: 'strings',
    default: [],
    usage:
      'Key file can be specified using its file path, in which case file basename will be used as the key, or optionally with a key and file path, in which case the given key will be used. Specifying a directory will iterate each named file in the directory whose basename is a valid key.',
  },
  {
    name: 'from-literal',
    type: 'stringArray',
    default: [],
    usage: 'Specify a key and literal value to insert (i.e. mykey=somevalue)',
  },
  {
    name: 'from-env-file',
    type: 'strings',
    default: [],
    usage: 'Specify the path to a file to read lines of key=val pairs to create an object.',
  },
];

/** The data of a ConfigMap or Secret, keys in order. `owner` is e.g. `ConfigMap "cfg"`. */
export function readSources(
  io: KubectlIO,
  flags: Flags,
  owner: { kind: string; name: string },
): Record<string, string> {
  const files = flags.strings('from-file');
  const literals = flags.strings('from-literal');
  const envFiles = flags.strings('from-env-file');
  if (envFiles.length > 0 && files.length + literals.length > 0) {
    throw new CommandError('from-env-file cannot be combined with from-file or from-literal');
  }
  const data = new Map<string, string>();
  const add = (key: string, value: string): void => {
    const errors = isConfigMapKey(key);
    if (errors.length > 0) {
      throw new CommandError(
        owner.kind === 'Secret'
          ? `${JSON.stringify(key)} is not valid key name for a Secret ${errors.join(';')}`
          : `${JSON.stringify(key)} is not a valid key name for a ${owner.kind}: ${errors.join(',')}`,
      );
    }
    if (data.has(key)) {
      throw new CommandError(
        owner.kind === 'Secret'
          ? `cannot add key ${key}, another key by that name already exists`
          : `cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data for ${owner.kind} ${JSON.stringify(owner.name)}`,
      );
    }
    data.set(key, value);
  };
  for (const source of files) addFile(io, source, add);
  for (const source of literals) add(...parseLiteral(source));
  for (const path of envFiles) addEnvFile(io, path, add);
  return Object.fromEntries([...data].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function parseLiteral(source: string): [string, string] {
  const at = source.indexOf('=');
  if (at <= 0) throw new CommandError(`invalid literal source ${source}, expected key=value`);
  return [source.slice(0, at), source.slice(at + 1)];
}

function addFile(io: KubectlIO, source: string, add: (key: string, value: string) => void): void {
  const { key, path } = parseFileSource(source);
  const names = io.files.list(path);
  if (!names) return add(key ?? baseName(path), read(io, path));
  if (key !== undefined) throw new CommandError('cannot give a key name for a directory path');
  for (const name of names) {
    const file = `${path.replace(/\/$/, '')}/${name}`;
    if (io.files.list(file) === undefined) add(name, read(io, file));
  }
}

function parseFileSource(source: string): { key?: string; path: string } {
  const parts = source.split('=');
  if (parts.length === 1) return { path: source };
  if (parts.length > 2) throw new CommandError("key names or file paths cannot contain '='");
  const [key = '', path = ''] = parts;
  if (key === '') throw new CommandError(`key name for file path ${path} missing`);
  if (path === '') throw new CommandError(`file path for key name ${key} missing`);
  return { key, path };
}

function addEnvFile(io: KubectlIO, path: string, add: (key: string, value: string) => void): void {
  for (const raw of read(io, path).split('\n')) {
    const line = raw.trimStart().replace(/\r$/, '');
    if (line === '' || line.startsWith('#')) continue;
    const at = line.indexOf('=');
    const key = at < 0 ? line : line.slice(0, at);
    const errors = isRelaxedEnvVarName(key);
    if (errors.length > 0)
      throw new CommandError(`${JSON.stringify(key)} is not a valid key name: ${errors.join(';')}`);
    add(key, at < 0 ? (io.env[key] ?? '') : line.slice(at + 1));
  }
}

function read(io: KubectlIO, path: string): string {
  try {
    return io.files.read(path);
  } catch {
    throw new CommandError(`error reading ${path}: no such file or directory`);
  }
}

function baseName(path: string): string {
  return path.replace(/\/+$/, '').split('/').at(-1) ?? '';
}

/** Standard base64 of a text's UTF-8 bytes. */
export function base64(text: string): string {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}
