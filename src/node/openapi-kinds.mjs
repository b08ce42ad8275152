/**
 * The kinds of v1.35 whose schema is derived: group-version → package of their definitions and the models of
 * @kubernetes/client-node that describe them. Groups stand in an order in which each shared type is first met where it is declared.
 */
const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

export const KINDS = {
  v1: [
    'io.k8s.api.core.v1',
    'Binding ComponentStatus ConfigMap Endpoints CoreV1Event LimitRange Namespace Node PersistentVolume PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount',
  ],
  'autoscaling/v1': ['io.k8s.api.autoscaling.v1', 'HorizontalPodAutoscaler Scale'],
  'autoscaling/v2': ['io.k8s.api.autoscaling.v2', 'V2HorizontalPodAutoscaler'],
  'policy/v1': ['io.k8s.api.policy.v1', 'Eviction PodDisruptionBudget'],
  'authentication.k8s.io/v1': [
    'io.k8s.api.authentication.v1',
    'SelfSubjectReview AuthenticationV1TokenRequest TokenReview',
  ],
  'authorization.k8s.io/v1': [
    'io.k8s.api.authorization.v1',
    'LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview',
  ],
  'apps/v1': ['io.k8s.api.apps.v1', 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet'],
  'batch/v1': ['io.k8s.api.batch.v1', 'CronJob Job'],
  'events.k8s.io/v1': ['io.k8s.api.events.v1', 'EventsV1Event'],
  'certificates.k8s.io/v1': ['io.k8s.api.certificates.v1', 'CertificateSigningRequest'],
  'networking.k8s.io/v1': ['io.k8s.api.networking.v1', 'IPAddress Ingress IngressClass NetworkPolicy ServiceCIDR'],
  'rbac.authorization.k8s.io/v1': ['io.k8s.api.rbac.v1', 'ClusterRole ClusterRoleBinding Role RoleBinding'],
  'storage.k8s.io/v1': [
    'io.k8s.api.storage.v1',
    'CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment VolumeAttributesClass',
  ],
  'admissionregistration.k8s.io/v1': [
    'io.k8s.api.admissionregistration.v1',
    'MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration',
  ],
  'apiextensions.k8s.io/v1': ['io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1', 'CustomResourceDefinition'],
  'apiregistration.k8s.io/v1': ['io.k8s.kube-aggregator.pkg.apis.apiregistration.v1', 'APIService'],
  'scheduling.k8s.io/v1': ['io.k8s.api.scheduling.v1', 'PriorityClass'],
  'coordination.k8s.io/v1': ['io.k8s.api.coordination.v1', 'Lease'],
  'node.k8s.io/v1': ['io.k8s.api.node.v1', 'RuntimeClass'],
  'discovery.k8s.io/v1': ['io.k8s.api.discovery.v1', 'EndpointSlice'],
  'resource.k8s.io/v1': [
    'io.k8s.api.resource.v1',
    'DeviceClass ResourceV1ResourceClaim ResourceClaimTemplate ResourceSlice',
  ],
  'flowcontrol.apiserver.k8s.io/v1': ['io.k8s.api.flowcontrol.v1', 'FlowSchema PriorityLevelConfiguration'],
};

/** Models that belong to the machinery, whichever kind uses them. */
export const DECLARED = {
  ...Object.fromEntries(
    [
      'Condition DeleteOptions FieldSelectorRequirement LabelSelector LabelSelectorRequirement ListMeta ManagedFieldsEntry',
      'ObjectMeta OwnerReference Preconditions Status StatusCause StatusDetails',
    ]
      .flatMap((line) => line.split(' '))
      .map((name) => [name, META]),
  ),
  TopologySelectorLabelRequirement: 'io.k8s.api.core.v1',
  TopologySelectorTerm: 'io.k8s.api.core.v1',
};

/** What is no kind of its own to be served, but is sent and answered. */
export const ROOTS = ['DeleteOptions', 'Status'].map((name) => [`V1${name}`, META]);
