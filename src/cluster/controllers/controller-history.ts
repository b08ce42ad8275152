/**
 * Revisions of a template as ControllerRevisions (pkg/controller/history/controller_history.go): StatefulSets and DaemonSets
 * keep theirs so. A revision's data is the patch that brings the template back.
 */
import { dequal } from 'dequal';
import type { ControllerRevision as V1ControllerRevision } from 'kubernetes-types/apps/v1';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { ObjectMeta } from 'kubernetes-types/meta/v1';
import { isStatusError } from '../../api/status.ts';
import { safeEncodeString } from '../../api/template-hash.ts';
import { CONTROLLER_REVISIONS, type KindedResource } from '../runtime/resources.ts';
import type { Session } from '../runtime/verbs.ts';
import { type Owner, controllerReference } from './claim.ts';

export type ControllerRevision = Omit<V1ControllerRevision, 'metadata' | 'data'> & {
  metadata: ObjectMeta;
  data: { spec: { template: PodTemplateSpec & { $patch: 'replace' } } };
};

export const REVISION_HASH_LABEL = 'controller-revision-hash';
const HISTORY_HASH_LABEL = 'controller.kubernetes.io/hash';
/** Names leave room for a hash. */
const MAX_PREFIX = 223;

export function templatePatch(template: PodTemplateSpec): ControllerRevision['data'] {
  return { spec: { template: { ...template, $patch: 'replace' } } };
}

/** The template that a revision stands for. */
export function templateOf(revision: ControllerRevision): PodTemplateSpec {
  const { $patch: _, ...template } = revision.data.spec.template;
  return template;
}

export function sameData(a: ControllerRevision, b: Pick<ControllerRevision, 'data'>): boolean {
  return dequal(a.data, b.data);
}

const created = (revision: ControllerRevision): string => revision.metadata.creationTimestamp ?? '';

/** By revision, then age, then name. */
export function byRevision(a: ControllerRevision, b: ControllerRevision): number {
  if (a.revision !== b.revision) return a.revision - b.revision;
  if (created(a) !== created(b)) return created(a) < created(b) ? -1 : 1;
  return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1;
}

const hashes = new WeakMap<object, string>();

/** FNV-1 of the patch as Go writes it, and of the collisions so far. */
export function revisionHash(template: PodTemplateSpec, collisions: number): string {
  const known = collisions === 0 ? hashes.get(template) : undefined;
  if (known !== undefined) return known;
  const text = goJson(templatePatch(template)) + String(collisions);
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash, 0x01000193) ^ byte;
  const encoded = safeEncodeString(String(hash >>> 0));
  if (collisions === 0 && Object.isFrozen(template)) hashes.set(template, encoded);
  return encoded;
}

/** encoding/json of a map: keys sorted, HTML's characters escaped. */
function goJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value)
      .filter((key) => (value as Record<string, unknown>)[key] !== undefined)
      .toSorted();
    return `{${keys.map((key) => `${goJson(key)}:${goJson((value as Record<string, unknown>)[key])}`).join(',')}}`;
  }
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export function newRevision(
  kind: KindedResource,
  owner: Owner & { metadata: ObjectMeta },
  template: PodTemplateSpec,
  revision: number,
  collisions: number,
): ControllerRevision {
  const hash = revisionHash(template, collisions);
  const { annotations, name = '', namespace } = owner.metadata;
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `${name.slice(0, MAX_PREFIX)}-${hash}`,
      ...(namespace ? { namespace } : {}),
      labels: { ...template.metadata?.labels, [HISTORY_HASH_LABEL]: hash },
      ...(annotations ? { annotations } : {}),
      ownerReferences: [controllerReference(kind, owner)],
    },
    data: templatePatch(template),
    revision,
  };
}

/** `make` is asked again with one more collision when the name is another's. Returns the revision and the collisions. */
export function createRevision(
  session: Session,
  make: (collisions: number) => ControllerRevision,
  collisions: number,
): { revision: ControllerRevision; collisions: number } {
  for (let count = collisions; ; count++) {
    const draft = make(count);
    const namespace = draft.metadata.namespace;
    try {
      return {
        revision: session.create<ControllerRevision>(CONTROLLER_REVISIONS, namespace, draft),
        collisions: count,
      };
    } catch (error) {
      if (!isStatusError(error, 'AlreadyExists')) throw error;
      const there = session.get<ControllerRevision>(CONTROLLER_REVISIONS, namespace, draft.metadata.name ?? '');
      const owner = draft.metadata.ownerReferences?.[0]?.uid;
      const ours = there.metadata.ownerReferences?.some((reference) => reference.uid === owner) === true;
      if (ours && sameData(there, draft)) return { revision: there, collisions: count };
    }
  }
}

export function renumber(session: Session, revision: ControllerRevision, number: number): ControllerRevision {
  if (revision.revision === number) return revision;
  return session.update<ControllerRevision>(CONTROLLER_REVISIONS, { ...revision, revision: number });
}

/** Deletes the oldest of those that nothing lives on, down to `limit`. `old` in order of revision. */
export function truncateHistory(
  session: Session,
  old: readonly ControllerRevision[],
  live: ReadonlySet<string>,
  limit: number,
): void {
  const dead = old.filter((revision) => !live.has(revision.metadata.name ?? ''));
  for (const revision of dead.slice(0, Math.max(0, dead.length - limit))) {
    try {
      session.delete(CONTROLLER_REVISIONS, revision.metadata.namespace, revision.metadata.name ?? '');
    } catch (error) {
      if (!isStatusError(error, 'NotFound')) throw error;
    }
  }
}
