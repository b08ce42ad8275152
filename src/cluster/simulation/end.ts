/** For simulations: what must be true of a cluster once all that failed was mended and time has passed. */
import type { Job } from 'kubernetes-types/batch/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../api/object.ts';
import type { Client, Resource } from '../../client/client.ts';
import { ENDPOINT_SLICES, JOBS, type KindedResource, NODES, PODS, REPLICA_SETS } from '../runtime/resources.ts';
import type { Load } from './loads.ts';

/** `told`: the Pods by UID, as a watch tells of them. Answers every broken promise, in words. */
export async function judgeEnd(
  client: Client,
  namespace: string,
  loads: ReadonlyMap<string, Load>,
  told: ReadonlyMap<string, Pod>,
): Promise<string[]> {
  const list = async <T>(resource: Resource | KindedResource): Promise<readonly T[]> =>
    (await client.list<T>(resource, resource === NODES ? {} : { namespace })).items;
  const [pods, nodes, jobs, slices, sets] = await Promise.all([
    list<Pod>(PODS),
    list<Node>(NODES),
    list<Job>(JOBS),
    list<EndpointSlice>(ENDPOINT_SLICES),
    list<OwnedSet>(REPLICA_SETS),
  ]);
  const broken: string[] = [];
  for (const load of loads.values()) {
    const object = await client.get(load.resource, load.name, namespace);
    broken.push(...load.judge({ pods, nodes, jobs, slices, object }));
  }
  broken.push(...judgeOwners(pods, sets, loads), ...judgeAddresses(pods, slices), ...judgeNodes(nodes));
  if (versionsOf([...told.values()]) !== versionsOf(pods)) broken.push('the watch tells another story than the list');
  return broken;
}

const versionsOf = (pods: readonly Pod[]): string =>
  pods
    .map(({ metadata }) => `${metadata?.uid}@${metadata?.resourceVersion}`)
    .toSorted()
    .join();

function judgeOwners(pods: readonly Pod[], sets: readonly OwnedSet[], loads: ReadonlyMap<string, Load>): string[] {
  const broken: string[] = [];
  for (const { metadata } of pods) {
    if (!metadata?.ownerReferences?.length) broken.push(`${metadata?.name} has no owner`);
    if (!loads.has(appOf(metadata?.labels))) broken.push(`${metadata?.name} outlived what it was made for`);
  }
  for (const { metadata, spec } of sets) {
    if (!loads.has(appOf(metadata?.labels))) broken.push(`${metadata?.name} outlived its Deployment`);
    const owned = pods.filter((pod) => pod.metadata?.ownerReferences?.[0]?.uid === metadata?.uid).length;
    if (owned !== spec?.replicas) broken.push(`${metadata?.name} has ${owned} Pods, wants ${spec?.replicas}`);
  }
  return broken;
}

function judgeAddresses(pods: readonly Pod[], slices: readonly EndpointSlice[]): string[] {
  const known = new Set(pods.map(({ status }) => status?.podIP));
  return slices
    .filter(({ metadata }) => metadata?.name !== 'kubernetes')
    .flatMap(({ metadata, endpoints }) =>
      (endpoints ?? [])
        .flatMap(({ addresses }) => addresses)
        .filter((address) => !known.has(address))
        .map((address) => `${metadata?.name} leads to ${address}, where nobody is`),
    );
}

function judgeNodes(nodes: readonly Node[]): string[] {
  const broken: string[] = [];
  for (const { metadata, status, spec } of nodes) {
    const ready = status?.conditions?.find(({ type }) => type === 'Ready')?.status;
    const taints = (spec?.taints ?? []).filter(({ key }) => !key.includes('control-plane'));
    if (ready !== 'True' || taints.length > 0)
      broken.push(`${metadata?.name} is Ready ${ready} with ${JSON.stringify(taints)}`);
  }
  const ranges = nodes.map(({ spec }) => spec?.podCIDR);
  if (new Set(ranges).size < ranges.length) broken.push(`nodes share a range: ${ranges.join()}`);
  return broken;
}

const appOf = (labels: Readonly<Record<string, string>> | undefined): string => labels?.['app'] ?? '';

interface OwnedSet extends KubeObject {
  spec?: { replicas?: number };
}
