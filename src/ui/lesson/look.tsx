/** Where to look while a step is done: an object in the graph, its inside, a file, or another panel. */
import { usePage } from '../layout/page-state.ts';
import { followedKinds } from '../live/kinds.ts';
import { collection, useLive } from '../live/live-store.ts';
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
      <Button look="edge" onClick={() => usePage.getState().set({ dockTab: panel, narrowTab: 'terminal' })}>
        {words.lookAt(panel)}
      </Button>
    );
  const [sort = '', name = ''] = splitOnce(look);
  if (sort === 'file')
    return (
      <Button look="edge" onClick={() => studio.openFile(name)}>
        {words.open}
      </Button>
    );
  const ref = sort === 'component' ? partNamed(name, [...pods.values()]) : refOf(sort, name);
  return (
    <Button
      look="edge"
      onClick={() => {
        if (sort === 'inside') usePage.getState().set({ inside: true });
        studio.select(ref);
      }}
    >
      {sort === 'inside' ? words.lookInside : words.look}
    </Button>
  );
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
