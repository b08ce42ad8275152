/** The control plane as a picture: everybody talks to the API server, and only that talks to etcd. */
import { idOf, type ClusterIndex } from './cluster-index.ts';
import { chunk, count, podGrid } from './derive.ts';
import type { Edge, Group, Item, Picture, PodItem } from './model.ts';
import { card } from './blocks.ts';

const component = (pod: PodItem): string => pod.object.metadata?.labels?.['component'] ?? pod.ref.name;

export function controlPlane(index: ClusterIndex): Picture {
  const system = index.pods.filter((pod) => pod.ref.namespace === 'kube-system');
  const named = (prefix: string): PodItem[] => system.filter((pod) => component(pod).startsWith(prefix));
  const servers = named('kube-apiserver');
  const stores = named('etcd');
  const brains = [
    ...named('kube-controller-manager'),
    ...named('kube-scheduler'),
    ...named('cloud-controller-manager'),
  ];
  const kubelets = index.nodes.map((node) => card(node));
  const single = (pod: PodItem): Item => podGrid(pod.id, [pod], 1);
  const plane: Group = {
    id: 'plane',
    kind: 'plane',
    title: '',
    columns: [[...brains.map(single), ...kubelets], servers.map(single), stores.map(single)],
    counts: count([...brains, ...servers, ...stores]),
  };
  const shown = new Set([...brains, ...servers, ...stores]);
  const rest = system.filter((pod) => !shown.has(pod));
  return { rows: [[plane], ...chunk(nodeGroups(index, rest), 3)], edges: planeEdges(index, brains, servers, stores) };
}

function planeEdges(index: ClusterIndex, brains: PodItem[], servers: PodItem[], stores: PodItem[]): Edge[] {
  const link = (from: string, to: PodItem, alive: boolean): Edge => ({
    id: `${from}>${to.id}`,
    kind: alive ? 'traffic' : 'waiting',
    from,
    to: to.id,
  });
  const up = (pod: PodItem): boolean => pod.status.state === 'ready';
  return servers.flatMap((server) => [
    ...brains.map((pod) => link(pod.id, server, up(pod) && up(server))),
    ...index.nodes.map((node) => link(idOf(node), server, up(server))),
    ...stores.map((store) => link(server.id, store, up(server) && up(store))),
  ]);
}

function nodeGroups(index: ClusterIndex, pods: readonly PodItem[]): Group[] {
  return index.nodes.flatMap((object): Group[] => {
    const name = object.metadata?.name ?? '';
    const mine = pods.filter((pod) => (pod.object as { spec?: { nodeName?: string } }).spec?.nodeName === name);
    if (mine.length === 0) return [];
    return [
      {
        id: `plane:${name}`,
        kind: 'node',
        title: name,
        ref: { kind: 'Node', name },
        object,
        columns: [[podGrid(`plane:${name}`, mine, 1)]],
        counts: count(mine),
      },
    ];
  });
}
