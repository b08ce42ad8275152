/** `kubectl port-forward` (kubectl/pkg/cmd/portforward/portforward.go, client-go/tools/portforward). */
import type { KubeObject } from '../../api/object.ts';
import { completeNamed } from '../complete-resources.ts';
import { CommandError, usageErrorf } from '../errors.ts';
import type { LocalPorts } from '../io.ts';
import { forwardConnection } from '../streams/forward.ts';
import { findPod, phaseOf, runningTimeout, specOf } from '../streams/target.ts';
import type { Verb, VerbContext } from '../verb.ts';

export const portForward: Verb = {
  name: 'port-forward',
  usage: 'port-forward TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]',
  short: 'Forward one or more local ports to a pod',
  long: 'Forward one or more local ports to a pod.',
  examples: `# Listen on ports 5000 and 6000 locally, forwarding data to/from ports 5000 and 6000 in the pod
kubectl port-forward pod/mypod 5000 6000

# Listen on port 8443 locally, forwarding to the targetPort of the service's port named "https" in a pod selected by the service
kubectl port-forward service/myservice 8443:https

# Listen on port 8888 locally, forwarding to 5000 in the pod
kubectl port-forward pod/mypod 8888:5000`,
  flags: [
    { name: 'address', type: 'strings', default: ['localhost'], usage: 'Addresses to listen on (comma separated).' },
    runningTimeout,
  ],
  complete: completeNamed('pods'),
  run,
};

interface Forward {
  local: number;
  remote: number;
}

async function run(context: VerbContext): Promise<void> {
  const { args, command, io } = context;
  if (args.length < 2) throw usageErrorf(command, 'TYPE/NAME and list of ports are required for port-forward');
  const { pod, object } = await findPod(context, args[0]!);
  const forwards = args.slice(1).map((text) => parsePort(text, pod, object));
  if (phaseOf(pod) !== 'Running') {
    throw new CommandError(`unable to forward port because pod is not running. Current status=${phaseOf(pod)}`);
  }
  if (!io.ports) throw new CommandError('this terminal has no ports of its own to listen on');
  const lost = new AbortController();
  const listening: { close(): void }[] = [];
  try {
    const failed: Forward[] = [];
    for (const forward of forwards) {
      const one = await listen(context, io.ports, pod.metadata?.name ?? '', forward, lost);
      if (one) listening.push(one);
      else failed.push(forward);
    }
    if (listening.length === 0) {
      const list = failed.map(({ local, remote }) => `{${local} ${remote}}`).join(' ');
      throw new CommandError(`unable to listen on any of the requested ports: [${list}]`);
    }
    await either(io.signal, lost.signal);
    io.signal.throwIfAborted();
    throw new CommandError('lost connection to pod');
  } finally {
    for (const one of listening) one.close();
  }
}

async function listen(
  context: VerbContext,
  ports: LocalPorts,
  pod: string,
  { local, remote }: Forward,
  lost: AbortController,
): Promise<{ close(): void } | undefined> {
  let port = local;
  const one = ports.listen(local, (connection) => {
    void (async () => {
      await context.print(`Handling connection for ${port}\n`);
      const error = await forwardConnection(context, pod, remote, connection);
      if (error === undefined) return;
      await context.complain(`an error occurred forwarding ${port} -> ${remote}: ${error}\n`);
      lost.abort();
    })().catch(() => connection.close());
  });
  if (!one) {
    const at = (address: string, kind: string): string =>
      `unable to create listener: Error listen ${kind} ${address}:${local}: bind: address already in use`;
    await context.complain(
      `Unable to listen on port ${local}: Listeners failed to create with the following errors: [${at('127.0.0.1', 'tcp4')} ${at('[::1]', 'tcp6')}]\n`,
    );
    return undefined;
  }
  ({ port } = one);
  for (const address of ['127.0.0.1', '[::1]'])
    await context.print(`Forwarding from ${address}:${port} -> ${remote}\n`);
  return one;
}

function either(...signals: AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of signals) {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    }
  });
}

/** `8080`, `8080:80`, `:80`, `8080:http`. A Service's port becomes the one of its Pod. */
function parsePort(text: string, pod: KubeObject, object: KubeObject): Forward {
  const parts = text.split(':');
  if (parts.length > 2) throw new CommandError(`invalid port format '${text}'`);
  const asked = parts.at(-1) ?? '';
  const remote = object.kind === 'Service' ? servicePort(object, pod, asked) : podPort(pod, asked);
  const [first = ''] = parts;
  // Without a local port, a Service's own number is taken, and not its Pod's.
  const own = /^\d+$/.test(asked) ? Number(asked) : (namedServicePort(object, asked) ?? remote);
  const local = parts.length === 1 ? own : first === '' ? 0 : Number(first);
  if (!Number.isInteger(local) || local > 65535) {
    throw new CommandError(
      `error parsing local port '${first}': strconv.ParseUint: parsing ${JSON.stringify(first)}: invalid syntax`,
    );
  }
  return { local, remote };
}

function podPort(pod: KubeObject, asked: string): number {
  if (/^\d+$/.test(asked)) {
    const port = Number(asked);
    if (port === 0) throw new CommandError('remote port must be > 0');
    return port;
  }
  for (const { ports = [] } of specOf(pod).containers ?? []) {
    const found = ports.find(({ name }) => name === asked);
    if (found) return found.containerPort;
  }
  throw new CommandError(`Pod '${pod.metadata?.name ?? ''}' does not have a named port '${asked}'`);
}

interface ServicePort {
  name?: string;
  port: number;
  targetPort?: number | string;
}

const portsOf = (service: KubeObject): ServicePort[] =>
  ((service['spec'] ?? {}) as { ports?: ServicePort[] }).ports ?? [];

function namedServicePort(service: KubeObject, name: string): number | undefined {
  return service.kind === 'Service' ? portsOf(service).find((port) => port.name === name)?.port : undefined;
}

function servicePort(service: KubeObject, pod: KubeObject, asked: string): number {
  const numeric = /^\d+$/.test(asked);
  const found = portsOf(service).find(({ name, port }) => (numeric ? port === Number(asked) : name === asked));
  const name = service.metadata?.name ?? '';
  if (!found) {
    throw new CommandError(
      numeric
        ? `Service ${name} does not have a service port ${asked}`
        : `Service '${name}' does not have a named port '${asked}'`,
    );
  }
  const { clusterIP } = (service['spec'] ?? {}) as { clusterIP?: string };
  if (clusterIP === 'None' && numeric) return Number(asked);
  return podPort(pod, String(found.targetPort ?? found.port));
}
