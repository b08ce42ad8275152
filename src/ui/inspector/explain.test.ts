import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/object.ts';
import { asObjects } from '../fixtures/as-objects.ts';
import { moments } from '../fixtures/moments.ts';
import { ingress, pod, service } from '../fixtures/objects.ts';
import { en as pageEn } from '../i18n/en.ts';
import { ko as pageKo } from '../i18n/ko.ts';
import { explain } from './explain.ts';
import { en } from './reasons/en.ts';
import { ko } from './reasons/ko.ts';
import { relatives } from './relatives.ts';

const list = moments['trouble']?.() ?? [];
const objects = asObjects(list);
const find = (kind: string, name: string): KubeObject => {
  const found = list.find((object) => object.kind === kind && object.metadata?.name === name);
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found;
};
const said = (object: KubeObject): string =>
  explain(object, objects)
    .why.map((why) => en.why[why.key](why.params))
    .join(' ');

describe('explain', () => {
  it('blames a missing scheduler for Pods that wait, and nobody where the control plane cannot be seen', () => {
    const part = (component: string): KubeObject =>
      pod({
        name: `${component}-control-plane`,
        namespace: 'kube-system',
        app: component,
        image: 'x',
        look: 'ready',
        labels: { component },
      });
    const waiting = pod({ name: 'waits', app: 'waits', image: 'x', look: 'pending' });
    const keys = (...parts: string[]): string[] =>
      explain(waiting, asObjects([waiting, ...parts.map(part)])).why.map((why) => why.key);
    expect(keys('kube-apiserver')).toEqual(['schedulerDown']);
    expect(keys('kube-apiserver', 'kube-scheduler')).toEqual(['unscheduled']);
    expect(keys()).toEqual(['unscheduled']);
  });

  it('gives the bounds of a rolling update', () => {
    expect(said(find('Deployment', 'web'))).toBe(
      'A version change is under way: at most 4 Pods (3 + maxSurge) and at least 3 ready (3 − maxUnavailable). 2 of 3 Pods have the new version, 2 still have the old one.',
    );
  });

  it('tells a Service without matching Pods from one whose Pods are not ready', () => {
    expect(explain(service('lost', 'nobody'), objects)).toMatchObject({
      state: 'failing',
      why: [{ key: 'svcNone', params: { selector: 'app=nobody' } }],
    });
    expect(explain(service('early', 'too-big', 'shop'), objects)).toMatchObject({
      state: 'starting',
      why: [{ key: 'svcNoReady' }],
    });
    expect(explain(find('Service', 'web'), objects)).toMatchObject({
      state: 'ready',
      why: [{ key: 'svcEndpoints', params: { ready: 3, selected: 5 } }],
    });
  });

  it('finds the Service that an Ingress names and nobody made', () => {
    expect(explain(ingress('bad', 'a.example.com', 'nothing'), objects)).toMatchObject({
      state: 'failing',
      why: [{ key: 'ingMissing', params: { service: 'nothing', path: 'a.example.com/' } }],
    });
  });

  it('passes on why the scheduler found no machine', () => {
    expect(said(find('Pod', 'too-big'))).toContain('0/3 nodes are available: 3 Insufficient cpu.');
  });
});

describe('relatives', () => {
  it('of a Pod are its ReplicaSet, its Service and its Node', () => {
    const names = relatives(find('Pod', 'web-56c45fd5ff-h2v6n'), objects).map(({ kind, name }) => `${kind} ${name}`);
    expect(names).toEqual(['ReplicaSet web-56c45fd5ff', 'Service web', 'Node worker-2']);
  });
});

describe('the dictionaries', () => {
  const keys = (value: unknown, at = ''): string[] =>
    value !== null && typeof value === 'object'
      ? Object.entries(value).flatMap(([key, inner]) => keys(inner, `${at}.${key}`))
      : [at];

  it('say the same things in both languages, and nothing stays empty', () => {
    expect(keys(ko).sort()).toEqual(keys(en).sort());
    expect(keys(pageKo).sort()).toEqual(keys(pageEn).sort());
    expect(JSON.stringify([en, ko, pageEn, pageKo])).not.toContain('""');
  });
});
