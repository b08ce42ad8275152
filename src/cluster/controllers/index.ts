/** The controllers of the kube-controller-manager, in order of start. To add one: a file here and a line below. */
import type { ControllerDefinition } from '../runtime/define-controller.ts';
import { certificateSigningController } from './certificate-signing.ts';
import { clusterRoleAggregationController } from './cluster-role-aggregation.ts';
import { cronJobController } from './cron-job.ts';
import { daemonSetController } from './daemon-set.ts';
import { deploymentController } from './deployment.ts';
import { disruptionController } from './disruption.ts';
import { endpointSliceMirroringController } from './endpoint-slice-mirroring.ts';
import { endpointSliceController } from './endpoint-slice.ts';
import { endpointsController } from './endpoints.ts';
import { garbageCollector } from './garbage-collector.ts';
import { horizontalPodAutoscalerController } from './horizontal-pod-autoscaler.ts';
import { jobController } from './job.ts';
import { namespaceController } from './namespace.ts';
import { nodeIpamController } from './node-ipam.ts';
import { nodeLifecycleController } from './node-lifecycle.ts';
import { persistentVolumeBinder } from './persistent-volume-binder.ts';
import { podGarbageCollector } from './pod-gc.ts';
import { pvProtectionController } from './pv-protection.ts';
import { pvcProtectionController } from './pvc-protection.ts';
import { replicaSetController } from './replica-set.ts';
import { resourceQuotaController } from './resource-quota.ts';
import { replicationController } from './replication-controller.ts';
import { rootCaPublisher } from './root-ca.ts';
import { serviceCidrsController } from './service-cidrs.ts';
import { serviceAccountController } from './service-account.ts';
import { statefulSetController } from './stateful-set.ts';
import { taintEvictionController } from './taint-eviction.ts';
import { ttlAfterFinishedController } from './ttl-after-finished.ts';

export const controllers: readonly ControllerDefinition[] = [
  serviceAccountController,
  rootCaPublisher,
  nodeIpamController,
  deploymentController,
  replicaSetController,
  replicationController,
  statefulSetController,
  daemonSetController,
  jobController,
  cronJobController,
  ttlAfterFinishedController,
  disruptionController,
  horizontalPodAutoscalerController,
  endpointSliceController,
  endpointSliceMirroringController,
  endpointsController,
  namespaceController,
  garbageCollector,
  nodeLifecycleController,
  taintEvictionController,
  podGarbageCollector,
  resourceQuotaController,
  persistentVolumeBinder,
  pvcProtectionController,
  pvProtectionController,
  serviceCidrsController,
  clusterRoleAggregationController,
  certificateSigningController,
];
