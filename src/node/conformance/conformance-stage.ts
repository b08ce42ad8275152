/** A cluster to walk Kubernetes' conformance tests on: their steps over the API, in process and on virtual time. */
import { expect } from 'vitest';
import type { KubeList, KubeObject, WatchEvent } from '../../api/object.ts';
import type { Status } from '../../api/status.ts';
import { readWatchFrames } from '../../client/watch-frames.ts';
import { createCluster } from '../../cluster/cluster.ts';
import type { Cluster, ClusterOptions } from '../../cluster/cluster-contract.ts';
import { nextTurn } from '../../time/real.ts';
import { VirtualClock } from '../../time/virtual-clock.ts';

export interface Answer<T = KubeObject> {
  code: number;
  body: T;
  headers: Headers;
}

export interface Watching {
  events: WatchEvent[];
  stop(): void;
}

export interface Stage {
  cluster: Cluster;
  clock: VirtualClock;
  /** Any request at all; the body is sent as JSON unless it is a text. */
  send<T = KubeObject>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>;
  /** As `send`, where it has to go well. */
  ok<T = KubeObject>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T>;
  get<T = KubeObject>(path: string): Promise<T>;
  list(path: string): Promise<KubeList>;
  /** A merge patch. */
  patch<T = KubeObject>(path: string, body: unknown, type?: string): Promise<T>;
  apply(path: string, body: unknown, manager?: string): Promise<Answer>;
  /** What the server says against it. */
  refused(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Status>;
  watch(path: string): Promise<Watching>;
  /** Lets virtual time run until it holds, for five minutes at most. */
  until(holds: () => boolean | Promise<boolean>, what?: string): Promise<void>;
  /** Virtual seconds. */
  pass(seconds: number): Promise<void>;
  /** A fresh namespace: its name. */
  namespace(): Promise<string>;
  stop(): void;
}

const MERGE = 'application/merge-patch+json';

/** `bare`: Pods run at once; `studio`: containers really run. */
export async function createStage(profile: ClusterOptions['profile'] = 'bare'): Promise<Stage> {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1), nextTurn);
  const cluster = createCluster({ seed: 'conformance', clock, profile });
  await clock.advance(profile === 'bare' ? 5_000 : 60_000);
  const lives = new Set<AbortController>();
  let namespaces = 0;

  const stage: Stage = {
    cluster,
    clock,
    async send<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const init = { method, headers: { 'content-type': 'application/json', ...headers } };
      const request = new Request(`http://cluster${path}`, body === undefined ? init : { ...init, body: text });
      const response = await cluster.fetch(request);
      const answer = await response.text();
      const plain = !response.headers.get('content-type')?.startsWith('application/json');
      return { code: response.status, body: (plain ? answer : JSON.parse(answer)) as T, headers: response.headers };
    },
    async ok<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>) {
      const answer = await stage.send<T>(method, path, body, headers);
      if (answer.code >= 300) throw new Error(`${method} ${path}: ${answer.code} ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    get: <T>(path: string) => stage.ok<T>('GET', path),
    list: (path) => stage.ok<KubeList>('GET', path),
    patch: <T>(path: string, body: unknown, type = MERGE) => stage.ok<T>('PATCH', path, body, { 'content-type': type }),
    apply: (path, body, manager = 'e2e') =>
      stage.send('PATCH', `${path}${path.includes('?') ? '&' : '?'}fieldManager=${manager}`, body, {
        'content-type': 'application/apply-patch+yaml',
      }),
    async refused(method, path, body, headers) {
      const answer = await stage.send<Status>(method, path, body, headers);
      expect(answer.body, `${method} ${path}`).toMatchObject({ kind: 'Status', status: 'Failure', code: answer.code });
      return answer.body;
    },
    async watch(path) {
      const life = new AbortController();
      lives.add(life);
      const response = await cluster.fetch(
        new Request(`http://cluster${path}${path.includes('?') ? '&' : '?'}watch=1`, { signal: life.signal }),
      );
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
      const events: WatchEvent[] = [];
      void (async () => {
        for await (const event of readWatchFrames<KubeObject>(response, life.signal)) events.push(event);
      })().catch(() => undefined);
      return { events, stop: () => life.abort() };
    },
    async until(holds, what = String(holds)) {
      for (let turn = 0; turn < 600; turn++) {
        if (await holds()) return;
        await clock.advance(500);
      }
      throw new Error(`never came: ${what}`);
    },
    pass: (seconds) => clock.advance(seconds * 1000),
    async namespace() {
      const name = `e2e-${++namespaces}`;
      await stage.ok('POST', '/api/v1/namespaces', { metadata: { name, labels: { 'e2e-framework': 'e2e' } } });
      const found = async (path: string): Promise<boolean> => (await stage.send('GET', path)).code === 200;
      await stage.until(() => found(`/api/v1/namespaces/${name}/serviceaccounts/default`));
      return name;
    },
    stop() {
      for (const life of lives) life.abort();
      cluster.stop();
    },
  };
  return stage;
}
