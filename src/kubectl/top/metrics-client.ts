/** What both forms of `kubectl top` ask and refuse (kubectl/pkg/cmd/top/top.go). */
import type { KubeObject } from '../../api/object.ts';
import { CommandError, usageErrorf } from '../errors.ts';
import type { FlagSpec } from '../flags.ts';
import type { VerbContext } from '../verb.ts';
import type { Usage } from './usage-table.ts';

export const METRICS = { group: 'metrics.k8s.io', version: 'v1beta1' } as const;

export interface NodeMetrics extends KubeObject {
  usage: Usage;
}

export interface PodMetrics extends KubeObject {
  containers: { name: string; usage: Usage }[];
}

export function commonFlags(what: 'nodes' | 'pods', swap: string): FlagSpec[] {
  const flag = (name: string, type: 'bool' | 'string', usage: string): FlagSpec =>
    type === 'bool' ? { name, type, default: false, usage } : { name, type, default: '', usage };
  return [
    flag('no-headers', 'bool', `If present, print output without headers${what === 'pods' ? '.' : ''}`),
    flag('show-swap', 'bool', swap),
    flag(
      'sort-by',
      'string',
      `If non-empty, sort ${what} list using specified field. The field can be either 'cpu' or 'memory'.`,
    ),
    {
      name: 'use-protocol-buffers',
      type: 'bool',
      default: true,
      usage: 'Enables using protocol-buffers to access Metrics API.',
    },
  ];
}

/** The name that was asked for; refuses what makes no sense. `use` is the command's own usage line. */
export function checkArguments({ args, flags, command }: VerbContext, use: string): string | undefined {
  if (args.length > 1) throw usageErrorf(command, use);
  const by = flags.string('sort-by');
  if (by !== '' && by !== 'cpu' && by !== 'memory') throw new CommandError('--sort-by accepts only cpu or memory');
  if (args.length > 0 && flags.string('selector') !== '')
    throw new CommandError('only one of NAME or --selector can be provided');
  return args[0];
}

/** Throws as upstream where nobody serves metrics. */
export async function needMetricsApi({ client }: VerbContext): Promise<void> {
  const response = await client.request('/apis', { headers: { Accept: 'application/json' } });
  const { groups } = (await response.json()) as { groups: { name: string }[] };
  if (!groups.some(({ name }) => name === METRICS.group)) throw new CommandError('Metrics API not available');
}
