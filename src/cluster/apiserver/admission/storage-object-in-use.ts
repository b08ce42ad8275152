/** StorageObjectInUseProtection (plugin/pkg/admission/storage/storageobjectinuseprotection/admission.go): finalizers that keep volumes in use. */
import { tableOf } from '../core.ts';
import type { AdmissionPlugin } from './plugin.ts';

const FINALIZERS: Readonly<Record<string, string>> = {
  persistentvolumes: 'kubernetes.io/pv-protection',
  persistentvolumeclaims: 'kubernetes.io/pvc-protection',
  'volumeattributesclasses.storage.k8s.io': 'kubernetes.io/vac-protection',
};

export const storageObjectInUse: AdmissionPlugin = {
  name: 'StorageObjectInUseProtection',
  admit({ operation, strategy, subresource, object }) {
    if (operation !== 'CREATE' || subresource || !object) return;
    const finalizer = FINALIZERS[tableOf(strategy)];
    const finalizers = object.metadata?.finalizers ?? [];
    if (finalizer === undefined || finalizers.includes(finalizer)) return;
    object.metadata = { ...object.metadata, finalizers: [...finalizers, finalizer] };
  },
};
