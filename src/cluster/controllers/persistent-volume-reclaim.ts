/** What becomes of a volume whose claim is gone (pv_controller.go reclaimVolume). */
import { isStatusError } from '../../api/status.ts';
import type { ControllerContext } from '../runtime/define-controller.ts';
import { PERSISTENT_VOLUMES } from '../runtime/resources.ts';
import { setVolumePhase, unbind } from './persistent-volume-writes.ts';
import { PROVISIONED_BY, type Volume } from '../runtime/volume-types.ts';

export function reclaim(context: ControllerContext, volume: Volume): void {
  const policy = volume.spec?.persistentVolumeReclaimPolicy;
  if (policy === 'Recycle') recycle(context, volume);
  // Who provisioned it from outside takes it away as well.
  else if (policy === 'Delete' && !volume.metadata?.annotations?.[PROVISIONED_BY]) remove(context, volume);
}

/** Simplified: the scrubbing Pod is not run; the volume is free again at once. */
function recycle({ session, events }: ControllerContext, volume: Volume): void {
  if (!volume.spec?.hostPath && !volume.spec?.['nfs']) {
    const why = 'No recycler plugin found for the volume!';
    setVolumePhase(session, volume, 'Failed', why);
    events.record(PERSISTENT_VOLUMES, volume, 'Warning', 'VolumeFailedRecycle', why);
    return;
  }
  events.record(PERSISTENT_VOLUMES, volume, 'Normal', 'VolumeRecycled', 'Volume recycled');
  unbind(session, volume);
}

function remove({ session, events }: ControllerContext, volume: Volume): void {
  const name = volume.metadata?.name ?? '';
  const path = volume.spec?.hostPath?.path;
  let why = '';
  if (path === undefined)
    why = `error getting deleter volume plugin for volume ${JSON.stringify(name)}: no deletable volume plugin matched`;
  else if (!/^\/tmp\/.+/.test(path)) why = `host_path deleter only supports /tmp/.+ but received provided ${path}`;
  if (why !== '') {
    setVolumePhase(session, volume, 'Failed', why);
    if (volume.status?.phase !== 'Failed')
      events.record(PERSISTENT_VOLUMES, volume, 'Warning', 'VolumeFailedDelete', why);
    return;
  }
  try {
    session.delete(PERSISTENT_VOLUMES, undefined, name);
  } catch (error) {
    if (!isStatusError(error, 'NotFound')) throw error;
  }
}
