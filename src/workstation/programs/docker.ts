/** docker(1) on the laptop: builds images for the cluster, and runs them here. The words are those of Docker's own. */
import type { Program, Process } from '../../shell/process.ts';
import { Docker } from '../docker/docker.ts';
import type { WorkstationOptions } from '../laptop.ts';
import type { Loopback } from '../local-ports.ts';
import { buildImage } from './docker-build.ts';
import { exec, logs, ps, remove, run, stop } from './docker-containers.ts';
import { listImages, pull, push, removeImages, tag } from './docker-images.ts';

export type DockerCommand = (
  process: Process,
  docker: Docker,
  args: readonly string[],
  loopback: Loopback,
) => Promise<number>;

const COMMANDS: Readonly<Record<string, DockerCommand>> = {
  build: buildImage,
  exec,
  images: listImages,
  login: (process) => say(process, 'Login Succeeded\n'),
  logs,
  ps,
  pull,
  push,
  rm: remove,
  rmi: removeImages,
  run,
  stop,
  tag,
  version: (process) => say(process, 'Client: Docker Engine - Community\n Version:           28.4.0\n'),
};

/** `docker image ls` and the like are the same by another name. */
const GROUPS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  image: { build: 'build', ls: 'images', list: 'images', pull: 'pull', push: 'push', rm: 'rmi', tag: 'tag' },
  container: { exec: 'exec', logs: 'logs', ls: 'ps', list: 'ps', rm: 'rm', run: 'run', stop: 'stop' },
  buildx: { build: 'build' },
  builder: { build: 'build' },
};

async function say(process: Process, text: string): Promise<number> {
  await process.stdout.write(text);
  return 0;
}

export function docker(daemon: Docker, loopback: Loopback): Program {
  return async (process) => {
    const [verb, ...rest] = process.argv.slice(1);
    const grouped = verb === undefined ? undefined : GROUPS[verb]?.[rest[0] ?? ''];
    const name = grouped ?? verb ?? 'help';
    if (name === '--version' || name === '-v') return say(process, 'Docker version 28.4.0, build d8eb465\n');
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command) {
      await daemon.refresh();
      return command(process, daemon, grouped ? rest.slice(1) : rest, loopback);
    }
    if (name === 'help' || name === '--help')
      return say(process, `docker here knows: ${Object.keys(COMMANDS).join(', ')}\n`);
    await process.stderr.write(
      `docker: '${name}' is not simulated here. Known: ${Object.keys(COMMANDS).join(', ')}.\n\nRun 'docker --help' for more information\n`,
    );
    return 1;
  };
}

export function createDocker(options: WorkstationOptions): Docker {
  return new Docker(options.clock, options.images);
}
