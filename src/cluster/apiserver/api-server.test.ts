import { beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/object.ts';
import { seededRandom } from '../../time/random.ts';
import { VirtualClock } from '../../time/virtual-clock.ts';
import { type ApiServer, createApiServer } from './api-server.ts';
import { ADMIN } from './identity.ts';
import { strategies } from './registry/index.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const configMaps = { group: '', version: 'v1', resource: 'configmaps' };
const namespaces = { group: '', version: 'v1', resource: 'namespaces' };
const pods = { group: '', version: 'v1', resource: 'pods' };
const deployments = { group: 'apps', version: 'v1', resource: 'deployments' };

let clock: VirtualClock;
let server: ApiServer;

beforeEach(() => {
  clock = new VirtualClock(Date.parse('2026-01-01T00:00:00Z'), turn);
  server = createApiServer({ strategies, clock, random: seededRandom('test') });
  for (const name of ['default', 'team']) {
    server.verbs.create(ADMIN, namespaces, undefined, { metadata: { name } });
    const account = { metadata: { name: 'default' } };
    server.verbs.create(ADMIN, { group: '', version: 'v1', resource: 'serviceaccounts' }, name, account);
  }
});

interface Answer {
  code: number;
  body: KubeObject & { message?: string; reason?: string; items?: KubeObject[] };
  headers: Headers;
}

async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const init = {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: text }),
  };
  const response = await server.fetch(new Request(`http://cluster${path}`, init));
  const answer = await response.text();
  return {
    code: response.status,
    headers: response.headers,
    body: answer.startsWith('{') ? JSON.parse(answer) : { message: answer },
  };
}

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd' },
  spec: {
    replicas: 1,
    selector: { matchLabels: { a: 'b' } },
    template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
  },
};
const somePod = { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };

describe('writing', () => {
  it('fills in system fields, and counts generations by changes of spec', () => {
    const made = server.verbs.create<KubeObject>(ADMIN, deployments, 'default', deployment);
    expect(made.metadata).toMatchObject({
      name: 'd',
      namespace: 'default',
      generation: 1,
      creationTimestamp: '2026-01-01T00:00:00Z',
    });
    expect(made.metadata?.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const scaled = server.verbs.update<KubeObject>(ADMIN, deployments, 'default', 'd', {
      ...made,
      spec: { ...(made['spec'] as object), replicas: 2 },
    });
    expect(scaled.metadata?.generation).toBe(2);
    const status = server.verbs.update<KubeObject>(
      ADMIN,
      deployments,
      'default',
      'd',
      { ...scaled, spec: {}, status: { replicas: 2 } },
      { subresource: 'status' },
    );
    expect(status['spec']).toBe(scaled['spec']);
    expect(status['status']).toEqual({ replicas: 2 });
    expect(() => server.verbs.update(ADMIN, deployments, 'default', 'd', { ...made, status: {} })).toThrow(
      'Operation cannot be fulfilled on deployments.apps "d": the object has been modified; please apply your changes to the latest version and try again',
    );
  });

  it('makes no revision of an equal write or a dry run', () => {
    const made = server.verbs.create<KubeObject>(ADMIN, deployments, 'default', deployment);
    const before = server.store.revision;
    expect(server.verbs.update(ADMIN, deployments, 'default', 'd', made)).toBe(made);
    server.verbs.patch(
      ADMIN,
      deployments,
      'default',
      'd',
      'application/merge-patch+json',
      { spec: { replicas: 9 } },
      { dryRun: true },
    );
    server.verbs.delete(ADMIN, deployments, 'default', 'd', { dryRun: true });
    expect(server.store.revision).toBe(before);
  });

  it('names what has only a generateName, the same with the same seed', () => {
    const object = { metadata: { generateName: 'c-' } };
    const name = server.verbs.create<KubeObject>(ADMIN, configMaps, 'default', object).metadata?.name;
    expect(name).toMatch(/^c-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    const pod = server.verbs.create<KubeObject>(ADMIN, pods, 'default', {
      ...somePod,
      metadata: { generateName: 'p-' },
    });
    expect(pod.metadata?.name).toMatch(/^p-[a-z0-9]{5}$/);
    const again = createApiServer({ strategies, clock, random: seededRandom('test') });
    again.verbs.create(ADMIN, namespaces, undefined, { metadata: { name: 'default' } });
    expect(again.verbs.create<KubeObject>(ADMIN, configMaps, 'default', object).metadata?.name).toMatch(/^c-/);
  });

  it('gives a Pod its service account, token and tolerations', () => {
    const spec = server.verbs.create<KubeObject>(ADMIN, pods, 'default', somePod)['spec'] as Record<string, never>;
    expect(spec).toMatchObject({ serviceAccountName: 'default', serviceAccount: 'default', priority: 0 });
    expect(JSON.stringify(spec['tolerations'])).toContain('node.kubernetes.io/unreachable');
    expect(JSON.stringify(spec['volumes'])).toMatch(/kube-api-access-[a-z0-9]{5}/);
  });
});

describe('deleting', () => {
  it('waits for finalizers, and goes with the last one', () => {
    server.verbs.create(ADMIN, configMaps, 'default', { metadata: { name: 'c', finalizers: ['example.com/hold'] } });
    const waiting = server.verbs.delete<KubeObject>(ADMIN, configMaps, 'default', 'c');
    expect(waiting.metadata).toMatchObject({
      deletionTimestamp: '2026-01-01T00:00:00Z',
      deletionGracePeriodSeconds: 0,
    });
    server.verbs.patch(ADMIN, configMaps, 'default', 'c', 'application/merge-patch+json', {
      metadata: { finalizers: null },
    });
    expect(() => server.verbs.get(ADMIN, configMaps, 'default', 'c')).toThrow('configmaps "c" not found');
  });

  it('marks the owner for the garbage collector by propagation policy', () => {
    server.verbs.create(ADMIN, deployments, 'default', deployment);
    const marked = server.verbs.delete<KubeObject>(ADMIN, deployments, 'default', 'd', {
      propagationPolicy: 'Foreground',
    });
    expect(marked.metadata?.finalizers).toEqual(['foregroundDeletion']);
    expect(marked.metadata?.generation).toBe(2);
  });

  it('minds preconditions', () => {
    server.verbs.create(ADMIN, configMaps, 'default', { metadata: { name: 'c' } });
    const options = { preconditions: { uid: 'other' } };
    expect(() => server.verbs.delete(ADMIN, configMaps, 'default', 'c', options)).toThrow(
      /the UID in the precondition \(other\) does not match/,
    );
  });

  it('keeps a bound Pod for its grace period, and lets a second delete shorten it', () => {
    server.verbs.create(ADMIN, pods, 'default', somePod);
    const target = { kind: 'Node', name: 'n' };
    server.verbs.create(
      ADMIN,
      pods,
      'default',
      { metadata: { name: 'p' }, target },
      { subresource: 'binding', name: 'p' },
    );
    const going = server.verbs.delete<KubeObject>(ADMIN, pods, 'default', 'p');
    expect(going.metadata).toMatchObject({ deletionGracePeriodSeconds: 30, deletionTimestamp: '2026-01-01T00:00:30Z' });
    server.verbs.delete(ADMIN, pods, 'default', 'p', { gracePeriodSeconds: 0 });
    expect(server.verbs.list(ADMIN, pods).items).toEqual([]);
  });

  it('empties a Namespace before it goes, and takes nothing new meanwhile', async () => {
    const going = server.verbs.delete<KubeObject>(ADMIN, namespaces, undefined, 'team');
    expect(going['status']).toEqual({ phase: 'Terminating' });
    const late = await call('POST', '/api/v1/namespaces/team/configmaps', { metadata: { name: 'late' } });
    expect(late.body.message).toBe(
      'configmaps "late" is forbidden: unable to create new content in namespace team because it is being terminated',
    );
    server.verbs.update(ADMIN, namespaces, undefined, 'team', { ...going, spec: {} }, { subresource: 'finalize' });
    expect(() => server.verbs.get(ADMIN, namespaces, undefined, 'team')).toThrow('namespaces "team" not found');
    expect(() => server.verbs.delete(ADMIN, namespaces, undefined, 'default')).toThrow(
      'this namespace may not be deleted',
    );
  });
});

describe('patching', () => {
  const path = '/apis/apps/v1/namespaces/default/deployments/d';
  const patch = (body: unknown, type = 'merge-patch+json', suffix = ''): Promise<Answer> =>
    call('PATCH', path + suffix, body, { 'content-type': `application/${type}` });

  it('refuses another revision, uid or name', async () => {
    server.verbs.create(ADMIN, deployments, 'default', deployment);
    expect((await patch({ metadata: { resourceVersion: '1' } })).code).toBe(409);
    expect((await patch({ metadata: { uid: '1' } })).body.message).toBe(
      'Deployment.apps "d" is invalid: metadata.uid: Invalid value: "1": field is immutable',
    );
    expect((await patch({ metadata: { name: 'e' } })).body.message).toBe(
      'the name of the object (e) does not match the name on the URL (d)',
    );
  });

  it('does JSON patches, with one answer to all bad ones', async () => {
    server.verbs.create(ADMIN, deployments, 'default', deployment);
    const good = await patch([{ op: 'replace', path: '/spec/replicas', value: 2 }], 'json-patch+json');
    expect(good.body['spec']).toMatchObject({ replicas: 2 });
    for (const bad of [
      [{ op: 'test', path: '/spec/replicas', value: 3 }],
      [{ op: 'replace', path: '/spec/nope/x', value: 2 }],
      [{ op: 'add', path: '/__proto__/polluted', value: 1 }],
    ]) {
      const answer = await patch(bad, 'json-patch+json');
      expect([answer.code, answer.body.message]).toEqual([
        422,
        'the server rejected our request due to an error in our request',
      ]);
    }
  });

  it('scales through /scale', async () => {
    server.verbs.create(ADMIN, deployments, 'default', deployment);
    const scaled = await patch({ spec: { replicas: 3 } }, 'merge-patch+json', '/scale');
    expect(scaled.body).toMatchObject({ kind: 'Scale', spec: { replicas: 3 }, status: { selector: 'a=b' } });
    expect((await call('GET', path)).body.metadata?.generation).toBe(2);
  });
});

describe('HTTP', () => {
  it('lists, pages and makes Tables', async () => {
    for (const name of ['a', 'b', 'c']) server.verbs.create(ADMIN, configMaps, 'default', { metadata: { name } });
    const page = await call('GET', `${CONFIG_MAPS}?limit=2`);
    expect(page.body.items?.map((item) => item.metadata?.name)).toEqual(['a', 'b']);
    server.verbs.delete(ADMIN, configMaps, 'default', 'c');
    const { continue: token } = page.body.metadata as { continue: string };
    const rest = await call('GET', `${CONFIG_MAPS}?limit=2&continue=${token}`);
    expect(rest.body.items?.map((item) => item.metadata?.name)).toEqual(['c']);
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
    const table = await call('GET', CONFIG_MAPS, undefined, { accept });
    expect(table.body).toMatchObject({
      kind: 'Table',
      columnDefinitions: [{ name: 'Name' }, { name: 'Data' }, { name: 'Age' }],
    });
    expect(table.body['rows']).toMatchObject([
      { cells: ['a', 0, '0s'], object: { kind: 'PartialObjectMetadata' } },
      {},
    ]);
  });

  it('watches: what is there, a bookmark, what comes, the end', async () => {
    server.verbs.create(ADMIN, configMaps, 'default', { metadata: { name: 'a' } });
    const query =
      'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=5';
    const response = await server.fetch(new Request(`http://cluster${CONFIG_MAPS}?${query}`));
    const read = response.text();
    server.verbs.create(ADMIN, configMaps, 'default', { metadata: { name: 'b' } });
    server.verbs.create(ADMIN, configMaps, 'team', { metadata: { name: 'elsewhere' } });
    server.verbs.delete(ADMIN, configMaps, 'default', 'a');
    await clock.advance(6000);
    const events = (await read)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; object: KubeObject });
    expect(events.map(({ type, object }) => `${type} ${object.metadata?.name ?? ''}`)).toEqual([
      'ADDED a',
      'BOOKMARK ',
      'ADDED b',
      'DELETED a',
    ]);
    expect(events[1]?.object.metadata?.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
  });

  it('says 410 to a watch that comes too late', async () => {
    server.store.compact(server.store.revision);
    const response = await server.fetch(new Request(`http://cluster${CONFIG_MAPS}?watch=1&resourceVersion=1`));
    expect(JSON.parse(await response.text())).toMatchObject({
      type: 'ERROR',
      object: { code: 410, reason: 'Expired' },
    });
  });

  it('tells what it serves', async () => {
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
    const found = await call('GET', '/apis', undefined, { accept });
    expect(found.body.items?.find(({ metadata }) => metadata?.name === 'apps')).toMatchObject({
      metadata: { name: 'apps' },
      versions: [{ version: 'v1', freshness: 'Current' }],
    });
    expect((await call('GET', '/api/v1')).body['resources']).toContainEqual(
      expect.objectContaining({ name: 'pods/binding', kind: 'Binding' }),
    );
    expect((await call('GET', '/version')).body['gitVersion']).toBe('v1.35.6');
    expect((await call('GET', '/readyz')).body.message).toBe('ok');
  });

  it('reads and writes YAML', async () => {
    const headers = { 'content-type': 'application/yaml', accept: 'application/yaml' };
    const made = await call('POST', CONFIG_MAPS, 'metadata: {name: inyaml}\ndata: {a: "1"}\n', headers);
    expect([made.code, made.body.message]).toEqual([201, expect.stringContaining('name: inyaml')]);
  });

  it('indents for people: curl and browsers, ?pretty, and the version always', async () => {
    const path = '/api/v1/namespaces/default';
    const text = async (url: string, agent: string): Promise<string> =>
      (await server.fetch(new Request(`http://cluster${url}`, { headers: { 'user-agent': agent } }))).text();
    expect(await text(path, 'curl/8.14.1')).toMatch(/^\{\n {2}"kind": "Namespace",\n[^]*\n\}$/);
    expect(await text(`${path}?pretty=false`, 'curl/8.14.1')).toMatch(/^\{"kind":"Namespace",.*\}\n$/);
    expect(await text(path, 'kubectl/v1.35.2')).toMatch(/^\{"kind":"Namespace",.*\}\n$/);
    expect(await text(`${path}?pretty=true`, 'kubectl/v1.35.2')).toContain('\n  "metadata": {\n');
    expect(await text('/api/v1/nothing', 'Mozilla/5.0')).toContain('\n  "kind": "Status",\n');
    expect(await text('/version', 'kubectl/v1.35.2')).toContain('\n  "minor": "35",\n');
  });

  it('leaves an audit trail with user and agent, refusals included', async () => {
    const seen: string[] = [];
    const stop = server.onAudit((e) =>
      seen.push(`${e.user} as ${e.impersonatedUser} ${e.userAgent} ${e.verb} ${e.resource} ${e.name} ${e.code}`),
    );
    await call('GET', `${CONFIG_MAPS}/x`, undefined, { 'user-agent': 'kubectl/v1.35.2', 'impersonate-user': 'jane' });
    stop();
    await call('GET', `${CONFIG_MAPS}/x`);
    expect(seen).toEqual(['kubernetes-admin as jane kubectl/v1.35.2 get configmaps x 404']);
  });

  it('tells Prometheus what it is and how much it keeps', async () => {
    const answer = await server.fetch(new Request('http://cluster/metrics'));
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const lines = (await answer.text()).split('\n');
    expect(lines.join('\n')).toMatch(/^apiserver_resource_objects\{group="",resource="namespaces"\} [1-9]$/m);
    expect(lines.filter((line) => line.startsWith('kubernetes_build_info{'))).toHaveLength(1);
  });
});
