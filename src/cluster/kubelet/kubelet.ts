/**
 * The kubelet: registers its node, runs the Pods bound to it, reports what became of them (kubelet/kubelet.go).
 * Crash-only: what it must not forget is in the API and in its container engine.
 */
import type {
  ConfigMap,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  Secret,
  Service,
} from 'kubernetes-types/core/v1';
import { isStatusError } from '../../api/status.ts';
import type { EngineClock } from '../../containers/cpu.ts';
import type { Engine } from '../../containers/engine.ts';
import type { Sandbox } from '../../containers/sandbox.ts';
import type { Random } from '../../time/random.ts';
import { type Component, defineComponent, type Scope } from '../runtime/component.ts';
import { createEventRecorder, type EventRecorder } from '../runtime/events.ts';
import type { InformerFactory } from '../runtime/informer-factory.ts';
import {
  CONFIG_MAPS,
  NODES,
  PERSISTENT_VOLUME_CLAIMS,
  PERSISTENT_VOLUMES,
  PODS,
  SECRETS,
  SERVICES,
} from '../runtime/resources.ts';
import { type Caller, openSession, type Session, type Verbs } from '../runtime/verbs.ts';
import { createBackoff } from './backoff.ts';
import type { Objects } from './environment.ts';
import { requestToken } from './token-manager.ts';
import { watchManifests } from './manifest-files.ts';
import { createImageManager } from './image-manager.ts';
import type { NodeContext } from './node-context.ts';
import { NodeLedger } from './admission.ts';
import { guardNode } from './node-guard.ts';
import type { NodeIdentity } from './node-status.ts';
import { isNew, reject } from './rejection.ts';
import type { PodDispatch } from './pod-dispatch.ts';
import { PodWorker } from './pod-worker.ts';
import { mountsObject, VOLUME_SYNC } from './volumes.ts';
import { ensureMirrors, isMirror, manifestHash, runtimeId } from './static-pods.ts';

export interface KubeletOptions {
  node: NodeIdentity;
  verbs: Verbs;
  clock: EngineClock;
  random: Random;
  informers: InformerFactory;
  /** Shared by all kubelets of the process (`createPodDispatch`). */
  pods: PodDispatch;
  engine: Engine;
  /** Static Pods, as files in /etc/kubernetes/manifests would hold them. */
  manifests?: readonly Pod[];
}

export interface Kubelet extends Component {
  readonly node: string;
  readonly engine: Engine;
  /** Replaces the static Pods: one that is no longer named is ended. */
  setManifests(manifests: readonly Pod[]): void;
}

export function kubeletCaller(node: string): Caller {
  return {
    user: `system:node:${node}`,
    groups: ['system:nodes', 'system:authenticated'],
    userAgent: 'kubelet/v1.35.6',
  };
}

const RESTART = { initial: 10_000, max: 300_000 };
/** ms until a manifest that was written is noticed (inotify, and the writing's end). */
const FILE_NOTICED = 1000;
/** ms between two looks at the static Pods. */
const FILE_CHECK = 20_000;

export function createKubelet(options: KubeletOptions): Kubelet {
  let manifests = options.manifests ?? [];
  let reconcile: () => void = () => {};
  const component = defineComponent(`kubelet/${options.node.name}`, options.clock, (scope) => {
    const run = runKubelet(options, scope, () => manifests);
    reconcile = run.reconcileStatic;
  });
  return {
    name: component.name,
    node: options.node.name,
    engine: options.engine,
    get running() {
      return component.running;
    },
    start: () => component.start(),
    stop: () => component.stop(),
    setManifests(next) {
      manifests = next;
      if (component.running) reconcile();
    },
  };
}

function runKubelet(options: KubeletOptions, scope: Scope, given: () => readonly Pod[]): { reconcileStatic(): void } {
  const { node, engine } = options;
  const session = openSession(options.verbs, kubeletCaller(node.name));
  const clock: EngineClock = {
    ...scope.clock,
    ...(options.clock.promised && { promised: () => options.clock.promised?.() }),
  };
  const ledger = new NodeLedger(node.capacity);
  const context: NodeContext = {
    ledger,
    node,
    session,
    clock,
    engine,
    random: options.random,
    events: byOwnIds(createEventRecorder(session, clock, { component: 'kubelet', host: node.name })),
    images: createImageManager(engine, clock),
    restarts: createBackoff(() => clock.now(), RESTART.initial, RESTART.max),
    objects: objectsOf(options.informers, session),
  };
  const workers = new Map<string, PodWorker>();
  const nodes = options.informers.for<Node>(NODES);
  const bySandbox = new Map<Sandbox, PodWorker>();
  const sandboxes = new Map([...engine.sandboxes.values()].map((sandbox) => [sandbox.config.uid, sandbox]));
  const finished = (worker: PodWorker): void => {
    workers.delete(worker.uid);
    ledger.remove(worker.uid);
    if (worker.sandbox) bySandbox.delete(worker.sandbox);
  };
  const files = watchManifests(engine.hostFiles, () => clock.after(FILE_NOTICED, () => reconcileStatic()));
  scope.onStop(() => files.stop());
  const manifests = (): readonly Pod[] => [...given(), ...files.pods()];
  const wanted = (pod: Pod): boolean =>
    manifests().some(
      (manifest) =>
        `${manifest.metadata?.name}-${node.name}` === pod.metadata?.name &&
        manifestHash(manifest, node.name) === runtimeId(pod),
    );

  const removeMirror = (pod: Pod): void => {
    try {
      // Another of the same name may have taken its place.
      const preconditions = { uid: pod.metadata?.uid ?? '' };
      session.delete(PODS, pod.metadata?.namespace, pod.metadata?.name ?? '', { gracePeriodSeconds: 0, preconditions });
    } catch (error) {
      if (!isStatusError(error)) throw error;
    }
  };
  /** Names of the mirrors that are there. */
  const mirrors = new Set<string | undefined>();
  const reconcileStatic = (): void => {
    const missing = manifests().filter(({ metadata }) => !mirrors.has(`${metadata?.name}-${node.name}`));
    if (missing.length > 0) ensureMirrors(missing, node.name, session, clock.now());
    for (const worker of workers.values()) {
      if (worker.terminating || !isMirror(worker.pod) || wanted(worker.pod)) continue;
      worker.removed();
      removeMirror(worker.pod);
    }
  };
  const set = (pod: Pod): void => {
    const id = runtimeId(pod);
    if (isMirror(pod)) {
      mirrors.add(pod.metadata?.name);
      // Deleting a mirror deletes the mirror only; the static Pod behind it goes on.
      if (pod.metadata?.deletionTimestamp !== undefined || !wanted(pod)) return removeMirror(pod);
    }
    const known = workers.get(id);
    if (known) return known.update(pod);
    const sandbox = sandboxes.get(id);
    sandboxes.delete(id);
    if (isOver(pod) && !sandbox && pod.metadata?.deletionTimestamp === undefined) return;
    if (!sandbox && isNew(pod)) {
      const refusal = ledger.refuse(pod, nodes.getByKey(node.name), isMirror(pod));
      if (refusal) return reject(context, pod, refusal);
    }
    ledger.add(id, pod);
    const worker = new PodWorker(context, pod, finished, (created) => bySandbox.set(created, worker));
    workers.set(id, worker);
    worker.begin(sandbox);
  };
  guardNode(context, node, workers);
  engine.onExit = (container) => bySandbox.get(container.sandbox)?.exited(container);
  const unsubscribe = options.pods.subscribe(node.name, {
    set,
    removed(pod) {
      mirrors.delete(pod.metadata?.name);
      const again = isMirror(pod) && wanted(pod);
      if (!again) workers.get(runtimeId(pod))?.removed();
      if (isMirror(pod)) reconcileStatic();
    },
  });
  const refresh = (kind: 'configMap' | 'secret', namespace: string, name: string): void => {
    for (const worker of workers.values()) {
      if (worker.pod.metadata?.namespace !== namespace || !mountsObject(worker.pod, kind, name)) continue;
      clock.after(VOLUME_SYNC, () => worker.sandbox?.refresh());
    }
  };
  for (const [resource, kind] of [
    [CONFIG_MAPS, 'configMap'],
    [SECRETS, 'secret'],
  ] as const) {
    const informer = options.informers.for<ConfigMap | Secret>(resource);
    const seen = ({ metadata }: ConfigMap | Secret): void =>
      refresh(kind, metadata?.namespace ?? '', metadata?.name ?? '');
    scope.onStop(informer.subscribe({ add: seen, update: seen }));
  }
  // What is left belongs to Pods that were deleted while nobody looked.
  for (const sandbox of sandboxes.values()) engine.removeSandbox(sandbox);
  scope.onStop(() => {
    unsubscribe();
    engine.onExit = () => {};
    for (const worker of workers.values()) worker.halt();
  });
  const checkFiles = (): void => {
    reconcileStatic();
    clock.after(FILE_CHECK, checkFiles);
  };
  if (manifests().length > 0) checkFiles();
  return { reconcileStatic };
}

/** Of a static Pod the kubelet speaks by the uid that it gave it, not by its mirror's. */
function byOwnIds(recorder: EventRecorder): EventRecorder {
  return {
    record(kind, object, ...rest) {
      const { metadata } = object;
      const hash = isMirror(object) ? runtimeId(object) : undefined;
      recorder.record(kind, hash === undefined ? object : { metadata: { ...metadata, uid: hash } }, ...rest);
    },
  };
}

const isOver = (pod: Pod): boolean => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';

function objectsOf(informers: InformerFactory, session: Session): Objects {
  const byNamespace = (service: Service): readonly string[] => [service.metadata?.namespace ?? ''];
  return {
    configMap: (namespace, name) => informers.for<ConfigMap>(CONFIG_MAPS).get(namespace, name),
    claim: (namespace, name) => informers.for<PersistentVolumeClaim>(PERSISTENT_VOLUME_CLAIMS).get(namespace, name),
    persistentVolume: (name) => informers.for<PersistentVolume>(PERSISTENT_VOLUMES).getByKey(name),
    token: (pod, request) => requestToken(session, pod, request),
    secret: (namespace, name) => informers.for<Secret>(SECRETS).get(namespace, name),
    services: (namespace) => informers.for<Service>(SERVICES).byIndex(byNamespace, namespace),
  };
}
