/** Security contexts of containers (pkg/apis/core/validation/validation.go ValidateSecurityContext). */
import type { PodSpec, SecurityContext } from 'kubernetes-types/core/v1';
import { type FieldError, invalid, invalidJson, invalids, notSupported } from '../../../../../api/field-errors.ts';
import { internalJson } from './internal-structs.ts';
import { isValidID } from '../../../../../api/names.ts';
import { validateAppArmor, validateSeccomp } from './seccomp.ts';
import { validateWindowsOptions } from './windows.ts';

const PROC_MOUNTS = ['Default', 'Unmasked'];

export function validateContainerSecurity(
  context: SecurityContext,
  spec: PodSpec,
  at: string,
  errors: FieldError[],
): void {
  const { runAsUser, runAsGroup, procMount, seccompProfile, windowsOptions, appArmorProfile } = context;
  if (runAsUser !== undefined) errors.push(...invalids(`${at}.runAsUser`, runAsUser, isValidID(runAsUser)));
  if (runAsGroup !== undefined) errors.push(...invalids(`${at}.runAsGroup`, runAsGroup, isValidID(runAsGroup)));
  if (procMount !== undefined) {
    if (!PROC_MOUNTS.includes(procMount)) errors.push(notSupported(`${at}.procMount`, procMount, PROC_MOUNTS));
    if (procMount === 'Unmasked' && spec.hostUsers !== false)
      errors.push(invalid(`${at}.procMount`, procMount, '`hostUsers` must be false to use `Unmasked`'));
  }
  if (seccompProfile) validateSeccomp(seccompProfile, `${at}.seccompProfile`, errors);
  if (context.allowPrivilegeEscalation === false) validateEscalation(context, at, errors);
  if (windowsOptions) validateWindowsOptions(windowsOptions, `${at}.windowsOptions`, errors);
  if (appArmorProfile) validateAppArmor(appArmorProfile, `${at}.appArmorProfile`, errors);
}

function validateEscalation(context: SecurityContext, at: string, errors: FieldError[]): void {
  const refuse = (what: string): void =>
    void errors.push(
      invalidJson(
        at,
        internalJson('SecurityContext', context),
        `cannot set \`allowPrivilegeEscalation\` to false and ${what}`,
      ),
    );
  if (context.privileged) refuse('`privileged` to true');
  for (const capability of context.capabilities?.add ?? [])
    if (capability === 'CAP_SYS_ADMIN') refuse('`capabilities.Add` CAP_SYS_ADMIN');
}
