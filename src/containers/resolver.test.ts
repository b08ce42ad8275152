import { describe, expect, it } from 'vitest';
import { seededRandom } from '../time/random.ts';
import { nextTurn } from '../time/real.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import type { Container } from './container.ts';
import { createEngine } from './engine.ts';
import type { PodNames } from './identity-files.ts';
import type { Network } from './network.ts';
import { askServers, requestFrom, resolveIn } from './resolver.ts';
import { shellPrograms } from './shell-programs.ts';

const asked: string[] = [];
const NAMES: Readonly<Record<string, string>> = {
  'web.default.svc.cluster.local.': '10.96.0.7',
  'dns.kube-system.svc.cluster.local.': '10.96.0.10',
};
const network: Network = {
  attach: () => {},
  detach: () => {},
  request: (_, { url, headers }) =>
    Promise.resolve({ ok: true, address: '', status: 200, headers: {}, body: `${url} ${headers?.['host']}` }),
  resolve: (_, name) => {
    asked.push(name);
    const address = NAMES[name];
    return address === undefined ? 'not found' : { name: name.slice(0, -1), addresses: [address] };
  },
  services: () => 'not found',
  nameServer: '10.96.0.10',
};

function container(names?: PodNames): Container {
  const clock = new VirtualClock(0, nextTurn);
  const engine = createEngine({
    clock,
    random: seededRandom('resolver'),
    node: { name: 'node', ip: '192.168.49.2' },
    network,
    allocateIP: () => '10.244.0.2',
    shell: shellPrograms,
  });
  const identity = { uid: 'u', namespace: 'default', name: 'pod', hostname: 'pod', attempt: 0, hostNetwork: false };
  return engine.createContainer(engine.createSandbox({ ...identity, ...(names && { names }) }), {
    name: 'main',
    image: 'docker.io/library/busybox:latest',
    attempt: 0,
    argv: ['sleep', '1'],
    env: {},
    workingDir: '/',
    mounts: [],
    ports: [],
    stopSignal: 'TERM',
  });
}

const bodyOf = async (one: Container, url: string): Promise<string> => {
  const answer = await requestFrom(one, network, { method: 'GET', url });
  return answer.ok ? answer.body : answer.error;
};

describe('names in a container', () => {
  it('are looked for in the search domains, then as they are', () => {
    const one = container();
    expect(askServers(one, network, 'web')).toEqual({
      name: 'web.default.svc.cluster.local',
      addresses: ['10.96.0.7'],
    });
    asked.length = 0;
    expect(askServers(one, network, 'a.b')).toBe('not found');
    expect(asked).toEqual(['a.b.default.svc.cluster.local.', 'a.b.svc.cluster.local.', 'a.b.cluster.local.', 'a.b.']);
  });

  it('come from the hosts file before all others, a learner’s own lines too', async () => {
    const one = container({
      aliases: [{ ip: '10.0.0.1', names: ['foo.local'] }],
      nameServers: [],
      searches: [],
      options: [],
    });
    expect(resolveIn(one, network, 'foo.local')).toMatchObject({ addresses: ['10.0.0.1'] });
    expect(await bodyOf(one, 'http://foo.local:8080/x')).toBe('http://10.0.0.1:8080/x foo.local:8080');
    one.fs.writeFile('/etc/hosts', '10.0.0.2 mine\n', { append: true });
    expect(await bodyOf(one, 'http://mine/')).toBe('http://10.0.0.2/ mine');
    expect(await bodyOf(one, 'http://pod/')).toBe('http://10.244.0.2/ pod');
  });

  it('are asked of the Pod’s own name servers, domains and options', async () => {
    const own = { nameServers: ['10.96.0.10'], searches: ['kube-system.svc.cluster.local'], options: ['ndots:1'] };
    const one = container(own);
    expect(await bodyOf(one, 'http://dns:9153/')).toBe('http://10.96.0.10:9153/ dns:9153');
    expect(await bodyOf(one, 'http://web/')).toBe('could not resolve host');
    expect(askServers(container({ ...own, nameServers: ['8.8.8.8'] }), network, 'web')).toBe('unreachable');
  });
});
