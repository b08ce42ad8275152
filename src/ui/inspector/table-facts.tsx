/** What the server itself prints of an object (`kubectl get -o wide`): the facts of kinds that the page knows nothing of. */
import { useEffect, useState } from 'react';
import type { KubeObject } from '../../api/object.ts';
import { resourcePath } from '../../api/resource.ts';
import type { Client } from '../../client/client.ts';
import { refOf } from '../graph/cluster-index.ts';
import { resourceOf } from '../live/served.ts';
import type { Fact } from './facts.ts';

interface Table {
  columnDefinitions?: { name: string }[];
  rows?: { cells: unknown[] }[];
}

const ACCEPT = 'application/json;as=Table;v=v1;g=meta.k8s.io';
/** Said elsewhere already. */
const said = new Set(['Name', 'Age', 'Labels']);

/** The columns of the object's row; empty until the server has answered, or when `client` is absent. */
export function useTableFacts(client: Client | undefined, object: KubeObject): readonly Fact[] {
  const [facts, setFacts] = useState<readonly Fact[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    if (client)
      void tableFacts(client, object, stop.signal).then(
        (made) => stop.signal.aborted || setFacts(made),
        () => undefined,
      );
    return () => stop.abort();
  }, [client, object]);
  return facts;
}

async function tableFacts(client: Client, object: KubeObject, signal: AbortSignal): Promise<Fact[]> {
  const { name = '', namespace } = object.metadata ?? {};
  const kind = await resourceOf(client, refOf(object));
  if (!kind) return [];
  const init = { headers: { Accept: ACCEPT }, signal };
  const table = (await (await client.request(resourcePath(kind, namespace, name), init)).json()) as Table;
  const cells = table.rows?.[0]?.cells ?? [];
  return (table.columnDefinitions ?? []).flatMap(({ name: column }, at): Fact[] => {
    const value = String(cells[at] ?? '');
    return said.has(column) || value === '' || value === '<none>' ? [] : [[column, value]];
  });
}
