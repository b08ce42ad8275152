/** The page's side and the worker's side of the laptop's protocol, joined by a real channel. */
import { afterEach, expect, test } from 'vitest';
import { nextTurn, realClock } from '../time/real.ts';
import { WorkstationClient } from './client.ts';
import { createWorkstation, HOME } from './laptop.ts';
import { type Served, serveWorkstation } from './serve.ts';

const stops: (() => void)[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop()));

function join(): { client: WorkstationClient; served: Served; until(condition: () => boolean): Promise<void> } {
  const { port1, port2 } = new MessageChannel();
  const workstation = createWorkstation({
    fetch: () => Promise.reject(new TypeError('no cluster')),
    clock: realClock,
    tick: nextTurn,
    files: { [`${HOME}/web.yaml`]: 'kind: Pod\n', [`${HOME}/more/a.yaml`]: '' },
  });
  const served = serveWorkstation(port2, { workstation, history: [] });
  const client = new WorkstationClient(port1);
  stops.push(() => {
    served.stop();
    client.close();
    port1.close();
    port2.close();
  });
  const until = async (condition: () => boolean): Promise<void> => {
    for (let turn = 0; turn < 2000 && !condition(); turn++) await nextTurn();
    expect(condition()).toBe(true);
  };
  return { client, served, until };
}

test('files are listed, read, written and watched; hidden ones stay hidden', async () => {
  const { client, until } = join();
  expect(await client.files.list()).toEqual(['more/a.yaml', 'web.yaml']);
  expect(await client.files.read('web.yaml')).toBe('kind: Pod\n');
  await expect(client.files.read('nosuch')).rejects.toThrow('nosuch');
  const changed: string[] = [];
  const unwatch = client.files.watch((path) => void changed.push(path));
  await client.files.write('new/b.yaml', 'x');
  await until(() => changed.includes('new/b.yaml'));
  unwatch();
  expect(await client.files.read('new/b.yaml')).toBe('x');
});

test('a terminal echoes, runs typed lines, and says when its shell has ended', async () => {
  const { client, until } = join();
  let text = '';
  let closed = false;
  const terminal = client.openTerminal(
    { columns: 80, rows: 24 },
    (piece) => (text += piece),
    () => (closed = true),
  );
  terminal.type('echo $((6 * 7))');
  await until(() => text.includes('\r\n42\r\n'));
  terminal.input('cat web.yaml\r');
  await until(() => text.includes('kind: Pod\r\n'));
  terminal.type('exit');
  await until(() => closed);
});

test('an edit is done when the page has saved the file', async () => {
  const { client, served, until } = join();
  const shown: string[] = [];
  client.onEdit((path) => void shown.push(path));
  let done = false;
  void served.edit(`${HOME}/web.yaml`).then(() => (done = true));
  await until(() => shown.includes('web.yaml'));
  expect(done).toBe(false);
  await client.files.write('web.yaml', 'kind: Service\n');
  await until(() => done);
});
