/** Who answers at an address: what ping, nc and telnet want to know. */
import type { Process } from '../../shell/process.ts';
import type { NetworkResult, Resolution } from '../network.ts';
import { networkOf } from './machine-network.ts';

/** Undefined when there is no such name. */
export function addressOf(process: Process, host: string): string | undefined {
  if (/^\d+(\.\d+){3}$/.test(host)) return host;
  const network = networkOf(process.machine);
  const answer: Resolution | 'unreachable' | 'not found' = network.lookUp?.(host) ?? network.resolve(host);
  return typeof answer === 'string' ? undefined : answer.addresses[0];
}

type Reach = 'open' | 'refused' | 'silent';

/** Whether somebody accepts at the port, refuses, or nobody answers at all. */
export async function reach(process: Process, address: string, port: number): Promise<Reach> {
  const request = { method: 'GET', url: `http://${address}:${port}/` };
  return reachOf(await networkOf(process.machine).request(request, process.signal));
}

export function reachOf(answer: NetworkResult): Reach {
  if (answer.ok || answer.error === 'empty reply') return 'open';
  return answer.error === 'connection refused' ? 'refused' : 'silent';
}
