/** `kubectl top pod` (kubectl/pkg/cmd/top/top_pod.go). */
import type { Pod } from 'kubernetes-types/core/v1';
import { CommandError } from '../errors.ts';
import { allNamespacesFlag, fieldSelectorFlag, selectorFlag } from '../flag-sets.ts';
import { alignTabs, TABLE } from '../printers/tabwriter.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { checkArguments, commonFlags, METRICS, needMetricsApi, type PodMetrics } from './metrics-client.ts';
import { cell, compareUsage, sumOf, usageLine, type Usage } from './usage-table.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };
const POD_METRICS = { ...METRICS, resource: 'pods' };
const USE = 'pod [NAME | -l label]';
const COLUMNS = ['NAME', 'CPU(cores)', 'MEMORY(bytes)'];
/** ms that a Pod may be without metrics and nothing is wrong (metricsCreationDelay). */
const DELAY = 120_000;

export const topPod: Verb = {
  name: 'pod',
  aliases: ['pods', 'po'],
  usage: `top ${USE}`,
  short: 'Display resource (CPU/memory) usage of pods',
  long: `Display resource (CPU/memory) usage of pods.

 The 'top pod' command allows you to see the resource consumption of pods.

 Due to the metrics pipeline delay, they may be unavailable for a few minutes since pod creation.`,
  examples: `# Show metrics for all pods in the default namespace
kubectl top pod

# Show metrics for all pods in the given namespace
kubectl top pod --namespace=NAMESPACE

# Show metrics for a given pod and its containers
kubectl top pod POD_NAME --containers

# Show metrics for the pods defined by label name=myLabel
kubectl top pod -l name=myLabel`,
  flags: [
    selectorFlag,
    fieldSelectorFlag,
    allNamespacesFlag,
    {
      name: 'containers',
      type: 'bool',
      default: false,
      usage: 'If present, print usage of containers within a pod.',
    },
    { name: 'sum', type: 'bool', default: false, usage: 'Print the sum of the resource usage' },
    ...commonFlags('pods', 'Print pod resources related to swap memory.'),
  ],
  async run(context) {
    const name = checkArguments(context, USE);
    await needMetricsApi(context);
    const metrics = await measured(context, name);
    if (metrics.length === 0) await explainNothing(context, name);
    if (metrics.length === 0)
      return context.complain(
        context.flags.bool('all-namespaces')
          ? 'No resources found\n'
          : `No resources found in ${context.namespace} namespace.\n`,
      );
    await context.print(alignTabs(table(context, metrics), TABLE));
  },
};

function selection({ flags, namespace }: VerbContext): object {
  return {
    ...(flags.bool('all-namespaces') ? {} : { namespace }),
    labelSelector: flags.string('selector'),
    fieldSelector: flags.string('field-selector'),
  };
}

async function measured(context: VerbContext, name: string | undefined): Promise<PodMetrics[]> {
  const { client, namespace } = context;
  if (name !== undefined) return [await client.get<PodMetrics>(POD_METRICS, name, namespace)];
  return (await client.list<PodMetrics>(POD_METRICS, selection(context))).items;
}

/** Throws unless it is no wonder that there is nothing: no Pods at all (verifyEmptyMetrics). */
async function explainNothing(context: VerbContext, name: string | undefined): Promise<void> {
  const { client, namespace, io } = context;
  const pods =
    name === undefined
      ? (await client.list<Pod>(PODS, selection(context))).items
      : [await client.get<Pod>(PODS, name, namespace)];
  if (pods.length === 0) return;
  for (const { metadata } of pods) {
    const age = io.clock.now() - Date.parse(metadata?.creationTimestamp ?? '');
    if (age > DELAY)
      throw new CommandError(
        `Metrics not available for pod ${metadata?.namespace}/${metadata?.name}, age: ${goDuration(age)}`,
      );
  }
  throw new CommandError('metrics not available yet');
}

/** `1h2m3.5s`, as Go's time.Duration. */
function goDuration(ms: number): string {
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor(ms / 60_000) % 60;
  return `${hours > 0 ? `${hours}h` : ''}${minutes}m${(ms % 60_000) / 1000}s`;
}

function table({ flags }: VerbContext, metrics: readonly PodMetrics[]): string {
  const spaces = flags.bool('all-namespaces');
  const by = flags.string('sort-by');
  const single = flags.bool('containers');
  const columns = [...(spaces ? ['NAMESPACE'] : []), ...(single ? ['POD'] : []), ...COLUMNS];
  const total = ({ containers }: PodMetrics): Usage => sumOf(containers.map(({ usage }) => usage));
  const sorted = metrics.toSorted(
    compareUsage(by, ({ metadata }) => `${spaces ? metadata?.namespace : ''}/${metadata?.name}`, total),
  );
  const lines = sorted.flatMap((pod) => {
    const { name = '', namespace = '' } = pod.metadata ?? {};
    const before = spaces ? cell(namespace) : '';
    if (!single) return [before + usageLine(name, total(pod))];
    const containers = pod.containers.toSorted(
      compareUsage(
        by,
        (one) => one.name,
        ({ usage }) => usage,
      ),
    );
    return containers.map((one) => before + cell(name) + usageLine(one.name, one.usage));
  });
  if (flags.bool('sum')) {
    const blank = (count: number): string => cell('').repeat(count);
    lines.push(`${blank(columns.length - 2)}${cell('________').repeat(2)}\n`);
    lines.push(blank(columns.length - 3) + usageLine('', sumOf(sorted.map(total))));
  }
  return (flags.bool('no-headers') ? '' : `${columns.map(cell).join('')}\n`) + lines.join('');
}
