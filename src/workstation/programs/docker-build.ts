/** `docker build` and `minikube image build`. */
import { resolvePath } from '../../shell/path.ts';
import type { Process } from '../../shell/process.ts';
import { build } from '../docker/build.ts';
import { readContext } from '../docker/context.ts';
import type { Docker } from '../docker/docker.ts';
import { DockerfileError, excerpt } from '../docker/dockerfile.ts';
import { canonicalOf, fail, optionsOf } from './docker-words.ts';

const VALUED = ['-t|--tag', '-f|--file', '--build-arg', '--target', '--progress', '--platform', '--label', '--network'];

export async function buildImage(process: Process, docker: Docker, args: readonly string[]): Promise<number> {
  const { values, words } = optionsOf(args, VALUED, 'anywhere');
  const [path] = words;
  if (path === undefined || words.length > 1) {
    const usage =
      "Usage:  docker buildx build [OPTIONS] PATH | URL | -\n\nRun 'docker buildx build --help' for more information";
    return fail(process, `ERROR: docker: 'docker buildx build' requires 1 argument\n\n${usage}`);
  }
  const { fs } = process.machine;
  const directory = resolvePath(process.cwd, path);
  if (fs.stat(directory)?.type !== 'directory')
    return fail(process, `ERROR: failed to build: unable to prepare context: path "${path}" not found`);
  const tags = values['--tag'] ?? [];
  const names = tags.map(canonicalOf);
  const wrong = tags.find((_, index) => names[index] === undefined);
  if (wrong !== undefined) return fail(process, `ERROR: failed to build: invalid tag "${wrong}": ${reasonOf(wrong)}`);
  const given = values['--file']?.at(-1);
  const file = given === undefined ? resolvePath(directory, 'Dockerfile') : resolvePath(process.cwd, given);
  const shown = given ?? 'Dockerfile';
  if (fs.stat(file)?.type !== 'file')
    return fail(
      process,
      `ERROR: failed to build: failed to solve: failed to read dockerfile: open ${shown}: no such file or directory`,
    );
  const source = fs.readFile(file);
  const quiet = (values['-q'] ?? values['--quiet']) !== undefined;
  try {
    const image = await build({
      docker,
      source,
      context: readContext(fs, directory),
      args: pairsOf(values['--build-arg'] ?? []),
      ...(values['--target'] && { target: values['--target'].at(-1)! }),
      names: names as string[],
      say: (text) => (quiet ? Promise.resolve() : process.stderr.write(text)),
      signal: process.signal,
    });
    for (const name of names as string[]) await docker.put(name, image);
    if (names.length === 0) await docker.put(`docker.io/library/none:${image.id.slice(7, 19)}`, image);
    if (quiet) await process.stdout.write(`${image.id}\n`);
    await loadWhereAsked(process, docker, names as string[]);
    return 0;
  } catch (error) {
    if (!(error instanceof DockerfileError)) throw error;
    const { line, lastLine = line } = error;
    if (line !== undefined) await process.stderr.write(excerpt(shown, source, line, lastLine ?? line));
    return fail(process, `ERROR: failed to build: failed to solve: ${error.message}`);
  }
}

/** After `eval $(minikube docker-env)` it is the node's Docker that builds. */
async function loadWhereAsked({ env }: Process, docker: Docker, names: readonly string[]): Promise<void> {
  if (env['MINIKUBE_ACTIVE_DOCKERD'] === undefined) return;
  for (const name of names) await docker.load(name);
}

function reasonOf(tag: string): string {
  return /[A-Z]/.test(tag.split(':')[0] ?? '') ? 'repository name must be lowercase' : 'invalid reference format';
}

function pairsOf(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(words.map((word) => [word.split('=')[0] ?? '', word.slice(word.indexOf('=') + 1)]));
}
