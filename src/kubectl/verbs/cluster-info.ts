/** kubectl cluster-info (kubectl/pkg/cmd/clusterinfo/clusterinfo.go). */
import type { KubeObject } from '../../api/object.ts';
import { serverAddress } from '../kubeconfig.ts';
import type { Verb, VerbContext } from '../verb.ts';

const SERVICES = { group: '', version: 'v1', resource: 'services' };

export const clusterInfo: Verb = {
  name: 'cluster-info',
  usage: 'cluster-info',
  short: 'Display cluster information',
  long: `Display addresses of the control plane and services with label kubernetes.io/cluster-service=true. To further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.`,
  examples: `
# Print the address of the control plane and cluster services
kubectl cluster-info`,
  flags: [],
  async run(context) {
    const server = serverAddress(context.config(), context.flags);
    const list = await context.client.list(SERVICES, {
      namespace: 'kube-system',
      labelSelector: 'kubernetes.io/cluster-service=true',
    });
    const line = lineWriter(context);
    await context.print(line('Kubernetes control plane', server));
    for (const service of list.items) await context.print(serviceLine(service, server, line));
    await context.print("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n");
  },
};

type Line = (name: string, address: string) => string;

/** Coloured as the real one colours, on a terminal only. */
function lineWriter({ io }: VerbContext): Line {
  const paint = (code: string, text: string): string =>
    io.stdout.isTerminal ? `\u001b[${code}m${text}\u001b[0m` : text;
  return (name, address) => `${paint('0;32', name)} is running at ${paint('0;33', address)}\n`;
}

function serviceLine(service: KubeObject, server: string, line: Line): string {
  const { name = '', labels = {} } = service.metadata ?? {};
  const spec = service['spec'] as { ports?: { name?: string; port: number }[] } | undefined;
  const [port] = spec?.ports ?? [];
  const scheme = port?.port === 443 ? 'https:' : '';
  const target = `${scheme}${name}${port?.name ? `:${port.name}` : ''}`;
  return line(labels['kubernetes.io/name'] ?? name, `${server}/api/v1/namespaces/kube-system/services/${target}/proxy`);
}
