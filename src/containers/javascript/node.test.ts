import { beforeEach, describe, expect, it } from 'vitest';
import { collectOutput } from '../../shell/pipe.ts';
import { nextTurn } from '../../time/real.ts';
import { VirtualClock } from '../../time/virtual-clock.ts';
import type { Container, ContainerConfig } from '../container.ts';
import type { Engine } from '../engine.ts';
import { createContainer, openEngine } from '../engine-stage.ts';
import type { HttpResponse } from '../http.ts';

let clock: VirtualClock;
let engine: Engine;

beforeEach(() => {
  clock = new VirtualClock(Date.parse('2026-11-21T10:00:00Z'), nextTurn);
  engine = openEngine(clock, 'node');
});

/** `argv` with the program in app.js. */
function create(code: string, more: Partial<ContainerConfig> = {}): Container {
  const settings = { env: { COLOR: 'blue' }, workingDir: '/app', ...more };
  const argv = ['docker-entrypoint.sh', 'node', 'app.js'];
  const container = createContainer(engine, 'docker.io/library/node:20', argv, settings, 'kubia-1');
  container.fs.makeDirectory('/app');
  container.fs.writeFile('/app/app.js', code);
  return container;
}

async function run(code: string, more: Partial<ContainerConfig> = {}): Promise<Container> {
  const container = create(code, more);
  engine.start(container);
  await clock.advance(1_000);
  return container;
}

const logOf = (container: Container): string =>
  container.logs
    .lines()
    .map(({ text }) => text)
    .join('\n');
const exitOf = ({ state }: Container): unknown =>
  state.status === 'exited' ? [state.exitCode, state.reason] : state.status;

async function ask(
  container: Container,
  path = '/',
  more: { method?: string; body?: string } = {},
): Promise<HttpResponse> {
  const { method = 'GET', body = '' } = more;
  const answer = container.namespace.ports.get(8080)!.serve!({
    method,
    path,
    host: 'web:8080',
    headers: { host: 'web:8080', 'x-asked': 'yes' },
    body,
    remote: '10.244.0.9',
  });
  clock.promised();
  await clock.advance(2_000);
  return answer;
}

const KUBIA = `const http = require('http');
const os = require('os');

console.log("Kubia server starting...");

var handler = function(request, response) {
  console.log("Received request from " + request.connection.remoteAddress);
  response.writeHead(200);
  response.end("You've hit " + os.hostname() + "\\n");
};

var www = http.createServer(handler);
www.listen(8080);
`;

describe('a program of Node.js', () => {
  it('prints, and ends when it has nothing more to do', async () => {
    const container = await run(`
      console.log('hello %s, %d', 'world', 42, { a: [1, 'two'], b: { c: null } });
      console.error(process.env.COLOR, process.argv.length, process.version, __filename, require('os').hostname());
      setTimeout(() => console.log('later', new Date().toISOString()), 500);
      Promise.resolve().then(() => console.log('soon'));`);
    expect(logOf(container).split('\n')).toEqual([
      "hello world, 42 { a: [ 1, 'two' ], b: { c: null } }",
      'blue 2 v22.20.0 /app/app.js kubia-1',
      'soon',
      'later 2026-11-21T10:00:00.500Z',
    ]);
    expect(exitOf(container)).toEqual([0, 'Completed']);
  });

  it('answers requests as the book has it', async () => {
    const container = await run(KUBIA);
    expect(await ask(container)).toMatchObject({ status: 200, body: "You've hit kubia-1\n" });
    expect(logOf(container)).toBe('Kubia server starting...\nReceived request from ::ffff:10.244.0.9');
    expect(exitOf(container)).toBe('running');
  });

  it('reads what is posted and keeps it in a file', async () => {
    const container = await run(`
      const http = require('http'), fs = require('fs');
      http.createServer((request, response) => {
        if (request.method === 'POST') {
          const file = fs.createWriteStream('/app/data.txt');
          file.on('open', () => {
            request.pipe(file);
            response.writeHead(200);
            response.end('Data stored\\n');
          });
        } else response.end(fs.existsSync('/app/data.txt') ? fs.readFileSync('/app/data.txt', 'utf8') : 'none');
      }).listen(8080);`);
    expect((await ask(container)).body).toBe('none');
    expect((await ask(container, '/', { method: 'POST', body: 'Hey there' })).body).toBe('Data stored\n');
    expect((await ask(container)).body).toBe('Hey there');
  });

  it('knows its own modules, files and JSON', async () => {
    const container = create(`
      const greet = require('./lib/greet');
      console.log(greet('kubia'), require('./package.json').version, require('url').parse('/a?b=1', true).query.b);
      console.log(new URL('http://x:81/p?q=2').searchParams.get('q'), require('path').join('/a', '..', 'b'));
      console.log(Buffer.from('héllo').toString('base64'), require('util').format('%j', [1]));`);
    container.fs.makeDirectory('/app/lib');
    container.fs.writeFile('/app/lib/greet.js', 'module.exports = (name) => `hello ${name}`;');
    container.fs.writeFile('/app/package.json', '{"version": "1.2.3"}');
    engine.start(container);
    await clock.advance(10);
    expect(logOf(container)).toBe('hello kubia 1.2.3 1\n2 /b\naMOpbGxv [1]');
  });

  it('runs ES modules', async () => {
    const container = create(`
      import http from 'node:http';
      import { hostname } from 'os';
      import { word } from './word.js';
      http.createServer((_, response) => response.end(word + hostname())).listen(8080);`);
    container.fs.writeFile('/app/package.json', '{"type": "module"}');
    container.fs.writeFile('/app/word.js', "export const word = 'on ';");
    engine.start(container);
    await clock.advance(10);
    expect(logOf(container)).toBe('');
    expect((await ask(container)).body).toBe('on kubia-1');
  });

  it('dies of what nobody catches', async () => {
    const container = await run(`const a = 1;\nsetTimeout(() => {\n  missing.thing();\n}, 10);`);
    expect(logOf(container)).toContain('/app/app.js:3\n  missing.thing();');
    expect(logOf(container)).toContain('ReferenceError: missing is not defined\n    at ');
    expect(logOf(container)).toMatch(/Node\.js v22\.20\.0$/);
    expect(exitOf(container)).toEqual([1, 'Error']);
    const lacking = await run(`require('express')();`);
    expect(logOf(lacking)).toContain("Error: Cannot find module 'express'\nRequire stack:\n- /app/app.js");
    const wrong = await run('let x = ;');
    expect(logOf(wrong)).toContain('SyntaxError');
    expect(exitOf(wrong)).toEqual([1, 'Error']);
  });

  it('minds signals that it handles, and as PID 1 no others', async () => {
    const deaf = await run(KUBIA);
    deaf.stop(clock.now() + 30_000);
    await clock.advance(29_000);
    expect(exitOf(deaf)).toBe('running');
    await clock.advance(1_001);
    expect(exitOf(deaf)).toEqual([137, 'Error']);
    const polite = await run(`setInterval(() => {}, 1000);
      process.on('SIGTERM', () => { console.log('bye'); process.exit(3); console.log('never'); });`);
    polite.stop(clock.now() + 30_000);
    await clock.advance(10);
    expect(logOf(polite)).toBe('bye');
    expect(exitOf(polite)).toEqual([3, 'Error']);
  });

  it('takes a core and answers nothing in an endless loop', async () => {
    const container = await run(`
      require('http').createServer((request, response) => {
        if (request.url === '/hang') while (true);
        response.end('fine');
      }).listen(8080);`);
    expect((await ask(container)).body).toBe('fine');
    void ask(container, '/hang').catch(() => undefined);
    await clock.advance(1_000);
    expect(container.usage.cpu).toBe(1);
    let answered = false;
    void ask(container).then(
      () => (answered = true),
      () => undefined,
    );
    await clock.advance(60_000);
    expect(answered).toBe(false);
    container.stop(clock.now());
    await clock.advance(10);
    expect(exitOf(container)).toEqual([137, 'Error']);
  }, 30_000);

  it('waits on the clock of the cluster, and pays for its work', async () => {
    const container = await run(`
      require('http').createServer((request, response) => {
        const begin = Date.now();
        while (Date.now() - begin < 700);
        response.end(String(Date.now() - begin >= 700));
      }).listen(8080);`);
    const before = container.worked;
    let at = 0;
    const asked = container.namespace.ports.get(8080)!.serve!({
      method: 'GET',
      path: '/',
      host: 'x',
      headers: {},
      body: '',
      remote: '1',
    });
    void Promise.resolve(asked).then(() => (at = clock.now()));
    const began = clock.now();
    await clock.advance(3_000);
    expect(at - began).toBeGreaterThanOrEqual(700);
    expect(container.worked - before).toBeGreaterThanOrEqual(700);
  });

  it('is killed when it takes more memory than its limit', async () => {
    const container = await run('const all = []; while (true) all.push(new Array(1000).fill(1));', {
      memoryLimit: 40 * 1024 * 1024,
    });
    expect(exitOf(container)).toEqual([137, 'OOMKilled']);
    const unlimited = await run('const all = []; while (true) all.push(new Array(1000).fill(all.length));');
    expect(logOf(unlimited)).toContain('JavaScript heap out of memory');
    expect(exitOf(unlimited)).toEqual([134, 'Error']);
  }, 30_000);

  it.each([
    ["const made = this.constructor.constructor('return process')(); console.log(typeof made.binding, made.env.PATH)"],
    [
      'console.log(typeof globalThis.window, typeof self, typeof document, typeof WebAssembly, typeof postMessage, typeof importScripts)',
    ],
    ["try { require('child_process') } catch (error) { console.log(error.message) }"],
    ["try { require('vm') } catch (error) { console.log(error.message) }"],
    ["fetch('https://example.com').catch((error) => console.log(error.message, error.cause.code))"],
    ["require('http').get('http://example.com', () => {}).on('error', (error) => console.log(error.code))"],
    ["try { require('fs').readFileSync('/../../etc/shadow') } catch (error) { console.log(error.code) }"],
    ["try { (function f() { f() })() } catch (error) { console.log('caught') }"],
    ["import('fs').then((fs) => console.log(typeof fs.default.readFileSync))"],
  ])('stays in its sandbox: %s', async (code) => {
    const container = await run(code);
    expect(logOf(container)).toMatchSnapshot();
    expect(exitOf(container)).toEqual([0, 'Completed']);
  });

  it('runs beside others by exec, with an exit status', async () => {
    const container = await run(KUBIA);
    const out = collectOutput();
    const line = 'node -e "console.log(process.pid > 1); process.exit(4)"; echo $?; node --version; node -p "1+1"';
    const done = engine.exec(container, ['sh', '-c', line], { stdout: out, stderr: out });
    clock.promised();
    await clock.advance(1_000);
    await done;
    expect(out.text()).toBe('true\n4\nv22.20.0\n2\n');
  });

  it('begins again after a snapshot', async () => {
    const container = await run(KUBIA);
    await ask(container);
    const saved = JSON.parse(JSON.stringify(engine.snapshot()));
    engine.halt();
    const again = openEngine(clock, 'again');
    again.restore(saved);
    await clock.advance(100);
    const restored = [...again.containers.values()][0]!;
    expect((await ask(restored)).body).toBe("You've hit kubia-1\n");
  });
});
