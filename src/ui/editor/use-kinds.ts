/** While something is open, the editor knows the kinds that the cluster serves, those taught to it since too. */
import { useEffect } from 'react';
import { demand } from '../live/demand.ts';
import { collectionOf } from '../live/kinds.ts';
import { collection, type Collection, useLive } from '../live/live-store.ts';
import type { Studio } from '../panels/contract.ts';
import { useSchema as installSchema } from './monaco.ts';
import { fetchSchema } from './schema.ts';

const definitions = { kind: 'CustomResourceDefinition', group: 'apiextensions.k8s.io', name: '' };

export function useKinds(studio: Studio, wanted: boolean): void {
  const taught = useLive((state) => taughtBy(collection(state, collectionOf(definitions))));
  useEffect(() => (wanted ? demand(studio.client, definitions) : undefined), [studio, wanted]);
  useEffect(() => {
    if (wanted) void fetchSchema(studio.client).then(installSchema, () => undefined);
  }, [studio, wanted, taught]);
}

/** Changes when a definition is served, served otherwise, or gone. */
function taughtBy(held: Collection): string {
  const list = [...held.values()].map(({ metadata, status }) => [metadata?.uid, metadata?.generation, status]);
  return JSON.stringify(list);
}
