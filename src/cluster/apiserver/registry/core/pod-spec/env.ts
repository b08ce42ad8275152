/** Environment variables and where their values come from (pkg/apis/core/validation/validation.go ValidateEnv, ValidateEnvFrom). */
import type { EnvFromSource, EnvVar, EnvVarSource, PodSpec, ResourceFieldSelector } from 'kubernetes-types/core/v1';
import {
  type FieldError,
  invalid,
  invalids,
  notFoundField,
  notSupported,
  required,
} from '../../../../../api/field-errors.ts';
import {
  isConfigMapKey,
  isDNS1123Label,
  isDNS1123Subdomain,
  isQualifiedName,
  isRelaxedEnvVarName,
  maskTrailingDash,
} from '../../../../../api/names.ts';
import { canonicalQuantity } from '../../../../../api/quantity.ts';
import { noBacksteps } from './paths.ts';
import { visitContainers } from './visit.ts';

interface FileKeySelector {
  volumeName?: string;
  path?: string;
  key?: string;
}

const ENV_FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

/** What the conversion of field labels knows; more than a variable may use (pkg/apis/core/pods/helpers.go). */
const KNOWN_FIELDS = new Set([
  ...ENV_FIELDS,
  'metadata.annotations',
  'metadata.labels',
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
]);

const RESOURCE_FIELDS = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];
const BYTES = '1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei';

export function validateEnv(vars: readonly EnvVar[], path: string, errors: FieldError[]): void {
  for (const [i, variable] of vars.entries()) {
    const at = `${path}[${i}]`;
    if (!variable.name) errors.push(required(`${at}.name`));
    else errors.push(...invalids(`${at}.name`, variable.name, isRelaxedEnvVarName(variable.name)));
    if (variable.valueFrom) validateValueFrom(variable, `${at}.valueFrom`, errors);
  }
}

function validateValueFrom({ value, valueFrom }: EnvVar, at: string, errors: FieldError[]): void {
  const from = valueFrom as EnvVarSource & { fileKeyRef?: FileKeySelector };
  let sources = 0;
  if (from.fieldRef) {
    sources++;
    validateFieldRef(from.fieldRef, ENV_FIELDS, `${at}.fieldRef`, errors);
  }
  if (from.resourceFieldRef) {
    sources++;
    validateResourceFieldRef(from.resourceFieldRef, `${at}.resourceFieldRef`, { volume: false }, errors);
  }
  for (const kind of ['configMapKeyRef', 'secretKeyRef'] as const) {
    const ref = from[kind];
    if (!ref) continue;
    sources++;
    validateKeyRef(ref, `${at}.${kind}`, errors);
  }
  if (from.fileKeyRef) {
    sources++;
    validateFileKeyRef(from.fileKeyRef, `${at}.fileKeyRef`, errors);
  }
  if (sources === 0) errors.push(invalid(at, '', ONE_SOURCE));
  else if (value) errors.push(invalid(at, '', 'may not be specified when `value` is not empty'));
  else if (sources > 1) errors.push(invalid(at, '', 'may not have more than one field specified at a time'));
}

const ONE_SOURCE =
  'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`';

function validateKeyRef(ref: { name?: string; key?: string }, at: string, errors: FieldError[]): void {
  errors.push(...invalids(`${at}.name`, ref.name ?? '', isDNS1123Subdomain(ref.name ?? '')));
  if (!ref.key) errors.push(required(`${at}.key`));
  else errors.push(...invalids(`${at}.key`, ref.key, isConfigMapKey(ref.key)));
}

function validateFileKeyRef({ volumeName, path, key }: FileKeySelector, at: string, errors: FieldError[]): void {
  if (!key) errors.push(required(`${at}.key`));
  else errors.push(...invalids(`${at}.key`, key, isRelaxedEnvVarName(key)));
  if (!volumeName) errors.push(required(`${at}.volumeName`));
  else errors.push(...invalids(`${at}.volumeName`, volumeName, isDNS1123Label(volumeName)));
  if (!path) errors.push(required(`${at}.path`));
  else noBacksteps(path, `${at}.path`, errors);
}

/** Files come from an emptyDir of the Pod (validateFileKeyRefVolumes). */
export function validateFileVolumes(spec: PodSpec, path: string, errors: FieldError[]): void {
  const volumes = new Map((spec.volumes ?? []).map((volume) => [volume.name, volume]));
  visitContainers(spec, path, ({ env }, at) => {
    for (const [i, { valueFrom }] of (env ?? []).entries()) {
      const ref = (valueFrom as { fileKeyRef?: FileKeySelector } | undefined)?.fileKeyRef;
      if (!ref) continue;
      const { volumeName = '' } = ref;
      const field = `${at}.env[${i}].valueFrom.fileKeyRef.volumeName`;
      const volume = volumes.get(volumeName);
      if (!volume) errors.push(notFoundField(field, volumeName));
      else if (!volume.emptyDir) errors.push(invalid(field, volumeName, 'referenced volume must be of type emptyDir'));
    }
  });
}

/** `metadata.labels['app']` → its path and subscript. */
function splitSubscript(path: string): [string, string] | undefined {
  const match = /^([^[]+)\['(.*)'\]$/s.exec(path);
  return match ? [match[1]!, match[2]!] : undefined;
}

function conversionError(path: string): string | undefined {
  const subscripted = splitSubscript(path);
  if (subscripted)
    return subscripted[0] === 'metadata.annotations' || subscripted[0] === 'metadata.labels'
      ? undefined
      : `field label does not support subscript: ${path}`;
  return KNOWN_FIELDS.has(path) || path === 'spec.host' ? undefined : `field label not supported: ${path}`;
}

export function validateFieldRef(
  ref: { apiVersion?: string; fieldPath?: string },
  fields: readonly string[],
  at: string,
  errors: FieldError[],
): void {
  const { apiVersion, fieldPath } = ref;
  if (!apiVersion) return void errors.push(required(`${at}.apiVersion`));
  if (!fieldPath) return void errors.push(required(`${at}.fieldPath`));
  const wrong = apiVersion === 'v1' ? conversionError(fieldPath) : `unsupported pod version: ${apiVersion}`;
  if (wrong) return void errors.push(invalid(`${at}.fieldPath`, fieldPath, `error converting fieldPath: ${wrong}`));
  const subscripted = splitSubscript(fieldPath);
  if (subscripted) {
    const [path, key] = subscripted;
    const name = path === 'metadata.annotations' ? key.toLowerCase() : key;
    errors.push(...invalids(at, name, isQualifiedName(name)));
    return;
  }
  const path = fieldPath === 'spec.host' ? 'spec.nodeName' : fieldPath;
  if (!fields.includes(path)) errors.push(notSupported(`${at}.fieldPath`, path, fields.toSorted()));
}

export function validateResourceFieldRef(
  ref: ResourceFieldSelector,
  at: string,
  { volume }: { volume: boolean },
  errors: FieldError[],
): void {
  const { resource, containerName, divisor } = ref;
  const huge = /^(requests|limits)\.hugepages-/.test(resource ?? '');
  if (volume && !containerName) errors.push(required(`${at}.containerName`));
  else if (!resource) errors.push(required(`${at}.resource`));
  else if (!RESOURCE_FIELDS.includes(resource) && !huge)
    errors.push(notSupported(`${at}.resource`, resource, RESOURCE_FIELDS));
  const unit = divisor === undefined ? '0' : canonicalQuantity(divisor);
  if (unit === '0' || !resource || !/\.(?:cpu|memory|ephemeral-storage|hugepages-.*)$/.test(resource)) return;
  const refuse = (text: string): void =>
    void errors.push(invalid(`${at}.divisor`, resource, `only divisor's values ${text}`));
  if (resource.endsWith('.cpu')) {
    if (unit !== '1m' && unit !== '1') refuse('1m and 1 are supported with the cpu resource');
  } else if (!BYTES.split(', ').includes(unit)) {
    const what = huge ? 'hugepages' : resource.endsWith('.memory') ? 'memory' : 'local ephemeral storage';
    refuse(`${BYTES} are supported with the ${what} resource`);
  }
}

export function validateEnvFrom(sources: readonly EnvFromSource[], path: string, errors: FieldError[]): void {
  for (const [i, { prefix, configMapRef, secretRef }] of sources.entries()) {
    const at = `${path}[${i}]`;
    if (prefix) errors.push(...invalids(`${at}.prefix`, prefix, isRelaxedEnvVarName(prefix)));
    if (configMapRef) validateEnvSource(configMapRef.name, `${at}.configMapRef`, errors);
    if (secretRef) validateEnvSource(secretRef.name, `${at}.secretRef`, errors);
    // Upstream forgets the index here.
    if (!configMapRef && !secretRef)
      errors.push(invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`'));
    else if (configMapRef && secretRef)
      errors.push(invalid(path, '', 'may not have more than one field specified at a time'));
  }
}

function validateEnvSource(name: string | undefined, at: string, errors: FieldError[]): void {
  if (!name) errors.push(required(`${at}.name`));
  else errors.push(...invalids(`${at}.name`, name, isDNS1123Subdomain(maskTrailingDash(name))));
}
