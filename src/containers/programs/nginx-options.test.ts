import { expect, it } from 'vitest';
import { collectOutput } from '../../shell/pipe.ts';
import { seededRandom } from '../../time/random.ts';
import { nextTurn } from '../../time/real.ts';
import { VirtualClock } from '../../time/virtual-clock.ts';
import { createEngine } from '../engine.ts';
import { noNetwork } from '../network.ts';
import { shellPrograms } from '../shell-programs.ts';

it('nginx tells its version, tests its configuration and takes signals', async () => {
  const clock = new VirtualClock(Date.parse('2026-11-21T10:00:00Z'), nextTurn);
  const engine = createEngine({
    clock,
    random: seededRandom('nginx'),
    node: { name: 'node', ip: '192.168.49.2' },
    network: noNetwork,
    allocateIP: () => '10.244.0.2',
    shell: shellPrograms,
  });
  engine.pull('nginx:1.27', () => undefined);
  await clock.advance(60_000);
  const identity = { uid: 'u', namespace: 'default', name: 'web', hostname: 'web', attempt: 0, hostNetwork: false };
  const container = engine.createContainer(engine.createSandbox(identity), {
    name: 'web',
    image: 'docker.io/library/nginx:1.27',
    attempt: 0,
    argv: ['nginx', '-g', 'daemon off;'],
    env: { PATH: '/usr/sbin:/usr/bin' },
    workingDir: '/',
    mounts: [],
    ports: [],
    stopSignal: 'QUIT',
  });
  engine.start(container);
  const nginx = async (...options: string[]): Promise<string> => {
    const output = collectOutput();
    const ended = engine.exec(container, ['nginx', ...options], { stdout: output, stderr: output });
    await clock.advance(100);
    return `${await ended} ${output.text()}`;
  };
  const write = (text: string): void => container.fs.writeFile('/etc/nginx/conf.d/more.conf', text);
  expect(await nginx('-v')).toMatch(/^0 nginx version: nginx\/1\.27\.\d+\n$/);
  expect(await nginx('-t')).toMatch(/^0 .*syntax is ok\n.*test is successful\n$/s);
  write('server { listen 8080; }\n');
  expect(container.namespace.ports.has(8080)).toBe(false);
  expect(await nginx('-s', 'reload')).toMatch(/^0 .*signal process started\n$/);
  expect(container.namespace.ports.has(8080)).toBe(true);
  write('server { listen 8081;\n');
  expect(await nginx('-t')).toMatch(/^1 nginx: \[emerg\] .*test failed\n$/s);
  expect(await nginx('-s', 'reload')).toMatch(/^1 nginx: \[emerg\]/);
  write('');
  await nginx('-s', 'quit');
  expect(container.state).toMatchObject({ status: 'exited', exitCode: 0 });
});
