/** The kube-controller-manager: all controllers over one set of informers; each can also be stopped by itself. */
import type { Clock } from '../time/clock.ts';
import type { Random } from '../time/random.ts';
import { controllers } from './controllers/index.ts';
import { type Component, type Scope, defineComponent } from './runtime/component.ts';
import { runController } from './runtime/define-controller.ts';
import { createInformerFactory } from './runtime/informer-factory.ts';
import type { Verbs } from './runtime/verbs.ts';

const CALLER = {
  user: 'system:kube-controller-manager',
  groups: ['system:authenticated'],
  userAgent: 'kube-controller-manager',
};

export interface ControllerManager {
  /** `kube-controller-manager`. */
  component: Component;
  /** Its controllers, by their own names; they run only while it does. */
  parts: Component[];
}

export function createControllerManager(verbs: Verbs, clock: Clock, random: Random): ControllerManager {
  let informers: ReturnType<typeof createInformerFactory> | undefined;
  const parts = controllers.map((definition): Component => {
    const part = defineComponent(definition.name, clock, (scope: Scope) => {
      if (informers) runController(definition, { verbs, informers, random }, scope);
    });
    return {
      name: part.name,
      get running() {
        return part.running;
      },
      // One that is started while the manager is down starts with it.
      start: () => informers && part.start(),
      stop: () => part.stop(),
    };
  });
  const component = defineComponent('kube-controller-manager', clock, (scope) => {
    informers = createInformerFactory(verbs, CALLER);
    for (const part of parts) part.start();
    scope.onStop(() => {
      for (const part of parts) part.stop();
      informers?.stop();
      informers = undefined;
    });
  });
  return { component, parts };
}
