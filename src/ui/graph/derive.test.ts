import { describe, expect, it } from 'vitest';
import { asObjects } from '../fixtures/as-objects.ts';
import { moments } from '../fixtures/moments.ts';
import { derive } from './derive.ts';
import { addGhosts, lanesOf, vanished } from './ghosts.ts';
import type { Perspective } from '../layout/preferences.ts';

const rollout = moments['rollout']?.() ?? [];
const picture = (perspective: Perspective = 'traffic', list = rollout, namespace = '') =>
  derive(asObjects(list), { perspective, namespace }).picture;

describe('traffic', () => {
  it('stands Ingress, Service and workloads in three columns', () => {
    const [group] = picture().rows.flat();
    expect(
      group?.columns.map((column) => column.map((item) => (item.type === 'card' ? item.ref.kind : 'block'))),
    ).toEqual([['Ingress'], ['Service'], ['block']]);
  });

  it('leads traffic to the Pods in endpoints, and dots to the others it selects', () => {
    const edges = picture().edges.filter((edge) => edge.from === 'uid-Service-default-web');
    expect(edges.filter((edge) => edge.kind === 'traffic').map((edge) => edge.to.split('-').at(-1))).toEqual([
      'x7k2p',
      'm4c9d',
      'h2v6n',
    ]);
    expect(edges.filter((edge) => edge.kind === 'waiting').map((edge) => edge.to.split('-').at(-1))).toEqual([
      'q8z5t',
      'b5w8r',
    ]);
  });

  it('shows the ReplicaSets of a Deployment as lanes with the hue of their tag', () => {
    const lanes = lanesOf(picture());
    expect(lanes.map(({ title, tag, hue }) => ({ title, tag, hue }))).toEqual([
      { title: '7d4b8cfd6', tag: '1.25', hue: 0 },
      { title: '56c45fd5ff', tag: '1.26', hue: 1 },
    ]);
  });

  it('leaves out system namespaces and the address of the API server unless asked', () => {
    expect(
      picture()
        .rows.flat()
        .map((group) => group.title),
    ).toEqual(['default']);
    expect(picture('traffic', moments['empty']?.()).rows).toEqual([]);
    expect(
      picture('traffic', rollout, '*')
        .rows.flat()
        .map((group) => group.title),
    ).toEqual(['default', 'kube-system']);
  });

  it('gathers Pods that no ReplicaSet owns', () => {
    const lanes = lanesOf(picture('traffic', moments['trouble']?.(), 'shop'));
    expect(lanes.at(-1)?.pods.map((pod) => pod.ref.name)).toEqual(['migrate', 'too-big']);
  });

  it('draws a crowd as one dense lane with one edge', () => {
    const crowd = picture('traffic', moments['crowd']?.());
    expect(lanesOf(crowd)).toMatchObject([{ dense: true }]);
    expect(crowd.edges.filter((edge) => edge.kind === 'traffic')).toHaveLength(1);
  });
});

describe('the other perspectives', () => {
  it('groups Pods by machine, those without one apart', () => {
    const groups = picture('machines', moments['trouble']?.()).rows.flat();
    expect(groups.map((group) => group.id)).toEqual(['node:control-plane', 'node:worker-1', 'node:worker-2', 'node:']);
    expect(lanesOf({ rows: [groups.slice(-1)], edges: [] })[0]?.pods.map((pod) => pod.ref.name)).toEqual(['too-big']);
  });

  it('leads everybody to the API server, and only that to etcd', () => {
    const { edges } = picture('plane');
    const toEtcd = edges.filter((edge) => edge.to.includes('etcd'));
    expect(toEtcd.map((edge) => edge.from)).toEqual(['uid-Pod-kube-system-kube-apiserver-control-plane']);
    expect(edges.filter((edge) => edge.to.includes('apiserver'))).toHaveLength(5);
  });

  it('makes everything on a lost machine unknown', () => {
    const lost = rollout.map((object) =>
      object.kind === 'Node' && object.metadata?.name === 'worker-2'
        ? { ...object, status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }
        : object,
    );
    const states = lanesOf(picture('traffic', lost)).flatMap((lane) =>
      lane.pods.map((pod) => [pod.ref.name.split('-').at(-1), pod.status.state]),
    );
    expect(Object.fromEntries(states)).toMatchObject({ m4c9d: 'unknown', h2v6n: 'unknown', x7k2p: 'ready' });
  });
});

describe('ghosts', () => {
  it('keeps what vanished in its lane, and only that', () => {
    const after = picture(
      'traffic',
      rollout.filter((object) => object.metadata?.name !== 'web-7d4b8cfd6-m4c9d'),
    );
    const ghosts = vanished(picture(), after, 0);
    expect(ghosts.map((ghost) => ghost.pod.ref.name)).toEqual(['web-7d4b8cfd6-m4c9d']);
    const pods = lanesOf(addGhosts(after, ghosts))[0]?.pods;
    expect(pods?.map((pod) => [pod.ref.name.split('-').at(-1), pod.gone ?? false])).toEqual([
      ['x7k2p', false],
      ['q8z5t', false],
      ['m4c9d', true],
    ]);
  });
});
