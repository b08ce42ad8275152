/**
 * What upstream's document says beside references, where the typed models keep silent: `Definition.field`, or a field of every
 * kind. The commonest only; the others have no description.
 */
const CONVENTIONS = 'https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md';
const STATUS = `More info: ${CONVENTIONS}#spec-and-status`;
const PROBES = 'More info: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle#container-probes';

export const WORDS = {
  metadata: `Standard object's metadata. More info: ${CONVENTIONS}#metadata`,
  'ObjectMeta.creationTimestamp': `CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: ${CONVENTIONS}#metadata`,
  'ObjectMeta.deletionTimestamp': `DeletionTimestamp is RFC 3339 date and time at which this resource will be deleted. This field is set by the server when a graceful deletion is requested by the user, and is not directly settable by a client. The resource is expected to be deleted (no longer visible from resource lists, and not reachable by name) after the time in this field, once the finalizers list is empty. As long as the finalizers list contains items, deletion is blocked. Once the deletionTimestamp is set, this value may not be unset or be set further into the future, although it may be shortened or the resource may be deleted prior to this time. For example, a user may request that a pod is deleted in 30 seconds. The Kubelet will react by sending a graceful termination signal to the containers in the pod. After that 30 seconds, the Kubelet will send a hard termination signal (SIGKILL) to the container and after cleanup, remove the pod from the API. In the presence of network partitions, this object may still exist after this timestamp, until an administrator or automated process can determine the resource is fully terminated. If not set, graceful deletion of the object has not been requested.\n\nPopulated by the system when a graceful deletion is requested. Read-only. More info: ${CONVENTIONS}#metadata`,
  'DaemonSet.status': `The current status of this daemon set. This data may be out of date by some window of time. Populated by the system. Read-only. ${STATUS}`,
  'PersistentVolume.status':
    'status represents the current information/status for the persistent volume. Populated by the system. Read-only. More info: https://kubernetes.io/docs/concepts/storage/persistent-volumes#persistent-volumes',
  'PersistentVolumeClaim.status':
    'status represents the current information/status of a persistent volume claim. Read-only. More info: https://kubernetes.io/docs/concepts/storage/persistent-volumes#persistentvolumeclaims',
  'ReplicationController.status': `Status is the most recently observed status of the replication controller. This data may be out of date by some window of time. Populated by the system. Read-only. ${STATUS}`,
  'Scale.status': `status is the current status of the scale. ${STATUS} Read-only.`,
  'Pod.spec': `Specification of the desired behavior of the pod. ${STATUS}`,
  'Pod.status': `Most recently observed status of the pod. This data may not be up to date. Populated by the system. Read-only. ${STATUS}`,
  'PodTemplateSpec.spec': `Specification of the desired behavior of the pod. ${STATUS}`,
  'PodSpec.affinity': "If specified, the pod's scheduling constraints",
  'PodSpec.securityContext':
    'SecurityContext holds pod-level security attributes and common container settings. Optional: Defaults to empty.  See type description for default values of each field.',
  'Container.livenessProbe': `Periodic probe of container liveness. Container will be restarted if the probe fails. Cannot be updated. ${PROBES}`,
  'Container.readinessProbe': `Periodic probe of container service readiness. Container will be removed from service endpoints if the probe fails. Cannot be updated. ${PROBES}`,
  'Container.startupProbe': `StartupProbe indicates that the Pod has successfully initialized. If specified, no other probes are executed until this completes successfully. If this probe fails, the Pod will be restarted, just as if the livenessProbe failed. This can be used to provide different probe parameters at the beginning of a Pod's lifecycle, when it might take a long time to load data or warm a cache, than during steady-state operation. This cannot be updated. ${PROBES}`,
  'Container.lifecycle':
    'Actions that the management system should take in response to container lifecycle events. Cannot be updated.',
  'Container.resources':
    'Compute Resources required by this container. Cannot be updated. More info: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
  'Container.securityContext':
    'SecurityContext defines the security options the container should be run with. If set, the fields of SecurityContext override the equivalent fields of PodSecurityContext. More info: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  'Probe.exec': 'Exec specifies a command to execute in the container.',
  'Probe.httpGet': 'HTTPGet specifies an HTTP GET request to perform.',
  'Probe.tcpSocket': 'TCPSocket specifies a connection to a TCP port.',
  'Probe.grpc': 'GRPC specifies a GRPC HealthCheckRequest.',
  'Deployment.spec': 'Specification of the desired behavior of the Deployment.',
  'Deployment.status': 'Most recently observed status of the Deployment.',
  'DeploymentSpec.selector':
    "Label selector for pods. Existing ReplicaSets whose pods are selected by this will be the ones affected by this deployment. It must match the pod template's labels.",
  'DeploymentSpec.strategy': 'The deployment strategy to use to replace existing pods with new ones.',
  'DeploymentSpec.template':
    'Template describes the pods that will be created. The only allowed template.spec.restartPolicy value is "Always".',
  'DeploymentStrategy.rollingUpdate':
    'Rolling update config params. Present only if DeploymentStrategyType = RollingUpdate.',
  'RollingUpdateDeployment.maxSurge':
    'The maximum number of pods that can be scheduled above the desired number of pods. Value can be an absolute number (ex: 5) or a percentage of desired pods (ex: 10%). This can not be 0 if MaxUnavailable is 0. Absolute number is calculated from percentage by rounding up. Defaults to 25%. Example: when this is set to 30%, the new ReplicaSet can be scaled up immediately when the rolling update starts, such that the total number of old and new pods do not exceed 130% of desired pods. Once old pods have been killed, new ReplicaSet can be scaled up further, ensuring that total number of pods running at any time during the update is at most 130% of desired pods.',
  'RollingUpdateDeployment.maxUnavailable':
    'The maximum number of pods that can be unavailable during the update. Value can be an absolute number (ex: 5) or a percentage of desired pods (ex: 10%). Absolute number is calculated from percentage by rounding down. This can not be 0 if MaxSurge is 0. Defaults to 25%. Example: when this is set to 30%, the old ReplicaSet can be scaled down to 70% of desired pods immediately when the rolling update starts. Once new pods are ready, old ReplicaSet can be scaled down further, followed by scaling up the new ReplicaSet, ensuring that the total number of pods available at all times during the update is at least 70% of desired pods.',
  'ReplicaSet.spec': `Spec defines the specification of the desired behavior of the ReplicaSet. ${STATUS}`,
  'ReplicaSet.status': `Status is the most recently observed status of the ReplicaSet. This data may be out of date by some window of time. Populated by the system. Read-only. ${STATUS}`,
  'Service.spec': `Spec defines the behavior of a service. ${STATUS.replace('More info: ', '')}`,
  'Service.status': `Most recently observed status of the service. Populated by the system. Read-only. ${STATUS}`,
  'ServicePort.targetPort':
    "Number or name of the port to access on the pods targeted by the service. Number must be in the range 1 to 65535. Name must be an IANA_SVC_NAME. If this is a string, it will be looked up as a named port in the target Pod's container ports. If this is not specified, the value of the 'port' field is used (an identity map). This field is ignored for services with clusterIP=None, and should be omitted or set equal to the 'port' field. More info: https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service",
  'Namespace.spec': `Spec defines the behavior of the Namespace. ${STATUS}`,
  'Namespace.status': `Status describes the current status of a Namespace. ${STATUS}`,
  'Node.spec': `Spec defines the behavior of a node. ${STATUS.replace('More info: ', '')}`,
  'Node.status': `Most recently observed status of the node. Populated by the system. Read-only. ${STATUS}`,
  'Ingress.spec': `spec is the desired state of the Ingress. ${STATUS}`,
  'Ingress.status': `status is the current state of the Ingress. ${STATUS}`,
  'HTTPIngressPath.backend':
    'backend defines the referenced service endpoint to which the traffic will be forwarded to.',
  'IngressBackend.service':
    'service references a service as a backend. This is a mutually exclusive setting with "Resource".',
};
