/** The network as it is seen from outside of the cluster's code: `client/wire.ts` over the fabric. */
import type { Place, Wire, WireRequest, WireResult } from '../../client/wire.ts';
import type { Fabric, Origin } from './fabric.ts';
import type { Hop } from './hops.ts';

const LAPTOP = '192.168.49.1';
const INTERNET = '203.0.113.7';

function originOf(fabric: Fabric, place: Place): Origin | undefined {
  switch (place.kind) {
    case 'laptop':
      return { kind: 'outside', ip: LAPTOP };
    case 'internet':
      return { kind: 'outside', ip: INTERNET };
    case 'node': {
      const namespace = fabric.node(place.node);
      return namespace && { kind: 'inside', namespace };
    }
    case 'pod': {
      const namespace = fabric.pod(place.namespace, place.pod);
      return namespace && { kind: 'inside', namespace };
    }
  }
}

export function createWire(fabric: Fabric): Wire {
  return {
    async request(request: WireRequest, signal?: AbortSignal): Promise<WireResult> {
      const origin = originOf(fabric, request.from);
      const hops: Hop[] = [];
      if (!origin) return { ok: false, error: 'network unreachable', hops };
      const { method, url, headers, body } = request;
      const outgoing = { method, url, ...(headers && { headers }), ...(body !== undefined && { body }) };
      const { result } = await fabric.travel(origin, outgoing, { signal, hops });
      return result.ok ? { ...result, hops } : { ...result, hops };
    },
  };
}
