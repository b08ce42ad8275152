import { beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/object.ts';
import { nextTurn } from '../../time/real.ts';
import { seededRandom } from '../../time/random.ts';
import { VirtualClock } from '../../time/virtual-clock.ts';
import { createApiServer } from '../apiserver/api-server.ts';
import { strategies } from '../apiserver/registry/index.ts';
import { createInformerFactory } from '../runtime/informer-factory.ts';
import { type KindedResource, NAMESPACES, NETWORK_POLICIES, PODS } from '../runtime/resources.ts';
import { type Session, openSession } from '../runtime/verbs.ts';
import { type End, type PolicyTable, createPolicyTable } from './network-policy.ts';

const ADMIN = { user: 'kubernetes-admin', groups: ['system:masters'], userAgent: 'test' };

let clock: VirtualClock;
let api: Session;
let table: PolicyTable;
let web: End;
let client: End;
let stranger: End;

function put(resource: KindedResource, object: KubeObject): void {
  api.create(resource, object.metadata?.namespace, { apiVersion: resource.apiVersion, kind: resource.kind, ...object });
}

function pod(namespace: string, name: string, ip: string): End {
  const containers = [{ name: 'c', image: 'nginx', ports: [{ name: 'http', containerPort: 8080 }] }];
  put(PODS, { metadata: { namespace, name, labels: { app: name } }, spec: { containers } });
  return { ip, node: 'node-1', pod: { namespace, name } };
}

async function policy(spec: object): Promise<void> {
  put(NETWORK_POLICIES, { metadata: { namespace: 'default', name: `p${clock.now()}` }, spec });
  await clock.advance(1);
}

beforeEach(async () => {
  clock = new VirtualClock(Date.parse('2026-11-21T10:00:00Z'), nextTurn);
  const server = createApiServer({ strategies, clock, random: seededRandom('policy') });
  api = openSession(server.verbs, ADMIN);
  for (const name of ['default', 'other']) put(NAMESPACES, { metadata: { name, labels: { team: name } } });
  web = pod('default', 'web', '10.244.0.2');
  client = pod('default', 'client', '10.244.0.3');
  stranger = pod('other', 'stranger', '10.244.1.2');
  table = createPolicyTable(createInformerFactory(server.verbs, ADMIN));
  await clock.advance(1);
});

describe('network policies', () => {
  it('let everything through while none selects the Pod', async () => {
    await policy({ podSelector: { matchLabels: { app: 'nobody' } } });
    expect(table.allows(stranger, web, 80)).toBe(true);
  });

  it('deny what no rule allows, but not the node itself', async () => {
    await policy({ podSelector: { matchLabels: { app: 'web' } } });
    expect(table.allows(client, web, 80)).toBe(false);
    expect(table.allows({ ip: '172.18.0.3', node: 'node-1' }, web, 80)).toBe(true);
    expect(table.allows({ ip: '172.18.0.4', node: 'node-2' }, web, 80)).toBe(false);
    expect(table.allows(web, client, 80)).toBe(true);
  });

  it('select peers by Pod, by namespace and by both', async () => {
    const podSelector = { matchLabels: { app: 'web' } };
    await policy({ podSelector, ingress: [{ from: [{ podSelector: { matchLabels: { app: 'client' } } }] }] });
    expect([client, stranger].map((from) => table.allows(from, web, 80))).toEqual([true, false]);
    await policy({ podSelector, ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'other' } } }] }] });
    expect([client, stranger].map((from) => table.allows(from, web, 80))).toEqual([true, true]);
  });

  it('know ports by number, range and name', async () => {
    await policy({
      podSelector: { matchLabels: { app: 'web' } },
      ingress: [{ ports: [{ port: 'http' }, { port: 9000, endPort: 9002 }] }],
    });
    expect([8080, 80, 9001, 9003].map((port) => table.allows(client, web, port))).toEqual([true, false, true, false]);
    expect(table.allows(client, web, 8080, 'UDP')).toBe(false);
  });

  it('hold back what goes out, DNS too', async () => {
    const to = [{ ipBlock: { cidr: '10.244.0.0/16', except: ['10.244.1.0/24'] } }];
    await policy({ podSelector: {}, policyTypes: ['Egress'], egress: [{ to, ports: [{ port: 80 }] }] });
    expect(table.allows(client, web, 80)).toBe(true);
    expect(table.allows(client, stranger, 80)).toBe(false);
    expect(table.allows(client, { ip: '10.244.0.9' }, 53, 'UDP')).toBe(false);
  });
});
