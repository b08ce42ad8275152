/** The EndpointSlice controller (pkg/controller/endpointslice/endpointslice_controller.go): where the Pods of a Service are. */
import { dequal } from 'dequal';
import type { Node, Service } from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import { type ControllerContext, defineController } from '../runtime/define-controller.ts';
import { keyFor } from '../runtime/keys.ts';
import { ENDPOINT_SLICES, NODES, SERVICES } from '../runtime/resources.ts';
import { type Owner, controllerReference } from './claim.ts';
import { type SliceContent, desiredEndpoints, planSlices } from './endpoint-slice-plan.ts';
import { hasSelector, inheritedLabels } from './service-pods.ts';
import { TriggerTimes, withTriggerTime } from './trigger-time.ts';
import { watchServices } from './service-watch.ts';

const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const SERVICE_NAME = 'kubernetes.io/service-name';
export const MANAGER = 'endpointslice-controller.k8s.io';

const byService = (slice: EndpointSlice): readonly string[] =>
  slice.metadata?.labels?.[MANAGED_BY] === MANAGER
    ? [keyFor(slice.metadata.namespace, slice.metadata.labels[SERVICE_NAME] ?? '')]
    : [];

export const endpointSliceController = defineController({
  name: 'endpointslice-controller',
  start(context) {
    const times = new TriggerTimes();
    const watched = watchServices(context, (service) => times.forget(service));
    const nodes = context.lister<Node>(NODES);
    const slices = context.watch<EndpointSlice>(ENDPOINT_SLICES, {
      delete: (slice) => byService(slice).forEach((key) => context.queue.add(key)),
      update: (slice) => byService(slice).forEach((key) => context.queue.add(key)),
    });
    return (key) => {
      const service = watched.services.getByKey(key);
      // A Service that is gone takes its slices along as their owner.
      if (!service || service.metadata?.deletionTimestamp || !hasSelector(service)) return;
      const pods = watched.podsOf(service);
      const zoneOf = (node: string): string | undefined =>
        nodes.getByKey(node)?.metadata?.labels?.['topology.kubernetes.io/zone'];
      const existing = [...slices.byIndex(byService, key)];
      const plan = planSlices(existing, desiredEndpoints(service, pods, zoneOf));
      apply(context, service, plan, times.changed(service, pods));
    };
  },
});

function apply(
  { session }: ControllerContext,
  service: Service,
  plan: ReturnType<typeof planSlices>,
  trigger: string | undefined,
): void {
  const { namespace, name } = service.metadata ?? {};
  const labels = { ...inheritedLabels(service), [MANAGED_BY]: MANAGER, [SERVICE_NAME]: name ?? '' };
  for (const content of plan.create) {
    session.create<EndpointSlice>(ENDPOINT_SLICES, namespace, {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: withTriggerTime(
        {
          generateName: `${name}-`,
          namespace: namespace ?? '',
          labels,
          ownerReferences: [controllerReference(SERVICES, service as Owner)],
        },
        trigger,
      ),
      addressType: 'IPv4',
      ...body(content),
    });
  }
  for (const [slice, content] of plan.keep) {
    const same =
      dequal(slice.metadata?.labels, labels) &&
      dequal(slice.endpoints ?? null, content.endpoints) &&
      dequal(slice.ports ?? null, content.ports);
    if (same) continue;
    const metadata = withTriggerTime({ ...slice.metadata, labels }, trigger);
    session.update(ENDPOINT_SLICES, { ...slice, metadata, ...body(content) });
  }
  for (const slice of plan.remove) session.delete(ENDPOINT_SLICES, namespace, slice.metadata?.name ?? '');
}

/** Go writes empty lists of these two fields as null. */
function body({ endpoints, ports }: SliceContent): Pick<EndpointSlice, 'endpoints' | 'ports'> {
  return { endpoints, ports } as unknown as Pick<EndpointSlice, 'endpoints' | 'ports'>;
}
