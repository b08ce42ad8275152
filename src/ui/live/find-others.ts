/** Objects of the kinds that the page does not follow, listed once when somebody searches. */
import type { KubeList, KubeObject } from '../../api/object.ts';
import { resourcePath } from '../../api/resource.ts';
import type { Client } from '../../client/client.ts';
import type { ObjectRef } from '../panels/contract.ts';
import { followedKind } from './kinds.ts';
import { loadServed, type ServedKind } from './served.ts';

/** Kinds that nobody looks for by name. */
const noise = new Set([
  'Lease',
  'Event',
  'Endpoints',
  'ComponentStatus',
  'APIService',
  'IPAddress',
  'ControllerRevision',
]);
const ACCEPT = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
/** Of one kind; and so many requests at a time. */
const most = 500;
const abreast = 6;

/** Calls `found` with each kind's objects as they come; kinds that may not be listed are left out. */
export async function findOthers(
  client: Client,
  found: (refs: ObjectRef[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const kinds = (await loadServed(client)).filter(
    (kind) => kind.verbs.includes('list') && !followedKind(kind) && !noise.has(kind.kind),
  );
  const next = kinds.values();
  const work = async (): Promise<void> => {
    for (const kind of next) {
      if (signal.aborted) return;
      const refs = await list(client, kind, signal).catch(() => []);
      if (refs.length > 0 && !signal.aborted) found(refs);
    }
  };
  await Promise.all(Array.from({ length: abreast }, work));
}

async function list(client: Client, served: ServedKind, signal: AbortSignal): Promise<ObjectRef[]> {
  const init = { headers: { Accept: ACCEPT }, signal };
  const response = await client.request(`${resourcePath(served)}?limit=${most}`, init);
  const { items } = (await response.json()) as KubeList<KubeObject>;
  const { kind, group } = served;
  return items.map(({ metadata }) => ({
    kind,
    group,
    name: metadata?.name ?? '',
    ...(metadata?.namespace ? { namespace: metadata.namespace } : {}),
  }));
}
