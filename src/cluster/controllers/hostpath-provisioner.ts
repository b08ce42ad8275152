/**
 * The studio's storage provisioner, as minikube's (k8s.io/minikube-hostpath, on sig-storage-lib-external-provisioner):
 * a claim of its class gets a directory of a node as its volume, and loses it with the volume.
 */
import { isStatusError } from '../../api/status.ts';
import type { Scope } from '../runtime/component.ts';
import { createEventRecorder } from '../runtime/events.ts';
import type { InformerFactory } from '../runtime/informer-factory.ts';
import { keyOf } from '../runtime/keys.ts';
import { PERSISTENT_VOLUMES, PERSISTENT_VOLUME_CLAIMS, STORAGE_CLASSES } from '../runtime/resources.ts';
import { type Session, type Verbs, openSession } from '../runtime/verbs.ts';
import { createWorkQueue } from '../runtime/work-queue.ts';
import {
  type Claim,
  PROVISIONED_BY,
  SELECTED_NODE,
  STORAGE_PROVISIONER,
  type StorageClass,
  type Volume,
  classNameOf,
} from '../runtime/volume-types.ts';

export const HOSTPATH_PROVISIONER = 'k8s.io/minikube-hostpath';
const ROOT = '/tmp/hostpath-provisioner';
/** ms that making a directory and its object takes. */
const WORK = 300;

export interface ProvisionerEnvironment {
  verbs: Verbs;
  informers: InformerFactory;
}

/** One life of the provisioner, as a component runs it. */
export function runHostPathProvisioner({ verbs, informers }: ProvisionerEnvironment, scope: Scope): void {
  const session = openSession(verbs, {
    user: 'system:serviceaccount:kube-system:storage-provisioner',
    groups: ['system:masters', 'system:serviceaccounts', 'system:authenticated'],
    userAgent: 'storage-provisioner',
  });
  const events = createEventRecorder(session, scope.clock, { component: HOSTPATH_PROVISIONER });
  const classes = informers.for<StorageClass>(STORAGE_CLASSES);
  const claims = informers.for<Claim>(PERSISTENT_VOLUME_CLAIMS);
  const provision = (claim: Claim): void => {
    const given = classes.getByKey(classNameOf(claim));
    if (!given || !isWaiting(claim, given)) return;
    const record = (reason: string, text: string): void =>
      events.record(PERSISTENT_VOLUME_CLAIMS, claim, 'Normal', reason, text);
    record('Provisioning', `External provisioner is provisioning volume for claim ${JSON.stringify(keyOf(claim))}`);
    const volume = volumeFor(claim, given);
    try {
      session.create<object>(PERSISTENT_VOLUMES, undefined, volume);
    } catch (error) {
      if (!isStatusError(error, 'AlreadyExists')) throw error;
    }
    record('ProvisioningSucceeded', `Successfully provisioned volume ${volume.metadata?.name ?? ''}`);
  };
  const queue = createWorkQueue(scope.clock, (key) => {
    const claim = claims.getByKey(key);
    if (claim && !scope.signal.aborted) provision(claim);
  });
  const seen = (claim: Claim): void => {
    if (claim.spec?.volumeName || claim.metadata?.annotations?.[STORAGE_PROVISIONER] !== HOSTPATH_PROVISIONER) return;
    scope.clock.after(WORK, () => queue.add(keyOf(claim)));
  };
  const released = (volume: Volume): void => removeReleased(session, volume);
  scope.onStop(claims.subscribe({ add: seen, update: seen }));
  scope.onStop(informers.for<Volume>(PERSISTENT_VOLUMES).subscribe({ add: released, update: released }));
}

function isWaiting({ metadata, spec }: Claim, { provisioner, volumeBindingMode }: StorageClass): boolean {
  if (metadata?.deletionTimestamp || spec?.volumeName || provisioner !== HOSTPATH_PROVISIONER) return false;
  return volumeBindingMode !== 'WaitForFirstConsumer' || metadata?.annotations?.[SELECTED_NODE] !== undefined;
}

function volumeFor(claim: Claim, { reclaimPolicy = 'Delete' }: StorageClass): Volume {
  const { name = '', namespace = '', uid = '', resourceVersion = '' } = claim.metadata ?? {};
  const { accessModes = [], resources, volumeMode = 'Filesystem' } = claim.spec ?? {};
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name: `pvc-${uid}`,
      annotations: { hostPathProvisionerIdentity: uid, [PROVISIONED_BY]: HOSTPATH_PROVISIONER },
    },
    spec: {
      accessModes,
      capacity: { storage: resources?.requests?.['storage'] ?? '1Gi' },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid, resourceVersion },
      hostPath: { path: `${ROOT}/${namespace}/${name}` },
      persistentVolumeReclaimPolicy: reclaimPolicy,
      storageClassName: classNameOf(claim),
      volumeMode,
    },
  };
}

function removeReleased(session: Session, { metadata, spec, status }: Volume): void {
  if (status?.phase !== 'Released' || spec?.persistentVolumeReclaimPolicy !== 'Delete') return;
  if (metadata?.annotations?.[PROVISIONED_BY] !== HOSTPATH_PROVISIONER || metadata.deletionTimestamp) return;
  try {
    session.delete(PERSISTENT_VOLUMES, undefined, metadata.name ?? '');
  } catch (error) {
    if (!isStatusError(error, 'NotFound')) throw error;
  }
}
