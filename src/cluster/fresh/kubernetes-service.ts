/**
 * The Service `kubernetes`: how Pods reach the API server (pkg/controlplane/controller/kubernetesservice and
 * pkg/controlplane/reconcilers). It and its endpoints are put right again by the API server itself.
 */
import type { Endpoints, Service } from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import { isStatusError } from '../../api/status.ts';
import type { Clock } from '../../time/clock.ts';
import { ensure } from './ensure.ts';
import { ENDPOINTS, ENDPOINT_SLICES, SERVICES } from '../runtime/resources.ts';
import type { Session } from '../runtime/verbs.ts';

export interface ApiAddress {
  /** Address and port at which the API server is reached. */
  address: string;
  port: number;
}

const IDENTITY = { name: 'kubernetes', namespace: 'default' };
/** ms */
const PERIOD = 10_000;

export function ensureKubernetesService(session: Session, { address, port }: ApiAddress): void {
  ensure(session, SERVICES, kubernetesService(port));
  ensure(session, ENDPOINTS, kubernetesEndpoints(address, port));
  ensure(session, ENDPOINT_SLICES, kubernetesSlice(address, port));
}

/** Brings them back within ten seconds, until the returned function is called. */
export function keepKubernetesService(session: Session, address: ApiAddress, clock: Clock): () => void {
  const again = (): void => {
    attempt(session, address);
    timer = clock.after(PERIOD, again);
  };
  let timer = clock.after(PERIOD, again);
  return () => timer.cancel();
}

function attempt(session: Session, address: ApiAddress): void {
  try {
    ensureKubernetesService(session, address);
  } catch (error) {
    // Its address is somebody else's now: the next attempt may succeed.
    if (!isStatusError(error)) throw error;
  }
}

function kubernetesService(port: number): Service {
  return {
    metadata: { ...IDENTITY, labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: {
      clusterIP: '10.96.0.1',
      ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: port }],
      type: 'ClusterIP',
      sessionAffinity: 'None',
    },
  };
}

function kubernetesEndpoints(ip: string, port: number): Endpoints {
  return {
    metadata: { ...IDENTITY, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
    subsets: [{ addresses: [{ ip }], ports: [{ name: 'https', port, protocol: 'TCP' }] }],
  };
}

function kubernetesSlice(ip: string, port: number): EndpointSlice {
  return {
    metadata: { ...IDENTITY, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [ip], conditions: { ready: true } }],
    ports: [{ name: 'https', port, protocol: 'TCP' }],
  };
}
