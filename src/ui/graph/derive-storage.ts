/** Where data stays: Pods, the claims they mount, and the volumes that the claims are bound to. */
import type { KubeObject } from '../../api/object.ts';
import { card } from './blocks.ts';
import { asClaim, asPod, asVolume, idOf, type ClusterIndex } from './cluster-index.ts';
import type { Columns } from './derive.ts';
import type { Block, Edge, Group } from './model.ts';
import { workloads } from './workloads.ts';

export function storageColumns(index: ClusterIndex, namespace: string): Columns {
  const claims = index.of('PersistentVolumeClaim', namespace);
  const byName = new Map(claims.map((claim) => [claim.metadata?.name ?? '', claim]));
  const blocks = workloads(index, namespace, { direction: 'down', history: 0 }).filter((block) => mounts(block));
  const volumes = index.volumes.filter((volume) => asVolume(volume).spec?.claimRef?.namespace === namespace);
  const edges = [...mountEdges(blocks, byName), ...claims.flatMap((claim) => boundEdges(claim, volumes))];
  const shown = claims.length > 0 || blocks.length > 0;
  const columns = [blocks, claims.map((claim) => card(claim)), volumes.map((volume) => card(volume))];
  return { columns: shown ? columns : [], edges };
}

function claimsOf(pod: KubeObject): string[] {
  const { metadata, spec } = asPod(pod);
  return (spec?.volumes ?? []).flatMap((volume) => {
    if (volume.ephemeral) return [`${metadata?.name}-${volume.name}`];
    return volume.persistentVolumeClaim?.claimName ?? [];
  });
}

const mounts = (block: Block): boolean =>
  block.lanes.some((lane) => lane.pods.some((pod) => claimsOf(pod.object).length > 0));

function mountEdges(blocks: readonly Block[], claims: ReadonlyMap<string, KubeObject>): Edge[] {
  const found = new Map<string, Edge>();
  for (const lane of blocks.flatMap((block) => block.lanes))
    for (const pod of lane.pods)
      for (const name of claimsOf(pod.object)) {
        const claim = claims.get(name);
        if (!claim) continue;
        const from = lane.dense || lane.podColumns > 1 ? lane.id : pod.id;
        const id = `${from}>${idOf(claim)}`;
        const kind = asClaim(claim).status?.phase === 'Bound' ? 'link' : 'waiting';
        found.set(id, { id, kind, from, to: idOf(claim) });
      }
  return [...found.values()];
}

function boundEdges(claim: KubeObject, volumes: readonly KubeObject[]): Edge[] {
  const name = asClaim(claim).spec?.volumeName;
  const volume = volumes.find((entry) => entry.metadata?.name === name);
  return volume ? [{ id: `${idOf(claim)}>${idOf(volume)}`, kind: 'link', from: idOf(claim), to: idOf(volume) }] : [];
}

/** Volumes that no claim has, below everything else. */
export function looseVolumes(index: ClusterIndex): Group[][] {
  const loose = index.volumes.filter((volume) => !asVolume(volume).spec?.claimRef);
  if (loose.length === 0) return [];
  const columns = [loose.map((volume) => card(volume))];
  return [[{ id: 'volumes', kind: 'volumes', title: '', columns, counts: {} }]];
}
