import { describe, expect, it } from 'vitest';
import { pod } from '../fixtures/objects.ts';
import { applyEvents, objectKey, replaceAll } from './live-store.ts';

const make = (name: string) => pod({ name, app: 'a', image: 'busybox', look: 'ready' });
const [a, b] = [make('a'), make('b')];
const held = new Map([a, b].map((object) => [objectKey(object), object]));

describe('the live store', () => {
  it('keeps the identity of what a new list did not change', () => {
    const next = replaceAll(held, 'Pod', 'v1', [
      structuredClone(a),
      { ...b, metadata: { ...b.metadata, resourceVersion: 'later' } },
    ]);
    expect(next.get('default/a')).toBe(a);
    expect(next.get('default/b')).not.toBe(b);
  });

  it('takes a Pod of the same name for another one', () => {
    const again = { ...structuredClone(a), metadata: { ...a.metadata, uid: 'other' } };
    expect(replaceAll(held, 'Pod', 'v1', [again]).get('default/a')).toBe(again);
  });

  it('applies events in order and leaves the old copy alone', () => {
    const next = applyEvents(held, 'Pod', 'v1', [
      { type: 'DELETED', object: a },
      { type: 'ADDED', object: make('c') },
      { type: 'BOOKMARK', object: a },
    ]);
    expect([...next.keys()]).toEqual(['default/b', 'default/c']);
    expect([...held.keys()]).toEqual(['default/a', 'default/b']);
  });
});
