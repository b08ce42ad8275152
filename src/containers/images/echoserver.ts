/** registry.k8s.io/echoserver: tells the request back as a form, on 8080. */
import type { ServerContainer } from '../container.ts';
import type { HttpRequest } from '../http.ts';
import type { Image } from '../image.ts';
import { httpServer, tagOf, text } from './http-server.ts';

const listed = (headers: Readonly<Record<string, string>>): string[] =>
  Object.entries(headers)
    .map(([name, value]) => `\t${name}=${value}`)
    .toSorted();

/** The form of 1.5 and later. */
function form({ method, path, host, headers, body, remote }: HttpRequest, { hostname }: ServerContainer): string {
  const [real, query = ''] = path.split('?');
  return [
    '',
    '',
    `Hostname: ${hostname}`,
    '',
    'Pod Information:',
    '\t-no pod information available-',
    '',
    'Server values:',
    '\tserver_version=nginx: 1.14.2 - lua: 10015',
    '',
    'Request Information:',
    `\tclient_address=${remote}`,
    `\tmethod=${method}`,
    `\treal path=${real}`,
    `\tquery=${query}`,
    '\trequest_version=1.1',
    '\trequest_scheme=http',
    `\trequest_uri=http://${host}${path}`,
    '',
    'Request Headers:',
    ...listed(headers),
    '',
    'Request Body:',
    body === '' ? '\t-no body in request-' : body,
    '',
    '',
  ].join('\n');
}

/** The form of 1.4, which older guides show. */
function oldForm({ method, path, host, headers, body, remote }: HttpRequest): string {
  const [, query] = path.split('?');
  return [
    'CLIENT VALUES:',
    `client_address=${remote}`,
    `command=${method}`,
    `real path=${path}`,
    `query=${query ?? 'nil'}`,
    'request_version=1.1',
    `request_uri=http://${host}${path}`,
    '',
    'SERVER VALUES:',
    'server_version=nginx: 1.10.0 - lua: 10001',
    '',
    'HEADERS RECEIVED:',
    ...listed(headers).map((line) => line.trim()),
    'BODY:',
    body === '' ? '-no body in request-' : body,
  ].join('\n');
}

const at = (repository: string): Image =>
  httpServer({
    repository,
    tags: /^(latest|1\.\d+|2\.\d+)$/,
    entrypoint: ['/run.sh'],
    programs: ['run.sh'],
    port: () => 8080,
    banner: () => 'Generating self-signed cert\nStarting nginx\n',
    line: ({ remote, method, path, headers }) =>
      `${remote} - - "${method} ${path} HTTP/1.1" 200 "-" "${headers['user-agent'] ?? '-'}"\n`,
    answer: (request, container) =>
      text(container, tagOf(container) === '1.4' ? oldForm(request) : form(request, container)),
    size: 43_900_000,
  });

export const echoServers: readonly Image[] = [
  'registry.k8s.io/echoserver',
  'k8s.gcr.io/echoserver',
  'gcr.io/google_containers/echoserver',
  'registry.k8s.io/e2e-test-images/echoserver',
  'kicbase/echo-server',
].map((repository) => at(repository.startsWith('kicbase') ? `docker.io/${repository}` : repository));
