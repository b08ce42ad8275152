/** `kubectl top node` (kubectl/pkg/cmd/top/top_node.go). */
import type { Node } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../api/object.ts';
import { CommandError } from '../errors.ts';
import { selectorFlag } from '../flag-sets.ts';
import { alignTabs, TABLE } from '../printers/tabwriter.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { checkArguments, commonFlags, METRICS, needMetricsApi, type NodeMetrics } from './metrics-client.ts';
import { cell, compareUsage, usageLine, type Usage } from './usage-table.ts';

const NODES = { group: '', version: 'v1', resource: 'nodes' };
const NODE_METRICS = { ...METRICS, resource: 'nodes' };
const USE = 'node [NAME | -l label]';
const COLUMNS = ['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)'];

export const topNode: Verb = {
  name: 'node',
  aliases: ['nodes', 'no'],
  usage: `top ${USE}`,
  short: 'Display resource (CPU/memory) usage of nodes',
  long: `Display resource (CPU/memory) usage of nodes.

 The top-node command allows you to see the resource consumption of nodes.`,
  examples: `# Show metrics for all nodes
kubectl top node

# Show metrics for a given node
kubectl top node NODE_NAME`,
  flags: [
    selectorFlag,
    {
      name: 'show-capacity',
      type: 'bool',
      default: false,
      usage: 'Print node resources based on Capacity instead of Allocatable(default) of the nodes.',
    },
    ...commonFlags('nodes', 'Print node resources related to swap memory.'),
  ],
  async run(context) {
    const name = checkArguments(context, USE);
    await needMetricsApi(context);
    const metrics = await measured(context, name);
    if (metrics.length === 0) throw new CommandError('metrics not available yet');
    const { flags } = context;
    const available = await sizes(context, name);
    const lines = metrics
      .toSorted(compareUsage<NodeMetrics>(flags.string('sort-by'), nameOf, ({ usage }) => usage))
      .map((node) => usageLine(nameOf(node), node.usage, available.get(nameOf(node)) ?? {}));
    for (const node of metrics) available.delete(nameOf(node));
    for (const silent of available.keys())
      lines.push(`${[silent, ...COLUMNS.slice(1).map(() => '<unknown>')].map(cell).join('')}\n`);
    const header = flags.bool('no-headers') ? '' : `${COLUMNS.map(cell).join('')}\n`;
    await context.print(alignTabs(header + lines.join(''), TABLE));
  },
};

const nameOf = ({ metadata }: KubeObject): string => metadata?.name ?? '';

async function measured({ client, flags }: VerbContext, name: string | undefined): Promise<NodeMetrics[]> {
  if (name !== undefined) return [await client.get<NodeMetrics>(NODE_METRICS, name)];
  return (await client.list<NodeMetrics>(NODE_METRICS, { labelSelector: flags.string('selector') })).items;
}

async function sizes({ client, flags }: VerbContext, name: string | undefined): Promise<Map<string, Usage>> {
  const nodes =
    name === undefined
      ? (await client.list<Node>(NODES, { labelSelector: flags.string('selector') })).items
      : [await client.get<Node>(NODES, name)];
  const of = ({ status }: Node): Usage =>
    ((flags.bool('show-capacity') ? status?.capacity : status?.allocatable) ?? {}) as Usage;
  return new Map(nodes.map((node) => [node.metadata?.name ?? '', of(node)]));
}
