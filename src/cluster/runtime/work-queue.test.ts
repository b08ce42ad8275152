import { expect, test } from 'vitest';
import { nextTurn } from '../../time/real.ts';
import { VirtualClock } from '../../time/virtual-clock.ts';
import { createWorkQueue, type WorkQueue } from './work-queue.ts';

function open(work: (key: string, queue: WorkQueue) => void = () => {}) {
  const clock = new VirtualClock(0, nextTurn);
  const done: [key: string, at: number][] = [];
  const queue: WorkQueue = createWorkQueue(clock, (key) => {
    done.push([key, clock.now()]);
    work(key, queue);
  });
  return { clock, queue, done };
}

test('a key that is added twice before it is worked on is worked on once', async () => {
  const { clock, queue, done } = open();
  queue.add('a');
  queue.add('b');
  queue.add('a');
  expect(queue.length).toBe(2);
  expect(done).toEqual([]);
  await clock.advance(1);
  expect(done.map(([key]) => key)).toEqual(['a', 'b']);
  expect(queue.length).toBe(0);
});

test('a key that is added while it is worked on comes again', async () => {
  let again = true;
  const { clock, queue, done } = open((key, own) => {
    if (again) own.add(key);
    again = false;
  });
  queue.add('a');
  await clock.advance(1);
  expect(done.map(([key]) => key)).toEqual(['a', 'a']);
});

test('the earliest of several delays wins', async () => {
  const { clock, queue, done } = open();
  queue.addAfter('a', 500);
  queue.addAfter('a', 200);
  queue.addAfter('a', 900);
  await clock.advance(2000);
  expect(done).toEqual([['a', 200]]);
});

test('failures wait twice as long each time, until they are forgotten', async () => {
  const { clock, queue, done } = open((key, own) => own.addRateLimited(key));
  queue.add('a');
  await clock.advance(40);
  expect(done.map(([, at]) => at)).toEqual([0, 5, 15, 35]);
  queue.forget('a');
  await clock.advance(60);
  // The fourth failure's 40 ms were under way already; the next is a first one.
  expect(done.map(([, at]) => at).slice(4)).toEqual([75, 80, 90]);
});
