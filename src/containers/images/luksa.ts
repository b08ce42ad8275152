/** docker.io/luksa/*: what else "Kubernetes in Action" runs: scripts on busybox and ubuntu, and a helper beside an app. */
import type { Process } from '../../shell/process.ts';
import type { ServerContainer } from '../container.ts';
import type { HttpRequest, HttpResponse } from '../http.ts';
import type { Image } from '../image.ts';
import { distribution } from './distributions.ts';
import { NODE_BUSY, httpServer, tagOf, text } from './http-server.ts';

/** An image that is one line of shell. */
function script(repository: string, line: string): Image {
  const base = distribution({ repository, tags: /^latest$/, cmd: [], size: 2_300_000, userland: 'busybox' });
  return { ...base, entrypoint: ['/bin/sh', '-c', line] };
}

const PROVERBS = [
  'A stitch in time saves nine.',
  'He who hesitates is lost.',
  'Many hands make light work.',
  'Still waters run deep.',
  'The early bird catches the worm.',
  'Where there is a will there is a way.',
];

async function fortune({ stdout, machine }: Process): Promise<number> {
  // One a second: a learner who looks twice sees that it changes.
  await stdout.write(`${PROVERBS[Math.floor(machine.clock.now() / 1000) % PROVERBS.length]}\n`);
  return 0;
}

const PAGE = '/var/htdocs/index.html';

/** Writes a new page again and again; `interval` is a line of shell that says how many seconds lie between. */
const fortuneLoop = (interval: string): string => `#!/bin/bash
trap "exit" SIGINT
${interval}
mkdir -p /var/htdocs
while :
do
  echo $(date) Writing fortune to ${PAGE}
  fortune > ${PAGE}
  sleep \${INTERVAL:-10}
done
`;

const SAY = 'echo Configured to generate new fortune every $INTERVAL seconds';
const LOOPS: Readonly<Record<string, string>> = {
  latest: fortuneLoop(':'),
  env: fortuneLoop(SAY),
  args: fortuneLoop(`INTERVAL=$1\n${SAY}`),
};

const fortunes: Image = {
  ...distribution({ repository: 'docker.io/luksa/fortune', tags: /^(latest|env|args)$/, cmd: [], size: 41_000_000 }),
  files: (tag) => ({ '/bin/fortuneloop.sh': LOOPS[tag] ?? '' }),
  entrypoint: ['/bin/bash', '/bin/fortuneloop.sh'],
  cmd: ['10'],
  programs: { fortune: { kind: 'command', run: fortune } },
};

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** `kubectl proxy` beside an app: the API on localhost:8001 as the Pod's account. */
async function proxied(
  { method, path, body }: HttpRequest,
  { network, namespace, fs }: ServerContainer,
): Promise<HttpResponse> {
  const token = fs.stat(`${ACCOUNT}/token`) ? fs.readFile(`${ACCOUNT}/token`) : '';
  const headers = { authorization: `Bearer ${token}`, accept: '*/*', 'user-agent': 'curl/7.47.0' };
  const url = `https://kubernetes.default.svc${path}`;
  const answer = await network.request(namespace, { method, url, headers, body });
  if (answer.ok) return { status: answer.status, headers: answer.headers, body: answer.body };
  return { status: 502, headers: { 'content-type': 'text/plain' }, body: `Error: ${answer.error}\n` };
}

function kiada({ path, remote }: HttpRequest, container: ServerContainer): HttpResponse {
  const { hostname } = container;
  if (path.startsWith('/healthz')) return text(container, 'ok');
  return text(
    container,
    `Kiada version ${tagOf(container)}. Request processed by "${hostname}". Client IP: ::ffff:${remote}\n`,
  );
}

export const luksaImages: readonly Image[] = [
  script(
    'docker.io/luksa/batch-job',
    'echo "$(date) Batch job starting"; sleep 120; echo "$(date) Finished succesfully"',
  ),
  script('docker.io/luksa/ssd-monitor', 'while true; do echo "SSD OK"; sleep 5; done'),
  fortunes,
  httpServer({
    repository: 'docker.io/luksa/kubectl-proxy',
    tags: /^(latest|1\.\d+\.\d+)$/,
    entrypoint: ['/kubectl-proxy.sh'],
    programs: ['kubectl-proxy.sh'],
    port: () => 8001,
    banner: () => 'Starting to serve on 127.0.0.1:8001',
    answer: proxied,
    size: 47_000_000,
  }),
  httpServer({
    repository: 'docker.io/luksa/kiada',
    tags: /^(latest|0\.\d+)$/,
    entrypoint: ['node', 'app.js'],
    programs: ['node'],
    port: () => 8080,
    busy: NODE_BUSY,
    banner: (container) =>
      `Kiada - Kubernetes in Action Demo Application\n${'-'.repeat(45)}\nKiada ${tagOf(container)} starting...\nLocal hostname is ${container.hostname}\nListening on port 8080\n`,
    line: ({ path, remote }) => `Received request for ${path} from ::ffff:${remote}\n`,
    answer: kiada,
    size: 345_000_000,
    memory: 30 * 1024 * 1024,
  }),
];
