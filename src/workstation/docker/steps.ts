/** What each instruction of a Dockerfile does to the stage (buildkit: dockerfile2llb/convert.go, dispatch). */
import { resolvePath } from '../../shell/path.ts';
import type { FileTree } from '../../containers/file-tree.ts';
import { globOf } from './context.ts';
import { DockerfileError, expandWord, type Instruction } from './dockerfile.ts';
import type { Stage } from './stage.ts';

export interface Source {
  files: ReadonlyMap<string, 'file' | 'directory'>;
  text(path: string): string;
  mode(path: string): number;
}

/** Instructions that only note something. False for those that do more. */
export function note(stage: Stage, step: Instruction): boolean {
  const values = { ...stage.args, ...stage.env };
  const words = step.words.map((word) => (step.json ? word : expandWord(word, values)));
  const [first = ''] = words;
  switch (step.name) {
    case 'ENV':
      Object.assign(stage.env, pairs(step, values));
      return true;
    case 'LABEL':
      Object.assign(stage.labels, pairs(step, values));
      return true;
    case 'EXPOSE':
      stage.exposedPorts.push(...words.map((word) => portOf(word, step)));
      return true;
    case 'USER':
      stage.user = first;
      return true;
    case 'STOPSIGNAL':
      stage.stopSignal = first;
      return true;
    case 'SHELL':
      stage.shell = step.words;
      return true;
    case 'CMD':
      stage.cmd = step.json ? step.words : [...stage.shell, step.text];
      return true;
    case 'ENTRYPOINT':
      stage.entrypoint = step.json ? step.words : [...stage.shell, step.text];
      // As Docker does it: a command of the base was meant for its own entry point.
      stage.cmd = [];
      return true;
    case 'WORKDIR':
      stage.workingDir = resolvePath(stage.workingDir || '/', first);
      stage.tree.makeDirectory(stage.workingDir, { recursive: true });
      return true;
    default:
      return ['HEALTHCHECK', 'ONBUILD', 'MAINTAINER', 'VOLUME'].includes(step.name);
  }
}

function portOf(word: string, step: Instruction): number {
  const found = /^(\d+)(?:-\d+)?(?:\/(?:tcp|udp|sctp))?$/i.exec(word);
  if (found) return Number(found[1]);
  throw new DockerfileError(`invalid containerPort: ${word}`, step.line, step.lastLine);
}

function pairs(step: Instruction, values: Readonly<Record<string, string>>): Record<string, string> {
  const { words, name, line, lastLine } = step;
  const expand = (text: string): string => expandWord(text, values);
  if (!words[0]?.includes('=')) {
    if (words.length < 2)
      throw new DockerfileError(
        `dockerfile parse error on line ${line}: ${name} must have two arguments`,
        line,
        lastLine,
      );
    return { [expand(words[0] ?? '')]: expand(words.slice(1).join(' ')) };
  }
  const out: Record<string, string> = {};
  for (const word of words) {
    const at = word.indexOf('=');
    if (at < 0) {
      const words = `Syntax error - can't find = in "${word}". Must be of the form: name=value`;
      throw new DockerfileError(`dockerfile parse error on line ${line}: ${words}`, line, lastLine);
    }
    out[expand(word.slice(0, at))] = expand(word.slice(at + 1));
  }
  return out;
}

/** Throws a DockerfileError where a source is not there. */
export function copy(stage: Stage, step: Instruction, from: Source): void {
  const values = { ...stage.args, ...stage.env };
  const words = step.words.map((word) => (step.json ? word : expandWord(word, values)));
  const target = words.at(-1) ?? '';
  const asked = words.slice(0, -1);
  const owner = ownerOf(stage, step.flags['chown']);
  const many = asked.length > 1 || asked.some((path) => /[*?[]/.test(path));
  const place = resolvePath(stage.workingDir || '/', target);
  const into = target.endsWith('/') || target === '.' || many || stage.tree.stat(place)?.type === 'directory';
  const put = (source: string, at: string): void => write(stage.tree, at, from, source, owner, step.flags['chmod']);
  for (const path of asked) {
    if (/^https?:/.test(path))
      throw new DockerfileError(
        `failed to load cache key: Get "${path}": dial tcp: lookup: no such host`,
        step.line,
        step.lastLine,
      );
    const clean = path.replace(/^(\.?\/)+/, '').replace(/\/$/, '');
    if (clean === '' || clean === '.') {
      for (const [file, type] of from.files) if (type === 'file') put(file, `${place}/${file}`);
      stage.tree.makeDirectory(place, { recursive: true });
      continue;
    }
    const found = matching(clean, from);
    if (found.length === 0) {
      const words = `failed to calculate checksum of ref moby::build: "/${clean}": not found`;
      throw new DockerfileError(`failed to compute cache key: ${words}`, step.line, step.lastLine);
    }
    for (const source of found) {
      const base = source.slice(source.lastIndexOf('/') + 1);
      if (from.files.get(source) === 'file') put(source, into ? `${place}/${base}` : place);
      else
        for (const [file, type] of from.files)
          if (type === 'file' && file.startsWith(`${source}/`)) put(file, `${place}/${file.slice(source.length + 1)}`);
    }
  }
}

function matching(path: string, from: Source): string[] {
  if (!/[*?[]/.test(path)) return from.files.has(path) ? [path] : [];
  const depth = path.split('/').length;
  const shape = globOf(path);
  return [...from.files.keys()].filter((file) => file.split('/').length === depth && shape.test(file));
}

type Owner = { uid: number; gid: number } | undefined;

function ownerOf(stage: Stage, chown: string | undefined): Owner {
  if (chown === undefined) return undefined;
  const [user = '', group] = chown.split(':');
  const users = stage.tree.stat('/etc/passwd') ? stage.tree.readFile('/etc/passwd').split('\n') : [];
  const entry = users.find((line) => line.startsWith(`${user}:`))?.split(':');
  const uid = /^\d+$/.test(user) ? Number(user) : Number(entry?.[2] ?? 0);
  return { uid, gid: group !== undefined && /^\d+$/.test(group) ? Number(group) : Number(entry?.[3] ?? uid) };
}

function write(
  tree: FileTree,
  at: string,
  from: Source,
  source: string,
  owner: Owner,
  chmod: string | undefined,
): void {
  const parent = at.slice(0, at.lastIndexOf('/')) || '/';
  tree.makeDirectory(parent, { recursive: true, ...(owner && { owner }) });
  const mode = chmod === undefined ? from.mode(source) : Number.parseInt(chmod, 8);
  if (tree.stat(at)) tree.remove(at);
  tree.writeFile(at, from.text(source), { mode, ...(owner && { owner }) });
}

/** Files of another stage or image, as a source to copy from. */
export function sourceOfTree(tree: FileTree): Source {
  const files = new Map<string, 'file' | 'directory'>();
  const visit = (path: string): void => {
    for (const name of tree.readDirectory(path === '' ? '/' : path)) {
      const at = `${path}/${name}`;
      const type = tree.stat(at)?.type;
      if (!type) continue;
      files.set(at.slice(1), type);
      if (type === 'directory') visit(at);
    }
  };
  visit('');
  return { files, text: (path) => tree.readFile(`/${path}`), mode: (path) => tree.stat(`/${path}`)?.mode ?? 0o644 };
}
