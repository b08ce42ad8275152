import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/object.ts';
import { VirtualClock } from '../../time/virtual-clock.ts';
import { type StoreEvent, StoreError } from './contract.ts';
import { createStore } from './store.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function setUp(historyLimit?: number) {
  const clock = new VirtualClock(1_000_000, turn);
  return { clock, store: createStore({ clock, historyLimit }) };
}

function pod(
  name: string,
  extra: Partial<KubeObject> & { node?: string; labels?: Record<string, string> } = {},
): KubeObject {
  const { node, labels, ...rest } = extra;
  return {
    kind: 'Pod',
    metadata: { name, namespace: 'default', ...(labels ? { labels } : {}) },
    spec: node ? { nodeName: node } : {},
    ...rest,
  };
}

const names = (objects: readonly KubeObject[]): string[] => objects.map((object) => object.metadata?.name ?? '');

describe('revisions', () => {
  it('rises by one with each write, over all tables, and stands in the object', () => {
    const { store } = setUp();
    expect(store.create('pods', pod('a')).metadata?.resourceVersion).toBe('1');
    expect(store.create('configmaps', pod('a')).metadata?.resourceVersion).toBe('2');
    expect(store.update('pods', pod('a', { node: 'n' })).metadata?.resourceVersion).toBe('3');
    expect(store.delete('pods', 'default', 'a').metadata?.resourceVersion).toBe('4');
    expect(store.revision).toBe(4);
  });

  it('makes none for a write that changes nothing, whatever is undefined', () => {
    const { store, clock } = setUp();
    const first = store.create('pods', pod('a'));
    const seen: StoreEvent[] = [];
    store.watch('pods', { after: store.revision }, (events) => seen.push(...events));
    expect(store.update('pods', { ...pod('a'), status: undefined })).toBe(first);
    expect(store.revision).toBe(1);
    expect(clock.next()).toBeUndefined();
    expect(seen).toEqual([]);
  });

  it('refuses a stale write, a second create and a write to what is not there', () => {
    const { store } = setUp();
    store.create('pods', pod('a'));
    store.update('pods', pod('a', { node: 'n' }));
    const reason = (act: () => unknown): string => {
      try {
        act();
      } catch (error) {
        return (error as StoreError).reason;
      }
      return 'none';
    };
    expect(reason(() => store.update('pods', pod('a'), '1'))).toBe('Conflict');
    expect(reason(() => store.delete('pods', 'default', 'a', '1'))).toBe('Conflict');
    expect(reason(() => store.create('pods', pod('a')))).toBe('Exists');
    expect(reason(() => store.update('pods', pod('b')))).toBe('Missing');
    expect(reason(() => store.delete('pods', 'default', 'b'))).toBe('Missing');
    expect(store.revision).toBe(2);
  });
});

describe('objects', () => {
  it('are frozen all the way down and share what did not change', () => {
    const { store } = setUp();
    const template = { containers: [{ name: 'c', env: [{ name: 'A', value: '1' }] }] };
    const one = store.create('pods', { ...pod('a'), spec: template });
    const two = store.create('pods', { ...pod('b'), spec: template });
    expect(one['spec']).toBe(two['spec']);
    expect(() => (template.containers[0]!.env[0]!.value = '2')).toThrow(TypeError);
    const three = store.update('pods', { ...pod('a'), spec: structuredClone(template), status: { phase: 'Running' } });
    expect(three['spec']).toBe(one['spec']);
  });

  it('keep a field called __proto__ as the plain field it is', () => {
    const { store } = setUp();
    const evil = JSON.parse('{"metadata":{"name":"x"},"data":{"__proto__":{"polluted":"yes"}}}') as KubeObject;
    const stored = store.create('configmaps', evil);
    expect(JSON.stringify(stored)).toContain('"__proto__":{"polluted":"yes"}');
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });
});

describe('indexes', () => {
  it('find by namespace, node, label and owner, and follow changes', () => {
    const { store } = setUp();
    const owner = { apiVersion: 'v1', kind: 'X', name: 'x', uid: 'u1' };
    store.create('pods', pod('b', { labels: { app: 'web' } }));
    store.create('pods', pod('a', { labels: { app: 'web' }, node: 'n1' }));
    store.create('pods', { ...pod('c'), metadata: { name: 'c', namespace: 'other', ownerReferences: [owner] } });
    expect(names(store.list('pods'))).toEqual(['a', 'b', 'c']);
    expect(names(store.list('pods', { namespace: 'other' }))).toEqual(['c']);
    expect(names(store.list('pods', { by: { index: 'owner', uid: 'u1' } }))).toEqual(['c']);
    expect(names(store.list('pods', { by: { index: 'node', node: '' } }))).toEqual(['b', 'c']);
    store.update('pods', pod('b', { labels: { app: 'db' }, node: 'n1' }));
    expect(names(store.list('pods', { by: { index: 'node', node: 'n1' } }))).toEqual(['a', 'b']);
    expect(names(store.list('pods', { by: { index: 'label', key: 'app', value: 'web' } }))).toEqual(['a']);
    store.delete('pods', 'default', 'a');
    expect(names(store.list('pods', { by: { index: 'label', key: 'app', value: 'web' } }))).toEqual([]);
  });
});

describe('watch', () => {
  it('delivers in order, in one batch, never within the write', async () => {
    const { store, clock } = setUp();
    store.create('pods', pod('a'));
    const batches: string[][] = [];
    store.watch('pods', {}, (events) => batches.push(events.map((e) => `${e.type} ${e.object.metadata?.name}`)));
    store.create('pods', pod('b'));
    store.delete('pods', 'default', 'a');
    expect(batches).toEqual([]);
    await clock.advance(0);
    expect(batches).toEqual([['ADDED a', 'ADDED b', 'DELETED a']]);
  });

  it('begins after a revision, and says Compacted when that is too old', async () => {
    const { store, clock } = setUp(3);
    for (const name of ['a', 'b', 'c', 'd', 'e']) store.create('pods', pod(name));
    const seen: number[] = [];
    store.watch('pods', { after: 3 }, (events) => seen.push(...events.map((event) => event.revision)));
    await clock.advance(0);
    expect(seen).toEqual([4, 5]);
    expect(() => store.watch('pods', { after: 1 }, () => {})).toThrow('too old resource version: 1 (2)');
    store.compact(5);
    expect(() => store.watch('pods', { after: 4 }, () => {})).toThrow('too old resource version: 4 (5)');
  });

  it('by node sees only that node, the leaving included, and nothing after stop', async () => {
    const { store, clock } = setUp();
    const seen: string[] = [];
    const query = { by: { index: 'node', node: 'n1' }, after: 0 } as const;
    const watcher = store.watch('pods', query, (events) => seen.push(...events.map((e) => e.type)));
    store.create('pods', pod('x', { node: 'n2' }));
    store.create('pods', pod('a', { node: 'n1' }));
    store.update('pods', pod('a', { node: 'n3' }));
    await clock.advance(0);
    expect(seen).toEqual(['ADDED', 'MODIFIED']);
    store.create('pods', pod('b', { node: 'n1' }));
    watcher.stop();
    await clock.advance(0);
    expect(seen).toHaveLength(2);
  });

  it('keeps on when one watcher throws', async () => {
    const { store, clock } = setUp();
    let seen = 0;
    store.watch('pods', {}, () => {
      throw new Error('broken');
    });
    store.watch('pods', {}, () => seen++);
    store.create('pods', pod('a'));
    await expect(clock.advance(0)).rejects.toThrow('broken');
    expect(seen).toBe(1);
  });
});

describe('history and snapshots', () => {
  it('gives the state at any revision still known', () => {
    const { store } = setUp();
    store.create('pods', pod('a'));
    store.create('pods', pod('b'));
    store.update('pods', pod('a', { node: 'n' }));
    store.delete('pods', 'default', 'b');
    expect(names(store.listAt('pods', 3))).toEqual(['a', 'b']);
    expect(store.listAt('pods', 2)[0]?.['spec']).toEqual({});
    expect(store.listAt('pods', 0)).toEqual([]);
    expect(() => store.listAt('pods', 9)).toThrow(StoreError);
  });

  it('starts again from JSON with the same revision, with or without history', () => {
    const { store, clock } = setUp();
    store.create('pods', pod('a'));
    store.update('pods', pod('a', { node: 'n' }));
    for (const history of [false, true]) {
      const snapshot = JSON.parse(JSON.stringify(store.snapshot({ history }))) as ReturnType<typeof store.snapshot>;
      const again = createStore({ clock, snapshot });
      expect(again.revision).toBe(2);
      expect(again.list('pods')).toEqual(store.list('pods'));
      expect(again.compacted).toBe(history ? 0 : 2);
      expect(again.create('pods', pod('b')).metadata?.resourceVersion).toBe('3');
    }
  });

  it('knows when last something was written that counts', async () => {
    const { store, clock } = setUp();
    store.create('pods', pod('a'));
    await clock.advance(500);
    store.create('leases', pod('l'));
    expect(store.lastWrite()).toBe(1_000_500);
    expect(store.lastWrite(['leases'])).toBe(1_000_000);
  });
});
