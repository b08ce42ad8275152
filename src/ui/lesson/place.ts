/** Puts a lesson's start in place, on a cluster that was emptied for it where that is ours to do. */
import type { KubeObject } from '../../api/object.ts';
import { isStatusError } from '../../api/status.ts';
import type { Client, Resource } from '../../client/client.ts';
import { KINDS } from '../../lessons/kinds.ts';
import type { Action, Lesson } from '../../lessons/lesson.ts';
import { realClock } from '../../time/real.ts';
import type { Studio } from '../panels/contract.ts';

/** Kinds that learners make. */
const OWN = [
  'networking.k8s.io/v1/Ingress',
  'apps/v1/Deployment',
  'apps/v1/StatefulSet',
  'apps/v1/DaemonSet',
  'batch/v1/CronJob',
  'batch/v1/Job',
  'apps/v1/ReplicaSet',
  'v1/Service',
  'v1/Pod',
  'v1/ConfigMap',
  'v1/Secret',
  'v1/PersistentVolumeClaim',
];
/** What every namespace has, whatever a learner does. */
const KEPT = new Set(['kubernetes', 'kube-root-ca.crt']);
/** Namespaces that are there from the start. */
const GIVEN = /^(default|kube-.*|ingress-nginx|local-path-storage|metallb-system)$/;

/** How many objects of the learner there are; 0 on a real cluster, where nothing is ever deleted. */
export async function countOwn({ connection, client }: Studio): Promise<number> {
  if (!connection.controls) return 0;
  const namespaces = (await client.list(KINDS['v1/Namespace'] as Resource)).items;
  const lists = await Promise.all(OWN.map((kind) => ownNames(client, KINDS[kind] as Resource)));
  return lists.flat().length + namespaces.filter(({ metadata }) => !GIVEN.test(metadata?.name ?? '')).length;
}

/** `empty`: begin on a fresh cluster. What was stopped runs again in any case. */
export async function placeLesson({ start }: Lesson, studio: Studio, { empty }: { empty: boolean }): Promise<void> {
  const { controls } = studio.connection;
  if (controls) {
    const parts = await controls.components();
    const whole = parts.every(({ running }) => running);
    // Events go with the rest: a goal may ask for what happened, and must not see what happened before.
    if (empty && (!whole || (await countOwn(studio)) > 0)) await controls.reset();
    else await Promise.all(parts.flatMap(({ name, running }) => (running ? [] : [controls.startComponent(name)])));
  }
  for (const [name, text] of Object.entries(start.files)) await studio.laptop.files.write(name, text);
  for (const object of start.objects) await create(studio.client, object);
  for (const action of start.run) await perform(action, studio);
}

async function perform(action: Action, { laptop, connection: { controls } }: Studio): Promise<void> {
  if (typeof action === 'string') await laptop.run([action]);
  else if ('wait' in action) await pass(action.wait, controls);
  else if ('stop' in action) await controls?.stopComponent(action.stop);
  else if ('start' in action) await controls?.startComponent(action.start);
}

/** Seconds of the cluster's time: at once where that is ours to do. */
async function pass(seconds: number, controls: Studio['connection']['controls']): Promise<void> {
  if (!controls) return realClock.sleep(seconds * 1000);
  await controls.step(seconds * 1000);
  await controls.resume();
}

async function ownNames(client: Client, resource: Resource): Promise<string[]> {
  const { items } = await client.list(resource, { namespace: 'default' });
  return items.map((item) => item.metadata?.name ?? '').filter((name) => !KEPT.has(name));
}

async function create(client: Client, object: KubeObject): Promise<void> {
  const resource = KINDS[`${object.apiVersion}/${object.kind}`];
  if (!resource) return;
  const namespace = resource.namespaced ? (object.metadata?.namespace ?? 'default') : undefined;
  await client.create(resource, object, namespace).catch((error: unknown) => {
    if (!isStatusError(error, 'AlreadyExists')) throw error;
  });
}
