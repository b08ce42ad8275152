/** Volumes of a Pod (pkg/apis/core/validation/validation.go ValidateVolumes, validateVolumeSource). */
import type { Volume } from 'kubernetes-types/core/v1';
import {
  type FieldError,
  duplicate,
  forbiddenField,
  invalid,
  invalids,
  required,
} from '../../../../../api/field-errors.ts';
import { isDNS1123Label, isDNS1123Subdomain } from '../../../../../api/names.ts';
import { VOLUME_SOURCES } from './volume-sources.ts';

/** Returns the volumes that containers may mount, by name. `podName` is known of Pods only, not of templates. */
export function validateVolumes(
  volumes: readonly Volume[] | undefined,
  podName: string | undefined,
  path: string,
  errors: FieldError[],
): ReadonlyMap<string, Volume> {
  const usable = new Map<string, Volume>();
  for (const [i, volume] of (volumes ?? []).entries()) {
    const at = `${path}[${i}]`;
    const name = volume.name ?? '';
    const before = errors.length;
    validateSource(volume, podName, at, errors);
    if (!name) errors.push(required(`${at}.name`));
    else errors.push(...invalids(`${at}.name`, name, isDNS1123Label(name)));
    if (usable.has(name)) errors.push(duplicate(`${at}.name`, name));
    if (errors.length === before) usable.set(name, volume);
    const claim = volume.persistentVolumeClaim?.claimName;
    if (claim && podName && volumes?.some((one) => one.ephemeral && `${podName}-${one.name}` === claim))
      errors.push(
        invalid(
          `${at}.persistentVolumeClaim.claimName`,
          claim,
          'must not reference a PVC that gets created for an ephemeral volume',
        ),
      );
  }
  return usable;
}

/** Exactly one source; the first in upstream's order is looked at, all others are one too many. */
function validateSource(volume: Volume, podName: string | undefined, at: string, errors: FieldError[]): void {
  const fields = volume as unknown as Record<string, unknown>;
  let found = false;
  for (const { field, shownAs, check } of VOLUME_SOURCES) {
    const source = fields[field];
    if (source === undefined || source === null) continue;
    if (found) errors.push(forbiddenField(`${at}.${shownAs ?? field}`, 'may not specify more than 1 volume type'));
    else check(source as never, at, errors);
    const initiator = (source as { initiatorName?: string; targetPortal?: string }).initiatorName;
    if (field === 'iscsi' && initiator !== undefined) validatePortalLength(volume, at, errors);
    if (field === 'ephemeral' && !found && podName && volume.name) validateClaimName(podName, volume.name, at, errors);
    found = true;
  }
  if (!found) errors.push(required(at, 'must specify a volume type'));
}

function validatePortalLength({ name, iscsi }: Volume, at: string, errors: FieldError[]): void {
  if (`${name}:${iscsi?.targetPortal}`.length <= 64) return;
  const text =
    'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';
  errors.push(invalid(`${at}.name`, name, text));
}

/** The claim that will be made for the volume has a name too. */
function validateClaimName(podName: string, volume: string, at: string, errors: FieldError[]): void {
  const claim = `${podName}-${volume}`;
  for (const text of isDNS1123Subdomain(claim))
    errors.push(invalid(`${at}.name`, volume, `PVC name ${JSON.stringify(claim)}: ${text}`));
}
