/** Go's names for the types of fields, as encoding/json says them in errors (k8s.io/api types.go of each group). */
import { GO_FIELDS } from '../go-fields.ts';
import { structName } from './definitions.ts';

/**
 * Fields of a named type (`Struct.field=Type`), outside of what `GO_FIELDS` knows. Types without a package are of the
 * struct's own version.
 */
const NAMED = `
ServiceSpec.type=ServiceType ServiceSpec.sessionAffinity=ServiceAffinity ServiceSpec.ipFamilies=[]v1.IPFamily
ServiceSpec.ipFamilyPolicy=IPFamilyPolicy ServiceSpec.externalTrafficPolicy=ServiceExternalTrafficPolicy
ServiceSpec.internalTrafficPolicy=ServiceInternalTrafficPolicy ServicePort.protocol=Protocol EndpointPort.protocol=v1.Protocol
Secret.type=SecretType PersistentVolumeClaimSpec.accessModes=[]v1.PersistentVolumeAccessMode
PersistentVolumeClaimSpec.volumeMode=PersistentVolumeMode PersistentVolumeSpec.accessModes=[]v1.PersistentVolumeAccessMode
PersistentVolumeSpec.volumeMode=PersistentVolumeMode PersistentVolumeSpec.capacity=ResourceList
PersistentVolumeSpec.persistentVolumeReclaimPolicy=PersistentVolumeReclaimPolicy
VolumeResourceRequirements.limits=ResourceList VolumeResourceRequirements.requests=ResourceList
NamespaceSpec.finalizers=[]v1.FinalizerName NodeStatus.capacity=ResourceList NodeStatus.allocatable=ResourceList
Taint.effect=TaintEffect ResourceQuotaSpec.hard=ResourceList ResourceQuotaSpec.scopes=[]v1.ResourceQuotaScope
LimitRangeItem.type=LimitType LimitRangeItem.max=ResourceList LimitRangeItem.min=ResourceList
LimitRangeItem.default=ResourceList LimitRangeItem.defaultRequest=ResourceList
LimitRangeItem.maxLimitRequestRatio=ResourceList DeploymentStrategy.type=DeploymentStrategyType
DaemonSetUpdateStrategy.type=DaemonSetUpdateStrategyType StatefulSetUpdateStrategy.type=StatefulSetUpdateStrategyType
StatefulSetSpec.podManagementPolicy=PodManagementPolicyType CronJobSpec.concurrencyPolicy=ConcurrencyPolicy
JobSpec.completionMode=CompletionMode JobSpec.podReplacementPolicy=PodReplacementPolicy
PodFailurePolicyRule.action=PodFailurePolicyAction NetworkPolicySpec.policyTypes=[]v1.PolicyType
NetworkPolicyPort.protocol=Protocol HTTPIngressPath.pathType=PathType MetricSpec.type=MetricSourceType
MetricTarget.type=MetricTargetType HPAScalingPolicy.type=HPAScalingPolicyType
HPAScalingRules.selectPolicy=ScalingPolicySelect PriorityClass.preemptionPolicy=PreemptionPolicy
StorageClass.reclaimPolicy=PersistentVolumeReclaimPolicy StorageClass.volumeBindingMode=VolumeBindingMode
PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy=UnhealthyPodEvictionPolicyType
MutatingWebhook.failurePolicy=FailurePolicyType MutatingWebhook.matchPolicy=MatchPolicyType
MutatingWebhook.sideEffects=SideEffectClass ValidatingWebhook.failurePolicy=FailurePolicyType
ValidatingWebhook.matchPolicy=MatchPolicyType ValidatingWebhook.sideEffects=SideEffectClass
RuleWithOperations.operations=[]v1.OperationType RuleWithOperations.scope=ScopeType
ValidatingAdmissionPolicySpec.failurePolicy=FailurePolicyType
ValidatingAdmissionPolicyBindingSpec.validationActions=[]v1.ValidationAction
CustomResourceDefinitionSpec.scope=ResourceScope CustomResourceConversion.strategy=ConversionStrategyType
MutatingWebhook.reinvocationPolicy=ReinvocationPolicyType NamedRuleWithOperations.operations=[]v1.OperationType
NamedRuleWithOperations.scope=ScopeType MatchResources.matchPolicy=MatchPolicyType Validation.reason=v1.StatusReason
ParamRef.parameterNotFoundAction=ParameterNotFoundActionType ValidationRule.reason=FieldValueErrorReason
JSONSchemaProps.x-kubernetes-validations=v1.ValidationRules CSIDriverSpec.fsGroupPolicy=FSGroupPolicy
CSIDriverSpec.volumeLifecycleModes=[]v1.VolumeLifecycleMode ResourceMetricSource.name=v1.ResourceName
ContainerResourceMetricSource.name=v1.ResourceName PodFailurePolicyOnExitCodesRequirement.operator=PodFailurePolicyOnExitCodesOperator
PodFailurePolicyOnPodConditionsPattern.type=v1.PodConditionType PodFailurePolicyOnPodConditionsPattern.status=v1.ConditionStatus
ScopedResourceSelectorRequirement.operator=ScopeSelectorOperator ScopedResourceSelectorRequirement.scopeName=ResourceQuotaScope
StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted=PersistentVolumeClaimRetentionPolicyType
StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled=PersistentVolumeClaimRetentionPolicyType
PriorityLevelConfigurationSpec.type=PriorityLevelEnablement LimitResponse.type=LimitResponseType
FlowDistinguisherMethod.type=FlowDistinguisherMethodType ObjectMeta.ownerReferences=[]v1.OwnerReference
DeviceTaint.effect=DeviceTaintEffect DeviceToleration.effect=DeviceTaintEffect DeviceToleration.operator=DeviceTolerationOperator
ExactDeviceRequest.allocationMode=DeviceAllocationMode DeviceConstraint.matchAttribute=FullyQualifiedName
Device.attributes=map[v1.QualifiedName]v1.DeviceAttribute Device.capacity=map[v1.QualifiedName]v1.DeviceCapacity
CapacityRequirements.requests=map[v1.QualifiedName]resource.Quantity
SubjectAccessReviewSpec.extra=map[string]v1.ExtraValue FieldSelectorRequirement.operator=v1.FieldSelectorOperator
CertificateSigningRequestSpec.usages=[]v1.KeyUsage EndpointSlice.addressType=AddressType Overhead.podFixed=v1.ResourceList
`;

let named: Map<string, string> | undefined;

function namedTypes(): Map<string, string> {
  if (named) return named;
  named = new Map();
  for (const [struct, fields] of Object.entries(GO_FIELDS)) {
    for (const field of fields.split(' ')) {
      const [, name = '', type = '', json] = /^(\w+):([^=]+)(?:=(.*))?$/.exec(field) ?? [];
      named.set(`${struct}.${json ?? name.charAt(0).toLowerCase() + name.slice(1)}`, type.replace(/^\*/, ''));
    }
  }
  for (const one of NAMED.trim().split(/\s+/)) named.set(...(one.split('=') as [string, string]));
  return named;
}

/** Volumes and their like hold their kinds in a struct of its own, which Go's path to a field names (`spec.volumes.VolumeSource.fc.lun`). */
let embedded: Map<string, string> | undefined;

const OTHER_VOLUME_FIELDS = new Set([
  'accessModes',
  'capacity',
  'claimRef',
  'mountOptions',
  'nodeAffinity',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'volumeAttributesClassName',
  'volumeMode',
]);

/** The same outside of Pods and volumes (`Struct.field`). */
const EMBEDDED: Readonly<Record<string, string>> = {
  'IngressRule.http': 'IngressRuleValue',
  'DeviceClaimConfiguration.opaque': 'DeviceConfiguration',
  'DeviceClassConfiguration.opaque': 'DeviceConfiguration',
  'RuleWithOperations.apiGroups': 'Rule',
  'RuleWithOperations.apiVersions': 'Rule',
  'RuleWithOperations.resources': 'Rule',
  'RuleWithOperations.scope': 'Rule',
  'NamedRuleWithOperations.operations': 'RuleWithOperations',
  'NamedRuleWithOperations.apiGroups': 'RuleWithOperations.Rule',
  'NamedRuleWithOperations.apiVersions': 'RuleWithOperations.Rule',
  'NamedRuleWithOperations.resources': 'RuleWithOperations.Rule',
  'NamedRuleWithOperations.scope': 'RuleWithOperations.Rule',
};

/** The struct a field is embedded by, '' for a field of the struct itself. */
export function embeddingOf(definition: string, field: string): string {
  const struct = structName(definition);
  if (struct === 'PersistentVolumeSpec') return OTHER_VOLUME_FIELDS.has(field) ? '' : 'PersistentVolumeSource';
  if (!embedded) {
    embedded = new Map();
    for (const [outer, fields] of Object.entries(GO_FIELDS)) {
      for (const [, inner = ''] of fields.matchAll(/(\w+):\1=(?= |$)/g))
        for (const one of (GO_FIELDS[inner] ?? '').split(' ')) {
          const [, name = '', json] = /^(\w+):[^=]+(?:=(.*))?$/.exec(one) ?? [];
          embedded.set(`${outer}.${json ?? name.charAt(0).toLowerCase() + name.slice(1)}`, inner);
        }
    }
  }
  return embedded.get(`${struct}.${field}`) ?? EMBEDDED[`${struct}.${field}`] ?? '';
}

/** The type of a field: `int32`, `[]v1.Container`, `map[string]string`, `v1.PullPolicy`, `resource.Quantity`. */
export function goTypeOf(definition: string, field: string, type: string): string {
  const known = namedTypes().get(`${structName(definition)}.${field}`);
  if (known === undefined || /^(map|\[\])?(\[string\])?\W*(string|bool|int|float|byte)/.test(known)) return plain(type);
  const version = definition.split('.').at(-2) ?? 'v1';
  return known.includes('.')
    ? known
    : known.replace(/^(\[\])?(\w)/, (_, list = '', start) => `${list}${version}.${start}`);
}

/** The type of what a list or a map holds. */
export function goElementOf(goType: string, type: string): string {
  const element = type.slice(2);
  if (goType.startsWith('[]')) return goType.slice(2);
  return plain(element);
}

function plain(type: string): string {
  if (type.startsWith('[]')) return `[]${plain(type.slice(2))}`;
  if (type === '{}quantity') return 'v1.ResourceList';
  if (type.startsWith('{}')) return `map[string]${plain(type.slice(2))}`;
  if (type.startsWith('#')) return type.split('.').slice(-2).join('.');
  return PLAIN[type] ?? type;
}

const PLAIN: Readonly<Record<string, string>> = {
  boolean: 'bool',
  byte: '[]uint8',
  double: 'float64',
  quantity: 'resource.Quantity',
  time: 'v1.Time',
  'micro-time': 'v1.MicroTime',
};
