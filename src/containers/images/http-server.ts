/** What the small servers of books and guides have in common: one port, an answer to each request, a line in the log. */
import type { ServerContainer } from '../container.ts';
import { type HttpRequest, type HttpResponse, httpDate } from '../http.ts';
import { BASE_FILES, type Image, type ImageProgram } from '../image.ts';
import { curl } from '../programs/curl.ts';
import { nslookup } from '../programs/nslookup.ts';
import { wget } from '../programs/wget.ts';

export interface HttpServer {
  repository: string;
  tags: RegExp;
  /** What runs when the Pod says nothing else. */
  entrypoint?: readonly string[];
  cmd?: readonly string[];
  /** Base names under which the server runs. */
  programs: readonly string[];
  port(container: ServerContainer): number;
  /** Said once it listens. */
  banner?(container: ServerContainer): string;
  /** Said of each request. */
  line?(request: HttpRequest, container: ServerContainer): string;
  answer(request: HttpRequest, container: ServerContainer): HttpResponse | Promise<HttpResponse>;
  /** Words and status when the port is taken. */
  busy?(port: number): string;
  /** Bytes. */
  size: number;
  memory?: number;
  files?: Readonly<Record<string, string>>;
  env?: Readonly<Record<string, string>>;
  workingDir?: string;
  user?: number;
  /** False when the image has nothing but the program. */
  shell?: boolean;
  userland?: 'busybox';
}

export const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Tools that an image with a shell has beside it. */
export const NET_TOOLS: Readonly<Record<string, ImageProgram>> = {
  curl: { kind: 'command', run: curl },
  wget: { kind: 'command', run: wget },
  nslookup: { kind: 'command', run: nslookup },
};

export function text(container: ServerContainer, body: string, status = 200): HttpResponse {
  const date = httpDate(container.clock.now());
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', date }, body };
}

const GO_BUSY = (port: number): string => `listen tcp :${port}: bind: address already in use\n`;
/** As Node.js says it. */
export const NODE_BUSY = (port: number): string => `Error: listen EADDRINUSE: address already in use :::${port}\n`;

function start(server: HttpServer, container: ServerContainer): void {
  const port = server.port(container);
  const bound = container.listen(port, (request) => {
    const line = server.line?.(request, container);
    if (line) container.log(line);
    return server.answer(request, container);
  });
  if (!bound) {
    container.log((server.busy ?? GO_BUSY)(port), 'stderr');
    return container.exit(1);
  }
  const banner = server.banner;
  if (banner && !container.resumed) container.logLazily(() => banner(container));
}

export function httpServer(server: HttpServer): Image {
  const shell = server.shell ?? true;
  const program: ImageProgram = { kind: 'server', start: (container) => start(server, container) };
  return {
    repository: server.repository,
    hasTag: (tag) => server.tags.test(tag),
    files: () => ({ ...BASE_FILES, ...server.files }),
    env: () => ({ PATH, ...server.env }),
    entrypoint: server.entrypoint ?? [],
    cmd: server.cmd ?? [],
    ...(server.workingDir && { workingDir: server.workingDir }),
    ...(server.user !== undefined && { user: server.user }),
    size: () => server.size,
    memory: server.memory ?? 16 * 1024 * 1024,
    shell,
    ...(server.userland && { userland: server.userland }),
    programs: {
      ...Object.fromEntries(server.programs.map((name) => [name, program])),
      ...(shell ? NET_TOOLS : {}),
    },
  };
}

/** The tag a container was started from: `v1`. */
export function tagOf({ config }: ServerContainer): string {
  return config.image.includes('@') ? 'latest' : (config.image.split(':').pop() ?? 'latest');
}
