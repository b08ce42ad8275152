/** One probe's attempt (pkg/probe/{http,tcp,exec}): what came of it, in the words of the event. */
import type { Container as ContainerSpec, Pod, Probe } from 'kubernetes-types/core/v1';
import type { Container } from '../../containers/container.ts';
import type { Engine } from '../../containers/engine.ts';
import { collectOutput } from '../../shell/pipe.ts';
import type { HttpResponse } from '../../containers/http.ts';

export type ProbeResult = { ok: true } | { ok: false; output: string };

export interface ProbeTarget {
  engine: Engine;
  pod: Pod;
  spec: ContainerSpec;
  container: Container;
  /** Address that the probe seems to come from. */
  from: string;
}

const OK: ProbeResult = { ok: true };
const failed = (output: string): ProbeResult => ({ ok: false, output });

export function portNumber(spec: ContainerSpec, port: number | string): number {
  if (typeof port === 'number') return port;
  return spec.ports?.find((candidate) => candidate.name === port)?.containerPort ?? Number(port);
}

/** Answers at once where the server does; the caller puts the time limit on a promise. */
export function attemptProbe(probe: Probe, target: ProbeTarget): ProbeResult | Promise<ProbeResult> {
  if (probe.httpGet) return probeHttp(probe.httpGet, target);
  if (probe.tcpSocket) return probeTcp(portNumber(target.spec, probe.tcpSocket.port), target);
  if (probe.grpc) return probeGrpc(probe.grpc.port, target);
  if (probe.exec) return probeExec(probe.exec.command ?? [], target);
  return OK;
}

function probeTcp(port: number, { container }: ProbeTarget): ProbeResult {
  const { ip, ports } = container.namespace;
  return ports.has(port) ? OK : failed(`dial tcp ${ip}:${port}: connect: connection refused`);
}

/**
 * Simplified: it succeeds when the port accepts. Until it does, the dialler tries again for as long as it may, so what is
 * refused ends in the time limit.
 */
function probeGrpc(port: number, { container }: ProbeTarget): ProbeResult | Promise<ProbeResult> {
  return container.namespace.ports.has(port) ? OK : new Promise(() => {});
}

type HttpGet = NonNullable<Probe['httpGet']>;

/** As it appears in messages. */
export function probeUrl(get: HttpGet, target: ProbeTarget): { url: string; port: number; host: string } {
  const port = portNumber(target.spec, get.port);
  const host = get.host ?? target.container.namespace.ip;
  const path = get.path ?? '/';
  const scheme = (get.scheme ?? 'HTTP').toLowerCase();
  return { url: `${scheme}://${host}:${port}${path.startsWith('/') ? path : `/${path}`}`, port, host };
}

function probeHttp(get: HttpGet, target: ProbeTarget): ProbeResult | Promise<ProbeResult> {
  const { url, port, host } = probeUrl(get, target);
  const { ip, ports } = target.container.namespace;
  // Simplified: a probe with a host of its own still goes to the Pod.
  const listener = ports.get(port);
  if (!listener) return failed(`Get "${url}": dial tcp ${ip}:${port}: connect: connection refused`);
  if (!listener.serve) return failed(`Get "${url}": EOF`);
  const headers: Record<string, string> = { 'user-agent': 'kube-probe/1.35', accept: '*/*', connection: 'close' };
  for (const { name, value } of get.httpHeaders ?? []) headers[name.toLowerCase()] = value;
  const path = url.slice(url.indexOf('/', 8));
  const request = {
    method: 'GET',
    path,
    host: headers['host'] ?? `${host}:${port}`,
    headers,
    body: '',
    remote: target.from,
  };
  const answer = listener.serve(request);
  return answer instanceof Promise ? answer.then(judge) : judge(answer);
}

function judge({ status }: HttpResponse): ProbeResult {
  return status >= 200 && status < 400 ? OK : failed(`HTTP probe failed with statuscode: ${status}`);
}

async function probeExec(command: readonly string[], { engine, container }: ProbeTarget): Promise<ProbeResult> {
  const output = collectOutput();
  try {
    const status = await engine.exec(container, command, { stdout: output, stderr: output });
    return status === 0 ? OK : failed(output.text());
  } catch (error) {
    return failed(
      `rpc error: code = Unknown desc = failed to exec in container: failed to start exec: ${(error as Error).message}`,
    );
  }
}

/** What a probe that outlived its limit is said to have done. */
export function timedOut(probe: Probe, target: ProbeTarget): ProbeResult {
  if (probe.httpGet) {
    const { url } = probeUrl(probe.httpGet, target);
    return failed(`Get "${url}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`);
  }
  if (probe.exec) {
    const limit = `${probe.timeoutSeconds ?? 1}s`;
    return failed(`command timed out: "${(probe.exec.command ?? []).join(' ')}" timed out after ${limit}`);
  }
  if (probe.grpc) {
    const address = `${target.container.namespace.ip}:${probe.grpc.port}`;
    const limit = `${probe.timeoutSeconds ?? 1}s`;
    return failed(`timeout: failed to connect service "${address}" within ${limit}: context deadline exceeded`);
  }
  return failed('dial tcp: i/o timeout');
}
