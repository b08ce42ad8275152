/** Pathname expansion (POSIX XCU 2.6.6). */
import { resolvePath } from '../path.ts';
import type { FileSystem } from '../filesystem.ts';
import { compile, hasWildcard, patternSource, type Segment } from '../pattern.ts';
import { segmentsText } from './fields.ts';

/** The paths that match, sorted; empty when none does. */
export function glob(fs: FileSystem, cwd: string, segments: readonly Segment[]): string[] {
  const steps = splitAtSlashes(segments);
  const absolute = segmentsText(segments).startsWith('/');
  let found = [absolute ? '/' : ''];
  for (const step of absolute ? steps.slice(1) : steps)
    found = found.flatMap((prefix) => matchStep(fs, cwd, prefix, step));
  return found;
}

function splitAtSlashes(segments: readonly Segment[]): Segment[][] {
  const steps: Segment[][] = [[]];
  for (const { text, quoted } of segments) {
    text.split('/').forEach((piece, index) => {
      if (index > 0) steps.push([]);
      if (piece !== '') steps.at(-1)!.push({ text: piece, quoted });
    });
  }
  return steps;
}

function matchStep(fs: FileSystem, cwd: string, prefix: string, step: readonly Segment[]): string[] {
  const join = (name: string): string => (prefix === '' || prefix.endsWith('/') ? prefix + name : `${prefix}/${name}`);
  const directory = resolvePath(cwd, prefix === '' ? '.' : prefix);
  if (fs.stat(directory)?.type !== 'directory') return [];
  if (step.length === 0) return [prefix.endsWith('/') ? prefix : `${prefix}/`];
  if (!hasWildcard(step)) {
    const name = segmentsText(step);
    return fs.stat(resolvePath(directory, name)) ? [join(name)] : [];
  }
  const expression = compile(`^(?:${patternSource(step)})$`);
  const dotted = segmentsText(step).startsWith('.');
  return fs
    .readDirectory(directory)
    .filter((name) => (dotted || !name.startsWith('.')) && expression.test(name))
    .map(join);
}
