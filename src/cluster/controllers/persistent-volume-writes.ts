/** The writes of the volume binder (pkg/controller/volume/persistentvolume/pv_controller.go): each does nothing when nothing would change. */
import { dequal } from 'dequal';
import type { KubeObject } from '../../api/object.ts';
import { PERSISTENT_VOLUMES, PERSISTENT_VOLUME_CLAIMS } from '../runtime/resources.ts';
import type { Session } from '../runtime/verbs.ts';
import { BIND_COMPLETED, BOUND_BY_CONTROLLER, type Claim, type Volume, isBoundTo } from '../runtime/volume-types.ts';

function annotated<T extends KubeObject>(object: T, annotations: Record<string, string>): T {
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, annotations: { ...metadata?.annotations, ...annotations } } };
}

export function annotateClaim(session: Session, claim: Claim, annotations: Record<string, string>): Claim {
  const next = annotated(claim, annotations);
  if (dequal(next.metadata?.annotations, claim.metadata?.annotations)) return claim;
  return session.update<Claim>(PERSISTENT_VOLUME_CLAIMS, next);
}

export function setVolumePhase(session: Session, volume: Volume, phase: string, message = ''): Volume {
  if (volume.status?.phase === phase && (volume.status.message ?? '') === message) return volume;
  const { message: _m, reason: _r, ...status } = volume.status ?? {};
  const next = { ...volume, status: { ...status, phase, ...(message ? { message } : {}) } };
  return session.update<Volume>(PERSISTENT_VOLUMES, next, 'status');
}

/** The claim's status as the volume makes it; only the phase when there is none. */
export function setClaimStatus(session: Session, claim: Claim, phase: string, volume?: Volume): Claim {
  const { accessModes: _a, capacity, ...rest } = claim.status ?? {};
  const status: NonNullable<Claim['status']> = { ...rest, phase };
  if (volume) {
    status.accessModes = [...(volume.spec?.accessModes ?? [])];
    // A grown claim keeps the size that the resizer wrote.
    status.capacity = claim.status?.phase === phase && capacity ? capacity : { ...volume.spec?.capacity };
  }
  if (dequal(status, claim.status)) return claim;
  return session.update<Claim>(PERSISTENT_VOLUME_CLAIMS, { ...claim, status }, 'status');
}

/** Both point at one another and say Bound. */
export function bind(session: Session, volume: Volume, claim: Claim): void {
  const bound = setVolumePhase(session, claimVolume(session, volume, claim), 'Bound');
  setClaimStatus(session, takeVolume(session, claim, bound), 'Bound', bound);
}

function claimVolume(session: Session, volume: Volume, claim: Claim): Volume {
  const { name, namespace, uid, resourceVersion } = claim.metadata ?? {};
  if (isBoundTo(volume, claim) && volume.spec?.claimRef?.uid === uid) return volume;
  const claimRef = {
    kind: 'PersistentVolumeClaim',
    namespace,
    name,
    uid,
    apiVersion: 'v1',
    resourceVersion,
  } as NonNullable<NonNullable<Volume['spec']>['claimRef']>;
  const chosen = volume.spec?.claimRef ? volume : annotated(volume, { [BOUND_BY_CONTROLLER]: 'yes' });
  return session.update<Volume>(PERSISTENT_VOLUMES, { ...chosen, spec: { ...volume.spec, claimRef } });
}

function takeVolume(session: Session, claim: Claim, volume: Volume): Claim {
  const name = volume.metadata?.name ?? '';
  const taken = claim.spec?.volumeName === name;
  if (taken && claim.metadata?.annotations?.[BIND_COMPLETED]) return claim;
  const annotations = { [BIND_COMPLETED]: 'yes', ...(taken ? {} : { [BOUND_BY_CONTROLLER]: 'yes' }) };
  const next = annotated(claim, annotations);
  return session.update<Claim>(PERSISTENT_VOLUME_CLAIMS, { ...next, spec: { ...claim.spec, volumeName: name } });
}

/** Takes back what the binder wrote into a volume; what a person wrote stays. */
export function unbind(session: Session, volume: Volume): void {
  const { claimRef, ...spec } = volume.spec ?? {};
  const ours = volume.metadata?.annotations?.[BOUND_BY_CONTROLLER] !== undefined;
  const { [BOUND_BY_CONTROLLER]: _, ...annotations } = volume.metadata?.annotations ?? {};
  const { uid: _u, resourceVersion: _r, ...reference } = claimRef ?? {};
  const next: Volume = {
    ...volume,
    metadata: { ...volume.metadata, annotations },
    spec: ours || !claimRef ? spec : { ...spec, claimRef: reference },
  };
  setVolumePhase(session, session.update<Volume>(PERSISTENT_VOLUMES, next), 'Available');
}
