/** Ports of the laptop's own 127.0.0.1: who listens on them (`kubectl port-forward`, `kubectl proxy`), and requests to them. */
import type { Fetch } from '../client/client.ts';
import type { HttpRequest, HttpResponse } from '../containers/http.ts';
import { readResponse, requestText } from '../containers/http-text.ts';
import type { OutgoingRequest } from '../containers/network.ts';
import type { MachineNetwork } from '../containers/programs/machine-network.ts';
import type { Connection, LocalPorts } from '../kubectl/io.ts';
import { Pipe } from '../shell/pipe.ts';

type Answer = (request: HttpRequest) => Promise<HttpResponse | undefined>;

const EPHEMERAL = 32768;
const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]']);

export interface Loopback {
  ports: LocalPorts;
  /** The machine's network with its own ports before it. */
  before(network: MachineNetwork): MachineNetwork;
  /** True for an address of this machine. */
  isLocal(url: string): boolean;
}

export function createLoopback(): Loopback {
  const listeners = new Map<number, Answer>();
  const open = (wanted: number, answer: Answer): ReturnType<LocalPorts['listen']> => {
    let port = wanted;
    if (port === 0) for (port = EPHEMERAL; listeners.has(port);) port++;
    if (listeners.has(port)) return undefined;
    listeners.set(port, answer);
    return { port, close: () => void listeners.delete(port) };
  };
  return {
    ports: {
      listen: (port, accept) => open(port, (request) => overConnection(accept, request)),
      serve: (port, answer) => open(port, (request) => overFetch(answer, request)),
    },
    isLocal: (url) => LOCAL.has(parse(url).hostname),
    before: (network) => ({
      nameServer: network.nameServer,
      resolve: (name) => network.resolve(name),
      services: (name) => network.services(name),
      async request(request, signal) {
        const url = parse(request.url);
        if (!LOCAL.has(url.hostname)) return network.request(request, signal);
        const port = Number(url.port) || 80;
        const address = `127.0.0.1:${port}`;
        const answer = listeners.get(port);
        if (!answer) return { ok: false, error: 'connection refused', address };
        const response = await answer(incoming(request, url));
        return response ? { ok: true, address, ...response } : { ok: false, error: 'empty reply', address };
      },
    }),
  };
}

function parse(url: string): URL {
  return new URL(/^[a-z]+:\/\//i.test(url) ? url : `http://${url}`);
}

function incoming({ method, headers = {}, body = '' }: OutgoingRequest, url: URL): HttpRequest {
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const path = url.pathname + url.search;
  return { method, path, host: lower['host'] ?? url.host, headers: lower, body, remote: '127.0.0.1' };
}

async function overConnection(
  accept: (connection: Connection) => void,
  request: HttpRequest,
): Promise<HttpResponse | undefined> {
  const there = new Pipe();
  const back = new Pipe();
  accept({
    read: () => there.input.read(),
    write: (text) => back.output.write(text),
    close: () => back.output.close(),
  });
  await there.output.write(requestText({ ...request, headers: { ...request.headers, connection: 'close' } }));
  const response = await readResponse(() => back.input.read(), request.method);
  there.output.close();
  back.input.close();
  if (response) delete response.headers['connection'];
  return response;
}

async function overFetch(answer: Fetch, { method, path, headers, body }: HttpRequest): Promise<HttpResponse> {
  const bodyless = method === 'GET' || method === 'HEAD';
  const response = await answer(
    new Request(`http://127.0.0.1${path}`, { method, headers, ...(bodyless ? {} : { body }) }),
  );
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}
