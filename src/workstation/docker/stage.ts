/** One stage of a build: an image in the making (buildkit: dockerfile2llb/convert.go). */
import type { BuiltFile, BuiltImage } from '../../api/built-image.ts';
import { FileTree, type Layer } from '../../containers/file-tree.ts';
import { findImage, imageLayer } from '../../containers/images/index.ts';
import { fingerprint } from '../../containers/pull.ts';
import { parseReference } from '../../containers/reference.ts';
import { toolsOf } from '../../containers/run.ts';
import { shellPrograms } from '../../containers/shell-programs.ts';

export interface Stage {
  name: string;
  base: string;
  tree: FileTree;
  env: Record<string, string>;
  /** ARGs that were declared in it. */
  args: Record<string, string>;
  entrypoint: readonly string[];
  cmd: readonly string[];
  workingDir: string;
  user: string;
  exposedPorts: number[];
  labels: Record<string, string>;
  stopSignal?: string;
  shell: readonly string[];
  baseSize: number;
  history: { created: number; instruction: string; size: number }[];
}

export function layerOfBase(canonical: string): Layer {
  return imageLayer(parseReference(canonical), (image) => toolsOf(image, shellPrograms));
}

export function newStage(name: string, canonical: string, built: BuiltImage | undefined, now: () => number): Stage {
  const base = built?.base ?? canonical;
  const tree = new FileTree(layerOfBase(base), now);
  const common = { name, base, tree, args: {}, shell: ['/bin/sh', '-c'] };
  if (built) {
    tree.restore(built.files.map(([path, entry]) => [path, entry as never]));
    const { env, entrypoint, cmd, workingDir, user, exposedPorts, labels, stopSignal, size, history } = built;
    return {
      ...common,
      env: { ...env },
      entrypoint,
      cmd,
      workingDir,
      user,
      exposedPorts: [...exposedPorts],
      labels: { ...labels },
      ...(stopSignal && { stopSignal }),
      baseSize: size,
      history: [...history],
    };
  }
  const { repository, tag } = parseReference(base);
  const image = findImage(repository);
  return {
    ...common,
    env: { ...image.env(tag) },
    entrypoint: image.entrypoint,
    cmd: image.cmd,
    workingDir: image.workingDir ?? '/',
    user: image.user === undefined ? '' : String(image.user),
    exposedPorts: [...(image.exposedPorts ?? [])],
    labels: {},
    // Unpacked it is larger than what is downloaded.
    baseSize: Math.round(image.size(tag) * 2.6),
    history: [],
  };
}

export function imageOfStage(stage: Stage, now: number): BuiltImage {
  const files = stage.tree.snapshot() as [string, BuiltFile | null][];
  const { base, env, entrypoint, cmd, workingDir, user, exposedPorts, labels, stopSignal, history } = stage;
  const content = { base, files, env, entrypoint, cmd, workingDir, user, exposedPorts, labels, history };
  return {
    ...content,
    ...(stopSignal && { stopSignal }),
    id: `sha256:${fingerprint(JSON.stringify({ ...content, now }))}`,
    size: stage.baseSize + stage.tree.size,
    created: now,
  };
}
