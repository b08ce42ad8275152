import { beforeEach, describe, expect, it } from 'vitest';
import { collectOutput } from '../shell/pipe.ts';
import { nextTurn } from '../time/real.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import type { Container, ContainerConfig } from './container.ts';
import type { Engine } from './engine.ts';
import { createContainer, openEngine } from './engine-stage.ts';
import type { HttpResponse } from './http.ts';
import { parseReference } from './reference.ts';
import { nginxVersion } from './images/nginx.ts';

let clock: VirtualClock;
let engine: Engine;

const boot = (): Engine => openEngine(clock, 'engine');
beforeEach(() => {
  clock = new VirtualClock(Date.parse('2026-11-21T10:00:00Z'), nextTurn);
  engine = boot();
});

function run(image: string, argv: string[], more: Partial<ContainerConfig> = {}): Container {
  const container = createContainer(engine, image, argv, more);
  engine.start(container);
  return container;
}
const NGINX = 'docker.io/library/nginx:1.27';
const nginx = (): Container =>
  run(NGINX, ['/docker-entrypoint.sh', 'nginx', '-g', 'daemon off;'], { stopSignal: 'QUIT' });
async function get(container: Container, path: string, port = 80): Promise<HttpResponse> {
  const headers = { 'user-agent': 'curl/8.14.1' };
  return container.namespace.ports.get(port)!.serve!({
    method: 'GET',
    path,
    host: 'web',
    headers,
    body: '',
    remote: '10.244.0.1',
  });
}
const logOf = (container: Container): string[] => container.logs.lines().map((line) => line.text);
async function exec(container: Container, line: string): Promise<string> {
  const out = collectOutput();
  const done = engine.exec(container, ['sh', '-c', line], { stdout: out, stderr: out });
  await clock.advance(5000);
  await done;
  return out.text();
}

describe('nginx', () => {
  it('serves its page and logs as nginx does', async () => {
    const container = nginx();
    const page = await get(container, '/');
    expect(page.status).toBe(200);
    expect(page.headers['server']).toBe('nginx/1.27.5');
    expect(page.headers['content-length']).toBe('615');
    expect(page.body).toContain('<h1>Welcome to nginx!</h1>');
    expect((await get(container, '/nope')).body).toBe(
      '<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n<hr><center>nginx/1.27.5</center>\r\n</body>\r\n</html>\r\n',
    );
    const log = logOf(container);
    expect(log[0]).toBe(
      '/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration',
    );
    expect(log).toContain('10.244.0.1 - - [21/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 615 "-" "curl/8.14.1" "-"');
    expect(log).toContain(
      '2026/11/21 10:00:00 [error] 29#29: *2 open() "/usr/share/nginx/html/nope" failed (2: No such file or directory), client: 10.244.0.1, server: localhost, request: "GET /nope HTTP/1.1", host: "web"',
    );
  });

  it('shows what was edited in the container', async () => {
    const container = nginx();
    await exec(container, 'echo hi > /usr/share/nginx/html/index.html');
    expect((await get(container, '/')).body).toBe('hi\n');
  });

  it('ends with 0 when told to stop, and frees its port', () => {
    const container = nginx();
    container.stop(clock.now() + 30_000);
    expect(container.state).toMatchObject({ status: 'exited', exitCode: 0, reason: 'Completed' });
    expect(container.namespace.ports.size).toBe(0);
  });

  it('runs from a script too, with a configuration of its own', async () => {
    const conf = 'server { listen 8080; location / { return 200 "from $hostname\\n"; } }';
    const container = run(NGINX, [
      'sh',
      '-c',
      `echo '${conf}' > /etc/nginx/conf.d/default.conf; nginx -g 'daemon off;'`,
    ]);
    await clock.advance(1000);
    expect((await get(container, '/', 8080)).body).toBe('from web\n');
  });

  it('has the tags that exist', () => {
    expect(nginxVersion('1.27')).toBe('1.27.5');
    expect(nginxVersion('1.25.3-alpine')).toBe('1.25.3');
    expect(nginxVersion('alpine')).toBe('1.29.3');
    expect(nginxVersion('stable-alpine')).toBe('1.28.0');
    for (const tag of ['nope', '1.99', '1.27.9', '2', 'bad', '1.27-nope', ''])
      expect(nginxVersion(tag), tag).toBeUndefined();
  });
});

describe('scripts', () => {
  it('run on the virtual clock', async () => {
    const container = run('docker.io/library/busybox:latest', [
      'sh',
      '-c',
      'for i in 1 2 3; do echo $i; sleep 1; done; exit 7',
    ]);
    await clock.advance(1500);
    expect(logOf(container)).toEqual(['1', '2']);
    await clock.advance(3000);
    expect(container.state).toMatchObject({ status: 'exited', exitCode: 7, reason: 'Error' });
  });

  it('may trap the signal to stop; without a trap PID 1 does not mind it', async () => {
    const polite = run('docker.io/library/busybox:latest', [
      'sh',
      '-c',
      'trap "echo bye; exit 0" TERM; while true; do sleep 1; done',
    ]);
    const deaf = run('docker.io/library/busybox:latest', ['sleep', '100']);
    await clock.advance(2000);
    polite.stop(clock.now() + 10_000);
    deaf.stop(clock.now() + 10_000);
    await clock.advance(3000);
    expect(polite.state).toMatchObject({ status: 'exited', exitCode: 0 });
    expect(logOf(polite)).toEqual(['bye']);
    expect(deaf.running).toBe(true);
    await clock.advance(8000);
    expect(deaf.state).toMatchObject({ status: 'exited', exitCode: 137 });
  });

  it('a shell without input ends at once', async () => {
    const container = run('docker.io/library/busybox:latest', ['sh']);
    await clock.advance(10);
    expect(container.state).toMatchObject({ status: 'exited', exitCode: 0 });
  });
});

describe('images', () => {
  it('that nobody knows answer on their declared ports and say what they are', async () => {
    const container = run('docker.io/acme/shop:2', ['stand-in'], { ports: [9000] });
    expect((await get(container, '/', 9000)).body).toContain('Stand-in for docker.io/acme/shop:2');
    expect(logOf(container)[0]).toContain('Tidepool does not know the image');
  });

  it('are pulled, refused, and reported as containerd does', async () => {
    const outcomes: unknown[] = [];
    engine.pull('nginx:1.27', (outcome) => outcomes.push(outcome.ok && outcome.image.canonical));
    engine.pull('doesnotexist/foo', (outcome) => outcomes.push(outcome.ok || outcome.error));
    await clock.advance(5000);
    expect(outcomes).toEqual([
      'rpc error: code = Unknown desc = failed to pull and unpack image "docker.io/doesnotexist/foo:latest": failed to resolve reference "docker.io/doesnotexist/foo:latest": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
      NGINX,
    ]);
    expect(engine.image('nginx:1.27')?.size).toBe(72_229_140);
  });

  it('have references as Docker reads them', () => {
    expect(parseReference('nginx').canonical).toBe('docker.io/library/nginx:latest');
    expect(parseReference('ghcr.io/a/b:1').repository).toBe('ghcr.io/a/b');
    expect(parseReference('localhost:5000/x').canonical).toBe('localhost:5000/x:latest');
    expect(() => parseReference('Nginx')).toThrow('repository name (library/Nginx) must be lowercase');
    expect(() => parseReference('nginx:')).toThrow('invalid reference format');
  });
});

describe('a snapshot', () => {
  it('keeps files, logs and what runs', async () => {
    const container = nginx();
    await exec(container, 'echo kept > /usr/share/nginx/html/index.html');
    await get(container, '/');
    const before = logOf(container);
    const saved = JSON.parse(JSON.stringify(engine.snapshot()));
    engine.halt();
    engine = boot();
    engine.restore(saved);
    const [again] = [...engine.containers.values()];
    expect(logOf(again!)).toEqual(before);
    expect((await get(again!, '/')).body).toBe('kept\n');
    expect(again!.startedAt).toBe(container.startedAt);
    // The same seed is drawn from again.
    const other = run('docker.io/library/busybox:latest', ['sleep', '9']);
    expect(engine.containers.size).toBe(2);
    expect(engine.sandboxes.size).toBe(2);
    expect(other.id).not.toBe(again!.id);
  });
});
