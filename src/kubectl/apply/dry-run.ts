/** `--dry-run` and how it is said in results (kubectl/pkg/cmd/util/helpers.go). */
import { CommandError } from '../errors.ts';
import type { VerbContext } from '../verb.ts';

export type DryRunStrategy = 'none' | 'client' | 'server';

const said = new WeakSet<object>();

/** Throws on a value that is no strategy; a bare `--dry-run` is answered with a warning, once a command. */
export async function dryRunStrategy(context: VerbContext): Promise<DryRunStrategy> {
  if (!context.flags.has('dry-run')) return 'none';
  const value = context.flags.string('dry-run');
  if (value === 'none' || value === 'client' || value === 'server') return value;
  if (value !== 'unchanged') {
    throw new CommandError(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
  }
  if (!said.has(context.flags)) {
    said.add(context.flags);
    await context.complain(
      `${klogHeader(context.io.clock.now())} helpers.go:719] --dry-run is deprecated and can be replaced with --dry-run=client.\n`,
    );
  }
  return 'client';
}

export function dryRunSuffix(strategy: DryRunStrategy): string {
  if (strategy === 'none') return '';
  return strategy === 'client' ? ' (dry run)' : ' (server dry run)';
}

/** `W1121 08:39:50.500044       1`: a warning of klog, at `now` ms since the epoch. */
export function klogHeader(now: number): string {
  const [, month = '', day = '', time = ''] = /-(\d\d)-(\d\d)T([\d:.]+)Z/.exec(new Date(now).toISOString()) ?? [];
  return `W${month}${day} ${time}000       1`;
}
