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

export async function placeLesson(lesson: Lesson, studio: Studio): Promise<void> {
  // A real cluster is somebody's: nothing is deleted there.
  if (studio.connection.controls) await emptyDefault(studio.client);
  for (const [name, text] of Object.entries(lesson.files)) await studio.laptop.files.write(name, text);
  for (const object of lesson.objects) await create(studio.client, object);
}

async function emptyDefault(client: Client): Promise<void> {
  for (const kind of OWN) {
    const resource = KINDS[kind] as Resource;
    const { items } = await client.list(resource, { namespace: 'default' });
    const names = items.map((item) => item.metadata?.name ?? '').filter((name) => !KEPT.has(name));
    await Promise.all(names.map((name) => client.delete(resource, name, 'default').catch(ignore('NotFound'))));
  }
  const { items } = await client.list(KINDS['v1/Event'] as Resource, { namespace: 'default' });
  await Promise.all(
    items.map((item) =>
      client.delete(KINDS['v1/Event'] as Resource, item.metadata?.name ?? '', 'default').catch(ignore('NotFound')),
    ),
  );
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
