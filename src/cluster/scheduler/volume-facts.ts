/** Claims and volumes as the scheduler sees them, and what it writes so that they get bound (pkg/scheduler/framework/plugins/volumebinding/binder.go). */
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { quantityValue } from '../../api/quantity.ts';
import { isStatusError } from '../../api/status.ts';
import { matchesNodeSelector } from '../runtime/node-affinity.ts';
import { PERSISTENT_VOLUMES, PERSISTENT_VOLUME_CLAIMS } from '../runtime/resources.ts';
import type { Session } from '../runtime/verbs.ts';
import { findMatch } from '../runtime/volume-match.ts';
import {
  BIND_COMPLETED,
  BOUND_BY_CONTROLLER,
  type Claim,
  SELECTED_NODE,
  type StorageClass,
  type Volume,
} from '../runtime/volume-types.ts';

export interface VolumeFacts {
  claim(namespace: string | undefined, name: string): Claim | undefined;
  volume(name: string): Volume | undefined;
  volumes(): Iterable<Volume>;
  storageClass(name: string): StorageClass | undefined;
}

/** The names of the claims a Pod mounts; `made` for those that a controller makes for it. */
export function claimsOf({ metadata, spec }: Pod): { name: string; made: boolean }[] {
  return (spec?.volumes ?? []).flatMap<{ name: string; made: boolean }>(
    ({ name, persistentVolumeClaim: claim, ephemeral }) => {
      if (claim) return [{ name: claim.claimName, made: false }];
      return ephemeral ? [{ name: `${metadata?.name}-${name}`, made: true }] : [];
    },
  );
}

export function isBound({ metadata, spec }: Claim): boolean {
  return Boolean(spec?.volumeName && metadata?.annotations?.[BIND_COMPLETED]);
}

export function reaches(volume: Volume, node: Node): boolean {
  const required = volume.spec?.nodeAffinity?.required;
  return !required || matchesNodeSelector(required, node);
}

export interface Unbound {
  claim: Claim;
  /** The volume that it would get on this node; undefined where one must be made. */
  volume: Volume | undefined;
}

/** What the claims of one Pod would get on this node, none twice; the smallest claim chooses first (findMatchingVolumes). */
export function volumesFor(facts: VolumeFacts, claims: readonly Claim[], node: Node): Unbound[] {
  const chosen = new Set<string>();
  const size = (claim: Claim): number => quantityValue(claim.spec?.resources?.requests?.['storage'] ?? '0');
  const smallestFirst = claims.length > 1 ? claims.toSorted((a, b) => size(a) - size(b)) : claims;
  return smallestFirst.map((claim) => {
    const name = (one: Volume): string => one.metadata?.name ?? '';
    const fits = (one: Volume): boolean => !chosen.has(name(one)) && reaches(one, node);
    const volume = findMatch(facts.volumes(), claim, { delayed: false, fits });
    if (volume) chosen.add(name(volume));
    return { claim, volume };
  });
}

/** False while claims wait for what was just written for them: their Pod's turn comes again when they are bound. */
export function bindVolumes(session: Session, facts: VolumeFacts, pod: Pod, node: Node | undefined): boolean {
  const names = pod.spec?.volumes ? claimsOf(pod) : [];
  const waiting = names.flatMap(({ name }) => {
    const claim = facts.claim(pod.metadata?.namespace, name);
    return claim && !isBound(claim) ? [claim] : [];
  });
  if (!node) return true;
  for (const unbound of volumesFor(facts, waiting, node)) promise(session, unbound, node);
  return waiting.length === 0;
}

function promise(session: Session, { claim, volume }: Unbound, node: Node): void {
  const selected = claim.metadata?.annotations?.[SELECTED_NODE];
  try {
    if (volume && !volume.spec?.claimRef) {
      const { name, namespace, uid, resourceVersion } = claim.metadata ?? {};
      const claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid, resourceVersion };
      const annotations = { ...volume.metadata?.annotations, [BOUND_BY_CONTROLLER]: 'yes' };
      const metadata = { ...volume.metadata, annotations };
      session.update<object>(PERSISTENT_VOLUMES, { ...volume, metadata, spec: { ...volume.spec, claimRef } });
    } else if (!volume && selected === undefined) {
      const annotations = { ...claim.metadata?.annotations, [SELECTED_NODE]: node.metadata?.name ?? '' };
      session.update<object>(PERSISTENT_VOLUME_CLAIMS, { ...claim, metadata: { ...claim.metadata, annotations } });
    }
  } catch (error) {
    if (!isStatusError(error)) throw error;
  }
}
