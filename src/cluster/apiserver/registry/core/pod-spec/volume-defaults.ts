/** Defaults of volumes and of references to fields (pkg/apis/core/v1/defaults.go, zz_generated.defaults.go). */
import type {
  ObjectFieldSelector,
  ProjectedVolumeSource,
  ResourceFieldSelector,
  Volume,
} from 'kubernetes-types/core/v1';
import { canonicalQuantity } from '../../../../../api/quantity.ts';
import { canonicalResources } from './canonical-resources.ts';
import { hasLatestTag } from './image-tag.ts';

const FILE_MODE = 0o644;
const HOUR = 3600;

type Fields = Record<string, unknown>;

/** What a source of the old drivers is when it does not say. */
const SOURCE_DEFAULTS: Readonly<Record<string, Readonly<Fields>>> = {
  hostPath: { type: '' },
  secret: { defaultMode: FILE_MODE },
  configMap: { defaultMode: FILE_MODE },
  downwardAPI: { defaultMode: FILE_MODE },
  projected: { defaultMode: FILE_MODE },
  iscsi: { iscsiInterface: 'default' },
  rbd: { pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' },
  azureDisk: { cachingMode: 'ReadWrite', fsType: 'ext4', readOnly: false, kind: 'Shared' },
  scaleIO: { storageMode: 'ThinProvisioned', fsType: 'xfs' },
};

export function defaultVolume(volume: Volume): void {
  if (Object.isFrozen(volume)) return;
  const fields = volume as unknown as Record<string, Fields | undefined>;
  const kinds = Object.keys(volume).filter((key) => key !== 'name' && fields[key] !== undefined);
  if (kinds.length === 0) volume.emptyDir = {};
  for (const kind of kinds) {
    const source = fields[kind];
    if (!source || Object.isFrozen(source)) continue;
    const defaults = SOURCE_DEFAULTS[kind] ?? {};
    for (const name in defaults) if (source[name] === undefined) source[name] = defaults[name];
  }
  const { emptyDir, downwardAPI, projected, ephemeral } = volume;
  if (emptyDir?.sizeLimit !== undefined) emptyDir.sizeLimit = canonicalQuantity(emptyDir.sizeLimit);
  for (const item of downwardAPI?.items ?? []) defaultFieldRefs(item);
  if (projected) dropGated(projected);
  for (const { serviceAccountToken, downwardAPI: files } of projected?.sources ?? []) {
    if (serviceAccountToken && serviceAccountToken.expirationSeconds === undefined)
      serviceAccountToken.expirationSeconds = HOUR;
    for (const item of files?.items ?? []) defaultFieldRefs(item);
  }
  const claim = ephemeral?.volumeClaimTemplate?.spec;
  if (claim && !claim.volumeMode) claim.volumeMode = 'Filesystem';
  if (claim) canonicalResources(claim);
  const image = fields['image'];
  if (image && !image['pullPolicy'])
    image['pullPolicy'] = hasLatestTag(String(image['reference'] ?? '')) ? 'Always' : 'IfNotPresent';
}

/** Bundles and certificates are behind feature gates that are off; the source stays, with nothing in it. */
function dropGated(projected: ProjectedVolumeSource): void {
  if (Object.isFrozen(projected)) return;
  projected.sources ??= null as never;
  if (!projected.sources?.some((source) => 'clusterTrustBundle' in source || 'podCertificate' in source)) return;
  projected.sources = projected.sources.map((source) => {
    const { clusterTrustBundle: _c, podCertificate: _p, ...rest } = source as Fields;
    return rest;
  });
}

/** Of variables and files alike: the version of the field, the unit of the resource. */
export function defaultFieldRefs(from: {
  fieldRef?: ObjectFieldSelector;
  resourceFieldRef?: ResourceFieldSelector;
}): void {
  const { fieldRef, resourceFieldRef } = from;
  if (fieldRef && !fieldRef.apiVersion) fieldRef.apiVersion = 'v1';
  if (resourceFieldRef) resourceFieldRef.divisor = canonicalQuantity(resourceFieldRef.divisor ?? '0');
}
