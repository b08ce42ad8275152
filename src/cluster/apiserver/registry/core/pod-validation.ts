/** Validation of Pod specs (pkg/apis/core/validation/validation.go ValidatePodSpec), in upstream's order of errors. */
import type { PodSpec } from 'kubernetes-types/core/v1';
import {
  type FieldError,
  duplicate,
  forbiddenField,
  invalid,
  invalids,
  notSupported,
  required,
} from '../../../../api/field-errors.ts';
import { isDNS1123Subdomain, isQualifiedName } from '../../../../api/names.ts';
import type { ObjectMeta } from '../../../../api/object.ts';
import { validateFileVolumes } from './pod-spec/env.ts';
import { validateAffinity } from './pod-spec/affinity.ts';
import { validateContainers, validateInitContainers } from './pod-spec/containers.ts';
import { validateDNSConfig, validateHostAliases, validateHostnames } from './pod-spec/dns.ts';
import { untrimmedImage, validateEphemeralContainers } from './pod-spec/ephemeral-containers.ts';
import { validateLabels } from './pod-spec/labels.ts';
import { validatePodResources, validateResourceClaims } from './pod-spec/pod-resources.ts';
import { validateHostUsers, validatePodSecurity } from './pod-spec/pod-security.ts';
import { validateContainerResources } from './pod-spec/resources.ts';
import { validateTolerations } from './pod-spec/tolerations.ts';
import { validateTopologySpread } from './pod-spec/topology-spread.ts';
import { validateVolumes } from './pod-spec/volumes.ts';
import { validateHostProcess, validateOS } from './pod-spec/windows.ts';

export { validateLabels } from './pod-spec/labels.ts';

const RESTART = ['Always', 'OnFailure', 'Never'];
const DNS = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const PREEMPTION = ['PreemptLowerPriority', 'Never'];
const MAX_INT32 = 2147483647;
const NO_CLAIMS: ReadonlySet<string> = new Set();

interface Options {
  /** A spec within a template: a few rules are for Pods only. */
  template: boolean;
  /** Of the Pod itself; templates have none that counts. */
  meta?: ObjectMeta | undefined;
}

export function validatePodSpec(spec: PodSpec, path: string, { template, meta }: Options): FieldError[] {
  const errors: FieldError[] = [];
  if (spec.terminationGracePeriodSeconds === undefined) errors.push(required(`${path}.terminationGracePeriodSeconds`));
  const volumes = validateVolumes(spec.volumes, template ? undefined : meta?.name, `${path}.volumes`, errors);
  const claims = spec.resourceClaims ? validateResourceClaims(spec, `${path}.resourceClaims`, errors) : NO_CLAIMS;
  const pod = { spec, volumes, claims, grace: spec.terminationGracePeriodSeconds ?? 0 };
  validateContainers(pod, `${path}.containers`, errors);
  validateInitContainers(pod, `${path}.initContainers`, errors);
  validateEphemeralContainers(pod, `${path}.ephemeralContainers`, errors);
  validatePodResources(spec, `${path}.resources`, errors);
  if (spec.hostNetwork) validateHostNetwork(spec, `${path}.containers`, { template }, errors);
  oneOf(spec.restartPolicy, RESTART, `${path}.restartPolicy`, errors);
  oneOf(spec.dnsPolicy, DNS, `${path}.dnsPolicy`, errors);
  validateLabels(spec.nodeSelector, `${path}.nodeSelector`, errors);
  if (spec.securityContext) validatePodSecurity(spec, `${path}.securityContext`, errors);
  if (spec.affinity) validateAffinity(spec.affinity, `${path}.affinity`, errors);
  validateDNSConfig(spec, `${path}.dnsConfig`, errors);
  validateGates(spec, path, errors);
  if (spec.topologySpreadConstraints)
    validateTopologySpread(spec.topologySpreadConstraints, `${path}.topologySpreadConstraints`, errors);
  validateHostProcess(spec, path, errors);
  validateHostUsers(spec, path, errors);
  validateFileVolumes(spec, path, errors);
  validateNames(spec, path, errors);
  if (spec.overhead) validateContainerResources({ limits: spec.overhead }, NO_CLAIMS, `${path}.overhead`, errors);
  validateOS(spec, path, errors);
  if (!template) validateForPod(spec, path, errors);
  return errors;
}

function oneOf(value: string | undefined, values: readonly string[], at: string, errors: FieldError[]): void {
  if (!value) errors.push(required(at));
  else if (!values.includes(value)) errors.push(notSupported(at, value, values));
}

/** On the host's network a port is what it is; templates may leave the host port open. */
function validateHostNetwork(spec: PodSpec, path: string, options: { template: boolean }, errors: FieldError[]): void {
  for (const [i, { ports }] of (spec.containers ?? []).entries()) {
    for (const [j, { hostPort = 0, containerPort }] of (ports ?? []).entries()) {
      if ((options.template && hostPort === 0) || hostPort === (containerPort ?? 0)) continue;
      const text = 'must match `containerPort` when `hostNetwork` is true';
      errors.push(invalid(`${path}[${i}].ports[${j}].hostPort`, hostPort, text));
    }
  }
}

function validateGates(spec: PodSpec, path: string, errors: FieldError[]): void {
  for (const [i, { conditionType = '' }] of (spec.readinessGates ?? []).entries()) {
    const at = `${path}.readinessGates[${i}].conditionType`;
    errors.push(...invalids(at, conditionType, isQualifiedName(conditionType)));
  }
  const seen = new Set<string>();
  for (const [i, { name = '' }] of (spec.schedulingGates ?? []).entries()) {
    const at = `${path}.schedulingGates[${i}]`;
    errors.push(...invalids(at, name, isQualifiedName(name)));
    if (seen.has(name)) errors.push(duplicate(at, name));
    seen.add(name);
  }
}

/** What names something else, and the plain values between. */
function validateNames(spec: PodSpec, path: string, errors: FieldError[]): void {
  const subdomain = (field: 'serviceAccountName' | 'nodeName' | 'priorityClassName' | 'runtimeClassName'): void => {
    const value = spec[field];
    if (value || (field === 'runtimeClassName' && value !== undefined))
      errors.push(...invalids(`${path}.${field}`, value, isDNS1123Subdomain(value!)));
  };
  subdomain('serviceAccountName');
  subdomain('nodeName');
  const deadline = spec.activeDeadlineSeconds;
  if (deadline !== undefined && (deadline < 1 || deadline > MAX_INT32)) {
    const text = `must be between 1 and ${MAX_INT32}, inclusive`;
    errors.push(invalid(`${path}.activeDeadlineSeconds`, deadline, text));
  }
  validateHostnames(spec, path, errors);
  if (spec.tolerations) validateTolerations(spec.tolerations, `${path}.tolerations`, errors);
  if (spec.hostAliases) validateHostAliases(spec.hostAliases, `${path}.hostAliases`, errors);
  subdomain('priorityClassName');
  subdomain('runtimeClassName');
  if (spec.preemptionPolicy !== undefined) oneOf(spec.preemptionPolicy, PREEMPTION, `${path}.preemptionPolicy`, errors);
}

/** Only of Pods: templates had these rules too late to be held to them. */
function validateForPod(spec: PodSpec, path: string, errors: FieldError[]): void {
  for (const [i, volume] of spec.serviceAccountName ? [] : (spec.volumes ?? []).entries()) {
    for (const [j, { serviceAccountToken }] of (volume.projected?.sources ?? []).entries()) {
      const at = `${path}.volumes[${i}].projected.sources[${j}].serviceAccountToken`;
      if (serviceAccountToken)
        errors.push(forbiddenField(at, 'must not be specified when serviceAccountName is not set'));
    }
  }
  for (const [i, { image }] of (spec.containers ?? []).entries())
    untrimmedImage(image, `${path}.containers[${i}]`, errors);
  for (const [i, { image }] of (spec.initContainers ?? []).entries())
    untrimmedImage(image, `${path}.initContainers[${i}]`, errors);
}
