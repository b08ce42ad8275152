/** PersistentVolumeClaimResize (plugin/pkg/admission/storage/persistentvolume/resize/admission.go). */
import type { PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../../api/object.ts';
import { compareQuantity, parseQuantity } from '../../../api/quantity.ts';
import { forbidden } from '../../../api/status-errors.ts';
import { type Core, tableOf } from '../core.ts';
import type { AdmissionPlugin } from './plugin.ts';

const BETA = 'volume.beta.kubernetes.io/storage-class';

function sizeOf(object: KubeObject): NonNullable<ReturnType<typeof parseQuantity>> {
  const claim = object as unknown as PersistentVolumeClaim;
  return parseQuantity(claim.spec?.resources?.requests?.['storage'] ?? '0') ?? { nano: 0n, format: 'DecimalSI' };
}

function classOf(object: KubeObject): string {
  const spec = object['spec'] as { storageClassName?: string } | undefined;
  return object.metadata?.annotations?.[BETA] ?? spec?.storageClassName ?? '';
}

function mayResize(object: KubeObject, old: KubeObject, core: Core): boolean {
  const name = classOf(object);
  if (name === '' || name !== classOf(old)) return false;
  return core.store.get('storageclasses.storage.k8s.io', undefined, name)?.['allowVolumeExpansion'] === true;
}

export const persistentVolumeClaimResize: AdmissionPlugin = {
  name: 'PersistentVolumeClaimResize',
  validate({ operation, strategy, subresource, object, old, name }, core) {
    if (operation !== 'UPDATE' || subresource || !object || !old) return;
    if (tableOf(strategy) !== 'persistentvolumeclaims' || compareQuantity(sizeOf(object), sizeOf(old)) <= 0) return;
    if ((old['status'] as { phase?: string } | undefined)?.phase !== 'Bound')
      throw forbidden(strategy.info, name, 'Only bound persistent volume claims can be expanded');
    if (!mayResize(object, old, core)) {
      const why =
        'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize';
      throw forbidden(strategy.info, name, why);
    }
  },
};
