/** Validation of Pod specs (pkg/apis/core/validation/validation.go ValidatePodSpec), in upstream's order of errors. */
import type { PodSpec, Toleration, Volume } from 'kubernetes-types/core/v1';
import {
  NOT_NEGATIVE,
  type FieldError,
  duplicate,
  forbiddenField,
  invalid,
  notSupported,
  required,
} from '../../../../api/field-errors.ts';
import { isDNS1123Label, isDNS1123Subdomain, isLabelValue, isQualifiedName } from '../../../../api/names.ts';
import { validateContainers } from './container-validation.ts';

const RESTART = ['Always', 'OnFailure', 'Never'];
const DNS = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export function validatePodSpec(spec: PodSpec, path: string, _options: { template: boolean }): FieldError[] {
  const errors: FieldError[] = [];
  const volumes = validateVolumes(spec.volumes ?? [], `${path}.volumes`, errors);
  validateContainers(spec, path, volumes, errors);
  if (!RESTART.includes(spec.restartPolicy ?? ''))
    errors.push(
      spec.restartPolicy
        ? notSupported(`${path}.restartPolicy`, spec.restartPolicy, RESTART)
        : required(`${path}.restartPolicy`),
    );
  if (!DNS.includes(spec.dnsPolicy ?? ''))
    errors.push(
      spec.dnsPolicy ? notSupported(`${path}.dnsPolicy`, spec.dnsPolicy, DNS) : required(`${path}.dnsPolicy`),
    );
  if (spec.nodeSelector) validateLabels(spec.nodeSelector, `${path}.nodeSelector`, errors);
  if (spec.serviceAccountName) subdomain(spec.serviceAccountName, `${path}.serviceAccountName`, errors);
  if (spec.nodeName) subdomain(spec.nodeName, `${path}.nodeName`, errors);
  if (
    spec.activeDeadlineSeconds !== undefined &&
    (spec.activeDeadlineSeconds < 1 || spec.activeDeadlineSeconds > 2147483647)
  ) {
    errors.push(
      invalid(
        `${path}.activeDeadlineSeconds`,
        spec.activeDeadlineSeconds,
        'must be between 1 and 2147483647, inclusive',
      ),
    );
  }
  if (spec.hostname)
    for (const message of isDNS1123Label(spec.hostname))
      errors.push(invalid(`${path}.hostname`, spec.hostname, message));
  if (spec.subdomain)
    for (const message of isDNS1123Label(spec.subdomain))
      errors.push(invalid(`${path}.subdomain`, spec.subdomain, message));
  for (const [i, toleration] of (spec.tolerations ?? []).entries())
    validateToleration(toleration, `${path}.tolerations[${i}]`, errors);
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0)
    errors.push(invalid(`${path}.terminationGracePeriodSeconds`, spec.terminationGracePeriodSeconds, NOT_NEGATIVE));
  return errors;
}

export function validateLabels(labels: Readonly<Record<string, string>>, path: string, errors: FieldError[]): void {
  for (const [key, value] of Object.entries(labels)) {
    for (const message of isQualifiedName(key)) errors.push(invalid(path, key, message));
    for (const message of isLabelValue(value)) errors.push(invalid(path, value, message));
  }
}

function subdomain(value: string, path: string, errors: FieldError[]): void {
  for (const message of isDNS1123Subdomain(value)) errors.push(invalid(path, value, message));
}

function validateToleration(toleration: Toleration, path: string, errors: FieldError[]): void {
  const { key, operator, value, effect, tolerationSeconds } = toleration;
  if (key) for (const message of isQualifiedName(key)) errors.push(invalid(`${path}.key`, key, message));
  if (!key && operator !== 'Exists')
    errors.push(
      invalid(
        `${path}.operator`,
        operator ?? '',
        'operator must be Exists when `key` is empty, which means "match all values and all keys"',
      ),
    );
  if (tolerationSeconds !== undefined && effect !== 'NoExecute')
    errors.push(invalid(`${path}.effect`, effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set"));
  if (operator === 'Exists' && value)
    errors.push(invalid(`${path}.operator`, toleration, "value must be empty when `operator` is 'Exists'"));
  else if (operator && operator !== 'Exists' && operator !== 'Equal')
    errors.push(notSupported(`${path}.operator`, operator, ['Equal', 'Exists']));
  if (effect && !EFFECTS.includes(effect)) errors.push(notSupported(`${path}.effect`, effect, EFFECTS));
}

/** Returns the names that containers may mount. */
function validateVolumes(volumes: readonly Volume[], path: string, errors: FieldError[]): Set<string> {
  const names = new Set<string>();
  for (const [i, volume] of volumes.entries()) {
    const at = `${path}[${i}]`;
    const before = errors.length;
    validateSource(volume, at, errors);
    if (!volume.name) errors.push(required(`${at}.name`));
    else {
      for (const message of isDNS1123Label(volume.name)) errors.push(invalid(`${at}.name`, volume.name, message));
      if (names.has(volume.name)) errors.push(duplicate(`${at}.name`, volume.name));
    }
    if (errors.length === before) names.add(volume.name);
  }
  return names;
}

function validateSource(volume: Volume, at: string, errors: FieldError[]): void {
  const sources = Object.keys(volume).filter((key) => key !== 'name' && volume[key as keyof Volume] !== undefined);
  if (sources.length === 0) {
    errors.push(required(at, 'must specify a volume type'));
    return;
  }
  // Upstream looks at the types in an order of its own; emptyDir and hostPath come first there.
  const order = ['emptyDir', 'hostPath', ...sources.filter((s) => s !== 'emptyDir' && s !== 'hostPath')].filter((s) =>
    sources.includes(s),
  );
  for (const extra of order.slice(1))
    errors.push(forbiddenField(`${at}.${extra}`, 'may not specify more than 1 volume type'));
  if (volume.hostPath && order[0] === 'hostPath') {
    if (!volume.hostPath.path) errors.push(required(`${at}.hostPath.path`));
    else backsteps(volume.hostPath.path, `${at}.hostPath.path`, errors);
  }
  if (volume.configMap && !volume.configMap.name) errors.push(required(`${at}.configMap.name`));
  if (volume.secret && !volume.secret.secretName) errors.push(required(`${at}.secret.secretName`));
  if (volume.persistentVolumeClaim && !volume.persistentVolumeClaim.claimName)
    errors.push(required(`${at}.persistentVolumeClaim.claimName`));
}

export function backsteps(path: string, at: string, errors: FieldError[]): void {
  if (path.split('/').includes('..')) errors.push(invalid(at, path, "must not contain '..'"));
}
