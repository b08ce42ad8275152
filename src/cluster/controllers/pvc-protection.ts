/** PVC protection (pkg/controller/volume/pvcprotection/pvc_protection_controller.go): a claim goes when no scheduled Pod uses it. */
import type { Pod } from 'kubernetes-types/core/v1';
import { defineController } from '../runtime/define-controller.ts';
import { keyOf } from '../runtime/keys.ts';
import { PERSISTENT_VOLUME_CLAIMS, PODS } from '../runtime/resources.ts';
import { byClaim } from './pods-by-claim.ts';
import type { Claim } from '../runtime/volume-types.ts';

const FINALIZER = 'kubernetes.io/pvc-protection';

export const pvcProtectionController = defineController({
  name: 'pvc-protection-controller',
  start({ session, queue, watch }) {
    const check = (claim: Claim): void => {
      if (claim.metadata?.deletionTimestamp && claim.metadata.finalizers?.includes(FINALIZER)) queue.add(keyOf(claim));
    };
    const claims = watch<Claim>(PERSISTENT_VOLUME_CLAIMS, { add: check, update: check });
    const pods = watch<Pod>(PODS, {
      delete(pod) {
        for (const key of byClaim(pod)) queue.add(key);
      },
    });
    return (key) => {
      const claim = claims.getByKey(key);
      const finalizers = claim?.metadata?.finalizers ?? [];
      if (!claim?.metadata?.deletionTimestamp || !finalizers.includes(FINALIZER)) return;
      // What is not scheduled will not be started on a claim that goes.
      for (const pod of pods.byIndex(byClaim, key)) if (pod.spec?.nodeName) return;
      const metadata = { ...claim.metadata, finalizers: finalizers.filter((one) => one !== FINALIZER) };
      session.update(PERSISTENT_VOLUME_CLAIMS, { ...claim, metadata });
    };
  },
});
