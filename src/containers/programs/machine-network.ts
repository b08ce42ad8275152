/**
 * The network as a machine's programs reach it. `Machine` (shell/process.ts) knows nothing of networks, so whoever
 * makes a machine says here which one it is plugged into.
 */
import type { Machine } from '../../shell/process.ts';
import type { NetworkResult, OutgoingRequest, Resolution, ServiceRecord } from '../network.ts';

export interface MachineNetwork {
  request(request: OutgoingRequest, signal?: AbortSignal): Promise<NetworkResult>;
  resolve(name: string): Resolution | 'unreachable' | 'not found';
  /** The way of the C library: the hosts file before the name servers. Absent where there is none. */
  lookUp?(name: string): Resolution | 'unreachable' | 'not found';
  services(name: string): ServiceRecord[] | 'unreachable' | 'not found';
  readonly nameServer: string;
}

const plugged = new WeakMap<Machine, MachineNetwork>();

export function plugIn(machine: Machine, network: MachineNetwork): void {
  plugged.set(machine, network);
}

const NOWHERE: MachineNetwork = {
  request: () => Promise.resolve({ ok: false, error: 'network unreachable' }),
  resolve: () => 'unreachable',
  services: () => 'unreachable',
  nameServer: '127.0.0.1',
};

export function networkOf(machine: Machine): MachineNetwork {
  return plugged.get(machine) ?? NOWHERE;
}
