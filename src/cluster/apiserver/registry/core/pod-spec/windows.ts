/** What Windows Pods may and may not say (pkg/apis/core/validation/validation.go validateWindows…, validateOS, validateLinux). */
import type { PodSpec, SecurityContext, WindowsSecurityContextOptions } from 'kubernetes-types/core/v1';
import {
  type FieldError,
  forbiddenField,
  invalid,
  invalids,
  notSupported,
  required,
} from '../../../../../api/field-errors.ts';
import { isDNS1123Subdomain } from '../../../../../api/names.ts';
import { visitContainers } from './visit.ts';

const NOT_ON_WINDOWS = 'cannot be set for a windows pod';
const NOT_ON_LINUX = 'windows options cannot be set for a linux pod';
const MAX_SPEC = 64 * 1024;
const NETBIOS = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const DOMAIN = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

export function validateWindowsOptions(options: WindowsSecurityContextOptions, at: string, errors: FieldError[]): void {
  const { gmsaCredentialSpecName: name, gmsaCredentialSpec: spec, runAsUserName: user } = options;
  if (name !== undefined) errors.push(...invalids(`${at}.gmsaCredentialSpecName`, name, isDNS1123Subdomain(name)));
  if (spec === '')
    errors.push(invalid(`${at}.gmsaCredentialSpec`, spec, 'gmsaCredentialSpec cannot be an empty string'));
  else if (spec !== undefined && spec.length > MAX_SPEC)
    errors.push(invalid(`${at}.gmsaCredentialSpec`, spec, 'gmsaCredentialSpec size must be under 64 KiB'));
  if (user !== undefined) errors.push(...invalids(`${at}.runAsUserName`, user, userNameFaults(user)));
}

function userNameFaults(name: string): string[] {
  if (name === '') return ['runAsUserName cannot be an empty string'];
  if (/\p{Cc}/u.test(name)) return ['runAsUserName cannot contain control characters'];
  const parts = name.split('\\');
  if (parts.length > 2) return ['runAsUserName cannot contain more than one backslash'];
  const user = parts.at(-1)!;
  const domain = parts.length === 2 ? parts[0]! : undefined;
  const faults: string[] = [];
  if (domain !== undefined && domain.length >= 256)
    faults.push("runAsUserName's Domain length must be under 256 characters");
  if (domain !== undefined && !NETBIOS.test(domain) && !DOMAIN.test(domain))
    faults.push("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
  if (user === '') faults.push("runAsUserName's User cannot be empty");
  else if (user.length > 104) faults.push("runAsUserName's User length must not be longer than 104 characters");
  if (/^[. ]+$/.test(user)) faults.push("runAsUserName's User cannot contain only periods or spaces");
  if (/["/\\:;|=,+*?<>@[\]]/.test(user))
    faults.push('runAsUserName\'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]');
  return faults;
}

/** HostProcess containers: all or none, and on the host's network. */
export function validateHostProcess(spec: PodSpec, path: string, errors: FieldError[]): void {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
  let all = 0;
  let onHost = 0;
  visitContainers(spec, path, ({ securityContext }, at) => {
    all++;
    const own = securityContext?.windowsOptions?.hostProcess;
    if (ofPod !== undefined && own !== undefined && own !== ofPod) {
      const text = `pod hostProcess value must be identical if both are specified, was ${ofPod}`;
      errors.push(invalid(`${at}.securityContext.windowsOptions.hostProcess`, own, text));
    }
    if (own ?? ofPod) onHost++;
  });
  if (onHost === 0) return;
  if (onHost !== all)
    errors.push(
      invalid(
        path,
        '',
        'If pod contains any hostProcess containers then all containers must be HostProcess containers',
      ),
    );
  if (!spec.hostNetwork)
    errors.push(
      invalid(`${path}.hostNetwork`, false, 'hostNetwork must be true if pod contains any hostProcess containers'),
    );
}

export function validateOS(spec: PodSpec, path: string, errors: FieldError[]): void {
  if (!spec.os) return;
  const { name } = spec.os;
  if (!name) errors.push(required(`${path}.os.name`));
  else if (name === 'linux') validateLinux(spec, path, errors);
  else if (name === 'windows') validateWindows(spec, path, errors);
  else errors.push(notSupported(`${path}.os`, name, ['linux', 'windows']));
}

function validateLinux(spec: PodSpec, path: string, errors: FieldError[]): void {
  const refuse = (context: { windowsOptions?: unknown } | undefined, at: string): void => {
    if (context?.windowsOptions) errors.push(forbiddenField(`${at}.securityContext.windowsOptions`, NOT_ON_LINUX));
  };
  refuse(spec.securityContext, path);
  visitContainers(spec, path, ({ securityContext }, at) => refuse(securityContext, at));
}

const POD_FIELDS = [
  'securityContext.appArmorProfile',
  'securityContext.seLinuxOptions',
  'hostUsers',
  'hostPID',
  'hostIPC',
  'securityContext.seccompProfile',
  'securityContext.fsGroup',
  'securityContext.fsGroupChangePolicy',
  'securityContext.sysctls',
  'shareProcessNamespace',
  'securityContext.runAsUser',
  'securityContext.runAsGroup',
  'securityContext.supplementalGroups',
  'securityContext.supplementalGroupsPolicy',
  'securityContext.seLinuxChangePolicy',
];

const CONTAINER_FIELDS: readonly (keyof SecurityContext)[] = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
];

function validateWindows(spec: PodSpec, path: string, errors: FieldError[]): void {
  const fields = spec as unknown as Record<string, unknown>;
  const context = (spec.securityContext ?? {}) as unknown as Record<string, unknown>;
  for (const name of POD_FIELDS) {
    const [first = '', second] = name.split('.');
    const value = second === undefined ? fields[first] : context[second];
    // A plain false is no different from nothing for these two.
    if (value === undefined || ((name === 'hostPID' || name === 'hostIPC') && value === false)) continue;
    errors.push(forbiddenField(`${path}.${name}`, NOT_ON_WINDOWS));
  }
  visitContainers(spec, path, ({ securityContext }, at) => {
    for (const name of CONTAINER_FIELDS)
      if (securityContext?.[name] !== undefined)
        errors.push(forbiddenField(`${at}.securityContext.${name}`, NOT_ON_WINDOWS));
  });
}
