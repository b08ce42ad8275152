/** docker's containers on the laptop: run, ps, logs, exec, stop, rm. */
import type { Container, ContainerConfig } from '../../containers/container.ts';
import { planPull, type PulledImage } from '../../containers/pull.ts';
import { milliValue } from '../../api/quantity.ts';
import type { Process } from '../../shell/process.ts';
import { seededRandom } from '../../time/random.ts';
import type { Docker } from '../docker/docker.ts';
import type { Loopback } from '../local-ports.ts';
import { ageOf, canonicalOf, fail, familiar, optionsOf, table } from './docker-words.ts';

const RUN = [
  '--name',
  '-p|--publish',
  '-e|--env',
  '-w|--workdir',
  '-m|--memory',
  '--cpus',
  '-u|--user',
  '-h|--hostname',
  '--entrypoint',
  '-v|--volume',
  '--network',
  '--restart',
  '-l|--label',
  '--platform',
  '--pull',
];
/** ms that `docker run -d` takes. */
const START_TIME = 300;
const ADJECTIVES = ['brave', 'calm', 'eager', 'gentle', 'keen', 'lucid', 'quiet', 'swift', 'tidy', 'wise'];
const NOUNS = ['anemone', 'barnacle', 'crab', 'heron', 'kelp', 'limpet', 'mussel', 'otter', 'urchin', 'wrasse'];

export async function run(
  process: Process,
  docker: Docker,
  args: readonly string[],
  loopback: Loopback,
): Promise<number> {
  const { values, words } = optionsOf(args, RUN, 'leading');
  const [image, ...command] = words;
  if (image === undefined)
    return fail(
      process,
      "docker: 'docker run' requires at least 1 argument\n\nUsage:  docker run [OPTIONS] IMAGE [COMMAND] [ARG...]",
    );
  const pulled = await provide(process, docker, image);
  if (typeof pulled === 'number') return pulled;
  const name = values['--name']?.at(-1);
  const taken = [...docker.names].find(([, known]) => known === name);
  if (name !== undefined && taken)
    return fail(
      process,
      `docker: Error response from daemon: Conflict. The container name "/${name}" is already in use by container "${taken[0]}". You have to remove (or rename) that container to be able to reuse that name.`,
      125,
    );
  const attached = values['-t'] !== undefined && values['-i'] !== undefined && values['-d'] === undefined;
  const config = configOf(docker, pulled, command, values);
  const container = docker.create(
    attached ? { ...config, argv: ['sleep', 'infinity'] } : config,
    values['--hostname']?.at(-1),
  );
  docker.names.set(container.id, name ?? nameFor(docker, container.id));
  const busy = publish(docker, container, values['--publish'] ?? [], loopback);
  if (busy !== undefined) {
    docker.forget(container);
    return fail(
      process,
      `docker: Error response from daemon: failed to bind host port 0.0.0.0:${busy}/tcp: address already in use`,
      125,
    );
  }
  try {
    if (attached) return await interact(process, docker, container, config.argv);
    if (values['-d'] === undefined && values['--detach'] === undefined) return await watch(process, docker, container);
    docker.engine.start(container);
    // The program is up by the time that the prompt is back.
    await container.clock.sleep(START_TIME, process.signal);
    await process.stdout.write(`${container.id}\n`);
    return 0;
  } catch (error) {
    return await fail(process, `docker: Error response from daemon: ${(error as Error).message}`, 127);
  } finally {
    if (values['--rm'] !== undefined && !container.running) docker.forget(container);
  }
}

async function provide(process: Process, docker: Docker, image: string): Promise<PulledImage | number> {
  const canonical = canonicalOf(image);
  if (canonical === undefined) return fail(process, 'docker: invalid reference format', 125);
  const { engine } = docker;
  const known = engine.images.get(canonical);
  if (known) return known;
  const { outcome } = planPull(image, seededRandom(image), true, docker);
  const { repository, tag } = familiar(canonical);
  if (!docker.find(canonical)) await process.stderr.write(`Unable to find image '${repository}:${tag}' locally\n`);
  if (!outcome.ok)
    return fail(
      process,
      `docker: Error response from daemon: manifest for ${repository}:${tag} not found: manifest unknown`,
      125,
    );
  engine.load(outcome.image);
  return outcome.image;
}

type Values = Readonly<Record<string, readonly string[]>>;

function configOf(
  docker: Docker,
  pulled: PulledImage,
  command: readonly string[],
  values: Values,
): Omit<ContainerConfig, 'name' | 'attempt' | 'mounts' | 'ports'> {
  const image = docker.engine.describe(pulled);
  const { tag } = familiar(pulled.canonical);
  const entrypoint = values['--entrypoint'] ?? image.entrypoint;
  const words = command.length > 0 ? command : values['--entrypoint'] ? [] : image.cmd;
  const env = Object.fromEntries(
    (values['--env'] ?? []).map((word) => [word.split('=')[0] ?? '', word.slice(word.indexOf('=') + 1)]),
  );
  const memory = /^(\d+)([bkmg]?)/i.exec(values['--memory']?.at(-1) ?? '');
  const uid = Number(values['--user']?.at(-1)?.split(':')[0] ?? image.user ?? 0);
  const cpus = values['--cpus']?.at(-1);
  return {
    image: pulled.canonical,
    ...(pulled.built && { imageId: pulled.built.id }),
    argv: [...entrypoint, ...words],
    env: { ...image.env(tag), ...env },
    workingDir: values['--workdir']?.at(-1) ?? image.workingDir ?? '/',
    stopSignal: image.stopSignal ?? 'TERM',
    ...(memory && { memoryLimit: Number(memory[1]) * 1024 ** 'bkmg'.indexOf((memory[2] ?? 'b').toLowerCase() || 'b') }),
    ...(cpus !== undefined && { cpuLimit: milliValue(cpus) / 1000 }),
    ...(uid > 0 && { user: { uid, gid: uid, groups: [] } }),
  };
}

function nameFor(docker: Docker, id: string): string {
  const number = Number.parseInt(id.slice(0, 6), 16);
  const name = `${ADJECTIVES[number % 10]}_${NOUNS[Math.floor(number / 10) % 10]}`;
  return [...docker.names.values()].includes(name) ? `${name}${number % 97}` : name;
}

/** The port of the laptop that is taken, if one is. */
function publish(
  docker: Docker,
  container: Container,
  wanted: readonly string[],
  loopback: Loopback,
): number | undefined {
  for (const word of wanted) {
    const parts = word.replace(/\/tcp$/, '').split(':');
    const target = Number(parts.at(-1));
    const port = parts.length > 1 ? Number(parts.at(-2)) : 0;
    const opened = loopback.ports.serve(port, (request) => forward(container, target, request));
    if (!opened) return port;
    const list = docker.published.get(container.id) ?? [];
    docker.published.set(container.id, [...list, { port: opened.port, target, close: opened.close }]);
  }
  return undefined;
}

async function forward({ namespace, clock }: Container, port: number, request: Request): Promise<Response> {
  const serve = namespace.ports.get(port)?.serve;
  if (!serve)
    return new Response('Empty reply from server: nothing listens on that port of the container\n', { status: 502 });
  const { pathname, search, host } = new URL(request.url);
  const headers = Object.fromEntries(request.headers);
  const { method } = request;
  const answer = serve({
    method,
    path: pathname + search,
    host,
    headers,
    body: await request.text(),
    remote: '172.17.0.1',
  });
  clock.promised?.();
  const { status, headers: said, body } = await answer;
  return new Response([204, 304].includes(status) ? null : body, { status, headers: said });
}

/** In the foreground: what it writes comes here, and Ctrl-C goes there. */
async function watch(process: Process, docker: Docker, container: Container): Promise<number> {
  const stop = container.view((text, stream) => void process[stream].write(text).catch(() => undefined));
  try {
    return await docker.end(container, process.signal);
  } finally {
    stop();
  }
}

async function interact(
  process: Process,
  docker: Docker,
  container: Container,
  argv: readonly string[],
): Promise<number> {
  const { stdin, stdout, stderr, signal, terminal } = process;
  docker.engine.start(container);
  const status = await docker.engine.exec(container, argv, {
    stdin,
    stdout,
    stderr,
    signal,
    ...(terminal && { terminal }),
  });
  container.exit(status);
  return status;
}

/** By its name or the beginning of its id. */
function find(docker: Docker, word: string): Container | undefined {
  const [id] =
    [...docker.names].find(([known, name]) => name === word || (word !== '' && known.startsWith(word))) ?? [];
  return id === undefined ? undefined : docker.engine.containers.get(id);
}

const unknown = (process: Process, word: string): Promise<number> =>
  fail(process, `Error response from daemon: No such container: ${word}`);

export async function ps(process: Process, docker: Docker, args: readonly string[]): Promise<number> {
  const { values } = optionsOf(args, ['-f|--filter', '--format', '-n|--last'], 'anywhere');
  const all = values['-a'] ?? values['--all'];
  const now = docker.now();
  const rows = [...docker.names].toReversed().flatMap(([id, name]) => {
    const container = docker.engine.containers.get(id);
    if (!container || (!container.running && !all)) return [];
    if (values['-q'] ?? values['--quiet']) return [[id.slice(0, 12)]];
    const { repository, tag } = familiar(container.config.image);
    const image = tag === 'latest' ? repository : `${repository}:${tag}`;
    const command = `"${container.argv.join(' ')}"`;
    const ports = (docker.published.get(id) ?? []).map(({ port, target }) => `0.0.0.0:${port}->${target}/tcp`);
    const shown = command.length > 22 ? `${command.slice(0, 20)}…"` : command;
    return [
      [
        id.slice(0, 12),
        image,
        shown,
        `${ageOf(now - container.createdAt)} ago`,
        statusOf(container, now),
        ports.join(', '),
        name,
      ],
    ];
  });
  const quiet = (values['-q'] ?? values['--quiet']) !== undefined;
  const head = quiet ? [] : [['CONTAINER ID', 'IMAGE', 'COMMAND', 'CREATED', 'STATUS', 'PORTS', 'NAMES']];
  await process.stdout.write(table([...head, ...rows]));
  return 0;
}

function statusOf({ state }: Container, now: number): string {
  if (state.status === 'created') return 'Created';
  if (state.status === 'running') return `Up ${ageOf(now - state.startedAt)}`;
  return `Exited (${state.exitCode}) ${ageOf(now - state.finishedAt)} ago`;
}

export async function logs(process: Process, docker: Docker, args: readonly string[]): Promise<number> {
  const { values, words } = optionsOf(args, ['-n|--tail', '--since', '--until'], 'anywhere');
  const container = find(docker, words[0] ?? '');
  if (!container) return unknown(process, words[0] ?? '');
  const lines = container.logs.lines();
  const tail = Number(values['--tail']?.at(-1) ?? lines.length);
  for (const { text, stream } of lines.slice(Math.max(0, lines.length - tail)))
    await process[stream].write(`${text}\n`);
  if ((values['-f'] ?? values['--follow']) === undefined || !container.running) return 0;
  const stop = container.view((text, stream) => void process[stream].write(text).catch(() => undefined));
  const stopped = new Promise<void>((resolve) =>
    process.signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  await Promise.race([docker.ended(container), stopped]);
  stop();
  return process.signal.aborted ? 130 : 0;
}

export async function exec(process: Process, docker: Docker, args: readonly string[]): Promise<number> {
  const { values, words } = optionsOf(args, ['-e|--env', '-w|--workdir', '-u|--user'], 'leading');
  const [word = '', ...argv] = words;
  const container = find(docker, word);
  if (!container) return unknown(process, word);
  if (!container.running) return fail(process, `Error response from daemon: container ${container.id} is not running`);
  const { stdin, stdout, stderr, signal, terminal } = process;
  const interactive = values['-i'] !== undefined;
  try {
    return await docker.engine.exec(container, argv, {
      stdout,
      stderr,
      signal,
      ...(interactive && { stdin }),
      ...(terminal && { terminal }),
    });
  } catch (error) {
    return fail(process, (error as Error).message, 127);
  }
}

export async function stop(process: Process, docker: Docker, args: readonly string[]): Promise<number> {
  const { values, words } = optionsOf(args, ['-t|--time|--timeout', '-s|--signal'], 'anywhere');
  let status = 0;
  for (const word of words) {
    const container = find(docker, word);
    if (!container) {
      status = await unknown(process, word);
      continue;
    }
    container.stop(docker.now() + Number(values['--timeout']?.at(-1) ?? 10) * 1000);
    if (container.running) await docker.ended(container);
    await process.stdout.write(`${word}\n`);
  }
  return status;
}

export async function remove(process: Process, docker: Docker, args: readonly string[]): Promise<number> {
  const { values, words } = optionsOf(args, [], 'anywhere');
  let status = 0;
  for (const word of words) {
    const container = find(docker, word);
    const force = values['-f'] ?? values['--force'];
    if (!container) status = await unknown(process, word);
    else if (container.running && !force)
      status = await fail(
        process,
        `Error response from daemon: cannot remove container "${word}": container is running: stop the container before removing or force remove`,
      );
    else {
      docker.forget(container);
      await process.stdout.write(`${word}\n`);
    }
  }
  return status;
}
