/** The containers of a Pod in the order in which they run: init, sidecars, its own, and those added to look inside. */
import type { Container, ContainerState, ContainerStatus, Pod } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../api/object.ts';
import { asPod } from '../graph/cluster-index.ts';
import { isSidecar, type State } from '../graph/status.ts';
import { useWords } from '../i18n/language.ts';
import { StateMark } from '../marks/state-mark.tsx';
import { useReasons } from './reasons/use-reasons.ts';

interface Row {
  name: string;
  image: string;
  sort: '' | 'init' | 'sidecar' | 'ephemeral';
  status: ContainerStatus | undefined;
}

function rowsOf(pod: Pod): Row[] {
  const rows = (
    list: readonly Pick<Container, 'name' | 'image'>[] | undefined,
    statuses: readonly ContainerStatus[] | undefined,
    sortOf: (name: string) => Row['sort'],
  ): Row[] =>
    (list ?? []).map(({ name, image = '' }) => ({
      name,
      image,
      sort: sortOf(name),
      status: statuses?.find((status) => status.name === name),
    }));
  const { spec, status } = pod;
  return [
    ...rows(spec?.initContainers, status?.initContainerStatuses, (name) => (isSidecar(pod, name) ? 'sidecar' : 'init')),
    ...rows(spec?.containers, status?.containerStatuses, () => ''),
    ...rows(spec?.ephemeralContainers, status?.ephemeralContainerStatuses, () => 'ephemeral'),
  ];
}

export function Containers({ object }: { object: KubeObject }) {
  const reasons = useReasons();
  const words = useWords();
  return (
    <section>
      <h3>{reasons.containers}</h3>
      <ul className="tp-containers">
        {rowsOf(asPod(object)).map(({ name, image, sort, status }) => {
          const state = stateOf(status, sort);
          const last = status?.lastState?.terminated;
          return (
            <li key={name}>
              <StateMark state={state} size={14} />
              <b>{name}</b>
              {sort && <small className="tp-sort">{reasons.kinds[sort]}</small>}
              <span data-state={state}>{wordOf(status?.state) ?? words.state[state]}</span>
              <code>{image}</code>
              {(status?.restartCount ?? 0) > 0 && (
                <small>
                  {words.graph.restarts(status?.restartCount ?? 0)}
                  {last && ` · ${reasons.lastState(`${last.reason ?? ''} ${reasons.exitCode(last.exitCode)}`.trim())}`}
                </small>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function stateOf(status: ContainerStatus | undefined, sort: Row['sort']): State {
  const { running, terminated, waiting } = status?.state ?? {};
  if (terminated) return terminated.exitCode === 0 ? 'completed' : 'failing';
  if (running) return status?.ready || sort === 'init' || sort === 'ephemeral' ? 'ready' : 'starting';
  return waiting?.reason && /BackOff|^Err|Error|Invalid/.test(waiting.reason) ? 'failing' : 'starting';
}

function wordOf(state: ContainerState | undefined): string | undefined {
  if (state?.terminated) return state.terminated.reason ?? 'Terminated';
  if (state?.running) return 'Running';
  return state?.waiting?.reason;
}
