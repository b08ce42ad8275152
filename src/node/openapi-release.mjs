/**
 * Where v1.35 differs from the release of the typed models, and what the models lose of a field's type. A test compares
 * the outcome with v1.35's own messages (src/api/schema/release.test.ts).
 */

/** Definition → fields that v1.36 added. */
export const EXCLUDED = {
  'io.k8s.api.core.v1.PodSpec': 'schedulingGroup',
  'io.k8s.api.core.v1.PodStatus': 'nodeAllocatableResourceClaimStatuses',
  'io.k8s.api.core.v1.ResourceHealth': 'message',
  'io.k8s.api.core.v1.VolumeMountStatus': 'volumeStatus',
  'io.k8s.api.resource.v1.Device': 'nodeAllocatableResourceMappings',
  'io.k8s.api.resource.v1.DeviceAttribute': 'bools ints strings versions',
  'io.k8s.api.storage.v1.CSIDriverSpec': 'preventPodSchedulingIfMissing',
  'io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta': 'shardInfo',
};

/** Definition → what v1.36 took away again: its fields with types, which of them are required, and texts. */
export const ADDED = {
  'io.k8s.api.core.v1.PodSpec': {
    properties: { workloadRef: '#io.k8s.api.core.v1.WorkloadReference' },
    description: '',
    texts: {
      workloadRef:
        'WorkloadRef provides a reference to the Workload object that this Pod belongs to. This field is used by the scheduler to identify the PodGroup and apply the correct group scheduling policies. The Workload object referenced by this field may not exist at the time the Pod is created. This field is immutable, but a Workload object with the same name may be recreated with different policies. Doing this during pod scheduling may result in the placement not conforming to the expected policies.',
    },
  },
  'io.k8s.api.core.v1.WorkloadReference': {
    properties: { name: 'string', podGroup: 'string', podGroupReplicaKey: 'string' },
    required: ['name', 'podGroup'],
    description:
      'WorkloadReference identifies the Workload object and PodGroup membership that a Pod belongs to. The scheduler uses this information to apply workload-aware scheduling semantics.',
    texts: {
      name: "Name defines the name of the Workload object this Pod belongs to. Workload must be in the same namespace as the Pod. If it doesn't match any existing Workload, the Pod will remain unschedulable until a Workload object is created and observed by the kube-scheduler. It must be a DNS subdomain.",
      podGroup:
        "PodGroup is the name of the PodGroup within the Workload that this Pod belongs to. If it doesn't match any existing PodGroup within the Workload, the Pod will remain unschedulable until the Workload object is recreated and observed by the kube-scheduler. It must be a DNS label.",
      podGroupReplicaKey:
        'PodGroupReplicaKey specifies the replica key of the PodGroup to which this Pod belongs. It is used to distinguish pods belonging to different replicas of the same pod group. The pod group policy is applied separately to each replica. When set, it must be a DNS label.',
    },
  },
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceStatus': {
    properties: {},
    description:
      'CustomResourceSubresourceStatus defines how to serve the status subresource for CustomResources. Status is represented by the `.status` JSON path inside of a CustomResource. When set, * exposes a /status subresource for the custom resource * PUT requests to the /status subresource take a custom resource object, and ignore changes to anything except the status stanza * PUT/POST/PATCH requests to the custom resource ignore changes to the status stanza',
    texts: {},
  },
};

/** Type → definition (without `io.k8s.api.`) → its fields of that type. */
const TYPES = {
  '[]json': {
    'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps': 'enum',
  },
  '[]quantity': {
    'resource.v1.CapacityRequestPolicy': 'validValues',
  },
  fields: {
    'io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry': 'fieldsV1',
  },
  json: {
    'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps': 'default example',
  },
  quantity: {
    'autoscaling.v2.HPAScalingRules': 'tolerance',
    'autoscaling.v2.MetricTarget': 'value averageValue',
    'autoscaling.v2.MetricValueStatus': 'value averageValue',
    'core.v1.EmptyDirVolumeSource': 'sizeLimit',
    'core.v1.ResourceFieldSelector': 'divisor',
    'resource.v1.CapacityRequestPolicy': 'default',
    'resource.v1.CapacityRequestPolicyRange': 'min max step',
    'resource.v1.Counter': 'value',
    'resource.v1.DeviceCapacity': 'value',
    'storage.v1.CSIStorageCapacity': 'capacity maximumVolumeSize',
  },
  raw: {
    'apps.v1.ControllerRevision': 'data',
    'resource.v1.AllocatedDeviceStatus': 'data',
    'resource.v1.OpaqueDeviceConfiguration': 'parameters',
  },
  'schema-or-array': {
    'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps': 'items',
  },
  'schema-or-bool': {
    'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps': 'additionalProperties additionalItems',
  },
  '{}schema-or-strings': {
    'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps': 'dependencies',
  },
  '{}quantity': {
    'core.v1.ContainerStatus': 'allocatedResources',
    'core.v1.LimitRangeItem': 'max min default defaultRequest maxLimitRequestRatio',
    'core.v1.NodeStatus': 'capacity allocatable',
    'core.v1.PersistentVolumeClaimStatus': 'capacity allocatedResources',
    'core.v1.PersistentVolumeSpec': 'capacity',
    'core.v1.PodSpec': 'overhead',
    'core.v1.PodStatus': 'allocatedResources',
    'core.v1.ResourceQuotaSpec': 'hard',
    'core.v1.ResourceQuotaStatus': 'hard used',
    'core.v1.ResourceRequirements': 'limits requests',
    'core.v1.VolumeResourceRequirements': 'limits requests',
    'node.v1.Overhead': 'podFixed',
    'resource.v1.CapacityRequirements': 'requests',
    'resource.v1.DeviceRequestAllocationResult': 'consumedCapacity',
  },
  '#io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceStatus': {
    'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresources': 'status',
  },
};

/** `Definition.field` → type. */
export const RETYPED = Object.fromEntries(
  Object.entries(TYPES).flatMap(([type, byDefinition]) =>
    Object.entries(byDefinition).flatMap(([name, fields]) =>
      fields.split(' ').map((field) => [`${name.startsWith('io.') ? name : `io.k8s.api.${name}`}.${field}`, type]),
    ),
  ),
);
