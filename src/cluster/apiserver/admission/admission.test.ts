import { beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../api/object.ts';
import { seededRandom } from '../../../time/random.ts';
import { nextTurn } from '../../../time/real.ts';
import { VirtualClock } from '../../../time/virtual-clock.ts';
import { createApiServer } from '../api-server.ts';
import { strategies } from '../registry/index.ts';
import type { Verbs } from '../verbs-contract.ts';

const ADMIN = { user: 'kubernetes-admin', groups: ['system:masters'], userAgent: 'test' };
const core = (resource: string): { group: string; version: string; resource: string } => ({
  group: '',
  version: 'v1',
  resource,
});

let verbs: Verbs;

beforeEach(() => {
  const clock = new VirtualClock(Date.parse('2026-01-01T00:00:00Z'), nextTurn);
  verbs = createApiServer({ strategies, clock, random: seededRandom('admission') }).verbs;
  create('namespaces', 'Namespace', { metadata: { name: 'default' } }, undefined);
});

function create(
  resource: string,
  kind: string,
  object: KubeObject,
  namespace: string | undefined = 'default',
): KubeObject {
  const at = resource === 'namespaces' ? undefined : namespace;
  return verbs.create(ADMIN, core(resource), at, { apiVersion: 'v1', kind, ...object });
}

function pod(name: string, resources: object = {}): KubeObject {
  const spec = { containers: [{ name: 'c', image: 'nginx', resources }] };
  return create('pods', 'Pod', { metadata: { name }, spec });
}

function resourcesOf(object: KubeObject): unknown {
  return (object['spec'] as { containers: { resources: unknown }[] }).containers[0]?.resources;
}

describe('LimitRanger', () => {
  it('gives containers the defaults, and says so', () => {
    const limits = [{ type: 'Container', default: { cpu: '500m' }, defaultRequest: { cpu: '100m', memory: '64Mi' } }];
    create('limitranges', 'LimitRange', { metadata: { name: 'l' }, spec: { limits } });
    const made = pod('p');
    expect(resourcesOf(made)).toEqual({ limits: { cpu: '500m' }, requests: { cpu: '100m', memory: '64Mi' } });
    expect(made.metadata?.annotations?.['kubernetes.io/limit-ranger']).toBe(
      'LimitRanger plugin set: cpu, memory request for container c; cpu limit for container c',
    );
  });

  it('refuses what is out of bounds, all of it at once', () => {
    const limits = [{ type: 'Container', max: { cpu: '1' }, min: { memory: '64Mi' } }];
    create('limitranges', 'LimitRange', { metadata: { name: 'l' }, spec: { limits } });
    expect(() => pod('p', { limits: { cpu: '2', memory: '1Gi' }, requests: { memory: '32Mi' } })).toThrow(
      'pods "p" is forbidden: [minimum memory usage per Container is 64Mi, but request is 32Mi, maximum cpu usage per Container is 1, but limit is 2]',
    );
  });
});

describe('ResourceQuota', () => {
  function quota(hard: Record<string, string>, used: Record<string, string>, scopes?: string[]): void {
    const object = create('resourcequotas', 'ResourceQuota', {
      metadata: { name: 'q' },
      spec: { hard, ...(scopes && { scopes }) },
    });
    const next = { ...object, status: { hard, used } };
    verbs.update(ADMIN, core('resourcequotas'), 'default', 'q', next, { subresource: 'status' });
  }
  const used = (): unknown =>
    (verbs.get(ADMIN, core('resourcequotas'), 'default', 'q')['status'] as { used: unknown }).used;

  it('charges what it lets in, and refuses what is too much', () => {
    quota({ pods: '1', 'requests.cpu': '1' }, { pods: '0', 'requests.cpu': '0' });
    pod('a', { requests: { cpu: '600m' } });
    expect(used()).toEqual({ pods: '1', 'requests.cpu': '600m' });
    expect(() => pod('b', { requests: { cpu: '600m' } })).toThrow(
      'pods "b" is forbidden: exceeded quota: q, requested: pods=1,requests.cpu=600m, used: pods=1,requests.cpu=600m, limited: pods=1,requests.cpu=1',
    );
  });

  it('wants to be told what it limits', () => {
    quota({ 'limits.memory': '1Gi' }, { 'limits.memory': '0' });
    expect(() => pod('a')).toThrow('pods "a" is forbidden: failed quota: q: must specify limits.memory for: c');
  });

  it('charges nothing for a dry run, for what is there already, or out of scope', () => {
    quota({ pods: '5' }, { pods: '0' }, ['BestEffort']);
    pod('sized', { requests: { cpu: '1' } });
    expect(used()).toEqual({ pods: '0' });
    pod('a');
    expect(() => pod('a')).toThrow('already exists');
    const spec = { containers: [{ name: 'c', image: 'nginx' }] };
    const dry = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'dry' }, spec };
    verbs.create<KubeObject>(ADMIN, core('pods'), 'default', dry, { dryRun: true });
    expect(used()).toEqual({ pods: '1' });
  });
});

describe('volumes', () => {
  it('keeps claims while in use, and gives them the default class', () => {
    const group = { group: 'storage.k8s.io', version: 'v1', resource: 'storageclasses' };
    const annotations = { 'storageclass.kubernetes.io/is-default-class': 'true' };
    const metadata = { name: 'standard', annotations };
    const standard = { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata, provisioner: 'example.com/p' };
    verbs.create<KubeObject>(ADMIN, group, undefined, standard);
    const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
    const claim = create('persistentvolumeclaims', 'PersistentVolumeClaim', { metadata: { name: 'c' }, spec });
    expect(claim).toMatchObject({
      metadata: { finalizers: ['kubernetes.io/pvc-protection'] },
      spec: { storageClassName: 'standard', volumeMode: 'Filesystem' },
      status: { phase: 'Pending' },
    });
  });
});
