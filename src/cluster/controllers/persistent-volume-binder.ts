/** The volume binder (pkg/controller/volume/persistentvolume/pv_controller.go): claims get volumes, volumes lose them. */
import type { Pod } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../api/object.ts';
import { type ControllerContext, defineController } from '../runtime/define-controller.ts';
import type { Informer } from '../runtime/informer.ts';
import { keyFor, keyOf } from '../runtime/keys.ts';
import { PERSISTENT_VOLUMES, PERSISTENT_VOLUME_CLAIMS, PODS, STORAGE_CLASSES } from '../runtime/resources.ts';
import { findMatch, mismatch } from '../runtime/volume-match.ts';
import { reclaim } from './persistent-volume-reclaim.ts';
import { annotateClaim, bind, setClaimStatus, setVolumePhase, unbind } from './persistent-volume-writes.ts';
import { byClaim } from './pods-by-claim.ts';
import {
  BETA_STORAGE_PROVISIONER,
  BIND_COMPLETED,
  BOUND_BY_CONTROLLER,
  type Claim,
  PROVISIONED_BY,
  SELECTED_NODE,
  STORAGE_PROVISIONER,
  type StorageClass,
  type Volume,
  classNameOf,
  isBoundTo,
} from '../runtime/volume-types.ts';

/** What is not bound is looked at again this often, ms. */
const RESYNC = 15_000;
const VOLUME = 'volume:';

/** In-tree names and the drivers they stand for (csi-translation-lib). */
const MIGRATED: Readonly<Record<string, string>> = {
  'kubernetes.io/aws-ebs': 'ebs.csi.aws.com',
  'kubernetes.io/azure-disk': 'disk.csi.azure.com',
  'kubernetes.io/azure-file': 'file.csi.azure.com',
  'kubernetes.io/cinder': 'cinder.csi.openstack.org',
  'kubernetes.io/gce-pd': 'pd.csi.storage.gke.io',
  'kubernetes.io/portworx-volume': 'pxd.portworx.com',
  'kubernetes.io/vsphere-volume': 'csi.vsphere.vmware.com',
};

interface Binder extends ControllerContext {
  claims: Informer<Claim>;
  volumes: Informer<Volume>;
  classes: Informer<StorageClass>;
  pods: Informer<Pod>;
}

export const persistentVolumeBinder = defineController({
  name: 'persistentvolume-controller',
  serviceAccount: 'persistent-volume-binder',
  start(context) {
    const { queue } = context;
    const claimed = (claim: Claim): void => queue.add(keyOf(claim));
    const claims = context.watch<Claim>(PERSISTENT_VOLUME_CLAIMS, {
      add: claimed,
      update: claimed,
      delete(claim) {
        if (claim.spec?.volumeName) queue.add(VOLUME + claim.spec.volumeName);
      },
    });
    const changed = (volume: Volume): void => queue.add(VOLUME + (volume.metadata?.name ?? ''));
    const volumes = context.watch<Volume>(PERSISTENT_VOLUMES, {
      add: changed,
      update: changed,
      delete({ spec }) {
        if (spec?.claimRef?.name) queue.add(keyFor(spec.claimRef.namespace, spec.claimRef.name));
      },
    });
    const classes = context.lister<StorageClass>(STORAGE_CLASSES);
    const binder: Binder = { ...context, claims, volumes, classes, pods: context.lister<Pod & KubeObject>(PODS) };
    const resync = (): void => {
      for (const claim of claims.values()) if (claim.status?.phase !== 'Bound') claimed(claim);
      context.clock.after(RESYNC, resync);
    };
    context.clock.after(RESYNC, resync);
    return (key) => {
      if (key.startsWith(VOLUME)) {
        const volume = volumes.getByKey(key.slice(VOLUME.length));
        if (volume) syncVolume(binder, volume);
        return;
      }
      const claim = claims.getByKey(key);
      if (!claim) return;
      if (claim.metadata?.annotations?.[BIND_COMPLETED]) syncBoundClaim(binder, claim);
      else syncUnboundClaim(binder, claim);
    };
  },
});

function syncUnboundClaim(binder: Binder, claim: Claim): void {
  const { session, volumes, events } = binder;
  const wanted = claim.spec?.volumeName;
  if (!wanted) return findVolume(binder, claim);
  const volume = volumes.getByKey(wanted);
  if (!volume) return void setClaimStatus(session, claim, 'Pending');
  if (isBoundTo(volume, claim)) return bind(session, volume, claim);
  if (!volume.spec?.claimRef) {
    const why = mismatch(volume, claim);
    if (why === '') return bind(session, volume, claim);
    const text = `Cannot bind to requested volume ${JSON.stringify(wanted)}: ${why}`;
    events.record(PERSISTENT_VOLUME_CLAIMS, claim, 'Warning', 'VolumeMismatch', text);
  } else {
    const text = `volume ${JSON.stringify(wanted)} already bound to a different claim.`;
    events.record(PERSISTENT_VOLUME_CLAIMS, claim, 'Warning', 'FailedBinding', text);
  }
  setClaimStatus(session, claim, 'Pending');
}

/** Binding and provisioning wait for a Pod to be scheduled, and none has been. */
function isDelayed({ classes }: Binder, claim: Claim): boolean {
  if (claim.metadata?.annotations?.[SELECTED_NODE]) return false;
  return classes.getByKey(classNameOf(claim))?.volumeBindingMode === 'WaitForFirstConsumer';
}

function findVolume(binder: Binder, claim: Claim): void {
  const { session, events } = binder;
  const delayed = isDelayed(binder, claim);
  const volume = findMatch(binder.volumes.values(), claim, { delayed });
  if (volume) return bind(session, volume, claim);
  const record = (reason: string, text: string): void =>
    events.record(PERSISTENT_VOLUME_CLAIMS, claim, 'Normal', reason, text);
  if (delayed) tellDelayed(binder, claim, record);
  else if (classNameOf(claim) !== '') return provision(binder, claim);
  else record('FailedBinding', 'no persistent volumes available for this claim and no storage class is set');
  setClaimStatus(session, claim, 'Pending');
}

function tellDelayed({ pods }: Binder, claim: Claim, record: (reason: string, text: string) => void): void {
  const waiting = [...pods.byIndex(byClaim, keyOf(claim))].filter(({ spec }) => !spec?.nodeName);
  const names = waiting.map(({ metadata }) => metadata?.name ?? '').toSorted();
  if (names.length === 0) record('WaitForFirstConsumer', 'waiting for first consumer to be created before binding');
  else if (names.length === 1) record('WaitForPodScheduled', `waiting for pod ${names[0]} to be scheduled`);
  else record('WaitForPodScheduled', `waiting for pods ${names.join(',')} to be scheduled`);
}

function provision({ session, events, classes }: Binder, claim: Claim): void {
  const className = classNameOf(claim);
  const provisioner = classes.getByKey(className)?.provisioner;
  const fail = (why: string): void =>
    events.record(PERSISTENT_VOLUME_CLAIMS, claim, 'Warning', 'ProvisioningFailed', why);
  let pending = claim;
  if (provisioner === undefined) fail(`storageclass.storage.k8s.io ${JSON.stringify(className)} not found`);
  else if (provisioner.startsWith('kubernetes.io/') && !MIGRATED[provisioner])
    fail(`no volume plugin matched name: ${provisioner}`);
  else {
    const driver = MIGRATED[provisioner] ?? provisioner;
    pending = annotateClaim(session, claim, { [BETA_STORAGE_PROVISIONER]: driver, [STORAGE_PROVISIONER]: driver });
    const text = `Waiting for a volume to be created either by the external provisioner '${driver}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
    events.record(PERSISTENT_VOLUME_CLAIMS, pending, 'Normal', 'ExternalProvisioning', text);
  }
  setClaimStatus(session, pending, 'Pending');
}

function syncBoundClaim({ session, volumes, events }: Binder, claim: Claim): void {
  const lose = (reason: string, text: string): void => {
    if (claim.status?.phase === 'Lost') return;
    setClaimStatus(session, claim, 'Lost');
    events.record(PERSISTENT_VOLUME_CLAIMS, claim, 'Warning', reason, text);
  };
  const name = claim.spec?.volumeName;
  if (!name) {
    const text = 'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!';
    return lose('ClaimLost', text);
  }
  const volume = volumes.getByKey(name);
  if (!volume) return lose('ClaimLost', 'Bound claim has lost its PersistentVolume. Data on the volume is lost!');
  if (!volume.spec?.claimRef || isBoundTo(volume, claim)) return bind(session, volume, claim);
  const text = 'Two claims are bound to the same volume, this one is bound incorrectly';
  lose('ClaimMisbound', text);
}

function syncVolume(binder: Binder, volume: Volume): void {
  const { session, claims, queue } = binder;
  const ref = volume.spec?.claimRef;
  if (!ref?.uid) return void setVolumePhase(session, volume, 'Available');
  const key = keyFor(ref.namespace, ref.name ?? '');
  const found = claims.getByKey(key);
  const claim = found?.metadata?.uid === ref.uid ? found : undefined;
  if (!claim) {
    const ended = volume.status?.phase === 'Released' || volume.status?.phase === 'Failed';
    return reclaim(binder, ended ? volume : setVolumePhase(session, volume, 'Released'));
  }
  if (!claim.spec?.volumeName) return queue.add(key);
  if (claim.spec.volumeName === volume.metadata?.name) return void setVolumePhase(session, volume, 'Bound');
  const { annotations = {} } = volume.metadata ?? {};
  const ours = annotations[PROVISIONED_BY] && volume.spec?.persistentVolumeReclaimPolicy === 'Delete';
  if (ours) reclaim(binder, setVolumePhase(session, volume, 'Released'));
  else if (annotations[BOUND_BY_CONTROLLER]) unbind(session, volume);
}
