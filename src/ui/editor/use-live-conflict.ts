/** Watches the live objects that are open: what changed in the cluster meanwhile is shown, never overwritten. */
import { useEffect } from 'react';
import { collection, useLive } from '../live/live-store.ts';
import { useDocuments } from './documents.ts';
import { hasChanged } from './live-object.ts';

export function useLiveConflicts(): void {
  const objects = useLive((state) => state.objects);
  useEffect(() => {
    const { list, update } = useDocuments.getState();
    for (const document of list) {
      if (document.sort !== 'live') continue;
      const { kind, namespace, name } = document.ref;
      const current = collection(useLive.getState(), kind).get(namespace ? `${namespace}/${name}` : name);
      if (!current) continue;
      const conflict = hasChanged(document.base, current);
      if (conflict && document.conflict?.metadata?.resourceVersion !== current.metadata?.resourceVersion)
        update({ ...document, conflict: current });
    }
  }, [objects]);
}
