/** Where to look while a step is done: an object in the graph, its inside, a file, or another panel. */
import { usePage } from '../layout/page-state.ts';
import { type Perspective, usePreferences } from '../layout/preferences.ts';
import { followedKinds } from '../live/kinds.ts';
import { collection, keyOf, useLive } from '../live/live-store.ts';
import type { ObjectRef, Studio } from '../panels/contract.ts';
import { Button } from '../primitives/button.tsx';
import type { LessonWords } from './words.ts';

const PANELS = ['requests', 'events', 'browser'] as const;

export function Look({ look, studio, words }: { look: string | undefined; studio: Studio; words: LessonWords }) {
  const pods = useLive((state) => collection(state, 'Pod'));
  if (!look) return null;
  const panel = PANELS.find((name) => name === look);
  if (panel)
    return (
      <Where
        label={words.lookAt(panel)}
        go={() => {
          showing('dock');
          usePage.getState().set({ dockTab: panel, narrowTab: 'terminal' });
        }}
      />
    );
  const [sort = '', name = ''] = splitOnce(look);
  if (sort === 'file') return <Where label={words.open(name)} go={() => studio.openFile(name)} />;
  const part = sort === 'component';
  const ref = part ? partNamed(name, [...pods.values()]) : refOf(sort, name);
  const inside = sort === 'inside';
  return (
    <Where
      label={inside ? words.lookInside(ref.name) : words.look(part ? name : `${ref.kind} ${ref.name}`)}
      go={() => {
        showing('graph');
        drawn(ref, { part });
        usePage.getState().set({ inside });
        // A part that is stopped has no Pod: the perspective tells that, the inspector could not.
        const gone = part && ref.kind === 'Pod' && !pods.has(keyOf('kube-system', ref.name));
        studio.select(gone ? null : ref);
      }}
    />
  );
}

function Where({ label, go }: { label: string; go(): void }) {
  const seen = (): void => {
    // In a window of medium width the lesson lies over what is to be seen.
    usePage.getState().set({ drawer: false });
    go();
  };
  return (
    <p className="lesson-look">
      <Button look="edge" onClick={seen}>
        <svg viewBox="0 0 16 16" width="14" height="14" fill="none" stroke="currentColor" aria-hidden="true">
          <path d="M1.5 8C3.2 5 5.4 3.6 8 3.6S12.8 5 14.5 8C12.8 11 10.6 12.4 8 12.4S3.2 11 1.5 8z" />
          <circle cx="8" cy="8" r="2" />
        </svg>
        {label}
      </Button>
    </p>
  );
}

function showing(panel: 'graph' | 'dock'): void {
  const { hidden, set } = usePreferences.getState();
  if (hidden[panel]) set({ hidden: { ...hidden, [panel]: false } });
}

const VIEWS: Readonly<Record<string, Perspective>> = {
  Node: 'machines',
  PersistentVolume: 'storage',
  PersistentVolumeClaim: 'storage',
  StorageClass: 'storage',
};
/** What shows every workload. */
const WORKLOADS = new Set<Perspective>(['traffic', 'owners']);

/** Chooses a perspective and a namespace in which the object is drawn. */
function drawn({ kind, namespace }: ObjectRef, { part }: { part: boolean }): void {
  const { perspective, namespace: filter, set } = usePreferences.getState();
  const view = part ? 'plane' : (VIEWS[kind] ?? (WORKLOADS.has(perspective) ? perspective : 'traffic'));
  const hidden = !part && namespace !== undefined && filter !== '' && filter !== '*' && filter !== namespace;
  set({ perspective: view, ...(hidden ? { namespace: '' } : {}) });
}

function splitOnce(look: string): [string, string] {
  const at = look.indexOf('/');
  return [look.slice(0, at), look.slice(at + 1)];
}

/** `pod/web`, or `pod/NAMESPACE/NAME`. */
function refOf(sort: string, path: string): ObjectRef {
  const wanted = sort === 'inside' ? 'pod' : sort;
  const known = followedKinds.find(({ kind, short }) => kind.toLowerCase() === wanted || short === wanted);
  const kind = known?.kind ?? sort;
  const [first = '', second] = path.split('/');
  if (known && !known.namespaced) return { kind, name: first };
  return second === undefined ? { kind, namespace: 'default', name: first } : { kind, namespace: first, name: second };
}

/** A control-plane part is shown by its Pod, a kubelet by its Node. */
function partNamed(name: string, pods: readonly { metadata?: { name?: string } }[]): ObjectRef {
  if (name.startsWith('kubelet/')) return { kind: 'Node', name: name.slice('kubelet/'.length) };
  const pod = pods.find(({ metadata }) => metadata?.name?.startsWith(`${name}-`))?.metadata?.name;
  return { kind: 'Pod', namespace: 'kube-system', name: pod ?? name };
}
