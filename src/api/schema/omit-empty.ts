/**
 * What Go leaves out when it writes an object again (`omitempty` in each group's types.go): fields that hold nothing, unless
 * they are required or held by pointer. Whoever reads an object back does not find them.
 */
import { MESSAGES } from '../protobuf/field-numbers.ts';
import type { Definition } from './definitions.ts';

/** Text that Go holds by pointer, so that an empty one is said (`Struct.field`). */
const POINTERS = new Set(
  `AppArmorProfile.localhostProfile AzureDiskVolumeSource.cachingMode AzureDiskVolumeSource.fsType AzureDiskVolumeSource.kind
AzureFilePersistentVolumeSource.secretNamespace CSIVolumeSource.fsType ClusterTrustBundleProjection.name
ClusterTrustBundleProjection.signerName Container.restartPolicy CronJobSpec.timeZone CustomResourceDefinitionVersion.deprecationWarning
CustomResourceSubresourceScale.labelSelectorPath DeviceClassSpec.extendedResourceName DeviceAttribute.string DeviceAttribute.version
Endpoint.hostname Endpoint.nodeName Endpoint.zone EndpointAddress.nodeName EndpointPort.appProtocol EndpointPort.name
EndpointPort.protocol ForZone.name GRPCAction.service HTTPIngressPath.pathType HostPathVolumeSource.type
IngressClassParametersReference.apiGroup IngressClassParametersReference.namespace IngressClassParametersReference.scope
IngressSpec.ingressClassName ISCSIPersistentVolumeSource.initiatorName ISCSIVolumeSource.initiatorName JobSpec.completionMode
JobSpec.managedBy JobSpec.podReplacementPolicy JobStatus.failedIndexes JSONSchemaProps.x-kubernetes-list-type
JSONSchemaProps.x-kubernetes-map-type LeaseSpec.holderIdentity LeaseSpec.preferredHolder LeaseSpec.strategy Lifecycle.stopSignal
LocalVolumeSource.fsType MutatingWebhook.failurePolicy MutatingWebhook.matchPolicy MutatingWebhook.reinvocationPolicy
MutatingWebhook.sideEffects NetworkPolicyPort.protocol ParamRef.parameterNotFoundAction PersistentVolumeClaimSpec.storageClassName
PersistentVolumeClaimSpec.volumeAttributesClassName PersistentVolumeClaimSpec.volumeMode
PersistentVolumeClaimStatus.currentVolumeAttributesClassName PersistentVolumeSpec.volumeAttributesClassName
PersistentVolumeSpec.volumeMode PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy PodDNSConfigOption.value
PodFailurePolicyOnExitCodesRequirement.containerName PodResourceClaim.resourceClaimName
PodResourceClaim.resourceClaimTemplateName PodResourceClaimStatus.resourceClaimName PodSecurityContext.fsGroupChangePolicy
PodSecurityContext.seLinuxChangePolicy PodSecurityContext.supplementalGroupsPolicy PodSpec.hostnameOverride
PodSpec.preemptionPolicy PodSpec.runtimeClassName PriorityClass.preemptionPolicy ResourceSliceSpec.nodeName
RuleWithOperations.scope SeccompProfile.localhostProfile SecurityContext.procMount ServicePort.appProtocol
ServiceReference.path ServiceSpec.internalTrafficPolicy ServiceSpec.ipFamilyPolicy ServiceSpec.loadBalancerClass
ServiceSpec.trafficDistribution StorageClass.reclaimPolicy StorageClass.volumeBindingMode SuccessPolicyRule.succeededIndexes
Toleration.tolerationSeconds TopologySpreadConstraint.nodeAffinityPolicy TopologySpreadConstraint.nodeTaintsPolicy
TypedLocalObjectReference.apiGroup TypedObjectReference.apiGroup TypedObjectReference.namespace
ValidatingAdmissionPolicySpec.failurePolicy ValidatingWebhook.failurePolicy ValidatingWebhook.matchPolicy
ValidatingWebhook.sideEffects Validation.reason ValidationRule.reason VolumeAttachmentSource.persistentVolumeName
VolumeMount.mountPropagation VolumeMount.recursiveReadOnly WebhookClientConfig.url WindowsSecurityContextOptions.gmsaCredentialSpec
WindowsSecurityContextOptions.gmsaCredentialSpecName WindowsSecurityContextOptions.runAsUserName`.split(/\s+/),
);

/** Fields without omitempty that are not required either, and one whose emptiness is told from its absence (`Struct.field`). */
const ALWAYS = new Set([
  'EndpointSlice.ports',
  'HPAScalingRules.policies',
  'FlowSchemaSpec.matchingPrecedence',
  'ResourceFieldSelector.divisor',
]);

const numbersByPointer = new Map<string, ReadonlySet<string>>();

/** The numbers and truth values of a struct that Go holds by pointer. `area` is the message: `core.v1.Container`. */
function pointersOf(area: string): ReadonlySet<string> {
  let found = numbersByPointer.get(area);
  if (!found) {
    const fields = (MESSAGES[area] ?? '').split(' ');
    const own = fields.filter((field) => field.endsWith('*')).map((field) => field.slice(0, -1));
    const inlined = fields.filter((field) => field.startsWith('...')).map((field) => field.slice(3));
    const scope = area.slice(0, area.lastIndexOf('.') + 1);
    found = new Set([...own, ...inlined.flatMap((name) => [...pointersOf(scope + name)])]);
    numbersByPointer.set(area, found);
  }
  return found;
}

/** Whether Go would not write `value`, the field `key` of that definition. */
export function isOmitted(
  value: unknown,
  definition: string,
  key: string,
  { properties, required }: Definition,
): boolean {
  if (!isEmpty(value) || required?.includes(key)) return false;
  const area = definition.split('.').slice(-3).join('.');
  const field = `${definition.slice(definition.lastIndexOf('.') + 1)}.${key}`;
  if (ALWAYS.has(field)) return false;
  const type = properties[key] ?? '';
  if (type.startsWith('[]') || type.startsWith('{}') || type === 'byte') return true;
  if (type === 'string') return !POINTERS.has(field);
  // A message that has no numbers says nothing of its pointers.
  return (
    /^(?:boolean|int32|int64|double|number)$/.test(type) && MESSAGES[area] !== undefined && !pointersOf(area).has(key)
  );
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object') return value === '' || value === 0 || value === false;
  if (value === null) return false;
  if (Array.isArray(value)) return value.length === 0;
  for (const _ in value) return false;
  return true;
}
