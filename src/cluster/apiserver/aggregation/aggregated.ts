/**
 * APIs that another server serves behind this one (kube-aggregator/pkg/apiserver/handler_proxy.go): they are there
 * while an APIService leads to them, and answer while something stands behind its Service.
 * Simplified: the other server is asked by a function call; authentication to it and its own Status are ours.
 */
import { serviceUnavailable } from '../../../api/status-errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { Core } from '../core.ts';
import type { Strategy } from '../registry/strategy.ts';
import { API_SERVICES, type ApiService } from './types.ts';

export interface AggregatedApi {
  group: string;
  version: string;
  strategies: readonly Strategy[];
}

const ENDPOINT_SLICES = 'endpointslices.discovery.k8s.io';

/** Serves those whose APIService exists; calls `judge` with its name when what is behind its Service may have changed. */
export function serveAggregated(
  core: Core,
  apis: readonly AggregatedApi[],
  judge: (apiService: string) => void,
): { stop(): void } {
  const names = new Map(apis.map((api) => [`${api.version}.${api.group}`, api]));
  const behind = (object: KubeObject): ApiService['spec']['service'] => (object as ApiService).spec?.service;
  const look = (name: string): void => {
    const api = names.get(name);
    if (!api) return;
    const wanted = behind(core.store.get(API_SERVICES, undefined, name) ?? ({} as KubeObject)) !== undefined;
    const served = core.kinds.find(api.strategies[0]!.info) !== undefined;
    if (wanted && !served) core.kinds.add(api.strategies);
    else if (!wanted && served) core.kinds.remove(api.strategies);
  };
  for (const name of names.keys()) look(name);
  const services = core.store.watch(API_SERVICES, {}, (events) => {
    for (const { object } of events) look(object.metadata?.name ?? '');
  });
  const slices = core.store.watch(ENDPOINT_SLICES, {}, (events) => {
    for (const { object } of events) {
      const { namespace, labels } = object.metadata ?? {};
      const to = labels?.['kubernetes.io/service-name'];
      for (const name of names.keys()) {
        const service = behind(core.store.get(API_SERVICES, undefined, name) ?? ({} as KubeObject));
        if (service && service.name === to && service.namespace === namespace) judge(name);
      }
    }
  });
  return {
    stop() {
      services.stop();
      slices.stop();
    },
  };
}

/** Throws ServiceUnavailable, as the proxy answers for an APIService that is not Available. */
export function needAvailable(
  core: Pick<Core, 'store'>,
  { group, version, strategies }: AggregatedApi,
  resource: string,
): void {
  const service = core.store.get(API_SERVICES, undefined, `${version}.${group}`) as ApiService | undefined;
  const available = service?.status?.conditions?.some(({ type, status }) => type === 'Available' && status === 'True');
  if (available && strategies.length > 0) return;
  throw serviceUnavailable(`the server is currently unable to handle the request (get ${resource}.${group})`);
}
