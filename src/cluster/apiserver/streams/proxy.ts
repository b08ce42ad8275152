/**
 * `proxy` of Pods, Services and nodes: a request that the API server sends on (registry/core/{pod,service,node}:
 * ResourceLocation; apimachinery/pkg/util/proxy/upgradeaware.go).
 */
import type { Node, Pod, Service } from 'kubernetes-types/core/v1';
import { badRequest, serviceUnavailable } from '../../../api/status-errors.ts';
import type { HttpResponse } from '../../../containers/http.ts';
import { decodeText, encodeText } from '../../../shell/bytes.ts';
import type { Connect, ConnectRequest } from '../http/connect.ts';
import type { Nodes } from './remote-command.ts';

export interface Outgoing {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

export interface ProxyNetwork {
  /** Sends a request into the cluster's network; a string says why nothing came back, as Go's dialer words it. */
  send(request: Outgoing, signal: AbortSignal): Promise<HttpResponse | string>;
  /** Addresses of a ready endpoint of a Service, by the name of its port; one is chosen by chance. */
  endpoint(namespace: string, name: string, portName: string): { ip: string; port: number } | undefined;
}

export function podProxy(network: ProxyNetwork): Connect {
  return (request) => {
    const pod = request.object as unknown as Pod;
    const { port, scheme } = splitName(request.name, 'pod');
    const declared = (pod.spec?.containers ?? []).flatMap(({ ports = [] }) => ports)[0]?.containerPort;
    const ip = pod.status?.podIP;
    if (!ip) throw badRequest('address not allowed');
    return pass(network, request, `${scheme}://${ip}:${port || declared || (scheme === 'https' ? 443 : 80)}`);
  };
}

export function serviceProxy(network: ProxyNetwork): Connect {
  return (request) => {
    const service = request.object as unknown as Service;
    const { name, port, scheme } = splitName(request.name, 'service');
    const ports = service.spec?.ports ?? [];
    const chosen =
      port === '' && ports.length === 1
        ? ports[0]
        : ports.find((one) => one.name === port || (/^\d+$/.test(port) && one.port === Number(port)));
    if (!chosen)
      throw serviceUnavailable(`no service port ${JSON.stringify(port)} found for service ${JSON.stringify(name)}`);
    const endpoint = network.endpoint(request.namespace ?? '', name, chosen.name ?? '');
    if (!endpoint) throw serviceUnavailable(`no endpoints available for service ${JSON.stringify(name)}`);
    return pass(network, request, `${scheme}://${endpoint.ip}:${endpoint.port}`);
  };
}

export function nodeProxy(network: ProxyNetwork, nodes: Nodes): Connect {
  return async (request) => {
    const node = request.object as unknown as Node;
    const { name, port, scheme } = splitName(request.name, 'node');
    const ip = node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
    if (port !== '' && port !== '10250') return pass(network, request, `${scheme}://${ip}:${port}`);
    const kubelet = nodes(name);
    const redirect = withSlash(request);
    if (redirect) return redirect;
    if (!kubelet) {
      throw serviceUnavailable(`error trying to reach service: dial tcp ${ip}:10250: connect: connection refused`);
    }
    const { method } = request.request;
    const path = request.path + new URL(request.request.url).search;
    return responseOf(
      await kubelet.http({ method, path, host: `${ip}:10250`, headers: {}, body: '', remote: ip }),
      request,
    );
  };
}

/** `name`, `name:port` or `scheme:name:port` (apimachinery/pkg/util/net/port_split.go). */
function splitName(text: string, kind: string): { scheme: string; name: string; port: string } {
  const parts = text.split(':');
  const [scheme = '', name = '', port = ''] = parts.length === 3 ? parts : ['', parts[0] ?? '', parts[1] ?? ''];
  if (parts.length > 3 || name === '' || !['', 'http', 'https'].includes(scheme)) {
    throw badRequest(`invalid ${kind} request ${JSON.stringify(text)}`);
  }
  return { scheme: scheme || 'http', name, port };
}

/** A page's relative links need the final slash. */
function withSlash({ path, request }: ConnectRequest): Response | undefined {
  if (path !== '' || (request.method !== 'GET' && request.method !== 'HEAD')) return undefined;
  const { pathname, search } = new URL(request.url);
  return new Response(null, { status: 301, headers: { location: `${pathname}/${search}` } });
}

const HOP_BY_HOP =
  /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|authorization|content-length|impersonate-.*)$/;

async function pass(network: ProxyNetwork, asked: ConnectRequest, target: string): Promise<Response> {
  const redirect = withSlash(asked);
  if (redirect) return redirect;
  const { request, path } = asked;
  const { search } = new URL(request.url);
  const headers = Object.fromEntries([...request.headers].filter(([name]) => !HOP_BY_HOP.test(name)));
  delete headers['host'];
  const body = request.body ? decodeText(new Uint8Array(await request.arrayBuffer())) : '';
  const answer = await network.send(
    { method: request.method, url: `${target}${path || '/'}${search}`, headers, body },
    request.signal,
  );
  if (typeof answer === 'string') throw serviceUnavailable(`error trying to reach service: ${answer}`);
  return responseOf(answer, asked);
}

function responseOf({ status, headers, body }: HttpResponse, { request }: ConnectRequest): Response {
  const kept = Object.entries(headers).filter(([name]) => !HOP_BY_HOP.test(name.toLowerCase()));
  const bodyless = status === 204 || status === 304 || request.method === 'HEAD';
  return new Response(bodyless ? null : (encodeText(body) as Uint8Array<ArrayBuffer>), { status, headers: kept });
}
