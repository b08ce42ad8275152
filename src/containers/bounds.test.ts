/** What endless, greedy and malicious commands come to in a container: bounded, and told as a node tells it. */
import { beforeEach, describe, expect, it } from 'vitest';
import { nextTurn } from '../time/real.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import type { Container } from './container.ts';
import type { Engine } from './engine.ts';
import { createContainer, openEngine } from './engine-stage.ts';

let clock: VirtualClock;
let engine: Engine;
beforeEach(() => {
  clock = new VirtualClock(Date.parse('2026-11-21T10:00:00Z'), nextTurn);
  engine = openEngine(clock, 'bounds');
});

async function run(image: string, script: string, memoryLimit?: number): Promise<Container> {
  engine.pull(image, () => undefined);
  await clock.advance(60_000);
  const limit = memoryLimit === undefined ? {} : { memoryLimit };
  const env = { PATH: '/usr/bin:/bin' };
  const container = createContainer(engine, `docker.io/library/${image}:latest`, ['sh', '-c', script], {
    env,
    ...limit,
  });
  engine.start(container);
  return container;
}
const logOf = (container: Container): string[] => container.logs.lines().map(({ text }) => text);

describe('memory', () => {
  it.each([
    ['a text that doubles', 'a=aaaaaaaa; while true; do a=$a$a; done'],
    ['an endless substitution', 'x=$(cat /dev/zero)'],
    ['an endless line', 'tail /dev/zero'],
    ['an endless line in a pipe', 'cat /dev/zero | sort'],
  ])('ends the container with %s', async (_, script) => {
    const container = await run('busybox', script, 32 * 1024 * 1024);
    await clock.advance(60_000);
    expect(container.state).toMatchObject({ status: 'exited', exitCode: 137, reason: 'OOMKilled' });
  });
});

describe('a fork bomb', () => {
  it('fills the process table', async () => {
    const container = await run('ubuntu', ':(){ :|:& };:; sleep 60');
    await clock.advance(10_000);
    expect(container.running).toBe(true);
    expect(logOf(container).at(-1)).toBe('sh: line 1: fork: retry: Resource temporarily unavailable');
    container.signal('KILL');
    expect(container.state).toMatchObject({ exitCode: 137 });
    await clock.advance(10_000);
  });

  it('is ended by the memory limit before that', async () => {
    const container = await run('ubuntu', ':(){ :|:& };:; sleep 60', 64 * 1024 * 1024);
    await clock.advance(10_000);
    expect(container.state).toMatchObject({ reason: 'OOMKilled' });
  });
});

describe('the disk', () => {
  it('is full some time', async () => {
    const container = await run(
      'busybox',
      'dd if=/dev/zero of=/tmp/x bs=1M count=200; cat /dev/zero > /tmp/y; sleep 60',
    );
    await clock.advance(50_000);
    const log = logOf(container);
    expect(log[0]).toBe("dd: error writing '/tmp/x': No space left on device");
    expect(log).toContain('cat: write error: No space left on device');
  });
});

describe('expressions that explode', () => {
  it('are answered', async () => {
    const many = 'a'.repeat(60);
    const container = await run(
      'busybox',
      `echo ${many}! | grep -E '(a+)+$'; echo $?; echo ${many} | sed -E 's/(a|a)*$/x/'; case ${many} in *a*a*a*a*a*a*b) ;; *) echo no;; esac`,
    );
    await clock.advance(5_000);
    expect(logOf(container)).toEqual(['1', 'x', 'no']);
  });
});
