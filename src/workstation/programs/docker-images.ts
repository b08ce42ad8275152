/** docker's images on the laptop: images, tag, push, pull, rmi. */
import type { Process } from '../../shell/process.ts';
import { planPull } from '../../containers/pull.ts';
import { parseReference } from '../../containers/reference.ts';
import { seededRandom } from '../../time/random.ts';
import type { Docker } from '../docker/docker.ts';
import { ageOf, canonicalOf, fail, familiar, optionsOf, sizeOf, table } from './docker-words.ts';

export async function listImages(process: Process, docker: Docker, args: readonly string[]): Promise<number> {
  const { values, words } = optionsOf(args, ['-f|--filter', '--format'], 'anywhere');
  const built = docker
    .list()
    .map(({ name, image }) => ({ name, id: image.id, created: image.created, size: image.size }));
  const own = new Set(built.map(({ name }) => name));
  const pulled = [...docker.engine.images.values()]
    .filter(({ canonical }) => !own.has(canonical))
    .map(({ canonical, id, size }) => ({ name: canonical, id, created: 0, size: Math.round(size * 2.6) }));
  const rows = [...built.toSorted((a, b) => b.created - a.created), ...pulled].flatMap(
    ({ name, id, created, size }) => {
      const { repository, tag } = familiar(name);
      if (words[0] !== undefined && repository !== words[0] && `${repository}:${tag}` !== words[0]) return [];
      if (values['-q'] ?? values['--quiet']) return [[id.slice(7, 19)]];
      const nameless = repository === 'none';
      const age = created === 0 ? '2 weeks' : ageOf(docker.now() - created);
      return [
        [nameless ? '<none>' : repository, nameless ? '<none>' : tag, id.slice(7, 19), `${age} ago`, sizeOf(size)],
      ];
    },
  );
  const quiet = (values['-q'] ?? values['--quiet']) !== undefined;
  const head = quiet ? [] : [['REPOSITORY', 'TAG', 'IMAGE ID', 'CREATED', 'SIZE']];
  await process.stdout.write(table([...head, ...rows]));
  return 0;
}

export async function tag(process: Process, docker: Docker, [from, to, ...more]: readonly string[]): Promise<number> {
  if (from === undefined || to === undefined || more.length > 0)
    return fail(
      process,
      "docker: 'docker tag' requires 2 arguments\n\nUsage:  docker tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]",
    );
  const target = canonicalOf(to);
  if (target === undefined)
    return fail(process, `Error parsing reference: "${to}" is not a valid repository/tag: invalid reference format`);
  const image =
    docker.find(canonicalOf(from) ?? '') ??
    docker.list().find(({ image }) => image.id.slice(7).startsWith(from))?.image;
  if (!image)
    return fail(process, `Error response from daemon: No such image: ${from}${from.includes(':') ? '' : ':latest'}`);
  await docker.put(target, image);
  return 0;
}

export async function push(process: Process, docker: Docker, args: readonly string[]): Promise<number> {
  const [name = ''] = optionsOf(args, [], 'anywhere').words;
  const canonical = canonicalOf(name);
  const image = canonical === undefined ? undefined : docker.find(canonical);
  const { repository, tag: word } =
    canonical === undefined ? { repository: name, tag: 'latest' } : parseReference(canonical);
  if (!args.some((arg) => arg.startsWith('-')) && !name.includes(':'))
    await process.stdout.write('Using default tag: latest\n');
  await process.stdout.write(`The push refers to repository [${repository}]\n`);
  if (!image) return fail(process, `An image does not exist locally with the tag: ${name.split(':')[0]}`);
  if (repository.startsWith('docker.io/library/'))
    return fail(process, 'denied: requested access to the resource is denied');
  await process.stdout.write(
    `${image.id.slice(7, 19)}: Pushed\n${word}: digest: ${image.id} size: ${1000 + image.files.length}\n`,
  );
  return 0;
}

export async function pull(process: Process, docker: Docker, args: readonly string[]): Promise<number> {
  const [name = ''] = optionsOf(args, ['--platform'], 'anywhere').words;
  const canonical = canonicalOf(name);
  if (canonical === undefined) return fail(process, 'invalid reference format');
  const { outcome } = planPull(name, seededRandom(name), true, docker);
  const { repository, tag: word } = familiar(canonical);
  if (!outcome.ok)
    return fail(
      process,
      `Error response from daemon: manifest for ${repository}:${word} not found: manifest unknown: manifest unknown`,
    );
  docker.engine.load(outcome.image);
  const digest = outcome.image.digest.split('@')[1];
  await process.stdout.write(
    `${word}: Pulling from ${canonical.replace(/^docker\.io\//, '').split(':')[0]}\nDigest: ${digest}\nStatus: Downloaded newer image for ${repository}:${word}\n${canonical}\n`,
  );
  return 0;
}

export async function removeImages(process: Process, docker: Docker, args: readonly string[]): Promise<number> {
  let status = 0;
  for (const name of optionsOf(args, [], 'anywhere').words) {
    const canonical = canonicalOf(name) ?? '';
    const known = docker.find(canonical)
      ? canonical
      : docker.list().find(({ image }) => image.id.slice(7).startsWith(name))?.name;
    const { engine } = docker;
    if (known === undefined && !engine.images.delete(canonical)) {
      status = await fail(
        process,
        `Error response from daemon: No such image: ${name}${name.includes(':') ? '' : ':latest'}`,
      );
      continue;
    }
    if (known !== undefined) await docker.remove(known);
    const { repository, tag: word } = familiar(known ?? canonical);
    await process.stdout.write(`Untagged: ${repository}:${word}\n`);
  }
  return status;
}
