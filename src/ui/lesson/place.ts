/** Puts a lesson's files and objects in place, on a cluster that was emptied for it where that is ours to do. */
import type { KubeObject } from '../../api/object.ts';
import { isStatusError } from '../../api/status.ts';
import type { Client, Resource } from '../../client/client.ts';
import { KINDS } from '../../lessons/kinds.ts';
import type { Lesson } from '../../lessons/lesson.ts';
import type { Studio } from '../panels/contract.ts';

/** Kinds that learners make, in the order in which they are best taken away: owners first. */
const OWN = [
  'networking.k8s.io/v1/Ingress',
  'apps/v1/Deployment',
  'apps/v1/ReplicaSet',
  'v1/Service',
  'v1/Pod',
  'v1/ConfigMap',
  'v1/Secret',
];
/** What every namespace has, whatever a learner does. */
const KEPT = new Set(['kubernetes', 'kube-root-ca.crt']);

/** How many objects of the learner are in the default namespace; 0 on a real cluster, where nothing is ever deleted. */
export async function countOwn(studio: Studio): Promise<number> {
  if (!studio.connection.controls) return 0;
  const lists = await Promise.all(OWN.map((kind) => ownNames(studio.client, KINDS[kind] as Resource)));
  return lists.flat().length;
}

/** `empty`: take away what the learner has in the default namespace. */
export async function placeLesson(lesson: Lesson, studio: Studio, { empty }: { empty: boolean }): Promise<void> {
  if (empty && studio.connection.controls) await emptyDefault(studio.client);
  for (const [name, text] of Object.entries(lesson.start.files)) await studio.laptop.files.write(name, text);
  for (const object of lesson.start.objects) await create(studio.client, object);
}

async function ownNames(client: Client, resource: Resource): Promise<string[]> {
  const { items } = await client.list(resource, { namespace: 'default' });
  return items.map((item) => item.metadata?.name ?? '').filter((name) => !KEPT.has(name));
}

async function emptyDefault(client: Client): Promise<void> {
  // Events go last: a goal may ask for what happened, and must not see what happened before.
  for (const kind of [...OWN, 'v1/Event']) {
    const resource = KINDS[kind] as Resource;
    const names = await ownNames(client, resource);
    await Promise.all(names.map((name) => client.delete(resource, name, 'default').catch(ignore('NotFound'))));
  }
}

async function create(client: Client, object: KubeObject): Promise<void> {
  const resource = KINDS[`${object.apiVersion}/${object.kind}`];
  if (!resource) return;
  await client.create(resource, object, object.metadata?.namespace ?? 'default').catch(ignore('AlreadyExists'));
}

function ignore(reason: string): (error: unknown) => void {
  return (error) => {
    if (!isStatusError(error, reason)) throw error;
  };
}
