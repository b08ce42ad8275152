/** `kubectl create service clusterip|nodeport|loadbalancer|externalname` (kubectl/pkg/cmd/create/create_service.go). */
import type { KubeObject } from '../../api/object.ts';
import { isValidPortName } from '../../api/names.ts';
import { CommandError } from '../errors.ts';
import type { FlagSpec } from '../flags.ts';
import { defineGenerator } from './generator.ts';
import { present, typed } from './pod-template.ts';
import { parentCommand } from './subcommand-help.ts';

export interface ServiceOptions {
  name: string;
  type: string;
  tcp: readonly string[];
  clusterIP?: string;
  nodePort?: number;
  externalName?: string;
}

export function generateService(options: ServiceOptions): KubeObject {
  const { name, type, tcp, clusterIP = '', nodePort = 0, externalName = '' } = options;
  if (clusterIP !== 'None' && tcp.length === 0 && type !== 'ExternalName') {
    throw new CommandError('at least one tcp port specifier must be provided');
  }
  return typed('v1', 'Service', {
    metadata: { name, labels: { app: name } },
    spec: present({
      ports: tcp.map((text) => servicePort(text, type === 'NodePort' ? nodePort : 0)),
      selector: { app: name },
      clusterIP,
      type,
      externalName,
    }),
    status: { loadBalancer: {} },
  });
}

function servicePort(text: string, nodePort: number): Record<string, unknown> {
  const [first = '', second] = text.split(':');
  const port = parsePort(first);
  return {
    name: text.replaceAll(':', '-'),
    protocol: 'TCP',
    port,
    targetPort: second === undefined ? port : targetPort(second),
    ...(nodePort === 0 ? {} : { nodePort }),
  };
}

function targetPort(text: string): number | string {
  if (/^\d+$/.test(text) && Number(text) <= 65535) return Number(text);
  const errors = isValidPortName(text);
  if (errors.length > 0) throw new CommandError(errors.join(','));
  return text;
}

/** strconv.ParseUint of 16 bits. */
function parsePort(text: string): number {
  if (!/^\d+$/.test(text)) throw new CommandError(`strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`);
  if (Number(text) > 65535) {
    throw new CommandError(`strconv.ParseUint: parsing ${JSON.stringify(text)}: value out of range`);
  }
  return Number(text);
}

const tcp: FlagSpec = {
  name: 'tcp',
  type: 'strings',
  default: [],
  usage: "Port pairs can be specified as '<port>:<targetPort>'.",
};

const clusterip = defineGenerator({
  name: 'clusterip',
  usage: 'clusterip NAME [--tcp=<port>:<targetPort>] [--dry-run=server|client|none]',
  short: 'Create a ClusterIP service',
  long: 'Create a ClusterIP service with the specified name.',
  examples: `# Create a new ClusterIP service named my-cs
kubectl create service clusterip my-cs --tcp=5678:8080

# Create a new ClusterIP service named my-cs (in headless mode)
kubectl create service clusterip my-cs --clusterip="None"`,
  flags: [
    tcp,
    {
      name: 'clusterip',
      type: 'string',
      default: '',
      usage: "Assign your own ClusterIP or set to 'None' for a 'headless' service (no loadbalancing).",
    },
  ],
  failure: 'failed to create ClusterIP service: ',
  generate: ({ flags, name }) =>
    generateService({ name, type: 'ClusterIP', tcp: flags.strings('tcp'), clusterIP: flags.string('clusterip') }),
});

const nodeport = defineGenerator({
  name: 'nodeport',
  usage: 'nodeport NAME [--tcp=port:targetPort] [--dry-run=server|client|none]',
  short: 'Create a NodePort service',
  long: 'Create a NodePort service with the specified name.',
  examples: `# Create a new NodePort service named my-ns
kubectl create service nodeport my-ns --tcp=5678:8080`,
  flags: [
    tcp,
    {
      name: 'node-port',
      type: 'int',
      default: 0,
      usage: 'Port used to expose the service on each node in a cluster.',
    },
  ],
  failure: 'failed to create NodePort service: ',
  generate: ({ flags, name }) =>
    generateService({ name, type: 'NodePort', tcp: flags.strings('tcp'), nodePort: flags.int('node-port') }),
});

const loadbalancer = defineGenerator({
  name: 'loadbalancer',
  usage: 'loadbalancer NAME [--tcp=port:targetPort] [--dry-run=server|client|none]',
  short: 'Create a LoadBalancer service',
  long: 'Create a LoadBalancer service with the specified name.',
  examples: `# Create a new LoadBalancer service named my-lbs
kubectl create service loadbalancer my-lbs --tcp=5678:8080`,
  flags: [tcp],
  failure: 'failed to create LoadBalancer service: ',
  generate: ({ flags, name }) => generateService({ name, type: 'LoadBalancer', tcp: flags.strings('tcp') }),
});

const externalname = defineGenerator({
  name: 'externalname',
  usage: 'externalname NAME --external-name external.name [--dry-run=server|client|none]',
  short: 'Create an ExternalName service',
  long: `Create an ExternalName service with the specified name.

 ExternalName service references to an external DNS address instead of only pods, which will allow application authors to reference services that exist off platform, on other clusters, or locally.`,
  examples: `# Create a new ExternalName service named my-ns
kubectl create service externalname my-ns --external-name bar.com`,
  flags: [
    tcp,
    { name: 'external-name', type: 'string', default: '', required: true, usage: 'External name of service' },
  ],
  failure: 'failed to create ExternalName service: ',
  generate: ({ flags, name }) =>
    generateService({
      name,
      type: 'ExternalName',
      tcp: flags.strings('tcp'),
      externalName: flags.string('external-name'),
    }),
});

export const createService = parentCommand(
  {
    name: 'service',
    aliases: ['svc'],
    usage: 'service',
    short: 'Create a service using a specified subcommand',
    long: 'Create a service using a specified subcommand.',
    flags: [],
    subverbs: [clusterip, nodeport, loadbalancer, externalname],
  },
  'stderr',
);
