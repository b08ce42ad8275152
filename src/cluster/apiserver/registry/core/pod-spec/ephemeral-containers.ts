/** Ephemeral containers (pkg/apis/core/validation/validation.go validateEphemeralContainers). */
import type { EphemeralContainer } from 'kubernetes-types/core/v1';
import { type FieldError, duplicate, forbiddenField, invalid, notFoundField } from '../../../../../api/field-errors.ts';
import { type PodContext, validateContainerCommon } from './containers.ts';

/** In the order of the Go struct. */
const REFUSED = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const;
const WHY = 'cannot be set for an Ephemeral Container';

export function validateEphemeralContainers(pod: PodContext, path: string, errors: FieldError[]): void {
  const { ephemeralContainers, containers, initContainers } = pod.spec;
  if (!ephemeralContainers?.length) return;
  const others = new Set([...(containers ?? []), ...(initContainers ?? [])].map(({ name }) => name));
  const all = new Set(others);
  for (const [i, container] of ephemeralContainers.entries()) {
    const at = `${path}[${i}]`;
    validateContainerCommon(container, pod, at, errors);
    untrimmedImage(container.image, at, errors);
    if (all.has(container.name)) errors.push(duplicate(`${at}.name`, container.name));
    else all.add(container.name);
    const target = container.targetContainerName;
    if (target && !others.has(target)) errors.push(notFoundField(`${at}.targetContainerName`, target));
    refuseFields(container, at, errors);
  }
}

/** They share a Pod's life for a look around, not to serve: no ports, probes, resources. */
function refuseFields(container: EphemeralContainer, at: string, errors: FieldError[]): void {
  const fields = container as unknown as Record<string, unknown>;
  for (const field of REFUSED) if (isSet(fields[field])) errors.push(forbiddenField(`${at}.${field}`, WHY));
  for (const [i, { subPath, subPathExpr }] of (container.volumeMounts ?? []).entries()) {
    if (subPath) errors.push(forbiddenField(`${at}.volumeMounts[${i}].subPath`, WHY));
    if (subPathExpr) errors.push(forbiddenField(`${at}.volumeMounts[${i}].subPathExpr`, WHY));
  }
}

function isSet(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** Not asked of templates, which were let through for too long. */
export function untrimmedImage(image: string | undefined, at: string, errors: FieldError[]): void {
  if (image && image.trim() !== image)
    errors.push(invalid(`${at}.image`, image, 'must not have leading or trailing whitespace'));
}
