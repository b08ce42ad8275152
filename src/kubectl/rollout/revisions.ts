/** The revisions of a workload: ReplicaSets of a Deployment, ControllerRevisions of the others (kubectl/pkg/polymorphichelpers/history.go). */
import type { KubeObject } from '../../api/object.ts';
import { formatLabelSelector, type LabelSelector } from '../../api/labels.ts';
import type { Client } from '../../client/client.ts';

export const REVISION = 'deployment.kubernetes.io/revision';
const CHANGE_CAUSE = 'kubernetes.io/change-cause';
const REPLICA_SETS = { group: 'apps', version: 'v1', resource: 'replicasets' };
const CONTROLLER_REVISIONS = { group: 'apps', version: 'v1', resource: 'controllerrevisions' };

export type Template = { metadata?: KubeObject['metadata']; spec?: Record<string, unknown> };

export interface Revision {
  revision: number;
  changeCause: string;
  /** Of a Deployment's ReplicaSet: its template, and the ReplicaSet. Of others: the template that the patch in `data` makes. */
  template: Template;
  object: KubeObject;
}

export function deploymentRevision(object: KubeObject): number {
  return Number(object.metadata?.annotations?.[REVISION] ?? 0);
}

/** In order of revision, oldest first. */
export async function revisionsOf(client: Client, owner: KubeObject): Promise<Revision[]> {
  const found =
    owner.kind === 'Deployment' ? await replicaSets(client, owner) : await controllerRevisions(client, owner);
  return found.sort((a, b) => a.revision - b.revision);
}

async function owned(client: Client, resource: typeof REPLICA_SETS, owner: KubeObject): Promise<KubeObject[]> {
  const selector = (owner['spec'] as { selector?: LabelSelector } | undefined)?.selector;
  const list = await client.list(resource, {
    namespace: owner.metadata?.namespace ?? 'default',
    labelSelector: formatLabelSelector(selector),
  });
  const uid = owner.metadata?.uid;
  return list.items.filter((item) =>
    item.metadata?.ownerReferences?.some((reference) => reference.controller && reference.uid === uid),
  );
}

async function replicaSets(client: Client, deployment: KubeObject): Promise<Revision[]> {
  const items = await owned(client, REPLICA_SETS, deployment);
  return items.map((object) => ({
    revision: deploymentRevision(object),
    changeCause: changeCause(object),
    template: (object['spec'] as { template?: Template } | undefined)?.template ?? {},
    object,
  }));
}

async function controllerRevisions(client: Client, owner: KubeObject): Promise<Revision[]> {
  const items = await owned(client, CONTROLLER_REVISIONS, owner);
  return items.map((object) => {
    const data = object['data'] as { spec?: { template?: Template & { $patch?: string } } } | undefined;
    const { $patch: _, ...template } = data?.spec?.template ?? {};
    return { revision: Number(object['revision'] ?? 0), changeCause: changeCause(object), template, object };
  });
}

export function changeCause(object: KubeObject): string {
  return object.metadata?.annotations?.[CHANGE_CAUSE] ?? '';
}

/** The template with the cause of its change among its annotations, as `rollout history --revision` shows it. */
export function describedTemplate({ template, changeCause: cause }: Revision): Template {
  if (cause === '') return template;
  const annotations = { ...template.metadata?.annotations, [CHANGE_CAUSE]: cause };
  return { ...template, metadata: { ...template.metadata, annotations } };
}
