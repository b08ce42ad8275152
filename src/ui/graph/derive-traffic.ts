/** Traffic, from left to right: Ingresses, Services, and the workloads whose Pods they lead to. */
import { card } from './blocks.ts';
import { asIngress, asService, idOf, selects, type ClusterIndex } from './cluster-index.ts';
import type { Columns, Wish } from './derive.ts';
import type { Block, Edge, Item, Lane, PodItem } from './model.ts';
import { workloads } from './workloads.ts';

export function trafficColumns(index: ClusterIndex, namespace: string, wish: Wish): Columns {
  const blocks = workloads(index, namespace, { direction: 'down', history: 0 });
  const services = index.of('Service', namespace).filter(
    // The API server's own address is no traffic of the learner's.
    (service) => wish.namespace === '*' || service.metadata?.name !== 'kubernetes' || namespace !== 'default',
  );
  const ingresses = index.of('Ingress', namespace);
  const ready = (name: string): ReadonlySet<string> => index.endpoints.get(`${namespace}/${name}`) ?? new Set();
  const edges: Edge[] = blocks.flatMap(ownerEdges);
  const lanes = blocks.flatMap((block) => block.lanes);
  for (const service of services) edges.push(...selectionEdges(service, lanes, ready(service.metadata?.name ?? '')));
  for (const ingress of ingresses) {
    for (const name of backends(asIngress(ingress))) {
      const service = services.find((entry) => entry.metadata?.name === name);
      const kind = ready(name).size > 0 ? 'traffic' : 'waiting';
      if (service)
        edges.push({ id: `${idOf(ingress)}>${idOf(service)}`, kind, from: idOf(ingress), to: idOf(service) });
    }
  }
  const serviceCards = services.map((service) => card(service, { count: ready(service.metadata?.name ?? '').size }));
  const columns: Item[][] = [ingresses.map((ingress) => card(ingress)), serviceCards, blocks];
  return { columns, edges };
}

export const ownerEdges = (block: Block): Edge[] =>
  block.head
    ? block.lanes.map((to) => ({
        id: `${block.head?.id}>${to.id}`,
        kind: 'owner',
        from: block.head?.id ?? '',
        to: to.id,
      }))
    : [];

function selectionEdges(
  service: Parameters<typeof asService>[0],
  lanes: readonly Lane[],
  ready: ReadonlySet<string>,
): Edge[] {
  const selector = asService(service).spec?.selector;
  const from = idOf(service);
  return lanes.flatMap((lane) => {
    const chosen = lane.pods.filter((pod) => selects(selector, pod.object.metadata?.labels));
    if (chosen.length === 0) return [];
    const serves = (pod: PodItem): boolean => ready.has(pod.ref.name) && !pod.gone;
    if (lane.dense || lane.podColumns > 1)
      return [
        {
          id: `${from}>${lane.id}`,
          kind: chosen.some(serves) ? 'traffic' : 'waiting',
          from,
          to: lane.id,
        } satisfies Edge,
      ];
    return chosen.map((pod): Edge => ({
      id: `${from}>${pod.id}`,
      kind: serves(pod) ? 'traffic' : 'waiting',
      from,
      to: pod.id,
    }));
  });
}

/** Names of the Services that an Ingress leads to. */
function backends(ingress: ReturnType<typeof asIngress>): Set<string> {
  const names = new Set<string>();
  const add = (name: string | undefined): void => void (name && names.add(name));
  add(ingress.spec?.defaultBackend?.service?.name);
  for (const rule of ingress.spec?.rules ?? [])
    for (const path of rule.http?.paths ?? []) add(path.backend.service?.name);
  return names;
}
