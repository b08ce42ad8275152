/** Workers that die, hang and die again, on a virtual clock. */
import { expect, test } from 'vitest';
import { VirtualClock } from '../../time/virtual-clock.ts';
import { nextTurn } from '../../time/real.ts';
import { superviseCluster } from './supervise.ts';

class FakeWorker extends EventTarget {
  terminated = false;
  answers = true;

  postMessage(message: { type: string }): void {
    if (message.type === 'ping' && this.answers) this.say({ type: 'pong' });
  }

  say(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  die(): void {
    this.dispatchEvent(new Event('error', { cancelable: true }));
  }

  terminate(): void {
    this.terminated = true;
  }
}

function open() {
  const clock = new VirtualClock(0, nextTurn);
  const workers: FakeWorker[] = [];
  const states: string[] = [];
  let afresh: (() => void) | undefined;
  let forgotten = 0;
  superviseCluster({
    startCluster: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker as unknown as Worker;
    },
    forget: () => Promise.resolve(void forgotten++),
    laptop: { postMessage: () => undefined },
    clock,
    onState: (state) => states.push(state),
    onStopped: (begin) => {
      afresh = begin;
      states.push('stopped');
    },
    onTrouble: ({ type }) => states.push(type),
  });
  const newest = (): FakeWorker => workers.at(-1)!;
  return { clock, workers, states, newest, afresh: () => afresh?.(), forgotten: () => forgotten };
}

test('a worker that dies is replaced', () => {
  const { workers, states, newest } = open();
  newest().say({ type: 'ready' });
  newest().die();
  newest().say({ type: 'ready' });
  expect(states).toEqual(['live', 'lost', 'restored']);
  expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
});

test('a worker that hangs is replaced, one that answers is not', async () => {
  const { clock, workers, states, newest } = open();
  newest().say({ type: 'ready' });
  await clock.advance(60_000);
  expect(workers).toHaveLength(1);
  newest().answers = false;
  await clock.advance(10_000);
  expect(states).toEqual(['live', 'lost', 'lost']);
  expect(workers).toHaveLength(2);
});

test('a worker that is only busy for a while is called lost, then live again', async () => {
  const { clock, workers, states, newest } = open();
  newest().say({ type: 'ready' });
  newest().answers = false;
  await clock.advance(5_000);
  newest().answers = true;
  await clock.advance(5_000);
  expect(states).toEqual(['live', 'lost', 'live']);
  expect(workers).toHaveLength(1);
});

test('a worker that starts slowly is given time', async () => {
  const { clock, workers, newest } = open();
  newest().answers = false;
  await clock.advance(45_000);
  expect(workers).toHaveLength(1);
  await clock.advance(30_000);
  expect(workers).toHaveLength(2);
});

test('workers that die as soon as they are up are not restarted for ever', async () => {
  const { clock, workers, states, newest, afresh, forgotten } = open();
  for (let life = 0; life < 4; life++) {
    newest().say({ type: 'ready' });
    newest().die();
  }
  expect(states.at(-1)).toBe('stopped');
  await clock.advance(120_000);
  expect(workers).toHaveLength(4);
  afresh();
  await clock.settlePromises();
  newest().say({ type: 'ready' });
  expect(states.at(-1)).toBe('live');
  expect(workers).toHaveLength(5);
  expect(forgotten()).toBe(1);
});

test('workers that lived for a while are always replaced', async () => {
  const { clock, workers, states, newest } = open();
  for (let life = 0; life < 8; life++) {
    newest().say({ type: 'ready' });
    await clock.advance(4_000);
    newest().die();
  }
  expect(states).not.toContain('stopped');
  expect(workers).toHaveLength(9);
});

test('a snapshot that cannot be read is not called restored', () => {
  const { states, newest } = open();
  newest().die();
  newest().say({ type: 'unreadable', message: 'x' });
  newest().say({ type: 'ready' });
  expect(states).toEqual(['lost', 'unreadable', 'live']);
});
