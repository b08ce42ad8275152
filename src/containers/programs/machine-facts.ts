/**
 * What the tools of a container's system (mount, df, ip, top) read from /proc and /sys: told by whoever makes the
 * machine, as `Machine` itself knows nothing of it.
 */
import type { Machine } from '../../shell/process.ts';
import type { ContainerConfig, Usage } from '../container.ts';
import type { NetworkNamespace } from '../network.ts';

export interface MachineFacts {
  readonly config: ContainerConfig;
  readonly usage: Usage;
  readonly startedAt: number;
  readonly namespace: Pick<NetworkNamespace, 'ip' | 'ports'>;
}

const told = new WeakMap<Machine, MachineFacts>();

export function tellFacts(machine: Machine, facts: MachineFacts): void {
  told.set(machine, facts);
}

/** Undefined on a machine that is no container. */
export function factsOf(machine: Machine): MachineFacts | undefined {
  return told.get(machine);
}
