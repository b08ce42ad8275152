/** The security context of a Pod (pkg/apis/core/validation/validation.go validatePodSpecSecurityContext, validateSysctls, validateHostUsers). */
import type { PodSecurityContext, PodSpec, Sysctl } from 'kubernetes-types/core/v1';
import {
  type FieldError,
  duplicate,
  forbiddenField,
  invalid,
  invalids,
  notSupported,
  required,
} from '../../../../../api/field-errors.ts';
import { isValidID } from '../../../../../api/names.ts';
import { validateAppArmor, validateSeccomp } from './seccomp.ts';
import { visitContainers } from './visit.ts';
import { validateWindowsOptions } from './windows.ts';

type Context = PodSecurityContext & { supplementalGroupsPolicy?: string; seLinuxChangePolicy?: string };

const SYSCTL_SEGMENT = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const SYSCTL = `^(${SYSCTL_SEGMENT}[\\./])*${SYSCTL_SEGMENT}$`;
const SYSCTL_NAME = new RegExp(SYSCTL);

export function validatePodSecurity(spec: PodSpec, at: string, errors: FieldError[]): void {
  const context = spec.securityContext as Context;
  const { fsGroup, runAsUser, runAsGroup, supplementalGroups, sysctls } = context;
  const ids = { fsGroup, runAsUser, runAsGroup };
  for (const [name, id] of Object.entries(ids))
    if (id !== undefined) errors.push(...invalids(`${at}.${name}`, id, isValidID(id)));
  for (const [i, id] of (supplementalGroups ?? []).entries())
    errors.push(...invalids(`${at}.supplementalGroups[${i}]`, id, isValidID(id)));
  if (spec.shareProcessNamespace && spec.hostPID) {
    const text = 'ShareProcessNamespace and HostPID cannot both be enabled';
    errors.push(invalid(`${at}.shareProcessNamespace`, true, text));
  }
  if (sysctls?.length) validateSysctls(sysctls, spec, `${at}.sysctls`, errors);
  among(context.fsGroupChangePolicy, ['Always', 'OnRootMismatch'], `${at}.fsGroupChangePolicy`, errors);
  if (context.seccompProfile) validateSeccomp(context.seccompProfile, `${at}.seccompProfile`, errors);
  if (context.windowsOptions) validateWindowsOptions(context.windowsOptions, `${at}.windowsOptions`, errors);
  if (context.appArmorProfile) validateAppArmor(context.appArmorProfile, `${at}.appArmorProfile`, errors);
  among(context.supplementalGroupsPolicy, ['Merge', 'Strict'], `${at}.supplementalGroupsPolicy`, errors);
  among(context.seLinuxChangePolicy, ['Recursive'], `${at}.seLinuxChangePolicy`, errors);
}

function among(value: string | undefined, values: readonly string[], at: string, errors: FieldError[]): void {
  if (value !== undefined && !values.includes(value)) errors.push(notSupported(at, value, values));
}

/** Namespaced sysctls belong to the host where the namespace does (component-helpers/node/util/sysctl). */
function validateSysctls(sysctls: readonly Sysctl[], spec: PodSpec, path: string, errors: FieldError[]): void {
  const seen = new Set<string>();
  for (const [i, { name = '' }] of sysctls.entries()) {
    const at = `${path}[${i}].name`;
    if (!name) errors.push(required(at));
    else if (name.length > 253 || !SYSCTL_NAME.test(name))
      errors.push(invalid(at, name, `must have at most 253 characters and match regex ${SYSCTL}`));
    else if (seen.has(name)) errors.push(duplicate(at, name));
    const dotted = name.replaceAll('/', '.');
    if (spec.hostNetwork && dotted.startsWith('net.'))
      errors.push(invalid(at, name, "may not be specified when 'hostNetwork' is true"));
    else if (spec.hostIPC && (dotted.startsWith('kernel.shm') || /^(kernel\.(msg|sem)|fs\.mqueue\.)/.test(dotted)))
      errors.push(invalid(at, name, "may not be specified when 'hostIPC' is true"));
    seen.add(name);
  }
}

/** A Pod with its own users shares no other namespace of the host. */
export function validateHostUsers(spec: PodSpec, path: string, errors: FieldError[]): void {
  if (spec.hostUsers !== false) return;
  const text = 'when `hostUsers` is false';
  if (spec.hostNetwork) errors.push(forbiddenField(`${path}.hostNetwork`, text));
  if (spec.hostPID) errors.push(forbiddenField(`${path}.HostPID`, text));
  if (spec.hostIPC) errors.push(forbiddenField(`${path}.HostIPC`, text));
  visitContainers(spec, path, ({ volumeDevices }, at) => {
    if (volumeDevices?.length) errors.push(forbiddenField(`${at}.volumeDevices`, text));
  });
}
