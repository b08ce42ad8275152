/** The ReplicaSet controller (pkg/controller/replicaset/replica_set.go). */
import { defineController } from '../runtime/define-controller.ts';
import { REPLICA_SETS } from '../runtime/resources.ts';
import { startReplicaSets } from './replica-set-sync.ts';

export const replicaSetController = defineController({
  name: 'replicaset-controller',
  start: (context) =>
    startReplicaSets(context, { resource: REPLICA_SETS, asSet: (set) => set, statusOf: (status) => status }),
});
