import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/object.ts';
import { asObjects } from '../fixtures/as-objects.ts';
import { object, pod } from '../fixtures/objects.ts';
import type { Perspective } from '../layout/preferences.ts';
import { blank, draw } from './drawing.ts';
import { lanesOf } from './ghosts.ts';
import type { Block, Picture } from './model.ts';

const ownedBy = (owner: KubeObject) => [
  {
    apiVersion: owner.apiVersion ?? '',
    kind: owner.kind ?? '',
    name: owner.metadata?.name ?? '',
    uid: owner.metadata?.uid ?? '',
    controller: true,
  },
];

type PodFixture = Parameters<typeof pod>[0];

/** A Pod of this owner; `more.uid` tells it from others of its name. */
function podOf(owner: KubeObject, name: string, more: Partial<PodFixture> & { uid?: string; claim?: string } = {}) {
  const { uid, claim, ...rest } = more;
  const made = pod({ name, app: 'a', image: 'busybox:1.36', look: 'ready', ...rest });
  const volumes = claim ? [{ name: 'data', persistentVolumeClaim: { claimName: claim } }] : [];
  return {
    ...made,
    metadata: { ...made.metadata, ownerReferences: ownedBy(owner), uid: uid ?? made.metadata?.uid ?? '' },
    spec: { ...(made['spec'] as object), volumes },
  };
}

const template = {
  spec: { containers: [{ name: 'a', image: 'busybox:1.36', envFrom: [{ configMapRef: { name: 'settings' } }] }] },
};
const namespaced = (apiVersion: string, kind: string, name: string, rest: Record<string, unknown> = {}): KubeObject =>
  object(apiVersion, kind, name, 'default', rest);

const wish = (perspective: Perspective) => ({ perspective, namespace: '' });
const pictureOf = (list: readonly KubeObject[], perspective: Perspective = 'traffic'): Picture =>
  draw(blank, asObjects(list), wish(perspective), 0).picture;
const blocksOf = (picture: Picture): Block[] =>
  picture.rows.flat().flatMap((group) => group.columns.flat().filter((item) => item.type === 'block'));
const namesIn = (picture: Picture): string[][] =>
  lanesOf(picture).map((lane) => lane.pods.map((item) => item.ref.name));

const db = namespaced('apps/v1', 'StatefulSet', 'db', { spec: { replicas: 11, template }, status: { replicas: 11 } });

describe('a StatefulSet', () => {
  it('keeps its Pods in the order of their ordinals, whenever they came', () => {
    const names = ['db-10', 'db-0', 'db-9', 'db-1'];
    const pods = names.map((name, age) => podOf(db, name, { age }));
    expect(namesIn(pictureOf([db, ...pods]))).toEqual([['db-0', 'db-1', 'db-9', 'db-10']]);
  });

  it('gives the place of the Pod that went to the next of its name', () => {
    const three = ['db-0', 'db-1', 'db-2'].map((name) => podOf(db, name));
    const first = draw(blank, asObjects([db, ...three]), wish('traffic'), 0);
    const placeOf = (drawing: typeof first, id: string) => drawing.layout.boxes.find((box) => box.id === id)?.y;
    const without = draw(first, asObjects([db, three[0]!, three[2]!]), wish('traffic'), 10);
    expect(placeOf(without, 'uid-Pod-default-db-2')).toBe(placeOf(first, 'uid-Pod-default-db-2'));
    const again = podOf(db, 'db-1', { uid: 'again' });
    const after = draw(without, asObjects([db, three[0]!, again, three[2]!]), wish('traffic'), 20);
    expect(placeOf(after, 'again')).toBe(placeOf(first, 'uid-Pod-default-db-1'));
    expect(after.layout.boxes.some((box) => box.id === 'uid-Pod-default-db-1')).toBe(false);
  });

  it('tells versions apart while an update is under way, and only then', () => {
    const tags = (list: readonly KubeObject[]) =>
      lanesOf(pictureOf(list)).flatMap((lane) => lane.pods.map((item) => item.tag));
    const old = podOf(db, 'db-0');
    expect(tags([db, old, podOf(db, 'db-1')])).toEqual([undefined, undefined]);
    expect(tags([db, old, podOf(db, 'db-1', { image: 'busybox:1.37' })])).toEqual(['1.36', '1.37']);
  });
});

it('stands a DaemonSet’s Pods in the order of their machines', () => {
  const agent = namespaced('apps/v1', 'DaemonSet', 'agent', { spec: { template } });
  const pods = ['worker-10', 'worker-2'].map((node, at) => podOf(agent, `agent-x${at}`, { node }));
  expect(namesIn(pictureOf([agent, ...pods]))).toEqual([['agent-x1', 'agent-x0']]);
});

it('lets what a Job has done step aside, all but the last', () => {
  const job = namespaced('batch/v1', 'Job', 'pi', {
    spec: { template, completions: 6 },
    status: { succeeded: 5, active: 1 },
  });
  const done = [0, 1, 2, 3, 4].map((at) => podOf(job, `pi-${at}`, { look: 'completed', age: at }));
  expect(namesIn(pictureOf([job, ...done, podOf(job, 'pi-5', { age: 9 })]))).toEqual([
    ['pi-2', 'pi-3', 'pi-4', 'pi-5'],
  ]);
});

it('shows a CronJob’s Jobs as lanes with their completions', () => {
  const cron = namespaced('batch/v1', 'CronJob', 'report', {
    spec: { schedule: '* * * * *', jobTemplate: { spec: { template } } },
  });
  const job = namespaced('batch/v1', 'Job', 'report-29921295', {
    metadata: { ownerReferences: ownedBy(cron) },
    spec: { template, completions: 2 },
    status: { succeeded: 1 },
  });
  const picture = pictureOf([cron, job, podOf(job, 'report-29921295-abcde')]);
  const [block, ...others] = blocksOf(picture);
  expect(others).toEqual([]);
  expect(block?.head?.ref.kind).toBe('CronJob');
  expect(block?.lanes.map(({ title, tally, pods }) => ({ title, tally, pods: pods.length }))).toEqual([
    { title: '29921295', tally: '1 / 2', pods: 1 },
  ]);
});

it('draws a ReplicaSet that a custom resource keeps, and the custom resource as its owner', () => {
  const rollout = namespaced('argoproj.io/v1alpha1', 'Rollout', 'web');
  const set = namespaced('apps/v1', 'ReplicaSet', 'web-abc', {
    metadata: { ownerReferences: ownedBy(rollout) },
    spec: { replicas: 1, template },
  });
  const list = [set, podOf(set, 'web-abc-12345')];
  expect(namesIn(pictureOf(list))).toEqual([['web-abc-12345']]);
  const [group] = pictureOf(list, 'owners').rows.flat();
  expect(group?.columns[0]?.map((item) => (item.type === 'card' ? item.ref : item.id))).toEqual([
    { kind: 'Rollout', group: 'argoproj.io', name: 'web', namespace: 'default' },
  ]);
});

it('joins settings and autoscalers to the workload, in the owners’ view alone', () => {
  const settings = namespaced('v1', 'ConfigMap', 'settings', { data: { a: '1' } });
  const scaler = namespaced('autoscaling/v2', 'HorizontalPodAutoscaler', 'db', {
    spec: { scaleTargetRef: { kind: 'StatefulSet', name: 'db' }, minReplicas: 2, maxReplicas: 5 },
  });
  const list = [db, podOf(db, 'db-0'), settings, scaler];
  const links = (perspective: Perspective) =>
    pictureOf(list, perspective)
      .edges.filter(({ kind }) => kind === 'link')
      .map(({ id }) => id);
  expect(links('owners')).toEqual([
    'uid-HorizontalPodAutoscaler-default-db>uid-StatefulSet-default-db',
    'uid-StatefulSet-default-db>uid-ConfigMap-default-settings',
  ]);
  expect(links('traffic')).toEqual([]);
  expect(blocksOf(pictureOf(list))[0]?.head?.note).toBe('HPA 2–5');
});

it('leads from Pods in one column to their claims and on to volumes; loose volumes stand apart', () => {
  const claim = namespaced('v1', 'PersistentVolumeClaim', 'data-db-0', {
    spec: { volumeName: 'disk' },
    status: { phase: 'Bound' },
  });
  const waiting = namespaced('v1', 'PersistentVolumeClaim', 'data-db-1', { status: { phase: 'Pending' } });
  const volume = object('v1', 'PersistentVolume', 'disk', undefined, {
    spec: { claimRef: { namespace: 'default', name: 'data-db-0' } },
  });
  const loose = object('v1', 'PersistentVolume', 'spare', undefined, { spec: {} });
  const pods = [podOf(db, 'db-0', { claim: 'data-db-0' }), podOf(db, 'db-1', { claim: 'data-db-1' })];
  const two = { ...db, spec: { replicas: 2, template } };
  const picture = pictureOf([two, ...pods, claim, waiting, volume, loose], 'storage');
  expect(picture.edges.map(({ kind, from, to }) => `${kind} ${from} ${to}`)).toEqual([
    'link uid-Pod-default-db-0 uid-PersistentVolumeClaim-default-data-db-0',
    'waiting uid-Pod-default-db-1 uid-PersistentVolumeClaim-default-data-db-1',
    'link uid-PersistentVolumeClaim-default-data-db-0 uid-PersistentVolume--disk',
  ]);
  expect(picture.rows.flat().map(({ kind, columns }) => `${kind} ${columns.flat().length}`)).toEqual([
    'namespace 4',
    'volumes 1',
  ]);
});

it('finds things where they were when one comes back to a view', () => {
  const list = [
    db,
    podOf(db, 'db-0'),
    namespaced('apps/v1', 'Deployment', 'later', {
      metadata: { creationTimestamp: '2027-01-01T00:00:00Z' },
      spec: { template },
    }),
  ];
  const first = draw(blank, asObjects(list.slice(0, 2)), wish('traffic'), 0);
  const more = draw(first, asObjects(list), wish('traffic'), 1);
  const back = draw(draw(more, asObjects(list), wish('owners'), 2), asObjects(list), wish('traffic'), 3);
  expect(back.layout.boxes.map(({ id, x, y }) => `${id} ${x} ${y}`)).toEqual(
    more.layout.boxes.map(({ id, x, y }) => `${id} ${x} ${y}`),
  );
});

it('stands in one column on a phone, its Pods at the same edge whatever leads to them', () => {
  const names = ['a', 'b', 'c', 'd'];
  const sets = names.map((name) => namespaced('apps/v1', 'StatefulSet', name, { spec: { replicas: 1, template } }));
  const pods = sets.map((set, at) => podOf(set, `${names[at]}-0`, { app: names[at] ?? '' }));
  const service = namespaced('v1', 'Service', 'front', { spec: { selector: { app: 'b' }, ports: [{ port: 80 }] } });
  const list = asObjects([...sets, ...pods, service]);
  const podsOf = (slim: boolean) =>
    draw(blank, list, { ...wish('traffic'), slim }, 0).layout.boxes.filter(({ type }) => type === 'pod');
  expect(new Set(podsOf(false).map(({ x }) => x)).size).toBeGreaterThan(1);
  expect(new Set(podsOf(true).map(({ x }) => x)).size).toBe(1);
  expect(new Set(podsOf(true).map(({ y }) => y)).size).toBe(names.length);
});
