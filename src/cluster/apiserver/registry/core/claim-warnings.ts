/** What is worth a word in volumes and claims (pkg/api/persistentvolume/util.go, pkg/api/persistentvolumeclaim/util.go). */
import type { KubeObject } from '../../../../api/object.ts';
import { canonicalQuantity, parseQuantity } from '../../../../api/quantity.ts';

type Warn = (message: string) => void;

const CLASS = 'volume.beta.kubernetes.io/storage-class';
export const MOUNT_OPTIONS = 'volume.beta.kubernetes.io/mount-options';

interface Sizes {
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
}

export function warnOfClaim(object: KubeObject, warn: Warn): void {
  warnOfClass(object, warn);
  warnOfClaimSpec((object['spec'] ?? {}) as Sizes, 'spec', warn);
}

/** `path`: of the spec. */
export function warnOfClaimSpec({ resources }: Sizes, path: string, warn: Warn): void {
  for (const list of ['requests', 'limits'] as const)
    warnOfFraction(resources?.[list]?.['storage'], `${path}.resources.${list}[storage]`, warn);
}

function warnOfClass({ metadata }: KubeObject, warn: Warn): void {
  if (metadata?.annotations?.[CLASS] === undefined) return;
  warn(`metadata.annotations[${CLASS}]: deprecated since v1.8; use "storageClassName" attribute instead`);
}

function warnOfFraction(text: string | undefined, at: string, warn: Warn): void {
  const value = text === undefined ? undefined : parseQuantity(text);
  if (!value || value.nano % 1_000_000_000n === 0n) return;
  warn(`${at}: fractional byte value ${JSON.stringify(canonicalQuantity(text!))} is invalid, must be an integer`);
}

const DEPRECATED: Readonly<Record<string, string>> = {
  photonPersistentDisk: 'deprecated in v1.11, non-functional in v1.16+',
  scaleIO: 'deprecated in v1.16, non-functional in v1.22+',
  flocker: 'deprecated in v1.22, non-functional in v1.25+',
  quobyte: 'deprecated in v1.22, non-functional in v1.25+',
  storageos: 'deprecated in v1.22, non-functional in v1.25+',
  glusterfs: 'deprecated in v1.25, non-functional in v1.26+',
  rbd: 'deprecated in v1.28, non-functional in v1.31+',
  cephfs: 'deprecated in v1.28, non-functional in v1.31+',
};

export function warnOfVolume(object: KubeObject, warn: Warn): void {
  const spec = (object['spec'] ?? {}) as Record<string, unknown>;
  warnOfClass(object, warn);
  if (object.metadata?.annotations?.[MOUNT_OPTIONS] !== undefined)
    warn(`metadata.annotations[${MOUNT_OPTIONS}]: deprecated since v1.31; use "mountOptions" attribute instead`);
  if (spec['persistentVolumeReclaimPolicy'] === 'Recycle')
    warn(
      'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
    );
  for (const [field, text] of Object.entries(DEPRECATED))
    if (spec[field] !== undefined) warn(`spec.${field === 'storageos' ? 'storageOS' : field}: ${text}`);
  const size = (spec['capacity'] as Record<string, string> | undefined)?.['storage'];
  warnOfFraction(size, 'spec.capacity[storage]', warn);
}
