/** One container's part of a Pod's status (kubelet/kubelet_pods.go: convertToAPIContainerStatuses). */
import type {
  Container as ContainerSpec,
  ContainerState as ReportedState,
  ContainerStatus,
} from 'kubernetes-types/core/v1';
import type { Container, ContainerState } from '../../containers/container.ts';
import { rfc3339 } from '../runtime/time.ts';

export interface ContainerView {
  /** The newest container of this name, if one was ever created. */
  current?: Container;
  /** The one before it, if it is still kept. */
  previous?: Container;
  /** Why there is none running: ErrImagePull, CrashLoopBackOff, … */
  waiting?: { reason: string; message?: string };
  started: boolean;
  ready: boolean;
  /** What it has been given, which is what its spec says but while a resize waits. */
  resources?: ContainerSpec['resources'];
  /** `docker.io/library/nginx@sha256:…` of the image that it runs. */
  digest?: string;
}

export interface StatusContext {
  /** The reason while nothing is known: ContainerCreating or PodInitializing. */
  waiting: string;
  isInit: boolean;
  /** The Pod is over: what never ran will not run. */
  lost: boolean;
}

export function containerStatus(
  spec: ContainerSpec,
  view: ContainerView | undefined,
  context: StatusContext,
): ContainerStatus {
  const current = view?.current;
  const state = stateOf(view, context);
  const last = state.waiting ? (current ?? view?.previous) : view?.previous;
  const running = state.running !== undefined;
  return {
    name: spec.name,
    state,
    lastState: last ? reportedState(last.state, last.id) : {},
    ready: context.isInit && state.terminated ? state.terminated.exitCode === 0 : running && view?.ready === true,
    restartCount: current?.config.attempt ?? 0,
    image: current?.config.image ?? spec.image ?? '',
    imageID: view?.digest ?? '',
    ...(current && { containerID: `containerd://${current.id}` }),
    started: running && view?.started === true,
    ...resources(view?.resources, running),
    ...mounts(spec),
    ...(running && { user: { linux: userOf(current!) } }),
  } as ContainerStatus;
}

/** status_manager.go: TerminatePod. */
const LOST = {
  exitCode: 137,
  reason: 'ContainerStatusUnknown',
  message: 'The container could not be located when the pod was terminated',
  startedAt: null,
  finishedAt: null,
};

function stateOf(view: ContainerView | undefined, context: StatusContext): ReportedState {
  const current = view?.current;
  const known = current && current.state.status !== 'created';
  if (context.lost && !known) return { terminated: { ...LOST } } as unknown as ReportedState;
  if (view?.waiting && current?.state.status !== 'running' && !context.lost) return { waiting: { ...view.waiting } };
  if (!current || current.state.status === 'created') return { waiting: { reason: context.waiting } };
  return reportedState(current.state, current.id);
}

function reportedState(state: ContainerState, id: string): ReportedState {
  if (state.status === 'created') return {};
  if (state.status === 'running') return { running: { startedAt: rfc3339(state.startedAt) } };
  return {
    terminated: {
      exitCode: state.exitCode,
      reason: state.reason,
      ...(state.message !== undefined && { message: state.message }),
      startedAt: rfc3339(state.startedAt),
      finishedAt: rfc3339(state.finishedAt),
      containerID: `containerd://${id}`,
    },
  };
}

function resources(given: ContainerSpec['resources'], running: boolean): object {
  if (!running) return {};
  const { requests, limits } = given ?? {};
  return {
    ...(requests && { allocatedResources: requests }),
    resources: { ...(limits && { limits }), ...(requests && { requests }) },
  };
}

function mounts(spec: ContainerSpec): object {
  const list = spec.volumeMounts ?? [];
  if (list.length === 0) return {};
  return {
    volumeMounts: list.map(({ name, mountPath, readOnly }) => ({
      name,
      mountPath,
      ...(readOnly && { readOnly, recursiveReadOnly: 'Disabled' }),
    })),
  };
}

function userOf({ config }: Container): object {
  const { uid, gid, groups } = config.user ?? { uid: 0, gid: 0, groups: [0] };
  return { uid, gid, supplementalGroups: groups };
}
