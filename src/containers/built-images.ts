/** Images that somebody built, as images: what the known image below them is, and what was put on top of it. */
import type { BuiltFile, BuiltImage } from '../api/built-image.ts';
import type { FileEntry, Layer } from './file-tree.ts';
import type { Image } from './image.ts';
import { findImage } from './images/index.ts';
import { parseReference } from './reference.ts';

/** Built images by canonical reference: what a registry answers with. */
export interface ImageSource {
  find(canonical: string): BuiltImage | undefined;
}

/** `layer`: its files, where its USER is looked up. */
export function imageOfBuilt(built: BuiltImage, layer: Layer): Image {
  const { repository, tag } = parseReference(built.base);
  const base = findImage(repository);
  const { entrypoint, cmd, workingDir, exposedPorts, size, stopSignal } = built;
  const { user: _, stopSignal: _base, ...rest } = base;
  const user = userNumber(built.user, layer);
  return {
    ...rest,
    hasTag: () => true,
    files: () => base.files(tag),
    env: () => ({ ...built.env }),
    entrypoint,
    cmd,
    workingDir: workingDir || '/',
    exposedPorts,
    size: () => size,
    ...(user !== 0 && { user }),
    ...(stopSignal && { stopSignal: stopSignal.replace(/^SIG/, '') === 'QUIT' ? 'QUIT' : 'TERM' }),
  };
}

/** Root's where the name is not known: runc would refuse to start it. */
function userNumber(user: string, layer: Layer): number {
  const [name = ''] = user.split(':');
  if (name === '' || name === 'root') return 0;
  if (/^\d+$/.test(name)) return Number(name);
  const users = layer.get('/etc/passwd');
  const line = users?.type === 'file' ? users.text.split('\n').find((one) => one.startsWith(`${name}:`)) : undefined;
  return Number(line?.split(':')[2] ?? 0);
}

/** The base's files with those of the build over them. */
export function layerOfBuilt(built: BuiltImage, base: Layer): Layer {
  const layer = new Map(base);
  for (const [path, entry] of built.files) {
    if (entry) layer.set(path, entryOf(entry));
    else layer.delete(path);
  }
  return layer;
}

function entryOf({ type, text = '', mode, modified, owner }: BuiltFile): FileEntry {
  const common = { mode, modified, ...(owner && { owner }) };
  return type === 'file' ? { type, text, ...common } : { type, ...common };
}
