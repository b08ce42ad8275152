/**
 * A controller: watches that put keys on a queue, and a level-triggered reconcile of one key. Everything it remembers
 * is made in `start` and dropped at the stop, so restarting one is always safe.
 */
import type { ResourceInfo } from '../../api/resource.ts';
import type { Random } from '../../time/random.ts';
import type { Scope } from './component.ts';
import { type EventRecorder, createEventRecorder } from './events.ts';
import type { Handlers, Informer } from './informer.ts';
import type { InformerFactory } from './informer-factory.ts';
import type { Meta } from './keys.ts';
import { type ReadOptions, type Resource, type Session, type Verbs, controllerCaller, openSession } from './verbs.ts';
import { type WorkQueue, createWorkQueue } from './work-queue.ts';

export interface ControllerContext extends Scope {
  readonly session: Session;
  readonly queue: WorkQueue;
  readonly events: EventRecorder;
  readonly random: Random;
  /** The shared informer of a resource, without handlers. */
  lister<T extends Meta>(resource: Resource, selection?: ReadOptions): Informer<T>;
  /** Subscribes for as long as the controller runs; existing objects come as adds, once `start` has returned. */
  watch<T extends Meta>(resource: Resource, handlers: Handlers<T>): Informer<T>;
  /** Ends the informer of a resource that is served no more. */
  forget(resource: Resource): void;
  /** What is served now, as discovery tells it. */
  served(): readonly ResourceInfo[];
  /** Calls `listener` after what is served has changed, for as long as the controller runs. */
  onServed(listener: () => void): void;
}

export interface ControllerDefinition {
  /** As in the audit stream and in events' source: 'deployment-controller'. */
  name: string;
  /** Service account in kube-system; `name` unless said otherwise. */
  serviceAccount?: string;
  /** Registers watches and returns the reconcile of one key; what that throws is tried again with back-off. */
  start(context: ControllerContext): (key: string) => void;
}

export function defineController(definition: ControllerDefinition): ControllerDefinition {
  return definition;
}

export interface ControllerEnvironment {
  verbs: Verbs;
  informers: InformerFactory;
  random: Random;
}

export function runController(
  definition: ControllerDefinition,
  environment: ControllerEnvironment,
  scope: Scope,
): void {
  const session = openSession(environment.verbs, controllerCaller(definition.serviceAccount ?? definition.name));
  const random = environment.random.fork(definition.name);
  let reconcile: (key: string) => void = () => {};
  let subscriptions: (() => void)[] | undefined = [];
  const queue = createWorkQueue(scope.clock, (key) => {
    if (scope.signal.aborted) return;
    try {
      reconcile(key);
      queue.forget(key);
    } catch (error) {
      // What is not an answer of the API is a fault of ours, and must not hide in a back-off.
      if (!(error instanceof Error) || error.name !== 'StatusError') throw error;
      queue.addRateLimited(key);
    }
  });
  reconcile = definition.start({
    ...scope,
    session,
    queue,
    random,
    events: createEventRecorder(session, scope.clock, { component: definition.name }),
    lister: (resource, selection) => environment.informers.for(resource, selection),
    watch<T extends Meta>(resource: Resource, handlers: Handlers<T>) {
      const informer = environment.informers.for<T>(resource);
      const subscribe = (): void => void scope.onStop(informer.subscribe(handlers));
      if (subscriptions) subscriptions.push(subscribe);
      else subscribe();
      return informer;
    },
    forget: (resource) => environment.informers.drop(resource),
    served: () => environment.verbs.served(),
    onServed: (listener) => void scope.onStop(environment.verbs.onServed(listener)),
  });
  const early = subscriptions;
  subscriptions = undefined;
  for (const subscribe of early) subscribe();
}
