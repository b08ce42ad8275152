/** The Deployment controller (pkg/controller/deployment/deployment_controller.go): watches and keys; the work is in deployment-sync.ts. */
import type { Pod } from 'kubernetes-types/core/v1';
import { matchesLabels, selectorFromLabelSelector } from '../../api/labels.ts';
import { defineController } from '../runtime/define-controller.ts';
import { controllerOf, keyFor, keyOf } from '../runtime/keys.ts';
import { DEPLOYMENTS, PODS, REPLICA_SETS } from '../runtime/resources.ts';
import { byController, claim, orphansOf } from './claim.ts';
import { syncDeployment } from './deployment-sync.ts';
import type { Deployment, ReplicaSet } from './deployment-types.ts';

const byNamespace = (object: Deployment): readonly string[] => [object.metadata.namespace ?? ''];

export const deploymentController = defineController({
  name: 'deployment-controller',
  start(context) {
    const { queue, session } = context;
    const deployments = context.watch<Deployment>(DEPLOYMENTS, {
      add: (object) => queue.add(keyOf(object)),
      update: (object) => queue.add(keyOf(object)),
    });
    const enqueueOwner = (set: ReplicaSet): void => {
      const owner = controllerOf(set);
      if (owner) {
        if (owner.kind === 'Deployment') queue.add(keyFor(set.metadata.namespace, owner.name));
        return;
      }
      for (const deployment of deployments.byIndex(byNamespace, set.metadata.namespace ?? '')) {
        if (matchesLabels(selectorFromLabelSelector(deployment.spec.selector), set.metadata.labels))
          queue.add(keyOf(deployment));
      }
    };
    const sets = context.watch<ReplicaSet>(REPLICA_SETS, {
      add: enqueueOwner,
      update(set, old) {
        if (controllerOf(old)?.uid !== controllerOf(set)?.uid) enqueueOwner(old);
        enqueueOwner(set);
      },
      delete: enqueueOwner,
    });
    const pods = context.watch<Pod>(PODS, {
      // Recreate waits for the last old Pod to be gone.
      delete(pod) {
        const uid = controllerOf(pod)?.uid;
        const set = sets.get(pod.metadata?.namespace, controllerOf(pod)?.name ?? '');
        if (set && set.metadata.uid === uid) {
          const key = keyFor(set.metadata.namespace, controllerOf(set)?.name ?? '');
          if (deployments.getByKey(key)?.spec.strategy?.type === 'Recreate') queue.add(key);
        }
      },
    });

    return (key) => {
      const deployment = deployments.getByKey(key);
      if (!deployment) return;
      const selector = selectorFromLabelSelector(deployment.spec.selector);
      const { uid = '', namespace } = deployment.metadata;
      const candidates = [...sets.byIndex(byController, uid), ...sets.byIndex(byController, orphansOf(namespace))];
      const claimed = claim(
        { session, owner: deployment, ownerKind: DEPLOYMENTS, childKind: REPLICA_SETS, selector },
        candidates,
      );
      syncDeployment({ context, deployment, sets: claimed, podsOf: (setUid) => pods.byIndex(byController, setUid) });
    };
  },
});
