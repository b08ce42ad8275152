/** `kubectl rollout undo`: puts an old template back (kubectl/pkg/polymorphichelpers/rollback.go). */
import { dequal } from 'dequal';
import type { KubeObject } from '../../api/object.ts';
import type { Client } from '../../client/client.ts';
import type { ResourceInfo } from '../../api/resource.ts';
import { CommandError, plainMessage } from '../errors.ts';
import { LAST_APPLIED } from '../apply/last-applied.ts';
import { REVISION, type Revision, revisionsOf, type Template } from './revisions.ts';

const HASH_LABEL = 'pod-template-hash';

/** Annotations of a Deployment that stay its own; all others come from the ReplicaSet. */
const OWN_ANNOTATIONS = [
  LAST_APPLIED,
  REVISION,
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
];

export interface Rollback {
  resource: ResourceInfo;
  object: KubeObject;
  /** 0: the one before the latest. */
  toRevision: number;
  dryRun: boolean;
}

/** The revision that is meant; throws when there is none. */
export async function findRevision(client: Client, object: KubeObject, toRevision: number): Promise<Revision> {
  if (toRevision < 0) throw notFound(toRevision);
  const revisions = await revisionsOf(client, object);
  if (toRevision > 0) {
    const found = revisions.find((one) => one.revision === toRevision);
    if (!found) throw notFound(toRevision);
    return found;
  }
  const previous = revisions.at(-2);
  if (previous) return previous;
  throw new CommandError(
    object.kind === 'Deployment'
      ? `no rollout history found for deployment ${JSON.stringify(object.metadata?.name ?? '')}`
      : 'no last revision to roll back to',
  );
}

function notFound(revision: number): CommandError {
  return new CommandError(`unable to find specified revision ${revision} in history`);
}

/** Resolves with what is said: 'rolled back', or 'skipped rollback (…)'. */
export async function rollBack(client: Client, rollback: Rollback): Promise<string> {
  const { object, toRevision } = rollback;
  const revision = await findRevision(client, object, toRevision);
  const current = (object['spec'] ?? {}) as { paused?: boolean; template?: Template };
  if (object.kind === 'Deployment' && current.paused) {
    throw new CommandError(
      `you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume deployment/${object.metadata?.name ?? ''}' and try again`,
    );
  }
  if (dequal(withoutHash(revision.template), withoutHash(current.template ?? {}))) {
    return `skipped rollback (current template already matches revision ${toRevision})`;
  }
  try {
    await (object.kind === 'Deployment' ? restoreDeployment : restoreRevision)(client, rollback, revision);
  } catch (error) {
    throw new CommandError(`failed restoring revision ${toRevision}: ${plainMessage(error)}`);
  }
  return 'rolled back';
}

async function restoreDeployment(client: Client, rollback: Rollback, revision: Revision): Promise<void> {
  const { resource, object, dryRun } = rollback;
  const own = object.metadata?.annotations ?? {};
  const annotations: Record<string, string> = {};
  for (const key of OWN_ANNOTATIONS) if (own[key] !== undefined) annotations[key] = own[key];
  for (const [key, value] of Object.entries(revision.object.metadata?.annotations ?? {})) {
    if (!OWN_ANNOTATIONS.includes(key)) annotations[key] = value;
  }
  const patch = [
    { op: 'replace', path: '/spec/template', value: withoutHash(revision.template) },
    { op: 'replace', path: '/metadata/annotations', value: annotations },
  ];
  const { name = '', namespace } = object.metadata ?? {};
  await client.patch(resource, name, namespace, 'application/json-patch+json', patch, { dryRun });
}

/** A ControllerRevision's data is the patch itself, `$patch: replace` included. */
async function restoreRevision(client: Client, rollback: Rollback, revision: Revision): Promise<void> {
  const { resource, object, dryRun } = rollback;
  const { name = '', namespace } = object.metadata ?? {};
  const type = 'application/strategic-merge-patch+json';
  await client.patch(resource, name, namespace, type, revision.object['data'], { dryRun });
}

function withoutHash(template: Template): Template {
  const { [HASH_LABEL]: _, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}
