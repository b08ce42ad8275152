/** Every kind that the cluster serves, custom ones too, asked of it when somebody needs to know (aggregated discovery). */
import { create } from 'zustand';
import type { Client } from '../../client/client.ts';
import type { ObjectRef } from '../panels/contract.ts';
import { followedKind, followedKinds, type FollowedKind } from './kinds.ts';

export interface ServedKind extends FollowedKind {
  verbs: readonly string[];
}

interface Document {
  items?: {
    metadata?: { name?: string };
    versions: {
      version: string;
      resources?: {
        resource: string;
        responseKind?: { kind: string };
        scope: string;
        singularResource?: string;
        shortNames?: string[];
        verbs?: string[];
      }[];
    }[];
  }[];
}

const ACCEPT = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

export const useServed = create<{ kinds: readonly ServedKind[] }>(() => ({ kinds: [] }));

/** Asks anew: a definition may have come or gone since. */
export async function loadServed(client: Client): Promise<readonly ServedKind[]> {
  const halves = await Promise.all(
    ['/api', '/apis'].map(async (path) => {
      const response = await client.request(path, { headers: { Accept: ACCEPT } });
      return readDiscovery((await response.json()) as Document);
    }),
  );
  const kinds = halves.flat();
  useServed.setState({ kinds });
  return kinds;
}

/** Each kind once, in its group's preferred version. */
export function readDiscovery({ items = [] }: Document): ServedKind[] {
  const found = new Map<string, ServedKind>();
  for (const { metadata, versions } of items)
    for (const { version, resources = [] } of versions)
      for (const { resource, responseKind, scope, singularResource, shortNames, verbs = [] } of resources) {
        const group = metadata?.name ?? '';
        const kind = responseKind?.kind ?? '';
        const key = `${group}/${resource}`;
        const short = shortNames?.[0] ?? (singularResource || resource);
        if (!found.has(key))
          found.set(key, { kind, group, version, resource, short, namespaced: scope === 'Namespaced', verbs });
      }
  return [...found.values()];
}

/** How a kind is addressed; undefined when the cluster does not serve it. */
export async function resourceOf(
  client: Client,
  ref: Pick<ObjectRef, 'kind' | 'group'>,
): Promise<FollowedKind | undefined> {
  const known = followedKind(ref);
  if (known) return known;
  const fits = ({ kind, group }: FollowedKind): boolean => kind === ref.kind && group === (ref.group ?? group);
  return useServed.getState().kinds.find(fits) ?? (await loadServed(client)).find(fits);
}

/** What kubectl is given for this kind: short where that is not ambiguous. */
export function kubectlName(ref: Pick<ObjectRef, 'kind' | 'group'>): string {
  const known = followedKind(ref);
  if (known) return known.short;
  const { kinds } = useServed.getState();
  const served = kinds.find(({ kind, group }) => kind === ref.kind && group === ref.group);
  if (!served) return ref.kind.toLowerCase();
  const rivals = [...followedKinds, ...kinds].filter(
    (other) => other.short === served.short && other.group !== served.group,
  );
  return rivals.length > 0 ? `${served.resource}.${served.group}` : served.short;
}
