/** docker.io/hashicorp/http-echo: answers with the text it was given, on 5678. */
import type { ServerContainer } from '../container.ts';
import { byteLength, errorLogDate } from '../http.ts';
import { type HttpServer, httpServer, text } from './http-server.ts';
import type { Image } from '../image.ts';

/** `-text=hi`, `--text hi`, or the variable of the same name. */
function option({ argv, config }: ServerContainer, name: string): string | undefined {
  const at = argv.findIndex(
    (word) =>
      word === `-${name}` ||
      word === `--${name}` ||
      (/^--?/.test(word) && word.replace(/^--?/, '').startsWith(`${name}=`)),
  );
  if (at < 0) return name === 'text' ? config.env['ECHO_TEXT'] : undefined;
  const equals = argv[at]!.indexOf('=');
  return equals < 0 ? argv[at + 1] : argv[at]!.slice(equals + 1);
}

const server: HttpServer = {
  repository: 'docker.io/hashicorp/http-echo',
  tags: /^(latest|alpine|0\.\d+(\.\d+)?|1\.0(\.0)?)$/,
  entrypoint: ['/http-echo'],
  programs: ['http-echo'],
  port: (container) => Number(/:(\d+)$/.exec(option(container, 'listen') ?? ':5678')?.[1] ?? 5678),
  banner: (container) =>
    `${errorLogDate(container.clock.now())} [INFO] server is listening on ${option(container, 'listen') ?? ':5678'}\n`,
  line({ method, path, host, headers, remote }, container) {
    const bytes = byteLength(`${option(container, 'text') ?? ''}\n`);
    const agent = headers['user-agent'] ?? '';
    return `${errorLogDate(container.clock.now())} [INFO] ${host} ${remote}:40000 "${method} ${path} HTTP/1.1" 200 ${bytes} "${agent}" 21.2µs\n`;
  },
  answer(_, container) {
    const answered = text(container, `${option(container, 'text') ?? ''}\n`);
    return { ...answered, headers: { ...answered.headers, 'x-app-name': 'http-echo', 'x-app-version': '1.0.0' } };
  },
  size: 3_100_000,
  memory: 8 * 1024 * 1024,
  shell: false,
};

const image = httpServer(server);

/** Without a text there is nothing to echo: it ends at once. */
export const httpEcho: Image = {
  ...image,
  programs: {
    'http-echo': {
      kind: 'server',
      start(container) {
        const program = image.programs['http-echo'];
        if (option(container, 'text') !== undefined) {
          if (program?.kind === 'server') program.start(container);
          return;
        }
        container.log('Missing -text option!\n', 'stderr');
        container.exit(127);
      },
    },
  },
};
