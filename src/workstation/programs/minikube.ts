/**
 * minikube, as far as a cluster that is already there goes: status, ip, ssh, service --url, its nodes and its add-ons;
 * it says what is not simulated.
 */
import type { Process, Program } from '../../shell/process.ts';
import type { WorkstationOptions } from '../laptop.ts';
import type { Docker } from '../docker/docker.ts';
import { addons } from './minikube-addons.ts';
import { dockerEnv, image } from './minikube-image.ts';
import { node } from './minikube-node.ts';
import { onNode } from './node-shell.ts';

interface NodeObject {
  metadata: { name: string; labels?: Record<string, string> };
  status?: { addresses?: { type: string; address: string }[] };
}

async function getJson<T>(options: WorkstationOptions, path: string): Promise<T | undefined> {
  const response = await options.fetch(new Request(`http://cluster.local${path}`));
  const text = await response.text();
  return response.ok ? (JSON.parse(text) as T) : undefined;
}

async function nodes(options: WorkstationOptions): Promise<NodeObject[]> {
  return (await getJson<{ items: NodeObject[] }>(options, '/api/v1/nodes'))?.items ?? [];
}

const addressOf = (node: NodeObject | undefined): string =>
  node?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
const isControlPlane = (node: NodeObject): boolean =>
  'node-role.kubernetes.io/control-plane' in (node.metadata.labels ?? {});

export function minikube(options: WorkstationOptions, daemon: Docker): Program {
  return async (process) => {
    const [verb, ...rest] = process.argv.slice(1);
    switch (verb) {
      case 'status':
        return status(process, options);
      case 'ip':
        await process.stdout.write(`${addressOf((await nodes(options))[0])}\n`);
        return 0;
      case 'ssh':
        return ssh(process, options, rest);
      case 'service':
        return service(process, options, rest);
      case 'node':
        return node(process, options, rest);
      case 'image':
        return image(process, daemon, rest);
      case 'docker-env':
        return dockerEnv(process, addressOf((await nodes(options))[0]));
      case 'addons':
        return addons(process, options, rest);
      case 'start':
        await process.stdout.write('Done! The cluster is already running, and kubectl is configured to use it.\n');
        return 0;
      case undefined:
      case 'help':
        await process.stdout.write(
          'minikube here knows: start, status, ip, ssh [-n NODE], service NAME --url, node, image, docker-env, addons\n',
        );
        return 0;
      default:
        await process.stderr.write(
          `minikube ${verb} is not simulated here. Known: start, status, ip, ssh, service, node, image, docker-env, addons.\n`,
        );
        return 1;
    }
  };
}

async function status(process: Process, options: WorkstationOptions): Promise<number> {
  const machines = new Map((await options.machines?.machines())?.map((machine) => [machine.name, machine]));
  for (const node of await nodes(options)) {
    const control = isControlPlane(node);
    const machine = machines.get(node.metadata.name);
    const on = machine?.power !== 'off';
    const kubelet = machine ? machine.kubelet : true;
    const lines = [
      node.metadata.name,
      `type: ${control ? 'Control Plane' : 'Worker'}`,
      `host: ${on ? 'Running' : 'Stopped'}`,
      `kubelet: ${kubelet ? 'Running' : 'Stopped'}`,
      ...(control ? ['apiserver: Running', 'kubeconfig: Configured'] : []),
    ];
    await process.stdout.write(`${lines.join('\n')}\n\n`);
  }
  return 0;
}

async function ssh(process: Process, options: WorkstationOptions, args: readonly string[]): Promise<number> {
  const rest = [...args];
  let node: string | undefined;
  if (rest[0] === '-n' || rest[0] === '--node') [, node] = rest.splice(0, 2);
  if (rest[0] === '--') rest.shift();
  node ??= (await nodes(options))[0]?.metadata.name ?? '';
  return onNode(process, options, node, rest);
}

async function service(process: Process, options: WorkstationOptions, args: readonly string[]): Promise<number> {
  const at = args.findIndex((argument) => argument === '-n' || argument === '--namespace');
  const namespace = at < 0 ? 'default' : (args[at + 1] ?? 'default');
  const name = args.find((argument, index) => !argument.startsWith('-') && (at < 0 || index !== at + 1));
  if (name === undefined) {
    await process.stderr.write('You must specify a service name\n');
    return 1;
  }
  const found = await getJson<{ spec: { ports?: { nodePort?: number }[] } }>(
    options,
    `/api/v1/namespaces/${namespace}/services/${name}`,
  );
  if (!found) {
    await process.stderr.write(`Service '${name}' was not found in '${namespace}' namespace.\n`);
    return 115;
  }
  const address = addressOf((await nodes(options))[0]);
  const ports = (found.spec.ports ?? []).flatMap(({ nodePort }) => (nodePort === undefined ? [] : [nodePort]));
  if (ports.length === 0) {
    await process.stderr.write(`service ${namespace}/${name} has no node port\n`);
    return 1;
  }
  for (const port of ports) await process.stdout.write(`http://${address}:${port}\n`);
  return 0;
}
