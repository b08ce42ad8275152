/** The images that notes and books use behave as their users remember. */
import { describe, expect, test } from 'vitest';
import { collectOutput } from '../../shell/pipe.ts';
import { seededRandom } from '../../time/random.ts';
import { nextTurn } from '../../time/real.ts';
import { VirtualClock } from '../../time/virtual-clock.ts';
import type { Container } from '../container.ts';
import { type Engine, createEngine } from '../engine.ts';
import type { Network, NetworkNamespace } from '../network.ts';
import { parseReference } from '../reference.ts';
import { shellPrograms } from '../shell-programs.ts';
import { findImage } from './index.ts';
import { digitsOfPi } from './perl.ts';

/** Everybody is at one address and answers on his port. */
function oneWire(): Network {
  const all = new Set<NetworkNamespace>();
  return {
    nameServer: '10.96.0.10',
    attach: (namespace) => void all.add(namespace),
    detach: (namespace) => void all.delete(namespace),
    resolve: (_, name) => ({ name, addresses: ['10.244.0.2'] }),
    services: () => 'not found',
    async request(_, { method, url, headers = {}, body = '' }) {
      const { port, pathname, host } = new URL(url);
      const serve = [...all].flatMap(({ ports }) => ports.get(Number(port)) ?? []).find((one) => one.serve)?.serve;
      if (!serve) return { ok: false, error: 'connection refused' };
      try {
        const asked = { method, path: pathname, host, headers, body, remote: '10.244.0.9' };
        return { ok: true, address: host, ...(await serve(asked)) };
      } catch {
        return { ok: false, error: 'empty reply' };
      }
    },
  };
}

interface Stage {
  clock: VirtualClock;
  engine: Engine;
  run(image: string, options?: { argv?: string[]; env?: Record<string, string>; memoryLimit?: number }): Container;
  get(container: Container, port: number, path?: string): Promise<string>;
  exec(container: Container, ...argv: string[]): Promise<string>;
}

function stage(): Stage {
  const clock = new VirtualClock(Date.parse('2026-11-21T10:00:00Z'), nextTurn);
  let next = 2;
  const engine = createEngine({
    clock,
    random: seededRandom('images'),
    node: { name: 'node', ip: '192.168.49.2' },
    network: oneWire(),
    allocateIP: () => `10.244.0.${next++}`,
    shell: shellPrograms,
  });
  return {
    clock,
    engine,
    run(image, { argv, env = {}, memoryLimit } = {}) {
      const name = `pod-${next}`;
      const config = { uid: name, namespace: 'default', name, hostname: name, attempt: 0, hostNetwork: false };
      const { canonical, repository, tag } = parseReference(image);
      const known = findImage(repository);
      expect(known.hasTag(tag), image).toBe(true);
      const container = engine.createContainer(engine.createSandbox(config), {
        name: 'main',
        image: canonical,
        attempt: 0,
        argv: argv ?? [...known.entrypoint, ...known.cmd],
        env: { ...known.env(tag), ...env },
        workingDir: known.workingDir ?? '/',
        mounts: [],
        ports: [],
        stopSignal: 'TERM',
        ...(memoryLimit !== undefined && { memoryLimit }),
      });
      engine.start(container);
      return container;
    },
    async get(container, port, path = '/') {
      const serve = container.namespace.ports.get(port)?.serve;
      if (!serve) throw new Error(`nothing listens on ${port}`);
      const request = { method: 'GET', path, host: `web:${port}`, headers: { 'user-agent': 'curl/8' }, body: '' };
      return (await serve({ ...request, remote: '10.244.0.9' })).body;
    },
    async exec(container, ...argv) {
      const out = collectOutput();
      const done = engine.exec(container, argv, { stdout: out, stderr: out });
      await clock.advance(1000);
      await done;
      return out.text();
    },
  };
}

const logOf = (container: Container): string =>
  container.logs
    .lines()
    .map(({ text }) => text)
    .join('\n');

describe('servers of books and guides', () => {
  test.each([
    ['luksa/kubia', 8080, "You've hit pod-2\n"],
    ['luksa/kubia:v2', 8080, 'This is v2 running in pod pod-2\n'],
    ['ghcr.io/subicura/echo:v1', 3000, 'pod-2\n'],
    ['gcr.io/google-samples/hello-app:2.0', 8080, 'Hello, world!\nVersion: 2.0.0\nHostname: pod-2\n'],
    ['gcr.io/google-samples/kubernetes-bootcamp:v1', 8080, 'Hello Kubernetes bootcamp! | Running on: pod-2 | v=1\n'],
    ['httpd:2.4', 80, '<html><body><h1>It works!</h1></body></html>\n'],
  ])('%s answers', async (image, port, body) => {
    const { run, get, clock } = stage();
    const container = run(image);
    await clock.advance(1000);
    expect(await get(container, port)).toBe(body);
  });

  test('traefik/whoami, echoserver and rr-test tell who and what', async () => {
    const { run, get } = stage();
    expect(await get(run('traefik/whoami'), 80)).toMatch(
      /^Hostname: pod-2\nIP: 127.0.0.1\n[^]*GET \/ HTTP\/1.1\nHost: web:80\nUser-Agent: curl\/8\n\n$/,
    );
    expect(await get(run('registry.k8s.io/echoserver:1.10'), 8080, '/a?b=c')).toContain(
      '\treal path=/a\n\tquery=b=c\n',
    );
    expect(await get(run('registry.k8s.io/echoserver:1.4'), 8080)).toMatch(
      /^CLIENT VALUES:\nclient_address=10.244.0.9\n/,
    );
    expect(await get(run('alicek106/rr-test:echo-hostname'), 80)).toContain('<p>Hello,  pod-5</p>');
  });

  test('the scripts of the same book run: a job that ends, a monitor, a fortune at the asked pace', async () => {
    const { run, clock, exec } = stage();
    const job = run('luksa/batch-job');
    await clock.advance(119_000);
    expect(logOf(job)).toMatch(/Batch job starting$/);
    await clock.advance(2_000);
    expect(logOf(job)).toMatch(/Finished succesfully$/);
    expect(job.state).toMatchObject({ status: 'exited', exitCode: 0 });
    const monitor = run('luksa/ssd-monitor');
    await clock.advance(11_000);
    expect(logOf(monitor)).toBe('SSD OK\nSSD OK\nSSD OK');
    const fortune = run('luksa/fortune:args', { argv: ['/bin/bash', '/bin/fortuneloop.sh', '2'] });
    await clock.advance(5_000);
    expect(logOf(fortune).match(/Writing fortune/g)).toHaveLength(3);
    expect(logOf(fortune)).toContain('Configured to generate new fortune every 2 seconds');
    expect(await exec(fortune, 'cat', '/var/htdocs/index.html')).toMatch(/^\w.*\.\n$/);
  });

  test('kuard fails the probes it is told to fail', async () => {
    const { run, get } = stage();
    const container = run('gcr.io/kuar-demo/kuard-amd64:blue');
    expect(await get(container, 8080)).toContain('v0.10.0-blue');
    const put = { method: 'PUT', path: '/ready/api', host: 'web', headers: {}, body: '{"failNext": 2}', remote: '' };
    await container.namespace.ports.get(8080)?.serve?.(put);
    const answers = [];
    for (let i = 0; i < 3; i++) answers.push(await get(container, 8080, '/ready'));
    expect(answers).toEqual(['fail', 'fail', 'ok']);
    expect(await get(container, 8080, '/healthy')).toBe('ok');
  });

  test('kubia v3 breaks at its fifth request, kubia-unhealthy after five', async () => {
    const { run, get } = stage();
    const third = run('luksa/kubia:v3');
    for (let i = 0; i < 4; i++) expect(await get(third, 8080)).toContain('This is v3');
    expect(await get(third, 8080)).toBe('Some internal error has occurred! This is pod pod-2\n');
    const ill = run('luksa/kubia-unhealthy');
    for (let i = 0; i < 5; i++) expect(await get(ill, 8080)).toContain("You've hit");
    expect(await get(ill, 8080)).toBe("I'm not well. Please restart me!");
  });

  test('what a server counted is in a snapshot', async () => {
    const { run, get, engine } = stage();
    const container = run('luksa/kubia-unhealthy');
    for (let i = 0; i < 5; i++) await get(container, 8080);
    const saved = JSON.parse(JSON.stringify(engine.snapshot())) as ReturnType<Engine['snapshot']>;
    const other = stage();
    other.engine.restore(saved);
    const again = other.engine.containers.get(container.id)!;
    expect(await other.get(again, 8080)).toBe("I'm not well. Please restart me!");
  });

  test('http-echo says its text, and ends without one', async () => {
    const { run, get } = stage();
    const image = 'hashicorp/http-echo';
    expect(await get(run(image, { argv: ['/http-echo', '-text=hi', '-listen=:8080'] }), 8080)).toBe('hi\n');
    const mute = run(image);
    expect(mute.state).toMatchObject({ status: 'exited', exitCode: 127 });
    expect(logOf(mute)).toBe('Missing -text option!');
  });

  test('agnhost is well for ten seconds as liveness', async () => {
    const { run, get, clock } = stage();
    const container = run('registry.k8s.io/e2e-test-images/agnhost:2.40', { argv: ['/agnhost', 'liveness'] });
    expect(await get(container, 8080, '/healthz')).toBe('ok');
    await clock.advance(11_000);
    expect(await get(container, 8080, '/healthz')).toMatch(/^error: 11/);
  });
});

describe('redis and what counts in it', () => {
  test('the counter counts over the network; redis-cli sees the number', async () => {
    const { run, get, exec } = stage();
    const redis = run('redis');
    const counter = run('ghcr.io/subicura/counter', { env: { REDIS_HOST: 'redis' } });
    expect(await get(counter, 3000)).toBe('1\n');
    expect(await get(counter, 3000)).toBe('2\n');
    expect(await exec(redis, 'redis-cli', 'get', 'count')).toBe('2\n');
    expect(await exec(redis, 'redis-cli', 'nosuch', 'a')).toBe(
      "ERR unknown command 'nosuch', with args beginning with: 'a' \n\n",
    );
    expect(logOf(redis)).toContain('Ready to accept connections tcp');
  });

  test('without a redis the counter says so', async () => {
    const { run, get } = stage();
    const counter = run('ghcr.io/subicura/counter', { env: { REDIS_HOST: 'redis' } });
    expect(await get(counter, 3000)).toBe(
      'Error: Redis connection to redis:6379 failed - connect ECONNREFUSED redis:6379\n',
    );
  });
});

describe('databases, limits, digits', () => {
  test('a database without its password ends, with it listens', () => {
    const { run } = stage();
    const bare = run('mysql:8');
    expect(bare.state).toMatchObject({ status: 'exited', exitCode: 1 });
    expect(logOf(bare)).toContain('- MYSQL_ROOT_PASSWORD');
    const set = run('postgres:16', { env: { POSTGRES_PASSWORD: 'x' } });
    expect(set.namespace.ports.has(5432)).toBe(true);
  });

  test('more memory than the limit is the end', async () => {
    const { run, clock } = stage();
    const argv = ['stress', '--vm', '1', '--vm-bytes', '250M', '--vm-hang', '1'];
    const hog = run('polinux/stress', { argv, memoryLimit: 100 * 1024 ** 2 });
    await clock.advance(1000);
    expect(hog.state).toMatchObject({ status: 'exited', exitCode: 137, reason: 'OOMKilled' });
    expect(run('polinux/stress', { argv, memoryLimit: 300 * 1024 ** 2 }).running).toBe(true);
  });

  test('π is true to its last digit', () => {
    expect(digitsOfPi(51)).toBe('3.14159265358979323846264338327950288419716939937510');
  });
});

test('nginx beside its server tells its version and tests its configuration', async () => {
  const { run, exec } = stage();
  const web = run('nginx:1.27');
  expect(await exec(web, 'nginx', '-v')).toBe('nginx version: nginx/1.27.5\n');
  expect(await exec(web, 'nginx', '-t')).toMatch(/syntax is ok\n.* test is successful\n$/);
});
