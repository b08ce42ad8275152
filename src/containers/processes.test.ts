import { describe, expect, it } from 'vitest';
import { PidNamespace, ProcessTable } from './processes.ts';

const heard: string[] = [];
const table = (name: string, namespace?: PidNamespace): ProcessTable =>
  new ProcessTable({ uid: 0, signal: (signal) => heard.push(`${name} ${signal}`) }, namespace);

describe('the processes of a container', () => {
  it('begin with 1, which nobody within can kill', () => {
    heard.length = 0;
    const own = table('web');
    own.add(['nginx'], 0, () => {});
    own.add(['sh'], 0, (signal) => heard.push(`sh ${signal}`));
    expect(own.list().map(({ pid }) => pid)).toEqual([1, 2]);
    expect([own.kill(1, 'KILL'), own.kill(1, 'TERM'), own.kill(2, 'KILL'), own.kill(3, 'TERM')]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(heard).toEqual(['web TERM', 'sh KILL']);
  });

  it('of a Pod that shares them are seen, and ended, by one another', () => {
    heard.length = 0;
    const pod = PidNamespace.shared(0);
    const web = table('web', pod);
    const shell = table('shell', pod);
    web.add(['nginx'], 0, () => {});
    shell.add(['sh'], 0, () => heard.push('sh ended'));
    expect(shell.list().map(({ pid, argv }) => `${pid} ${argv[0]}`)).toEqual(['1 /pause', '2 nginx', '3 sh']);
    shell.kill(2, 'KILL');
    expect(heard).toEqual(['web KILL']);
    web.killAll();
    expect(shell.list().map(({ pid }) => pid)).toEqual([1, 3]);
  });
});
