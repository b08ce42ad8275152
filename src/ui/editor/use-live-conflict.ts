/** Watches the live objects that are open: what changed in the cluster meanwhile is shown, never overwritten. */
import { useEffect } from 'react';
import type { KubeObject } from '../../api/object.ts';
import { dumpYaml } from '../../api/yaml.ts';
import { collection, useLive } from '../live/live-store.ts';
import { type LiveDocument, useDocuments } from './documents.ts';
import { editable, hasChanged, wasApplied } from './live-object.ts';
import { modelOf, putModel } from './models.ts';

export function useLiveConflicts(): void {
  const objects = useLive((state) => state.objects);
  useEffect(() => {
    for (const document of useDocuments.getState().list) {
      if (document.sort !== 'live') continue;
      const { kind, namespace, name } = document.ref;
      const current = collection(useLive.getState(), kind).get(namespace ? `${namespace}/${name}` : name);
      if (current && hasChanged(document.base, current)) compare(document, current);
    }
  }, [objects]);
}

function compare(document: LiveDocument, current: KubeObject): void {
  const { update } = useDocuments.getState();
  const { applied, conflict, ...rest } = document;
  if (applied !== undefined && wasApplied(applied, current)) {
    update({ ...rest, base: current });
    if (sameButVersion(modelOf(document.id)?.getValue() ?? '', applied))
      putModel(document.id, dumpYaml(editable(current)));
  } else if (conflict?.metadata?.resourceVersion !== current.metadata?.resourceVersion)
    update({ ...document, conflict: current });
}

/** Nothing was typed since it was applied; the version was put in then. */
function sameButVersion(a: string, b: string): boolean {
  const plain = (text: string): string => text.replace(/^ +resourceVersion: .*\n/m, '');
  return plain(a) === plain(b);
}
