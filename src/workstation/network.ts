/** The wire as a machine's network: what `curl` on the laptop, or on a node, is plugged into. */
import type { MachineNetwork } from '../containers/programs/machine-network.ts';
import type { Place, Wire } from '../client/wire.ts';

export function networkFrom(wire: Wire | undefined, from: Place): MachineNetwork {
  return {
    nameServer: '192.168.0.1',
    // The wire resolves names itself as it carries a request; it offers no resolver of its own.
    resolve: () => 'not found',
    services: () => 'not found',
    request: async ({ method, url, headers, body }, signal) => {
      if (!wire) return { ok: false, error: 'network unreachable' };
      const result = await wire.request(
        { from, method, url, ...(headers ? { headers } : {}), ...(body === undefined ? {} : { body }) },
        signal,
      );
      if (result.ok)
        return { ok: true, status: result.status, headers: result.headers, body: result.body, address: result.address };
      return { ok: false, error: result.error, ...(result.address === undefined ? {} : { address: result.address }) };
    },
  };
}
