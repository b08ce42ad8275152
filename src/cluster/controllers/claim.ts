/**
 * Ownership by labels (pkg/controller/controller_ref_manager.go): what a controller owns it keeps while the selector
 * matches and releases after; what nobody owns it adopts when the selector matches.
 */
import { type Selector, matchesLabels } from '../../api/labels.ts';
import { isStatusError } from '../../api/status.ts';
import { type Meta, controllerOf } from '../runtime/keys.ts';
import type { KindedResource } from '../runtime/resources.ts';
import type { Session } from '../runtime/verbs.ts';

export interface Owner extends Meta {
  metadata: NonNullable<Meta['metadata']> & { deletionTimestamp?: string };
}

/** Finds by the uid of the managing owner; objects without one are under `orphan/<namespace>`. */
export function byController(object: Meta): readonly string[] {
  return [controllerOf(object)?.uid ?? orphansOf(object.metadata?.namespace)];
}

export function orphansOf(namespace: string | undefined): string {
  return `orphan/${namespace ?? ''}`;
}

export function controllerReference(
  kind: KindedResource,
  owner: Owner,
): NonNullable<Owner['metadata']['ownerReferences']>[number] {
  return {
    apiVersion: kind.apiVersion,
    kind: kind.kind,
    name: owner.metadata.name ?? '',
    uid: owner.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

export interface Claim {
  session: Session;
  owner: Owner;
  ownerKind: KindedResource;
  childKind: KindedResource;
  selector: Selector;
}

/** `candidates`: what is owned already, and orphans. Returns what is owned now (as the API knows it). Throws StatusError. */
export function claim<T extends Meta>(by: Claim, candidates: Iterable<T>): T[] {
  const claimed: T[] = [];
  for (const object of candidates) {
    const reference = controllerOf(object);
    const matches = matchesLabels(by.selector, object.metadata?.labels);
    if (reference) {
      if (reference.uid !== by.owner.metadata.uid) continue;
      if (matches) claimed.push(object);
      else if (!by.owner.metadata.deletionTimestamp) release(by, object);
    } else if (matches && !by.owner.metadata.deletionTimestamp && !(object as Owner).metadata.deletionTimestamp) {
      const adopted = adopt(by, object);
      if (adopted) claimed.push(adopted);
    }
  }
  return claimed;
}

function adopt<T extends Meta>(by: Claim, object: T): T | undefined {
  const { namespace, name, uid } = object.metadata ?? {};
  // The cache may be behind: an owner that is going, or was made anew, must not adopt.
  const owner = by.session.get<Owner>(by.ownerKind, by.owner.metadata.namespace, by.owner.metadata.name ?? '');
  if (owner.metadata.uid !== by.owner.metadata.uid || owner.metadata.deletionTimestamp) return undefined;
  const patch = { metadata: { ownerReferences: [controllerReference(by.ownerKind, by.owner)], uid } };
  return ignoreGone(() =>
    by.session.patch<T>(by.childKind, namespace, name ?? '', 'application/strategic-merge-patch+json', patch),
  );
}

function release<T extends Meta>(by: Claim, object: T): void {
  const { namespace, name, uid } = object.metadata ?? {};
  const patch = { metadata: { ownerReferences: [{ $patch: 'delete', uid: by.owner.metadata.uid }], uid } };
  ignoreGone(() =>
    by.session.patch<T>(by.childKind, namespace, name ?? '', 'application/strategic-merge-patch+json', patch),
  );
}

function ignoreGone<T>(write: () => T): T | undefined {
  try {
    return write();
  } catch (error) {
    // Gone meanwhile, or another object by the same name.
    if (isStatusError(error, 'NotFound') || isStatusError(error, 'Invalid') || isStatusError(error, 'Conflict'))
      return undefined;
    throw error;
  }
}
