/**
 * ingress-nginx (kubernetes/ingress-nginx, internal/ingress): the program of the controller's Pod. It reads Ingresses
 * of its class, sends requests straight to the endpoints of their Services, and writes its address into their status.
 * Simplified: TLS ends nowhere (https is answered as http, nothing is redirected).
 */
import type { Ingress, IngressBackend, IngressClass } from 'kubernetes-types/networking/v1';
import type { Node, Service } from 'kubernetes-types/core/v1';
import { isStatusError } from '../../api/status.ts';
import type { Hop } from '../../client/wire.ts';
import type { ServerContainer } from '../../containers/container.ts';
import { httpDate, type HttpHandler, type HttpRequest, type HttpResponse, logDate } from '../../containers/http.ts';
import { nginxErrorPage } from '../../containers/programs/nginx.ts';
import type { Random } from '../../time/random.ts';
import type { Informer } from '../runtime/informer.ts';
import type { InformerFactory } from '../runtime/informer-factory.ts';
import { INGRESS_CLASSES, INGRESSES, NODES, SERVICES } from '../runtime/resources.ts';
import { openSession, type Verbs } from '../runtime/verbs.ts';
import { HOPS_OF } from './fabric.ts';
import { type IngressMatch, matchIngress } from './ingress-match.ts';
import type { ServiceProxy } from './service-proxy.ts';

export interface IngressControllerOptions {
  verbs: Verbs;
  informers: InformerFactory;
  proxy: ServiceProxy;
  random: Random;
  /** Told of the controller's address when it starts. */
  published(address: string): void;
}

const CONTROLLER = 'k8s.io/ingress-nginx';
const DEFAULT_CLASS = 'ingressclass.kubernetes.io/is-default-class';
/** ms after a change until addresses are written. */
const STATUS_DELAY = 1000;

/** What to hook into `registry.k8s.io/ingress-nginx/controller`. */
export function ingressProgram(options: IngressControllerOptions): (container: ServerContainer) => () => void {
  return (container) => {
    const { informers, verbs } = options;
    const ingresses: Informer<Ingress> = informers.for<Ingress>(INGRESSES);
    const classes: Informer<IngressClass> = informers.for<IngressClass>(INGRESS_CLASSES);
    const session = openSession(verbs, {
      user: 'system:serviceaccount:ingress-nginx:ingress-nginx',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:ingress-nginx', 'system:authenticated'],
      userAgent: 'nginx-ingress-controller',
    });
    const mine = (): Ingress[] => [...ingresses.values()].filter((ingress) => isMine(ingress, classes)).sort(byAge);
    const handle: HttpHandler = (request) => serve(container, options, mine(), request);
    for (const port of [80, 443]) container.listen(port, handle);

    const address =
      addressOf(informers.for<Node>(NODES).get(undefined, container.namespace.node)) ?? container.namespace.ip;
    options.published(address);
    let planned = false;
    const publish = (): void => {
      if (planned) return;
      planned = true;
      container.after(STATUS_DELAY, () => {
        planned = false;
        for (const ingress of mine()) writeAddress(session, ingress, address);
      });
    };
    return ingresses.subscribe({ add: publish, update: publish });
  };
}

const byAge = (a: Ingress, b: Ingress): number => {
  const [one, other] = [a, b].map(
    ({ metadata }) => `${metadata?.creationTimestamp}/${metadata?.namespace}/${metadata?.name}`,
  );
  return one! < other! ? -1 : 1;
};

function addressOf(node: Node | undefined): string | undefined {
  return node?.status?.addresses?.find((address) => address.type === 'InternalIP')?.address;
}

/** By class name, by the old annotation, or by being the default class's. */
export function isMine(ingress: Ingress, classes: Pick<Informer<IngressClass>, 'get' | 'values'>): boolean {
  const name = ingress.spec?.ingressClassName;
  if (name !== undefined) return classes.get(undefined, name)?.spec?.controller === CONTROLLER;
  const annotated = ingress.metadata?.annotations?.['kubernetes.io/ingress.class'];
  if (annotated !== undefined) return annotated === 'nginx';
  return [...classes.values()].some(
    ({ metadata, spec }) => spec?.controller === CONTROLLER && metadata?.annotations?.[DEFAULT_CLASS] === 'true',
  );
}

function writeAddress(session: ReturnType<typeof openSession>, ingress: Ingress, address: string): void {
  const written = ingress.status?.loadBalancer?.ingress?.some(({ ip }) => ip === address);
  if (written) return;
  try {
    const status = { loadBalancer: { ingress: [{ ip: address }] } };
    session.update<Ingress>(INGRESSES, { ...ingress, status }, 'status');
  } catch (error) {
    // Changed meanwhile: its next event brings us here again.
    if (!isStatusError(error)) throw error;
  }
}

type Options = IngressControllerOptions;

function serve(
  container: ServerContainer,
  options: Options,
  ingresses: Ingress[],
  request: HttpRequest,
): HttpResponse | Promise<HttpResponse> {
  const host = request.host.split(':')[0] ?? '';
  const match = matchIngress(ingresses, { host, path: request.path.split('?')[0] ?? '/' });
  if (!match) return finish(container, request, page(404), '-', []);
  const { namespace = '', name = '' } = match.ingress.metadata ?? {};
  const at = container.clock.now();
  const hops: Hop[] = [{ kind: 'ingress', namespace, name, at }];
  const upstream = find(options, namespace, match.backend);
  const service = match.backend.service;
  if (service) hops.push({ kind: 'service', namespace, name: service.name, at });
  const label = `${namespace}-${service?.name}-${service?.port?.number ?? service?.port?.name}`;
  if (!upstream) return finish(container, request, page(503), label, hops);
  if (upstream.pod) hops.push({ kind: 'pod', namespace, name: upstream.pod, at });
  const headers = {
    ...request.headers,
    host: request.host,
    'x-real-ip': request.remote,
    'x-forwarded-for': request.remote,
    'x-forwarded-host': host,
  };
  const path = rewrite(match, request.path);
  return container.network
    .request(container.namespace, {
      method: request.method,
      url: `http://${upstream.ip}:${upstream.port}${path}`,
      headers,
      body: request.body,
    })
    .then((result) => {
      const answer = result.ok
        ? { status: result.status, headers: withoutServer(result.headers), body: result.body }
        : page(result.error === 'connection timed out' ? 504 : 502);
      return finish(container, request, answer, label, hops);
    });
}

function find(
  options: Options,
  namespace: string,
  backend: IngressBackend,
): { ip: string; port: number; pod?: string } | undefined {
  const wanted = backend.service;
  const service = wanted && options.informers.for<Service>(SERVICES).get(namespace, wanted.name);
  const port = service?.spec?.ports?.find(({ port, name }) =>
    wanted?.port?.name ? name === wanted.port.name : port === wanted?.port?.number,
  );
  if (!wanted || !port) return undefined;
  const all = options.proxy.endpoints(namespace, wanted.name, port.name ?? '');
  return all[options.random.int(Math.max(1, all.length))];
}

/** nginx.ingress.kubernetes.io/rewrite-target, with the groups of the path as a pattern. */
function rewrite({ ingress, path }: IngressMatch, asked: string): string {
  const target = ingress.metadata?.annotations?.['nginx.ingress.kubernetes.io/rewrite-target'];
  if (target === undefined || !path) return asked;
  const [pure = '/', query] = asked.split('?');
  const groups = new RegExp(`^${path.path ?? '/'}`, 'i').exec(pure) ?? [];
  const rewritten = target.replace(/\$(\d)/g, (_all, digit: string) => groups[Number(digit)] ?? '');
  return query === undefined ? rewritten : `${rewritten}?${query}`;
}

function page(status: number): HttpResponse {
  return { status, headers: { 'content-type': 'text/html' }, body: nginxErrorPage(status, 'nginx') };
}

function withoutServer(headers: Record<string, string>): Record<string, string> {
  const { server: _server, ...rest } = headers;
  return rest;
}

function finish(
  container: ServerContainer,
  request: HttpRequest,
  answer: HttpResponse,
  upstream: string,
  hops: Hop[],
): HttpResponse {
  const { clock } = container;
  const agent = request.headers['user-agent'] ?? '-';
  container.log(
    `${request.remote} - - [${logDate(clock.now())}] "${request.method} ${request.path} HTTP/1.1" ${answer.status} ${answer.body.length} "-" "${agent}" [${upstream}]\n`,
  );
  const response = { ...answer, headers: { date: httpDate(clock.now()), ...answer.headers } };
  HOPS_OF.set(response, hops);
  return response;
}
