import { beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/object.ts';
import type { Place, Wire, WireResult } from '../../client/wire.ts';
import { createEngine, type Engine, type ProgramHooks } from '../../containers/engine.ts';
import type { Container } from '../../containers/container.ts';
import type { ServiceRecord } from '../../containers/network.ts';
import { collectOutput } from '../../shell/pipe.ts';
import { shellPrograms } from '../../containers/shell-programs.ts';
import { nextTurn } from '../../time/real.ts';
import { seededRandom } from '../../time/random.ts';
import { VirtualClock } from '../../time/virtual-clock.ts';
import { createApiServer } from '../apiserver/api-server.ts';
import { strategies } from '../apiserver/registry/index.ts';
import { createInformerFactory } from '../runtime/informer-factory.ts';
import {
  ENDPOINT_SLICES,
  INGRESS_CLASSES,
  INGRESSES,
  type KindedResource,
  NAMESPACES,
  SERVICES,
} from '../runtime/resources.ts';
import { openSession, type Session } from '../runtime/verbs.ts';
import { type ClusterNetwork, createClusterNetwork } from './network.ts';
import { podAddresses } from './pod-addresses.ts';
import { createWire } from './wire.ts';

const START = Date.parse('2026-11-21T10:00:00Z');
const ADMIN = { user: 'kubernetes-admin', groups: ['system:masters'], userAgent: 'test' };
const LAPTOP: Place = { kind: 'laptop' };
const NODE_IP = '192.168.49.2';

let clock: VirtualClock;
let api: Session;
let network: ClusterNetwork;
let engine: Engine;
let wire: Wire;

beforeEach(() => {
  clock = new VirtualClock(START, nextTurn);
  const random = seededRandom('network');
  const server = createApiServer({ strategies, clock, random });
  api = openSession(server.verbs, ADMIN);
  for (const name of ['default', 'kube-system', 'other']) {
    api.create(NAMESPACES, undefined, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
  const informers = createInformerFactory(server.verbs, ADMIN);
  network = createClusterNetwork({ clock, random, verbs: server.verbs, informers });
  const hooks: ProgramHooks = new Map([
    ['registry.k8s.io/ingress-nginx/controller', network.ingress],
    ['registry.k8s.io/kube-proxy', network.kubeProxy],
  ]);
  engine = createEngine({
    clock,
    random,
    node: { name: 'minikube', ip: NODE_IP },
    network: network.fabric,
    allocateIP: podAddresses(() => '10.244.0.0/24'),
    shell: shellPrograms,
    hooks,
  });
  wire = createWire(network.fabric);
});

function run(
  name: string,
  image: string,
  argv: string[],
  options: { hostNetwork?: boolean; namespace?: string } = {},
): Container {
  const { namespace = 'default', hostNetwork = false } = options;
  const sandbox = engine.createSandbox({ uid: name, namespace, name, hostname: name, attempt: 0, hostNetwork });
  const container = engine.createContainer(sandbox, {
    name: 'main',
    image,
    attempt: 0,
    argv,
    env: {},
    workingDir: '/',
    mounts: [],
    ports: [],
    stdin: true,
    stopSignal: 'TERM',
  });
  engine.start(container);
  return container;
}
const nginx = (name: string): Container => run(name, 'docker.io/library/nginx:1.27', ['nginx']);

function put(resource: KindedResource, object: KubeObject): void {
  const namespace = resource.namespaced ? (object.metadata?.namespace ?? 'default') : undefined;
  api.create(resource, namespace, { apiVersion: resource.apiVersion, kind: resource.kind, ...object });
}
function service(name: string, spec: object, endpoints: Container[], target = 80, namespace = 'default'): void {
  put(SERVICES, { metadata: { name, namespace }, spec: { selector: { app: name }, ...spec } });
  put(ENDPOINT_SLICES, {
    metadata: { name: `${name}-x`, namespace, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    ports: [{ name: '', port: target, protocol: 'TCP' }],
    endpoints: endpoints.map((container) => ({
      addresses: [container.namespace.ip],
      conditions: { ready: true },
      targetRef: { kind: 'Pod', name: container.hostname, namespace },
    })),
  });
}
async function ask(from: Place, url: string, headers: Record<string, string> = {}): Promise<WireResult> {
  await clock.advance(2000);
  const answer = wire.request({ from, method: 'GET', url, headers });
  clock.promised();
  await clock.advance(30_000);
  return answer;
}
function dns(): void {
  const coredns = run('coredns', 'registry.k8s.io/coredns/coredns:v1.12.1', ['/coredns'], { namespace: 'kube-system' });
  service(
    'kube-dns',
    { clusterIP: '10.96.0.10', ports: [{ port: 53, protocol: 'TCP' }] },
    [coredns],
    53,
    'kube-system',
  );
}

describe('addresses', () => {
  it('of Pods are reachable from Pods and nodes, not from the laptop', async () => {
    const { ip } = nginx('web').namespace;
    nginx('other');
    expect(await ask({ kind: 'pod', namespace: 'default', pod: 'other' }, `http://${ip}/`)).toMatchObject({
      ok: true,
      status: 200,
    });
    expect(await ask({ kind: 'node', node: 'minikube' }, `http://${ip}/`)).toMatchObject({ ok: true });
    expect(await ask(LAPTOP, `http://${ip}/`)).toMatchObject({ ok: false, error: 'connection timed out' });
    expect(await ask({ kind: 'node', node: 'minikube' }, `http://${ip}:81/`)).toMatchObject({
      error: 'connection refused',
    });
    expect(await ask({ kind: 'node', node: 'minikube' }, `http://10.244.0.99/`)).toMatchObject({
      error: 'no route to host',
    });
  });

  it('of Services send to ready endpoints by chance, and refuse without any', async () => {
    const pods = [nginx('a'), nginx('b')];
    service('web', { clusterIP: '10.96.5.5', ports: [{ port: 8080, targetPort: 80 }] }, pods);
    service('none', { clusterIP: '10.96.5.6', ports: [{ port: 80 }] }, []);
    const seen = new Set<string>();
    for (let i = 0; i < 12; i++) {
      const answer = await ask({ kind: 'pod', namespace: 'default', pod: 'a' }, 'http://10.96.5.5:8080/');
      seen.add(answer.hops.at(-1)!.name);
    }
    expect([...seen].sort()).toEqual(['a', 'b']);
    const refused = await ask({ kind: 'pod', namespace: 'default', pod: 'a' }, 'http://10.96.5.6/');
    expect(refused).toMatchObject({ ok: false, error: 'connection refused' });
    expect(await ask(LAPTOP, 'http://10.96.5.5:8080/')).toMatchObject({ error: 'connection timed out' });
  });

  it('of nodes answer on node ports', async () => {
    service('web', { type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] }, [nginx('a')]);
    const answer = await ask(LAPTOP, `http://${NODE_IP}:30080/`);
    expect(answer).toMatchObject({ ok: true, status: 200 });
    expect(answer.hops.map((hop) => `${hop.kind} ${hop.name}`)).toEqual(['nodePort minikube', 'service web', 'pod a']);
    expect(await ask(LAPTOP, `http://${NODE_IP}:30081/`)).toMatchObject({ error: 'connection refused' });
  });
});

describe('names', () => {
  const from: Place = { kind: 'pod', namespace: 'default', pod: 'client' };
  beforeEach(() => {
    nginx('client');
    service('web', { clusterIP: '10.96.5.5', ports: [{ port: 80 }] }, [nginx('a')]);
  });

  it('resolve while a CoreDNS Pod is ready', async () => {
    expect(await ask(from, 'http://web/')).toMatchObject({ ok: false, error: 'could not resolve host' });
    dns();
    for (const name of ['web', 'web.default', 'web.default.svc', 'web.default.svc.cluster.local']) {
      expect(await ask(from, `http://${name}/`), name).toMatchObject({ ok: true, status: 200 });
    }
    expect(await ask(from, 'http://web.other/')).toMatchObject({ error: 'could not resolve host' });
    expect(await ask(LAPTOP, 'http://web.default.svc.cluster.local/')).toMatchObject({
      error: 'could not resolve host',
    });
  });

  it('work for the programs of a container', async () => {
    dns();
    const client = run('shell', 'docker.io/curlimages/curl:latest', ['sh']);
    await clock.advance(1000);
    const out = collectOutput();
    const err = collectOutput();
    const line =
      'curl -s http://web | grep title; wget -qO- http://web/nope; curl -sS http://nope; nslookup web.default';
    const done = engine.exec(client, ['sh', '-c', line], { stdout: out, stderr: err });
    await clock.advance(20_000);
    await done;
    expect(out.text()).toContain('<title>Welcome to nginx!</title>');
    expect(out.text()).toContain('Address: 10.96.5.5');
    expect(err.text()).toBe(
      'wget: server returned error: HTTP/1.1 404 Not Found\ncurl: (6) Could not resolve host: nope\n',
    );
  });

  it('have SRV records: of a headless Service one an endpoint, of another its own', async () => {
    dns();
    const { namespace } = nginx('b');
    service(
      'pets',
      { clusterIP: 'None', ports: [{ port: 80 }] },
      [run('c', 'docker.io/library/nginx:1.27', ['nginx'])],
      8080,
    );
    await clock.advance(1000);
    const { fabric } = network;
    const [record, ...more] = fabric.services(namespace, 'pets.default.svc.cluster.local') as ServiceRecord[];
    expect(more).toEqual([]);
    expect(record?.port).toBe(8080);
    expect(record?.target).toMatch(/^10-244-\d+-\d+\.pets\.default\.svc\.cluster\.local$/);
    expect(fabric.resolve(namespace, record?.target ?? '')).toMatchObject({ name: record?.target });
    expect(fabric.services(namespace, 'web.default.svc.cluster.local')).toEqual([
      { port: 80, target: 'web.default.svc.cluster.local' },
    ]);
    expect(fabric.services(namespace, '_http._tcp.web.default.svc.cluster.local')).toBe('not found');
  });

  it('kube-proxy that ends leaves the rules as they were', async () => {
    dns();
    const proxy = run('kube-proxy', 'registry.k8s.io/kube-proxy:v1.35.6', ['/usr/local/bin/kube-proxy'], {
      hostNetwork: true,
    });
    await clock.advance(1000);
    proxy.signal('KILL');
    service('late', { clusterIP: '10.96.5.9', ports: [{ port: 80 }] }, [nginx('b')]);
    expect(await ask(from, 'http://10.96.5.5/')).toMatchObject({ ok: true });
    expect(await ask(from, 'http://10.96.5.9/')).toMatchObject({ ok: false });
  });
});

describe('ingress', () => {
  beforeEach(async () => {
    put(INGRESS_CLASSES, { metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } });
    run('ingress', 'registry.k8s.io/ingress-nginx/controller:v1.13.3', ['/nginx-ingress-controller'], {
      hostNetwork: true,
    });
    service('web', { ports: [{ port: 80 }] }, [nginx('a')]);
    service('empty', { ports: [{ port: 80 }] }, []);
    const path = (path: string, name: string) => ({
      path,
      pathType: 'Prefix',
      backend: { service: { name, port: { number: 80 } } },
    });
    put(INGRESSES, {
      metadata: { name: 'front' },
      spec: {
        ingressClassName: 'nginx',
        rules: [{ host: 'web.example.com', http: { paths: [path('/', 'web'), path('/empty', 'empty')] } }],
      },
    });
    await clock.advance(5000);
  });

  it('routes by host and path from outside', async () => {
    const answer = await ask({ kind: 'internet' }, 'http://web.example.com/');
    expect(answer).toMatchObject({ ok: true, status: 200 });
    expect(answer.hops.map((hop) => `${hop.kind} ${hop.name}`)).toEqual([
      'dns web.example.com',
      'ingress front',
      'service web',
      'pod a',
    ]);
    expect(await ask(LAPTOP, 'http://web.example.com/empty')).toMatchObject({ status: 503 });
    expect(await ask(LAPTOP, `http://${NODE_IP}/`, { Host: 'web.example.com' })).toMatchObject({ status: 200 });
    const missed = await ask(LAPTOP, `http://${NODE_IP}/`);
    expect(missed).toMatchObject({ status: 404 });
    expect(missed.ok && missed.body).toContain('<center>nginx</center>');
    expect(await ask(LAPTOP, 'http://nobody.example.com/')).toMatchObject({ error: 'could not resolve host' });
  });

  it('writes its address into the status', () => {
    const ingress = api.get<{ status?: { loadBalancer?: object } }>(INGRESSES, 'default', 'front');
    expect(ingress.status?.loadBalancer).toEqual({ ingress: [{ ip: NODE_IP }] });
  });

  it('is gone with its Pod', async () => {
    for (const container of engine.containers.values()) if (container.hostname === 'ingress') container.signal('KILL');
    expect(await ask(LAPTOP, 'http://web.example.com/')).toMatchObject({ error: 'connection refused' });
  });
});

describe('Pod addresses', () => {
  it('go round the range and skip what is taken', () => {
    const next = podAddresses(() => '10.244.3.0/29');
    expect(next(new Set(), undefined)).toBe('10.244.3.2');
    expect(next(new Set(['10.244.3.3']), '10.244.3.2')).toBe('10.244.3.4');
    expect(next(new Set(), '10.244.3.6')).toBe('10.244.3.2');
    expect(
      next(new Set(['10.244.3.2', '10.244.3.3', '10.244.3.4', '10.244.3.5', '10.244.3.6']), undefined),
    ).toBeUndefined();
  });
});
