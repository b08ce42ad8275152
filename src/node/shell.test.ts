/** `npm run shell` as a process: its exit status, its input, and a real API over HTTP behind --server. */
import { execFile } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { createCluster } from '../cluster/cluster.ts';
import { driveClock, nextTurn, realClock } from '../time/real.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { serveFetch } from './serve-fetch.ts';

interface Said {
  stdout: string;
  stderr: string;
  exit: number;
}

function shell(args: readonly string[], input = ''): Promise<Said> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['src/node/run.mjs', 'src/node/shell.ts', ...args],
      { env: { ...process.env, INIT_CWD: '/' } },
      (error, stdout, stderr) => resolve({ stdout, stderr, exit: error ? Number(error.code) : 0 }),
    );
    child.stdin?.end(input);
  });
}

describe('npm run shell', { timeout: 30_000 }, () => {
  it('ends with the status of the commands, and prints only what they print', async () => {
    expect(await shell(['-c', 'echo out; echo err >&2; exit 3'])).toEqual({
      stdout: 'out\n',
      stderr: 'err\n',
      exit: 3,
    });
    expect(await shell(['-c', 'false'])).toEqual({ stdout: '', stderr: '', exit: 1 });
  });

  it('reads commands from standard input, with a cluster of the nodes asked for', async () => {
    const { stdout, exit } = await shell(['--nodes', '3', '-'], 'kubectl get nodes -o name | grep -c worker\n');
    expect({ stdout, exit }).toEqual({ stdout: '3\n', exit: 0 });
  });

  it('says what is wrong with its arguments', async () => {
    const { stderr, exit } = await shell(['--nosuch']);
    expect(exit).toBe(2);
    expect(stderr).toMatch(/^unknown option --nosuch\nUsage: /);
  });
});

describe('npm run shell -- --server URL', { timeout: 30_000 }, () => {
  const closers: (() => unknown)[] = [];
  afterAll(async () => {
    for (const close of closers.toReversed()) await close();
  });

  it('works on any API over HTTP, watches included', async () => {
    const clock = new VirtualClock(realClock.now(), nextTurn);
    const cluster = createCluster({ seed: 'server', clock, profile: 'bare', nodes: ['node-1'] });
    const drive = driveClock(clock, { speed: 20 });
    const server = await serveFetch((request) => {
      const response = cluster.fetch(request);
      drive.poke();
      return response;
    }, 0);
    closers.push(
      () => cluster.stop(),
      () => drive.stop(),
      () => server.close(),
    );
    const commands = [
      'kubectl create deploy web --image=nginx --replicas=2',
      'kubectl rollout status deploy/web --timeout=20s | tail -1',
      'kubectl get pods -w --request-timeout=1s | grep -c Running',
      'kubectl get deploy web -o name',
    ];
    const { stdout, stderr, exit } = await shell([
      '--server',
      `http://127.0.0.1:${server.port}`,
      '-c',
      commands.join('\n'),
    ]);
    expect({ stderr, exit }).toEqual({ stderr: '', exit: 0 });
    expect(stdout).toBe(
      'deployment.apps/web created\ndeployment "web" successfully rolled out\n2\ndeployment.apps/web\n',
    );
  });

  it('says that nobody answers', async () => {
    const { stderr, exit } = await shell(['--server', 'http://127.0.0.1:9', '-c', 'kubectl get pods']);
    expect(exit).toBe(1);
    expect(stderr).toContain(
      'The connection to the server 127.0.0.1:9 was refused - did you specify the right host or port?',
    );
  });
});
