/** The endpoints of a Service port as describe shows them (formatEndpointSlices). */
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { Client } from '../../client/client.ts';

const SLICES = { group: 'discovery.k8s.io', version: 'v1', resource: 'endpointslices' };
const MAX = 3;

export async function slicesOf(client: Client, namespace: string, service: string): Promise<EndpointSlice[]> {
  return (
    await client.list<EndpointSlice>(SLICES, { namespace, labelSelector: `kubernetes.io/service-name=${service}` })
  ).items;
}

/** `10.244.1.2:80,10.244.2.3:80 + 4 more...` of the ready ones; `<none>` without slices. */
export function endpointText(slices: readonly EndpointSlice[], portName: string): string {
  if (slices.length === 0) return '<none>';
  const all = slices.flatMap(({ ports, endpoints }) => {
    // A slice without endpoints says null.
    const ready = (endpoints ?? []).filter((one) => one.conditions?.ready !== false);
    if (!ports?.length) return ready.map((one) => one.addresses[0] ?? '');
    return ports
      .filter((port) => (port.name ?? '') === portName)
      .flatMap((port) => ready.map((one) => `${one.addresses[0] ?? ''}:${port.port}`));
  });
  const shown = all.slice(0, MAX).join(',');
  return all.length > MAX ? `${shown} + ${all.length - MAX} more...` : shown;
}
