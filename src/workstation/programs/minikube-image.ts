/** `minikube image` and `minikube docker-env`: built images, and the nodes. */
import type { Process } from '../../shell/process.ts';
import type { Docker } from '../docker/docker.ts';
import { buildImage } from './docker-build.ts';
import { canonicalOf, fail } from './docker-words.ts';

export async function image(process: Process, docker: Docker, [verb, ...rest]: readonly string[]): Promise<number> {
  await docker.refresh();
  const names = rest.filter((word) => !word.startsWith('-'));
  switch (verb) {
    case 'load':
      return load(process, docker, names);
    case 'build': {
      const status = await buildImage(process, docker, rest);
      const at = rest.findIndex((word) => word === '-t' || word === '--tag');
      const name = canonicalOf(rest[at + 1] ?? '');
      if (status === 0 && at >= 0 && name !== undefined) await docker.load(name);
      return status;
    }
    case 'ls':
    case 'list':
      await process.stdout.write(
        docker
          .list()
          .map(({ name }) => `${name}\n`)
          .toSorted()
          .join(''),
      );
      return 0;
    case 'rm':
      for (const name of names) await docker.remove(canonicalOf(name) ?? '');
      return 0;
    default:
      return fail(process, 'minikube image here knows: load, build, ls, rm');
  }
}

async function load(process: Process, docker: Docker, names: readonly string[]): Promise<number> {
  for (const name of names) {
    const canonical = canonicalOf(name);
    if (canonical !== undefined && (await docker.load(canonical))) continue;
    return fail(
      process,
      `\nX  Exiting due to GUEST_IMAGE_LOAD: Failed to load image: save to dir: caching images: caching image "${name}": No such image: ${name}`,
      80,
    );
  }
  return 0;
}

/** To be read by `eval`. */
export async function dockerEnv(process: Process, address: string): Promise<number> {
  await process.stdout.write(
    `export DOCKER_TLS_VERIFY="1"
export DOCKER_HOST="tcp://${address}:2376"
export DOCKER_CERT_PATH="/home/learner/.minikube/certs"
export MINIKUBE_ACTIVE_DOCKERD="minikube"

# To point your shell to minikube's docker-daemon, run:
# eval $(minikube -p minikube docker-env)
`,
  );
  return 0;
}
