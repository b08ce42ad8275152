/** What both endpoint controllers watch: Services, and Pods mapped to the Services that select them. */
import { dequal } from 'dequal';
import type { Pod, Service } from 'kubernetes-types/core/v1';
import type { ControllerContext } from '../runtime/define-controller.ts';
import type { Informer } from '../runtime/informer.ts';
import { type Meta, keyOf } from '../runtime/keys.ts';
import { PODS, SERVICES } from '../runtime/resources.ts';
import { hasSelector, selects } from './service-pods.ts';
import { isReady } from './pod-state.ts';

/** ms that Pod changes of one Service gather. */
const POD_BATCH = 10;

const byNamespace = (object: Meta): readonly string[] => [object.metadata?.namespace ?? ''];

export interface ServiceWatch {
  services: Informer<Service>;
  /** Pods the Service selects, in order of arrival. */
  podsOf(service: Service): Pod[];
}

export function watchServices(context: ControllerContext, removed: (service: Service) => void): ServiceWatch {
  const services = context.watch<Service>(SERVICES, {
    add: (service) => context.queue.add(keyOf(service)),
    update: (service) => context.queue.add(keyOf(service)),
    delete: removed,
  });
  const wake = (pod: Pod): void => {
    for (const service of services.byIndex(byNamespace, pod.metadata?.namespace ?? '')) {
      if (hasSelector(service) && selects(service, pod)) context.queue.addAfter(keyOf(service), POD_BATCH);
    }
  };
  const pods = context.watch<Pod>(PODS, {
    add: wake,
    update(pod, old) {
      if (!concernsEndpoints(pod, old)) return;
      if (!dequal(pod.metadata?.labels, old.metadata?.labels)) wake(old);
      wake(pod);
    },
    delete: wake,
  });
  return {
    services,
    podsOf: (service) =>
      [...pods.byIndex(byNamespace, service.metadata?.namespace ?? '')].filter((pod) => selects(service, pod)),
  };
}

function concernsEndpoints(pod: Pod, old: Pod): boolean {
  return (
    pod.status?.podIP !== old.status?.podIP ||
    pod.status?.phase !== old.status?.phase ||
    isReady(pod) !== isReady(old) ||
    pod.metadata?.deletionTimestamp !== old.metadata?.deletionTimestamp ||
    !dequal(pod.metadata?.labels, old.metadata?.labels)
  );
}
