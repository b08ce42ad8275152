/** The describers, one line a kind, by `resource.group`. */
import { describeCertificateSigningRequest } from './certificatesigningrequest.ts';
import { describeConfigMap } from './configmap.ts';
import { describeCronJob } from './cronjob.ts';
import { describeDaemonSet } from './daemonset.ts';
import { describeHorizontalPodAutoscaler } from './horizontalpodautoscaler.ts';
import { describeJob } from './job.ts';
import { describePodDisruptionBudget } from './poddisruptionbudget.ts';
import { describeReplicationController } from './replicationcontroller.ts';
import { describeStatefulSet } from './statefulset.ts';
import { describeDeployment } from './deployment.ts';
import type { Describer } from './describer.ts';
import { describeEndpoints } from './endpoints.ts';
import { describeEndpointSlice } from './endpointslice.ts';
import { describeIngress } from './ingress.ts';
import { describeIngressClass } from './ingressclass.ts';
import { describeNamespace } from './namespace.ts';
import { describeNode } from './node.ts';
import { describePod } from './pod.ts';
import { describePriorityClass } from './priorityclass.ts';
import { describeBinding, describeRole } from './rbac.ts';
import { describeReplicaSet } from './replicaset.ts';
import { describeSecret } from './secret.ts';
import { describeService } from './service.ts';
import { describeServiceAccount } from './serviceaccount.ts';
import { describeLimitRange } from './limitrange.ts';
import { describeNetworkPolicy } from './networkpolicy.ts';
import { describePersistentVolume } from './persistentvolume.ts';
import { describePersistentVolumeClaim } from './persistentvolumeclaim.ts';
import { describeResourceQuota } from './resourcequota.ts';
import { describeIPAddress, describeServiceCIDR } from './servicecidr.ts';
import { describeStorageClass } from './storageclass.ts';
import { describeVolumeAttributesClass } from './volumeattributesclass.ts';

export const describers: Readonly<Record<string, Describer>> = {
  'ipaddresses.networking.k8s.io': describeIPAddress,
  limitranges: describeLimitRange,
  'networkpolicies.networking.k8s.io': describeNetworkPolicy,
  persistentvolumeclaims: describePersistentVolumeClaim,
  persistentvolumes: describePersistentVolume,
  resourcequotas: describeResourceQuota,
  'servicecidrs.networking.k8s.io': describeServiceCIDR,
  'storageclasses.storage.k8s.io': describeStorageClass,
  'volumeattributesclasses.storage.k8s.io': describeVolumeAttributesClass,
  'certificatesigningrequests.certificates.k8s.io': describeCertificateSigningRequest,
  'clusterrolebindings.rbac.authorization.k8s.io': describeBinding,
  'clusterroles.rbac.authorization.k8s.io': describeRole,
  'rolebindings.rbac.authorization.k8s.io': describeBinding,
  'roles.rbac.authorization.k8s.io': describeRole,
  'priorityclasses.scheduling.k8s.io': describePriorityClass,
  configmaps: describeConfigMap,
  'cronjobs.batch': describeCronJob,
  'daemonsets.apps': describeDaemonSet,
  'deployments.apps': describeDeployment,
  'horizontalpodautoscalers.autoscaling': describeHorizontalPodAutoscaler,
  'jobs.batch': describeJob,
  'poddisruptionbudgets.policy': describePodDisruptionBudget,
  replicationcontrollers: describeReplicationController,
  'statefulsets.apps': describeStatefulSet,
  endpoints: describeEndpoints,
  'endpointslices.discovery.k8s.io': describeEndpointSlice,
  'ingresses.networking.k8s.io': describeIngress,
  'ingressclasses.networking.k8s.io': describeIngressClass,
  namespaces: describeNamespace,
  nodes: describeNode,
  pods: describePod,
  'replicasets.apps': describeReplicaSet,
  secrets: describeSecret,
  services: describeService,
  serviceaccounts: describeServiceAccount,
};
