import { expect, it } from 'vitest';
import { collectOutput } from '../../shell/pipe.ts';
import { nextTurn } from '../../time/real.ts';
import { VirtualClock } from '../../time/virtual-clock.ts';
import { createContainer, openEngine } from '../engine-stage.ts';

it('nginx tells its version, tests its configuration and takes signals', async () => {
  const clock = new VirtualClock(Date.parse('2026-11-21T10:00:00Z'), nextTurn);
  const engine = openEngine(clock, 'nginx');
  engine.pull('nginx:1.27', () => undefined);
  await clock.advance(60_000);
  const argv = ['nginx', '-g', 'daemon off;'];
  const settings = { env: { PATH: '/usr/sbin:/usr/bin' }, stopSignal: 'QUIT' } as const;
  const container = createContainer(engine, 'docker.io/library/nginx:1.27', argv, settings);
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
