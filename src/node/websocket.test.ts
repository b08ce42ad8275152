/** WebSockets of the cluster's HTTP server: protocols, refusals, and clients that misbehave or vanish. */
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectPort, servePort } from '../client/port.ts';
import { createClient } from '../client/rest-client.ts';
import { type OpenStream, type Socket, socketOf } from '../client/stream.ts';
import { createCluster } from '../cluster/cluster.ts';
import { type Drive, driveClock, nextTurn, realClock } from '../time/real.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { realStreams } from './real-streams.ts';
import { serveFetch } from './serve-fetch.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };
const EXEC = '/api/v1/namespaces/default/pods/box/exec?stdout=true&stderr=true';
const V5 = 'v5.channel.k8s.io';

let cluster: ReturnType<typeof createCluster>;
let drive: Drive;
let server: Awaited<ReturnType<typeof serveFetch>>;

beforeAll(async () => {
  const clock = new VirtualClock(realClock.now(), nextTurn);
  cluster = createCluster({ seed: 'websocket', clock, profile: 'studio' });
  const spec = { containers: [{ name: 'main', image: 'busybox', command: ['sleep', '100000'] }] };
  await createClient(cluster.fetch).create(
    PODS,
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'box' }, spec } as object,
    'default',
  );
  await clock.advance(60_000);
  drive = driveClock(clock, { speed: 1 });
  server = await serveFetch(cluster.fetch, 0, cluster.stream);
});
afterAll(async () => {
  drive.stop();
  await server.close();
  cluster.stop();
});

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const request = (path: string): Request => new Request(`http://cluster.local${path}`);

/** What a command printed, and its Status. */
async function run(open: OpenStream, command: string[], protocol = V5): Promise<{ out: string; status: string }> {
  const query = command.map((word) => `&command=${encodeURIComponent(word)}`).join('');
  const socket = socketOf(await open(request(EXEC + query), [protocol]))!;
  const said = { out: '', status: '' };
  for (let message = await socket.read(); message; message = await socket.read()) {
    const [channel] = message;
    if (channel === 1) said.out += text(message.subarray(1));
    if (channel === 3) said.status = text(message.subarray(1));
  }
  return said;
}

/** Processes of the container beside its own. */
async function processes(): Promise<number> {
  const { out } = await run(cluster.stream, ['ps']);
  return out.trim().split('\n').length - 3;
}

describe('the same stream in process, over a port and over HTTP', () => {
  const channel = new MessageChannel();
  const ways: Record<string, () => OpenStream> = {
    'in process': () => cluster.stream,
    'a port': () => {
      servePort(channel.port1, cluster);
      return connectPort(channel.port2).stream!;
    },
    HTTP: () => realStreams(`http://127.0.0.1:${server.port}`),
  };
  afterAll(() => {
    channel.port1.close();
    channel.port2.close();
  });

  test.each(Object.keys(ways))('%s', async (way) => {
    const open = ways[way]!();
    expect(await run(open, ['echo', 'hi'])).toEqual({ out: 'hi\n', status: '{"metadata":{},"status":"Success"}' });
    expect((await run(open, ['sh', '-c', 'exit 3'], 'v4.channel.k8s.io')).status).toContain('"message":"3"');
    const refused = await open(request(EXEC.replace('box', 'nosuch')), [V5]);
    expect([refused.status, (await refused.json()).message]).toEqual([404, 'pods "nosuch" not found']);
    const unknown = await open(request(`${EXEC}&command=ls`), ['nope.k8s.io']);
    expect([unknown.status, socketOf(unknown)]).toEqual([403, undefined]);
  });
});

describe('clients that misbehave', () => {
  let before: number;
  beforeEach(async () => (before = await processes()));
  const gone = (): Promise<void> => expect.poll(processes, { timeout: 5000 }).toBe(before);
  const opened = (client: WebSocket): Promise<unknown> => new Promise((resolve) => client.once('open', resolve));
  const dial = (query: string): WebSocket => new WebSocket(`ws://127.0.0.1:${server.port}${EXEC}${query}`, [V5]);

  test('one that vanishes takes its process along', async () => {
    const client = dial('&command=sleep&command=1000');
    await opened(client);
    await expect.poll(processes).toBe(before + 1);
    client.terminate();
    await gone();
  });

  test('one that sends too much at once is cut off', async () => {
    const client = dial('&stdin=true&command=cat');
    await opened(client);
    const closed = new Promise<number>((resolve) => client.once('close', resolve));
    client.send(new Uint8Array(40 * 1024 * 1024));
    expect(await closed).toBe(1009);
    await gone();
  });

  test('frames of no sense are passed over', async () => {
    const socket = socketOf(await cluster.stream(request(`${EXEC}&stdin=true&command=cat`), [V5]))!;
    for (const bytes of [[], [9, 1, 2], [4, 0x7b], [4], [255, 7], [0, 0xff, 0xfe, 10]]) {
      await socket.send(Uint8Array.from(bytes));
    }
    await socket.send(Uint8Array.of(255, 0));
    expect(await allOutput(socket)).toEqual([0xff, 0xfe, 10]);
    await gone();
  });

  test('requests for a stream that are none get a Status', async () => {
    const { port } = server;
    const plain = await fetch(`http://127.0.0.1:${port}${EXEC}&command=ls`);
    expect([plain.status, ((await plain.json()) as { message: string }).message]).toEqual([
      400,
      'Upgrade request required',
    ]);
    const half = connect(port, '127.0.0.1');
    half.write(`GET ${EXEC}&command=ls HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: spdy/3.1\r\n\r\n`);
    const answer = await new Promise<string>((resolve) =>
      half.once('data', (data: Buffer) => resolve(data.toString())),
    );
    expect(answer).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/);
    half.destroy();
  });
});

async function allOutput(socket: Socket): Promise<number[]> {
  const bytes: number[] = [];
  for (let message = await socket.read(); message; message = await socket.read()) {
    if (message[0] === 1) bytes.push(...message.subarray(1));
  }
  return bytes;
}
