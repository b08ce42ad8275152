/** DefaultStorageClass (plugin/pkg/admission/storage/storageclass/setdefault/admission.go). */
import { tableOf } from '../core.ts';
import { defaultClass } from './default-class.ts';
import type { AdmissionPlugin } from './plugin.ts';

const BETA = 'volume.beta.kubernetes.io/storage-class';
const MARKS = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'];

export const defaultStorageClass: AdmissionPlugin = {
  name: 'DefaultStorageClass',
  admit({ operation, strategy, subresource, object }, core) {
    if (operation !== 'CREATE' || subresource || tableOf(strategy) !== 'persistentvolumeclaims' || !object) return;
    const spec = (object['spec'] ?? {}) as { storageClassName?: string };
    if (spec.storageClassName !== undefined || object.metadata?.annotations?.[BETA] !== undefined) return;
    const name = defaultClass(core, 'storageclasses.storage.k8s.io', MARKS);
    if (name !== undefined) object['spec'] = { ...spec, storageClassName: name };
  },
};
