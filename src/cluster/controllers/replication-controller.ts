/** The ReplicationController manager (pkg/controller/replication): the ReplicaSet controller, for an older kind. */
import type { LabelSelector } from '../../api/labels.ts';
import { defineController } from '../runtime/define-controller.ts';
import { REPLICATION_CONTROLLERS } from '../runtime/resources.ts';
import type { ReplicaSet } from './deployment-types.ts';
import { startReplicaSets } from './replica-set-sync.ts';

const read = new WeakMap<object, ReplicaSet>();

/** The selector is a plain map there. */
function asSet(object: ReplicaSet): ReplicaSet {
  let set = read.get(object);
  if (!set) {
    const matchLabels = (object.spec as { selector?: LabelSelector['matchLabels'] }).selector ?? {};
    set = { ...object, spec: { ...object.spec, selector: { matchLabels } } };
    read.set(object, set);
  }
  return set;
}

export const replicationController = defineController({
  name: 'replication-controller',
  start: (context) =>
    startReplicaSets(context, {
      resource: REPLICATION_CONTROLLERS,
      asSet,
      statusOf(status) {
        const { terminatingReplicas: _, ...counts } = status;
        return counts;
      },
    }),
});
