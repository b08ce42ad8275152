/** PV protection (pkg/controller/volume/pvprotection/pv_protection_controller.go): a volume goes when it is bound to nothing. */
import { defineController } from '../runtime/define-controller.ts';
import { keyOf } from '../runtime/keys.ts';
import { PERSISTENT_VOLUMES } from '../runtime/resources.ts';
import type { Volume } from '../runtime/volume-types.ts';

const FINALIZER = 'kubernetes.io/pv-protection';

export const pvProtectionController = defineController({
  name: 'pv-protection-controller',
  start({ session, queue, watch }) {
    const check = (volume: Volume): void => {
      if (volume.metadata?.deletionTimestamp && volume.metadata.finalizers?.includes(FINALIZER))
        queue.add(keyOf(volume));
    };
    const volumes = watch<Volume>(PERSISTENT_VOLUMES, { add: check, update: check });
    return (key) => {
      const volume = volumes.getByKey(key);
      const finalizers = volume?.metadata?.finalizers ?? [];
      if (!volume?.metadata?.deletionTimestamp || !finalizers.includes(FINALIZER)) return;
      if (volume.status?.phase === 'Bound') return;
      const metadata = { ...volume.metadata, finalizers: finalizers.filter((one) => one !== FINALIZER) };
      session.update(PERSISTENT_VOLUMES, { ...volume, metadata });
    };
  },
});
