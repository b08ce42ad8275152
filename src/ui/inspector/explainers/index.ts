/** Who explains which kind. */
import { managed, type Explain } from '../why.ts';
import { explainAutoscaler } from './autoscaler.ts';
import { explainClaim, explainVolume } from './claim.ts';
import { explainCronJob } from './cron-job.ts';
import { explainDaemonSet } from './daemon-set.ts';
import { explainDeployment } from './deployment.ts';
import { explainIngress } from './ingress.ts';
import { explainJob } from './job.ts';
import { explainNode } from './node.ts';
import { explainPod } from './pod.ts';
import { explainReplicaSet } from './replica-set.ts';
import { explainReplicationController } from './replication-controller.ts';
import { explainService } from './service.ts';
import { explainStatefulSet } from './stateful-set.ts';

export const explainers: Readonly<Record<string, Explain>> = {
  CronJob: managed(explainCronJob),
  DaemonSet: managed(explainDaemonSet),
  Deployment: managed(explainDeployment),
  HorizontalPodAutoscaler: managed(explainAutoscaler),
  Ingress: explainIngress,
  Job: managed(explainJob),
  Node: explainNode,
  PersistentVolume: explainVolume,
  PersistentVolumeClaim: managed(explainClaim),
  Pod: explainPod,
  ReplicaSet: explainReplicaSet,
  ReplicationController: managed(explainReplicationController),
  Service: explainService,
  StatefulSet: managed(explainStatefulSet),
};
