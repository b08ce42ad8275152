/** @kubernetes/client-node 1.4, unmodified, on our API. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import * as k8s from 'client-node-1.4';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createParityStage, type ParityStage } from './parity-stage.ts';

let stage: ParityStage;
let config: k8s.KubeConfig;
let core: k8s.CoreV1Api;
let apps: k8s.AppsV1Api;
const namespace = 'default';

/** What was written so far, and the way to wait for more. */
function collector(): Writable & { text(): string; until(wanted: string): Promise<void> } {
  let text = '';
  const seen = new Set<() => void>();
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      for (const look of seen) look();
      done();
    },
  });
  const until = (wanted: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!text.includes(wanted)) return;
        seen.delete(look);
        resolve();
      };
      seen.add(look);
      look();
    });
  return Object.assign(stream, { text: () => text, until });
}

/** A watch that ends when `wanted` says so. */
async function watched(path: string, wanted: (type: string, object: k8s.V1Pod) => boolean): Promise<void> {
  const watch = new k8s.Watch(config);
  await new Promise<void>((resolve, reject) => {
    let request: AbortController | undefined;
    watch
      .watch(
        path,
        {},
        (type, object: k8s.V1Pod) => {
          if (!wanted(type, object)) return;
          resolve();
          request?.abort();
        },
        (error) => (error ? reject(error as Error) : undefined),
      )
      .then((controller) => (request = controller), reject);
  });
}

const ready = (name: string): Promise<void> =>
  watched(
    `/api/v1/namespaces/${namespace}/pods`,
    (_type, { metadata, status }) =>
      metadata?.name === name &&
      status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') === true,
  );

const pod = (name: string, image: string, command?: string[]): k8s.V1Pod => ({
  metadata: { name, labels: { app: name } },
  spec: { containers: [{ name: 'main', image, ...(command ? { command } : {}) }] },
});

beforeAll(async () => {
  stage = await createParityStage({});
  config = new k8s.KubeConfig();
  config.loadFromString((await stage.real('cat $KUBECONFIG')).stdout);
  core = config.makeApiClient(k8s.CoreV1Api);
  apps = config.makeApiClient(k8s.AppsV1Api);
  await core.createNamespacedPod({ namespace, body: pod('box', 'busybox', ['sleep', '100000']) });
  await core.createNamespacedPod({ namespace, body: pod('web', 'nginx') });
  await Promise.all([ready('box'), ready('web')]);
}, 60_000);
afterAll(() => stage?.close());

describe('client-node 1.4', { timeout: 30_000 }, () => {
  test('creates, reads, replaces, patches, lists and deletes', async () => {
    const body: k8s.V1ConfigMap = { metadata: { name: 'a', labels: { x: 'y' } }, data: { k: '1' } };
    const made = await core.createNamespacedConfigMap({ namespace, body });
    expect(made.metadata?.creationTimestamp).toBeInstanceOf(Date);
    await core.replaceNamespacedConfigMap({ name: 'a', namespace, body: { ...made, data: { k: '2' } } });
    await core.patchNamespacedConfigMap(
      { name: 'a', namespace, body: { data: { more: '3' } } },
      k8s.setHeaderOptions('Content-Type', k8s.PatchStrategy.MergePatch),
    );
    await core.patchNamespacedConfigMap({
      name: 'a',
      namespace,
      body: [{ op: 'replace', path: '/data/more', value: '4' }],
    });
    expect((await core.readNamespacedConfigMap({ name: 'a', namespace })).data).toEqual({ k: '2', more: '4' });
    const { items } = await core.listNamespacedConfigMap({ namespace, labelSelector: 'x=y' });
    expect(items.map(({ metadata }) => metadata?.name)).toEqual(['a']);
    const stale = core.replaceNamespacedConfigMap({ name: 'a', namespace, body: made });
    await expect(stale).rejects.toMatchObject({ code: 409 });
    await core.deleteNamespacedConfigMap({ name: 'a', namespace });
    await expect(core.readNamespacedConfigMap({ name: 'a', namespace })).rejects.toMatchObject({ code: 404 });
  });

  test('applies on the server, and learns of conflicts', async () => {
    const apply = (fieldManager: string, replicas: number, force = false): Promise<k8s.V1Deployment> =>
      apps.patchNamespacedDeployment(
        {
          name: 'applied',
          namespace,
          fieldManager,
          force,
          body: {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            metadata: { name: 'applied' },
            spec: {
              replicas,
              selector: { matchLabels: { app: 'applied' } },
              template: {
                metadata: { labels: { app: 'applied' } },
                spec: { containers: [{ name: 'main', image: 'nginx' }] },
              },
            },
          },
        },
        k8s.setHeaderOptions('Content-Type', k8s.PatchStrategy.ServerSideApply),
      );
    const made = await apply('one', 1);
    expect(made.metadata?.managedFields?.[0]).toMatchObject({ manager: 'one', operation: 'Apply' });
    await expect(apply('two', 2)).rejects.toMatchObject({ code: 409 });
    expect((await apply('two', 2, true)).spec?.replicas).toBe(2);
    await apps.deleteNamespacedDeployment({ name: 'applied', namespace });
  });

  test('follows a collection with an informer', async () => {
    const list = (): Promise<k8s.V1ConfigMapList> =>
      core.listNamespacedConfigMap({ namespace, labelSelector: 'seen=yes' });
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    const informer = k8s.makeInformer(config, path, list, 'seen=yes');
    const events: string[] = [];
    let look: () => void = () => {};
    for (const verb of ['add', 'update', 'delete'] as const) {
      informer.on(verb, ({ metadata }) => {
        events.push(`${verb} ${metadata?.name}`);
        look();
      });
    }
    const gone = new Promise<void>((resolve) => (look = () => events.includes('delete c') && resolve()));
    await informer.start();
    const labels = { seen: 'yes' };
    const made = await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'c', labels } } });
    await core.replaceNamespacedConfigMap({ name: 'c', namespace, body: { ...made, data: { a: 'b' } } });
    await core.deleteNamespacedConfigMap({ name: 'c', namespace });
    await gone;
    await informer.stop();
    expect(events).toEqual(['add c', 'update c', 'delete c']);
  });

  test('execs: output, input, exit code', async () => {
    const exec = new k8s.Exec(config);
    const run = async (
      command: string[],
      input?: string,
    ): Promise<{ out: string; err: string; status: k8s.V1Status }> => {
      const [out, err] = [collector(), collector()];
      const stdin = input === undefined ? null : new PassThrough();
      const status = await new Promise<k8s.V1Status>((resolve, reject) => {
        exec.exec(namespace, 'box', 'main', command, out, err, stdin, false, resolve).catch(reject);
        if (input !== undefined) stdin?.write(input);
      });
      return { out: out.text(), err: err.text(), status };
    };
    expect(await run(['sh', '-c', 'echo out; echo err >&2'])).toMatchObject({
      out: 'out\n',
      err: 'err\n',
      status: { status: 'Success' },
    });
    const { status } = await run(['sh', '-c', 'exit 3']);
    expect(status).toMatchObject({
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '3' }] },
    });
    expect((await run(['sh'], 'echo from $HOSTNAME\nexit\n')).out).toBe('from box\n');
    expect((await run(['nosuch'])).status.message).toContain('executable file not found in $PATH');
  });

  test('reads and follows logs', async () => {
    const body = pod('talker', 'busybox', ['sh', '-c', 'for i in 1 2 3; do echo line $i; sleep 2; done; sleep 1000']);
    await core.createNamespacedPod({ namespace, body });
    await ready('talker');
    const out = collector();
    const abort = await new k8s.Log(config).log(namespace, 'talker', 'main', out, { follow: true });
    await out.until('line 3\n');
    abort.abort();
    expect(out.text()).toBe('line 1\nline 2\nline 3\n');
    expect(await core.readNamespacedPodLog({ name: 'talker', namespace, tailLines: 1 })).toBe('line 3\n');
  });

  test('forwards ports', async () => {
    const forward = new k8s.PortForward(config);
    const server = createServer((socket) => void forward.portForward(namespace, 'web', [80], socket, null, socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      const client = createConnection(port, '127.0.0.1', () =>
        client.write('GET / HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n'),
      );
      client.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.includes('</html>')) client.end(() => resolve(text));
      });
      client.on('error', reject);
    });
    await new Promise((resolve) => server.close(resolve));
    expect(answer).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*Welcome to nginx!/);
  });

  test('attaches', async () => {
    const body = pod('echo', 'busybox', ['cat']);
    body.spec!.containers[0]!.stdin = true;
    await core.createNamespacedPod({ namespace, body });
    await ready('echo');
    const out = collector();
    const stdin = new PassThrough();
    const socket = await new k8s.Attach(config).attach(namespace, 'echo', 'main', out, out, stdin, false);
    stdin.write('said\n');
    await out.until('said\n');
    socket.close();
  });

  // Its promises are over before the copying is.
  test('copies files in and out', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tidepool-cp-'));
    try {
      writeFileSync(join(folder, 'a.txt'), 'copied\n');
      const cp = new k8s.Cp(config);
      await cp.cpToPod(namespace, 'box', 'main', folder, '/tmp');
      await expect
        .poll(async () => (await stage.real('kubectl exec box -- cat /tmp/a.txt')).stdout, { timeout: 10_000 })
        .toBe('copied\n');
      await cp.cpFromPod(namespace, 'box', 'main', 'hostname', join(folder, 'back'), '/etc');
      await expect
        .poll(() => existsSync(join(folder, 'back/hostname')) && readFileSync(join(folder, 'back/hostname'), 'utf8'))
        .toBe('box\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
