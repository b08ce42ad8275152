/**
 * How lists and maps merge, by definition and field (x-kubernetes-list-type, -list-map-keys, -map-type, -patch-strategy and
 * -patch-merge-key of the v1.35 OpenAPI document): `field=LIST|PATCH`. LIST: the keys of a list that is a map, `set`, or
 * `atomic` and `granular` of a map; nothing for the default (lists atomic, maps granular). PATCH: `strategies@mergeKey`.
 */
const RULES: Readonly<Record<string, string>> = {
  'admissionregistration.v1.MutatingWebhook': 'matchConditions=name|merge@name',
  'admissionregistration.v1.MutatingWebhookConfiguration': 'webhooks=name|merge@name',
  'admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec': 'validationActions=set',
  'admissionregistration.v1.ValidatingAdmissionPolicySpec': 'matchConditions=name|merge@name variables=name|merge@name',
  'admissionregistration.v1.ValidatingAdmissionPolicyStatus': 'conditions=type',
  'admissionregistration.v1.ValidatingWebhook': 'matchConditions=name|merge@name',
  'admissionregistration.v1.ValidatingWebhookConfiguration': 'webhooks=name|merge@name',
  'apps.v1.DaemonSetStatus': 'conditions=type|merge@type',
  'apps.v1.DeploymentSpec': 'strategy=|retainKeys',
  'apps.v1.DeploymentStatus': 'conditions=type|merge@type',
  'apps.v1.ReplicaSetStatus': 'conditions=type|merge@type',
  'apps.v1.StatefulSetStatus': 'conditions=type|merge@type',
  'autoscaling.v2.HorizontalPodAutoscalerStatus': 'conditions=type|merge@type',
  'batch.v1.JobStatus': 'conditions=|merge@type',
  'batch.v1.PodFailurePolicyOnExitCodesRequirement': 'values=set',
  'batch.v1.UncountedTerminatedPods': 'failed=set succeeded=set',
  'certificates.v1.CertificateSigningRequestStatus': 'conditions=type',
  'core.v1.ComponentStatus': 'conditions=type|merge@type',
  'core.v1.Container':
    'env=name|merge@name ports=containerPort,protocol|merge@containerPort volumeDevices=devicePath|merge@devicePath volumeMounts=mountPath|merge@mountPath',
  'core.v1.ContainerRestartRuleOnExitCodes': 'values=set',
  'core.v1.ContainerStatus': 'allocatedResourcesStatus=name|merge@name volumeMounts=mountPath|merge@mountPath',
  'core.v1.EphemeralContainer':
    'env=name|merge@name ports=containerPort,protocol|merge@containerPort volumeDevices=devicePath|merge@devicePath volumeMounts=mountPath|merge@mountPath',
  'core.v1.NamespaceStatus': 'conditions=type|merge@type',
  'core.v1.NodeSpec': 'podCIDRs=set|merge',
  'core.v1.NodeStatus': 'addresses=type|merge@type conditions=type|merge@type',
  'core.v1.PersistentVolumeClaimStatus': 'allocatedResourceStatuses=granular conditions=type|merge@type',
  'core.v1.PersistentVolumeSpec': 'claimRef=granular',
  'core.v1.PodSpec':
    'containers=name|merge@name ephemeralContainers=name|merge@name hostAliases=ip|merge@ip imagePullSecrets=name|merge@name initContainers=name|merge@name nodeSelector=atomic resourceClaims=name|merge,retainKeys@name schedulingGates=name|merge@name topologySpreadConstraints=topologyKey,whenUnsatisfiable|merge@topologyKey volumes=name|merge,retainKeys@name',
  'core.v1.PodStatus':
    'conditions=type|merge@type hostIPs=|merge@ip podIPs=ip|merge@ip resourceClaimStatuses=name|merge,retainKeys@name',
  'core.v1.ReplicationControllerSpec': 'selector=atomic',
  'core.v1.ReplicationControllerStatus': 'conditions=type|merge@type',
  'core.v1.ResourceRequirements': 'claims=name',
  'core.v1.ResourceStatus': 'resources=resourceID',
  'core.v1.ServiceAccount': 'secrets=name|merge@name',
  'core.v1.ServiceSpec': 'ports=port,protocol|merge@port selector=atomic',
  'core.v1.ServiceStatus': 'conditions=type|merge@type',
  'discovery.v1.Endpoint': 'addresses=set',
  'flowcontrol.v1.FlowSchemaStatus': 'conditions=type|merge@type',
  'flowcontrol.v1.NonResourcePolicyRule': 'nonResourceURLs=set verbs=set',
  'flowcontrol.v1.PriorityLevelConfigurationStatus': 'conditions=type|merge@type',
  'flowcontrol.v1.ResourcePolicyRule': 'apiGroups=set namespaces=set resources=set verbs=set',
  'networking.v1.ServiceCIDRStatus': 'conditions=type|merge@type',
  'node.v1.Scheduling': 'nodeSelector=atomic',
  'policy.v1.PodDisruptionBudgetSpec': 'selector=|replace',
  'policy.v1.PodDisruptionBudgetStatus': 'conditions=type|merge@type',
  'resource.v1.AllocatedDeviceStatus': 'conditions=type',
  'resource.v1.ResourceClaimStatus': 'devices=driver,device,pool,shareID reservedFor=uid|merge@uid',
  'storage.v1.CSIDriverSpec': 'volumeLifecycleModes=set',
  'storage.v1.CSINodeSpec': 'drivers=name|merge@name',
  'apiextensions.v1.CustomResourceDefinitionStatus': 'conditions=type',
  'apiextensions.v1.JSONSchemaProps': 'x-kubernetes-validations=rule|merge@rule',
  'meta.v1.ObjectMeta': 'finalizers=set|merge ownerReferences=uid|merge@uid',
  'apiregistration.v1.APIServiceStatus': 'conditions=type|merge@type',
};

/** Definitions whose objects have one owner as a whole (x-kubernetes-map-type: atomic on the type). */
const ATOMIC_STRUCTS = new Set(
  `meta.v1.LabelSelector meta.v1.OwnerReference core.v1.ConfigMapKeySelector core.v1.EndpointAddress core.v1.EndpointPort
   core.v1.FileKeySelector core.v1.LocalObjectReference core.v1.NodeSelector core.v1.NodeSelectorTerm
   core.v1.ObjectFieldSelector core.v1.ObjectReference core.v1.ResourceFieldSelector core.v1.ScopeSelector
   core.v1.SecretKeySelector core.v1.SecretReference core.v1.TopologySelectorTerm core.v1.TypedLocalObjectReference
   admissionregistration.v1.MatchResources admissionregistration.v1.NamedRuleWithOperations
   admissionregistration.v1.ParamKind admissionregistration.v1.ParamRef autoscaling.v1.CrossVersionObjectReference
   discovery.v1.EndpointPort networking.v1.ServiceBackendPort rbac.v1.RoleRef rbac.v1.Subject`.split(/\s+/),
);

export interface MergeRule {
  /** `atomic` and `granular` say how a map merges; `map` and `set` how a list does. */
  relation: 'default' | 'atomic' | 'granular' | 'map' | 'set';
  /** Of a list that is a map. */
  keys: readonly string[];
  strategies: readonly string[];
  mergeKey: string;
}

const PLAIN: MergeRule = { relation: 'default', keys: [], strategies: [], mergeKey: '' };
const parsed = new Map<string, Map<string, MergeRule>>();

/** `core.v1.Pod` of `io.k8s.api.core.v1.Pod`: group, version and kind without the repository. */
export function shortDefinition(definition: string): string {
  return definition.split('.').slice(-3).join('.');
}

/** How `field` of `definition` (its full name) merges. */
export function mergeRuleOf(definition: string, field: string): MergeRule {
  let rules = parsed.get(definition);
  if (!rules) {
    rules = parse(RULES[shortDefinition(definition)] ?? '');
    parsed.set(definition, rules);
  }
  return rules.get(field) ?? PLAIN;
}

export function isAtomicStruct(definition: string): boolean {
  return ATOMIC_STRUCTS.has(shortDefinition(definition));
}

function parse(text: string): Map<string, MergeRule> {
  const rules = new Map<string, MergeRule>();
  for (const entry of text.split(' ')) {
    const [field = '', rest = ''] = entry.split('=');
    if (field === '') continue;
    const [list = '', patch = ''] = rest.split('|');
    const [strategies = '', mergeKey = ''] = patch.split('@');
    const named = list === 'atomic' || list === 'granular' || list === 'set';
    rules.set(field, {
      relation: named ? list : list === '' ? 'default' : 'map',
      keys: named || list === '' ? [] : list.split(','),
      strategies: strategies === '' ? [] : strategies.split(','),
      mergeKey,
    });
  }
  return rules;
}
