/** docker.io/luksa/*: the servers of "Kubernetes in Action". */
import type { ServerContainer } from '../container.ts';
import type { HttpRequest, HttpResponse } from '../http.ts';
import type { Image } from '../image.ts';
import { type HttpServer, NODE_BUSY, httpServer, tagOf, text } from './http-server.ts';

const PORT = 8080;

const node: Pick<
  HttpServer,
  'tags' | 'entrypoint' | 'programs' | 'port' | 'busy' | 'size' | 'memory' | 'banner' | 'line'
> = {
  tags: /^latest$/,
  entrypoint: ['node', 'app.js'],
  programs: ['node'],
  port: () => PORT,
  busy: NODE_BUSY,
  size: 253_000_000,
  memory: 28 * 1024 * 1024,
  banner: () => 'Kubia server starting...\n',
  line: ({ remote }) => `Received request from ::ffff:${remote}\n`,
};

/** Counts requests; the count lives as long as the container. */
function count(container: ServerContainer): number {
  const before = Number(container.memory['requests'] ?? 0);
  container.memory['requests'] = before + 1;
  return before + 1;
}

function kubiaAnswer(_: HttpRequest, container: ServerContainer): HttpResponse {
  const { hostname } = container;
  const version = tagOf(container);
  if (version === 'latest') return text(container, `You've hit ${hostname}\n`);
  // The third version is the one that breaks: its fifth request and all after it fail.
  if (version === 'v3' && count(container) > 4) {
    return text(container, `Some internal error has occurred! This is pod ${hostname}\n`, 500);
  }
  return text(container, `This is ${version} running in pod ${hostname}\n`);
}

function unhealthyAnswer(_: HttpRequest, container: ServerContainer): HttpResponse {
  if (count(container) > 5) return text(container, "I'm not well. Please restart me!", 500);
  return text(container, `You've hit ${container.hostname}\n`);
}

const STORE = '/var/data/kubia.txt';

function petAnswer({ method, path, body }: HttpRequest, container: ServerContainer): HttpResponse {
  const { fs, hostname } = container;
  if (method === 'POST') {
    fs.makeDirectory('/var/data', { recursive: true });
    fs.writeFile(STORE, body);
    container.log('New data has been received and stored.\n');
    return text(container, `Data stored on pod ${hostname}\n`);
  }
  if (path !== '/') return text(container, `${hostname}\n`);
  const data = fs.stat(STORE) ? fs.readFile(STORE) : 'No data posted yet';
  return text(container, `You've hit ${hostname}\nData stored on this pod: ${data}\n`);
}

const CLUSTER = 'kubia.default.svc.cluster.local';

/** Asks all its peers, whom it finds by the SRV records of the headless Service, for their data. */
async function peersAnswer(request: HttpRequest, container: ServerContainer): Promise<HttpResponse> {
  const { fs, hostname, network, namespace } = container;
  if (request.method === 'POST') return petAnswer(request, container);
  const own = fs.stat(STORE) ? fs.readFile(STORE) : 'No data posted yet';
  if (request.path === '/data') return text(container, own);
  const peers = network.services(namespace, CLUSTER);
  if (typeof peers === 'string' || peers.length === 0)
    return text(container, `You've hit ${hostname}\nData stored in the cluster:\nNo peers discovered.`);
  const lines = await Promise.all(
    peers.map(async ({ port, target }) => {
      const answer = await network.request(namespace, { method: 'GET', url: `http://${target}:${port}/data` });
      return `- ${target}: ${answer.ok ? answer.body : `Error: ${answer.error}`}\n`;
    }),
  );
  return text(container, `You've hit ${hostname}\nData stored in the cluster:\n${lines.join('')}`);
}

export const kubiaImages: readonly Image[] = [
  httpServer({ ...node, repository: 'docker.io/luksa/kubia', tags: /^(latest|v[1-4])$/, answer: kubiaAnswer }),
  httpServer({ ...node, repository: 'docker.io/luksa/kubia-unhealthy', answer: unhealthyAnswer }),
  httpServer({ ...node, repository: 'docker.io/luksa/kubia-pet-peers', answer: peersAnswer, line: () => '' }),
  httpServer({ ...node, repository: 'docker.io/luksa/kubia-pet', answer: petAnswer, line: () => '' }),
];
