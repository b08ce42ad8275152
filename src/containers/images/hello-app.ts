/** gcr.io/google-samples/hello-app: greets, with its version and host name, on 8080. */
import type { Image } from '../image.ts';
import { errorLogDate } from '../http.ts';
import { httpServer, tagOf, text } from './http-server.ts';

const at = (repository: string): Image =>
  httpServer({
    repository,
    tags: /^[12]\.0$/,
    entrypoint: ['/hello-app'],
    programs: ['hello-app'],
    port: ({ config }) => Number(config.env['PORT'] ?? 8080),
    banner: (container) =>
      `${errorLogDate(container.clock.now())} Server listening on port ${container.config.env['PORT'] ?? 8080}\n`,
    line: ({ path }, { clock }) => `${errorLogDate(clock.now())} Serving request: ${path}\n`,
    answer: (_, container) =>
      text(container, `Hello, world!\nVersion: ${tagOf(container)}.0\nHostname: ${container.hostname}\n`),
    size: 4_900_000,
    shell: false,
  });

export const helloApps: readonly Image[] = [
  at('gcr.io/google-samples/hello-app'),
  at('us-docker.pkg.dev/google-samples/containers/gke/hello-app'),
];
