/** What a kubelet does for clients that the API server sends to it (kubelet/server/server.go, kubelet_pods.go). */
import type { Pod } from 'kubernetes-types/core/v1';
import { attachTo, execWith } from '../../containers/attach.ts';
import type { Attachment } from '../../containers/attachment.ts';
import type { Container } from '../../containers/container.ts';
import type { EngineClock } from '../../containers/cpu.ts';
import type { Engine } from '../../containers/engine.ts';
import type { HttpRequest, HttpResponse } from '../../containers/http.ts';
import { serveHttp } from '../../containers/http-text.ts';
import type { Sandbox } from '../../containers/sandbox.ts';
import { containersOf } from './pod-containers.ts';
import { runtimeId } from './static-pods.ts';

interface Connection {
  read(signal?: AbortSignal): Promise<string | undefined>;
  write(text: string): Promise<void>;
}

export interface KubeletServer {
  clock: EngineClock;
  exec(pod: Pod, container: string, command: readonly string[], streams: Attachment): Promise<number>;
  attach(pod: Pod, container: string, streams: Attachment): Promise<number>;
  portForward(pod: Pod): (port: number, connection: Connection) => Promise<void>;
  http(request: HttpRequest): HttpResponse;
}

export interface ServerOptions {
  engine: Engine;
  clock: EngineClock;
  node: string;
  /** Pods of this node, as the API holds them. */
  pods(): readonly Pod[];
}

export function createKubeletServer(options: ServerOptions): KubeletServer {
  const { engine, clock } = options;
  return {
    clock,
    exec(pod, name, command, streams) {
      const container = running(engine, pod, name);
      if (!container) throw new Error(`unable to upgrade connection: container not found (${JSON.stringify(name)})`);
      return execWith(engine, container, command, streams).catch((error: unknown) => {
        throw execError(error, container);
      });
    },
    attach(pod, name, streams) {
      const container = running(engine, pod, name);
      const full = `${pod.metadata?.name}_${pod.metadata?.namespace}`;
      if (!container) {
        throw new Error(`unable to upgrade connection: container ${name} not found in pod ${full}`);
      }
      if (streams.tty && !container.config.tty) {
        throw new Error(
          'unable to upgrade connection: the container was not launched with a TTY, it can not be attached with one',
        );
      }
      return attachTo(container, streams);
    },
    portForward(pod) {
      const sandbox = sandboxOf(engine, pod);
      if (!sandbox) throw new Error(`pod not found ("${pod.metadata?.name}_${pod.metadata?.namespace}")`);
      return (port, connection) => forward(sandbox, port, connection);
    },
    http: (request) => answer(options, request),
  };
}

function sandboxOf(engine: Engine, pod: Pod): Sandbox | undefined {
  const id = runtimeId(pod);
  return [...engine.sandboxes.values()].find((one) => one.config.uid === id);
}

function running(engine: Engine, pod: Pod, name: string): Container | undefined {
  const sandbox = sandboxOf(engine, pod);
  const container = sandbox && containersOf(engine, sandbox).get(name)?.current;
  return container?.running ? container : undefined;
}

/** containerd's words around runc's, as they come back through both servers. */
function execError(error: unknown, container: Container): unknown {
  if (!(error instanceof Error) || !error.message.startsWith('OCI runtime')) return error;
  const where = `failed to exec in container: failed to start exec "${container.id}"`;
  return new Error(`Internal error occurred: error executing command in container: ${where}: ${error.message}`);
}

async function forward(sandbox: Sandbox, port: number, { read, write }: Connection): Promise<void> {
  let { ports } = sandbox.network;
  let listener = ports.get(port);
  if (listener?.forward) {
    ({ ports } = listener.forward.namespace);
    listener = ports.get(listener.forward.port);
  }
  const { serve } = listener ?? {};
  if (!listener) {
    const namespace = `/var/run/netns/cni-${sandbox.id.slice(0, 8)}-${sandbox.id.slice(8, 12)}`;
    const why = `failed to connect to localhost:${port} inside namespace "${sandbox.id}", IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused IPv6 dial tcp6 [::1]:${port}: connect: connection refused `;
    throw new Error(
      `error forwarding port ${port} to pod ${sandbox.id}, uid : failed to execute portforward in network namespace "${namespace}": ${why}`,
    );
  }
  // It accepts and hangs up.
  if (!serve) return;
  await serveHttp(read, write, serve, '127.0.0.1');
}

const text = (status: number, body: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
});

function answer({ engine, node, pods }: ServerOptions, { path }: HttpRequest): HttpResponse {
  const [where = ''] = path.split('?');
  switch (where.replace(/\/$/, '')) {
    case '/healthz':
      return text(200, 'ok');
    case '/pods':
    case '/runningpods': {
      const body = JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata: {}, items: pods() });
      return { status: 200, headers: { 'content-type': 'application/json' }, body };
    }
    case '/metrics':
      return text(200, metrics(engine));
    case '/configz':
    case '/stats/summary':
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ node: { nodeName: node }, pods: [] }),
      };
    default:
      return text(404, '404 page not found\n');
  }
}

/** Simplified: of the kubelet's hundreds of figures the few that are true here. */
function metrics(engine: Engine): string {
  const containers = [...engine.containers.values()];
  const count = (state: string): number => containers.filter(({ state: { status } }) => status === state).length;
  return `# HELP kubelet_running_containers [ALPHA] Number of containers currently running
# TYPE kubelet_running_containers gauge
kubelet_running_containers{container_state="created"} ${count('created')}
kubelet_running_containers{container_state="exited"} ${count('exited')}
kubelet_running_containers{container_state="running"} ${count('running')}
# HELP kubelet_running_pods [ALPHA] Number of pods that have a running pod sandbox
# TYPE kubelet_running_pods gauge
kubelet_running_pods ${engine.sandboxes.size}
`;
}
