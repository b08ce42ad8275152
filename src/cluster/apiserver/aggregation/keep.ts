/**
 * Keeps an APIService for each group version that is served here, and says of the others whether they can be reached
 * (kube-aggregator/pkg/controllers/{autoregister,status}, kube-apiserver's controlplane/apiserver/aggregator.go).
 * Simplified: of other servers only those that are part of the simulation are ever there.
 */
import { dequal } from 'dequal';
import type { KubeObject } from '../../../api/object.ts';
import { isStatusError } from '../../../api/status.ts';
import { type Core, timestamp } from '../core.ts';
import type { Caller, Verbs } from '../verbs-contract.ts';
import { type AggregatedApi, serveAggregated } from './aggregated.ts';
import { priorityOf } from './priorities.ts';
import { API_SERVICES, type ApiService, type ApiServiceCondition } from './types.ts';

const RESOURCE = { group: 'apiregistration.k8s.io', version: 'v1', resource: 'apiservices' };
const CALLER: Caller = { user: 'system:apiserver', groups: ['system:masters'], userAgent: 'kube-apiserver' };
const MANAGED = 'kube-aggregator.kubernetes.io/automanaged';

export function keepApiServices(core: Core, verbs: Verbs, aggregated: readonly AggregatedApi[] = []): { stop(): void } {
  if (!core.kinds.ofTable(API_SERVICES)) return { stop: () => {} };
  sync(core, verbs, 'onstart');
  let timer: { cancel(): void } | undefined;
  const end = core.kinds.onChange(() => {
    timer?.cancel();
    timer = core.clock.after(0, () => sync(core, verbs, 'true'));
  });
  const judgeOne = (name: string): void => judge(core, verbs, name, aggregated);
  const watch = core.store.watch(API_SERVICES, {}, (events) => {
    for (const { type, object } of events) if (type !== 'DELETED') judgeOne(object.metadata?.name ?? '');
  });
  const others = serveAggregated(core, aggregated, judgeOne);
  return {
    stop() {
      timer?.cancel();
      end();
      watch.stop();
      others.stop();
    },
  };
}

/** `managed`: those of the start stay for good, those of definitions go with them. */
function sync(core: Core, verbs: Verbs, managed: 'onstart' | 'true'): void {
  const others = core.kinds.all.filter(({ info }) => info.group !== RESOURCE.group);
  const served = new Map(
    others.map(({ info, schema }) => [`${info.version}.${info.group}`, { info, custom: schema !== undefined }]),
  );
  for (const [name, { info, custom }] of served) {
    if (core.store.get(API_SERVICES, undefined, name)) continue;
    const { group, version } = info;
    const labels = { [MANAGED]: custom ? 'true' : managed };
    const spec = { ...(group === '' ? {} : { group }), version, ...priorityOf(group, version) };
    tolerantly(() => verbs.create(CALLER, RESOURCE, undefined, { metadata: { name, labels }, spec } as KubeObject));
  }
  for (const { metadata } of core.store.list(API_SERVICES, {})) {
    const name = metadata?.name ?? '';
    if (metadata?.labels?.[MANAGED] === 'true' && !served.has(name))
      tolerantly(() => verbs.delete(CALLER, RESOURCE, undefined, name));
  }
}

function tolerantly(write: () => unknown): void {
  try {
    write();
  } catch (error) {
    const expected = ['AlreadyExists', 'Conflict', 'NotFound'].some((reason) => isStatusError(error, reason));
    if (!expected) throw error;
  }
}

const PASSED = { reason: 'Passed', message: 'all checks passed' };

function judge(core: Core, verbs: Verbs, name: string, aggregated: readonly AggregatedApi[]): void {
  const service = core.store.get(API_SERVICES, undefined, name) as ApiService | undefined;
  if (!service?.spec.service) return;
  const now = timestamp(core.clock.now());
  const why = whyNot(core, service.spec.service);
  const isServed = aggregated.some(({ group, version }) => `${version}.${group}` === name);
  const passed = isServed && why.reason === 'FailedDiscoveryCheck';
  const next: ApiServiceCondition = {
    type: 'Available',
    status: passed ? 'True' : 'False',
    lastTransitionTime: now,
    ...(passed ? PASSED : why),
  };
  const old = service.status?.conditions?.find(({ type }) => type === 'Available');
  if (old?.status === next.status) next.lastTransitionTime = old.lastTransitionTime;
  if (dequal(old, next)) return;
  const status = { ...service.status, conditions: [next] };
  tolerantly(() => verbs.update(CALLER, RESOURCE, undefined, name, { ...service, status }, { subresource: 'status' }));
}

function whyNot(
  core: Core,
  { namespace = '', name = '', port = 443 }: NonNullable<ApiService['spec']['service']>,
): { reason: string; message: string } {
  const service = core.store.get('services', namespace, name);
  if (!service)
    return { reason: 'ServiceNotFound', message: `service/${name} in ${JSON.stringify(namespace)} is not present` };
  const ports = (service['spec'] as { ports?: { port: number }[] } | undefined)?.ports ?? [];
  if (!ports.some((one) => one.port === port))
    return {
      reason: 'ServicePortError',
      message: `service/${name} in ${JSON.stringify(namespace)} is not listening on port ${port}`,
    };
  const slices = core.store.list('endpointslices.discovery.k8s.io', { namespace });
  const ready = slices.some(
    (slice) =>
      slice.metadata?.labels?.['kubernetes.io/service-name'] === name &&
      ((slice['endpoints'] as { conditions?: { ready?: boolean } }[] | null) ?? []).some(
        ({ conditions }) => conditions?.ready,
      ),
  );
  if (!ready)
    return {
      reason: 'MissingEndpoints',
      message: `endpoints for service/${name} in ${JSON.stringify(namespace)} have no addresses with port name ""`,
    };
  return {
    reason: 'FailedDiscoveryCheck',
    message: `failing or missing response from https://${name}.${namespace}.svc:${port}/apis: dial tcp: connect: connection refused`,
  };
}
