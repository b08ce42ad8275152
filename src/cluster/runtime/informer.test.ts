import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../api/object.ts';
import { startInformer } from './informer.ts';
import { PODS } from './resources.ts';
import type { Verbs, WatchEvent } from './verbs.ts';

const CALLER = { user: 'test', groups: [], userAgent: 'test' };
const pod = (name: string, version: number, uid = name, labels: Record<string, string> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', uid, resourceVersion: String(version), labels },
});
const byApp = (object: { metadata?: { labels?: Record<string, string> } }): readonly string[] => {
  const app = object.metadata?.labels?.['app'];
  return app ? [app] : [];
};

/** An API of one resource whose list and watch are played by hand. */
function stage(items: KubeObject[]) {
  const state = { items, lists: 0, version: 10, stopped: 0 };
  let deliver: (events: readonly WatchEvent<KubeObject>[]) => void = () => {};
  const verbs = {
    list() {
      state.lists++;
      return { items: state.items, metadata: { resourceVersion: String(state.version) } };
    },
    watch(_: unknown, __: unknown, ___: unknown, to: typeof deliver) {
      deliver = to;
      return { stop: () => void state.stopped++ };
    },
  } as unknown as Verbs;
  const informer = startInformer<KubeObject>(verbs, CALLER, PODS);
  const heard: string[] = [];
  const handlers = {
    add: ({ metadata }: KubeObject) => void heard.push(`add ${metadata?.uid}`),
    update: ({ metadata }: KubeObject, old: KubeObject) =>
      void heard.push(`update ${metadata?.uid} ${old.metadata?.resourceVersion}→${metadata?.resourceVersion}`),
    delete: ({ metadata }: KubeObject) => void heard.push(`delete ${metadata?.uid}`),
    settled: () => void heard.push('settled'),
  };
  return { state, informer, heard, handlers, deliver: (...events: WatchEvent<KubeObject>[]) => deliver(events) };
}

describe('an informer', () => {
  test('has the first list at once, and tells who comes later of it', () => {
    const { informer, heard, handlers } = stage([pod('a', 1), pod('b', 2)]);
    expect(informer.size).toBe(2);
    informer.subscribe(handlers);
    expect(heard).toEqual(['add a', 'add b', 'settled']);
  });

  test('tells of each change after its cache knows it, once a delivery is over that it is', () => {
    const { informer, heard, handlers, deliver } = stage([pod('a', 1)]);
    informer.subscribe({ ...handlers, add: ({ metadata }) => void heard.push(`${metadata?.uid} of ${informer.size}`) });
    heard.length = 0;
    deliver({ type: 'ADDED', object: pod('b', 11) }, { type: 'MODIFIED', object: pod('a', 12) });
    deliver({ type: 'DELETED', object: pod('a', 13) });
    expect(heard).toEqual(['b of 2', 'update a 1→12', 'settled', 'delete a', 'settled']);
    expect(informer.get('default', 'a')).toBeUndefined();
  });

  test('keeps its indexes, those asked for late too', () => {
    const { informer, deliver } = stage([pod('a', 1, 'a', { app: 'web' }), pod('b', 2, 'b', { app: 'web' })]);
    const names = (app: string): string[] =>
      [...informer.byIndex(byApp, app)].map(({ metadata }) => metadata?.name ?? '');
    expect(names('web')).toEqual(['a', 'b']);
    deliver({ type: 'MODIFIED', object: pod('a', 11, 'a', { app: 'db' }) });
    expect([names('web'), names('db')]).toEqual([['b'], ['a']]);
    deliver({ type: 'DELETED', object: pod('b', 12, 'b', { app: 'web' }) });
    expect(names('web')).toEqual([]);
  });

  test('lists again when its revision has expired, and tells the differences', () => {
    const { state, informer, heard, handlers, deliver } = stage([pod('a', 1), pod('b', 2), pod('c', 3)]);
    informer.subscribe(handlers);
    heard.length = 0;
    state.items = [pod('a', 1), pod('b', 20), pod('c', 21, 'c-again'), pod('d', 22)];
    deliver({ type: 'ERROR', object: { kind: 'Status', apiVersion: 'v1', code: 410 } as unknown as KubeObject });
    expect(state.lists).toBe(2);
    expect(state.stopped).toBe(1);
    expect(heard).toEqual(['update b 2→20', 'delete c', 'add c-again', 'add d', 'settled']);
  });

  test('says nothing to who has left, and nothing at all once stopped', () => {
    const { state, informer, heard, handlers, deliver } = stage([]);
    const leave = informer.subscribe(handlers);
    const others: string[] = [];
    informer.subscribe({ add: ({ metadata }) => void others.push(metadata?.name ?? '') });
    heard.length = 0;
    leave();
    deliver({ type: 'ADDED', object: pod('a', 11) });
    expect([heard, others]).toEqual([[], ['a']]);
    informer.stop();
    deliver({ type: 'ADDED', object: pod('b', 12) });
    expect(others).toEqual(['a']);
    expect(state.stopped).toBe(1);
  });
});
