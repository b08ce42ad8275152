/** Kubernetes' conformance tests of sig-network, sig-auth, sig-instrumentation and disruption budgets that concern the API. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubeObject } from '../../api/object.ts';
import { walkApiOperations } from './api-operations.ts';
import { createStage, type Stage } from './conformance-stage.ts';

let stage: Stage;
let ns: string;
beforeAll(async () => {
  stage = await createStage();
  ns = await stage.namespace();
});
afterAll(() => stage.stop());

const at = (resource: string, name = ''): string =>
  `/api/v1/namespaces/${ns}/${resource}${name === '' ? '' : `/${name}`}`;
type Live = KubeObject & { spec: Record<string, unknown>; status: Record<string, unknown> };
const service = (name: string, labels: object = {}): object => ({
  metadata: { name, labels },
  spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
});
const runningPod = (name: string, app: string): object => ({
  metadata: { name, labels: { app } },
  spec: { containers: [{ name: 'c', image: 'nginx', ports: [{ name: 'http', containerPort: 8080 }] }] },
});

describe('[sig-network]', () => {
  test('[sig-network] Services should provide secure master service [Conformance]', async () => {
    const { spec } = await stage.get<Live>('/api/v1/namespaces/default/services/kubernetes');
    expect(spec['ports']).toMatchObject([{ name: 'https', port: 443 }]);
  });
  test('[sig-network] Services should find a service from listing all namespaces [Conformance]', async () => {
    const { items } = await stage.list('/api/v1/services');
    expect(items.map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`)).toContain('default/kubernetes');
  });
  test('[sig-network] Services should delete a collection of services [Conformance]', async () => {
    for (let i = 0; i < 3; i++)
      await stage.ok('POST', at('services'), service(`e2e-svc-${i}`, { e2e: i < 2 ? 'go' : 'stay' }));
    await stage.ok('DELETE', `${at('services')}?labelSelector=e2e%3Dgo`);
    const names = (await stage.list(at('services'))).items.map(({ metadata }) => metadata?.name);
    expect(names).toEqual(['e2e-svc-2']);
  });
  test('[sig-network] Services should complete a service status lifecycle [Conformance]', async () => {
    await stage.ok('POST', at('services'), { ...service('st'), spec: { type: 'LoadBalancer', ports: [{ port: 80 }] } });
    const loadBalancer = { ingress: [{ ip: '203.0.113.1' }] };
    const patched = await stage.patch<Live>(`${at('services', 'st')}/status`, {
      metadata: { annotations: { patchedstatus: 'true' } },
      status: { loadBalancer },
    });
    expect(patched).toMatchObject({ metadata: { annotations: { patchedstatus: 'true' } }, status: { loadBalancer } });
    const now = await stage.get<Live>(`${at('services', 'st')}/status`);
    const conditions = [
      {
        type: 'StatusUpdate',
        status: 'True',
        reason: 'E2E',
        message: 'Set from e2e test',
        lastTransitionTime: '2026-01-01T00:00:00Z',
      },
    ];
    const updated = await stage.ok<Live>('PUT', `${at('services', 'st')}/status`, {
      ...now,
      status: { ...now.status, conditions },
    });
    expect(updated.status['conditions']).toEqual(conditions);
    await stage.patch(
      at('services', 'st'),
      { metadata: { labels: { 'test-service': 'patched' } } },
      'application/strategic-merge-patch+json',
    );
    await stage.ok('DELETE', at('services', 'st'));
    await stage.until(async () => (await stage.send('GET', at('services', 'st'))).code === 404);
  });
  test('[sig-network] Services should test the lifecycle of an Endpoint [Conformance]', async () => {
    const subsets = [{ addresses: [{ ip: '10.0.0.24' }], ports: [{ name: 'http', port: 80, protocol: 'TCP' }] }];
    await walkApiOperations(stage, { group: '', resource: 'endpoints', namespace: ns, object: { subsets } });
  });

  test('[sig-network] EndpointSlice should have Endpoints and EndpointSlices pointing to API Server [Conformance]', async () => {
    const ends = await stage.get<KubeObject & { subsets: { addresses: object[] }[] }>(
      '/api/v1/namespaces/default/endpoints/kubernetes',
    );
    expect(ends.subsets[0]?.addresses).toHaveLength(1);
    const slices = await stage.list(
      '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dkubernetes',
    );
    expect(slices.items).toHaveLength(1);
  });
  const slices = (name: string): string =>
    `/apis/discovery.k8s.io/v1/namespaces/${ns}/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3D${name}`;
  test('[sig-network] EndpointSlice should create and delete Endpoints and EndpointSlices for a Service with a selector specified [Conformance]', async () => {
    await stage.ok('POST', at('services'), service('selects'));
    await stage.until(async () => (await stage.send('GET', at('endpoints', 'selects'))).code === 200);
    await stage.until(async () => (await stage.list(slices('selects'))).items.length === 1);
    await stage.ok('DELETE', at('services', 'selects'));
    await stage.until(async () => (await stage.send('GET', at('endpoints', 'selects'))).code === 404);
    await stage.until(async () => (await stage.list(slices('selects'))).items.length === 0);
  });
  test('[sig-network] EndpointSlice should create Endpoints and EndpointSlices for Pods matching a Service [Conformance]', async () => {
    await stage.ok('POST', at('pods'), runningPod('pod1', 'matches'));
    await stage.ok('POST', at('services'), service('matches'));
    const ready = async (): Promise<boolean> =>
      JSON.stringify((await stage.list(slices('matches'))).items).includes('"name":"pod1"');
    await stage.until(ready, 'the Pod in a slice');
    expect(await stage.get(at('endpoints', 'matches'))).toMatchObject({
      subsets: [{ ports: [{ name: 'http', port: 8080 }] }],
    });
  });
  test('[sig-network] EndpointSlice should support creating EndpointSlice API operations [Conformance]', () =>
    walkApiOperations(stage, {
      group: 'discovery.k8s.io',
      resource: 'endpointslices',
      namespace: ns,
      object: { addressType: 'IPv4', endpoints: [{ addresses: ['1.2.3.4', '5.6.7.8'] }] },
    }));
  test('[sig-network] EndpointSliceMirroring should mirror a custom Endpoints resource through create update and delete [Conformance]', async () => {
    await stage.ok('POST', at('services'), {
      metadata: { name: 'mirror' },
      spec: { ports: [{ name: 'e', port: 80, protocol: 'TCP' }] },
    });
    const ends = (ip: string): object => ({
      metadata: { name: 'mirror' },
      subsets: [{ ports: [{ name: 'e', port: 80, protocol: 'TCP' }], addresses: [{ ip }] }],
    });
    const shows = (ip: string) => async (): Promise<boolean> =>
      JSON.stringify((await stage.list(slices('mirror'))).items).includes(ip);
    await stage.ok('POST', at('endpoints'), ends('10.1.2.3'));
    await stage.until(shows('10.1.2.3'));
    await stage.ok('PUT', at('endpoints', 'mirror'), ends('10.2.3.4'));
    await stage.until(shows('10.2.3.4'));
    await stage.ok('DELETE', at('endpoints', 'mirror'));
    await stage.until(async () => (await stage.list(slices('mirror'))).items.length === 0);
  });

  test('[sig-network] Ingress API should support creating Ingress API operations [Conformance]', () =>
    walkApiOperations(stage, {
      group: 'networking.k8s.io',
      resource: 'ingresses',
      namespace: ns,
      object: { spec: { defaultBackend: { service: { name: 'default-backend', port: { number: 80 } } } } },
      status: { loadBalancer: { ingress: [{ ip: '169.1.1.1' }] } },
    }));
  test('[sig-network] IngressClass API should support creating IngressClass API operations [Conformance]', () =>
    walkApiOperations(stage, {
      group: 'networking.k8s.io',
      resource: 'ingressclasses',
      object: { spec: { controller: 'example.com/controller' } },
    }));
  test('NetworkPolicy API: as for the kinds above', () =>
    walkApiOperations(stage, {
      group: 'networking.k8s.io',
      resource: 'networkpolicies',
      namespace: ns,
      object: { spec: { podSelector: {} } },
    }));
  test('ServiceCIDR API: as for the kinds above', () =>
    walkApiOperations(stage, {
      group: 'networking.k8s.io',
      resource: 'servicecidrs',
      object: { spec: { cidrs: ['10.199.0.0/24'] } },
      lingers: true,
    }));
});

describe('[sig-auth]', () => {
  test('[sig-auth] Certificates API [Privileged:ClusterAdmin] should support CSR API operations [Conformance]', async () => {
    const all = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
    const request = csr();
    const object = {
      spec: {
        request,
        signerName: 'example.com/e2e',
        expirationSeconds: 3600,
        usages: ['digital signature', 'key encipherment', 'server auth'],
      },
    };
    await walkApiOperations(stage, {
      group: 'certificates.k8s.io',
      resource: 'certificatesigningrequests',
      object,
      status: { conditions: [{ type: 'ApprovalPatch', status: 'True', reason: 'E2E', message: 'Patched' }] },
    });
    const made = await stage.ok<Live>('POST', all, { ...object, metadata: { name: 'approved' } });
    expect(made.spec).toMatchObject({ username: 'kubernetes-admin' });
    const conditions = [{ type: 'Approved', status: 'True', reason: 'E2E', message: 'Set from an e2e test' }];
    const approved = await stage.ok<Live>('PUT', `${all}/approved/approval`, { ...made, status: { conditions } });
    expect(approved.status['conditions']).toMatchObject(conditions);
    const again = await stage.patch<Live>(`${all}/approved/approval`, {
      metadata: { annotations: { patchedapproval: 'true' } },
    });
    expect(again.metadata?.annotations).toMatchObject({ patchedapproval: 'true' });
  });

  test('[sig-auth] SubjectReview should support SubjectReview API operations [Conformance]', async () => {
    const root = '/apis/authorization.k8s.io/v1';
    const user = `system:serviceaccount:${ns}:e2e`;
    await stage.ok('POST', at('serviceaccounts'), { metadata: { name: 'e2e' } });
    const resourceAttributes = { verb: 'list', resource: 'configmaps', version: 'v1', namespace: ns };
    const asked = await stage.ok<Live>('POST', `${root}/subjectaccessreviews`, { spec: { resourceAttributes, user } });
    expect(asked.status['allowed']).toBe(false);
    const local = await stage.ok<Live>('POST', `${root}/namespaces/${ns}/localsubjectaccessreviews`, {
      metadata: { namespace: ns },
      spec: { resourceAttributes, user },
    });
    expect(local.status['allowed']).toBe(false);
    const headers = { 'impersonate-user': user };
    const refused = await stage.send('GET', at('configmaps'), undefined, headers);
    expect(refused.code).toBe(403);
    expect(refused.body).toMatchObject({
      message: `configmaps is forbidden: User "${user}" cannot list resource "configmaps" in API group "" in the namespace "${ns}"`,
    });
  });

  test('[sig-auth] ServiceAccounts should run through the lifecycle of a ServiceAccount [Conformance]', () =>
    walkApiOperations(stage, { group: '', resource: 'serviceaccounts', namespace: ns, object: {} }));
  test('[sig-auth] ServiceAccounts should update a ServiceAccount [Conformance]', async () => {
    const made = await stage.ok('POST', at('serviceaccounts'), {
      metadata: { name: 'automount' },
      automountServiceAccountToken: false,
    });
    const next = await stage.ok('PUT', at('serviceaccounts', 'automount'), {
      ...made,
      automountServiceAccountToken: true,
    });
    expect(next['automountServiceAccountToken']).toBe(true);
  });
  test('[sig-auth] ServiceAccounts should guarantee kube-root-ca.crt exist in any namespace [Conformance]', async () => {
    const one = at('configmaps', 'kube-root-ca.crt');
    const before = await stage.get<KubeObject & { data: Record<string, string> }>(one);
    await stage.ok('DELETE', one);
    await stage.until(async () => (await stage.send('GET', one)).code === 200, 'its return');
    await stage.ok('PUT', one, { ...before, metadata: { name: 'kube-root-ca.crt' }, data: { 'ca.crt': '' } });
    await stage.until(
      async () => (await stage.get<typeof before>(one)).data['ca.crt'] === before.data['ca.crt'],
      'its contents',
    );
  });
  test('[sig-auth] ServiceAccounts should allow opting out of API token automount [Conformance]', async () => {
    for (const [name, automountServiceAccountToken] of [
      ['mount', true],
      ['nomount', false],
    ] as const) {
      await stage.ok('POST', at('serviceaccounts'), { metadata: { name }, automountServiceAccountToken });
    }
    const cases: [string, boolean | undefined, boolean][] = [
      ['default', undefined, true],
      ['mount', undefined, true],
      ['nomount', undefined, false],
      ['default', true, true],
      ['nomount', true, true],
      ['mount', false, false],
    ];
    for (const [i, [serviceAccountName, automountServiceAccountToken, wanted]] of cases.entries()) {
      const spec = { containers: [{ name: 'c', image: 'pause' }], serviceAccountName, automountServiceAccountToken };
      const made = await stage.ok('POST', at('pods'), { metadata: { name: `token-${i}` }, spec });
      expect(JSON.stringify(made).includes('/var/run/secrets/kubernetes.io/serviceaccount')).toBe(wanted);
    }
  });
});

describe('[sig-instrumentation]', () => {
  const regarding = { kind: 'Pod', namespace: '', name: 'p' };
  const event = (): KubeObject => ({
    eventTime: '2026-01-01T00:00:00.000000Z',
    reportingController: 'e2e-test',
    reportingInstance: 'e2e-1',
    action: 'Do',
    reason: 'Test',
    type: 'Normal',
    note: 'This is a test event',
    regarding: { ...regarding, namespace: ns },
  });
  const old = (): KubeObject => ({
    involvedObject: { ...regarding, namespace: ns },
    message: 'This is a test event',
    reason: 'Test',
    type: 'Normal',
    count: 1,
    source: { component: 'e2e' },
  });
  test.each([
    '[sig-instrumentation] Events API should ensure that an event can be fetched, patched, deleted, and listed [Conformance]',
    '[sig-instrumentation] Events API should delete a collection of events [Conformance]',
  ])('%s', () =>
    walkApiOperations(stage, { group: 'events.k8s.io', resource: 'events', namespace: ns, object: event() }),
  );
  test.each([
    '[sig-instrumentation] Events should manage the lifecycle of an event [Conformance]',
    '[sig-instrumentation] Events should delete a collection of events [Conformance]',
  ])('%s', () => walkApiOperations(stage, { group: '', resource: 'events', namespace: ns, object: old() }));
});

describe('[sig-apps] DisruptionController', () => {
  const budgets = (name = ''): string =>
    `/apis/policy/v1/namespaces/${ns}/poddisruptionbudgets${name === '' ? '' : `/${name}`}`;
  const budget = (name: string, app: string, minAvailable: number): object => ({
    metadata: { name, labels: { e2e: name } },
    spec: { minAvailable, selector: { matchLabels: { app } } },
  });
  test('[sig-apps] DisruptionController should create a PodDisruptionBudget [Conformance]', async () => {
    await stage.ok('POST', budgets(), budget('foo', 'nobody', 1));
    const now = await stage.get<Live>(budgets('foo'));
    await stage.ok('PUT', budgets('foo'), { ...now, spec: { ...now.spec, minAvailable: 2 } });
    const patched = await stage.patch<Live>(budgets('foo'), { spec: { minAvailable: '3%' } });
    expect(patched.spec['minAvailable']).toBe('3%');
    await stage.ok('DELETE', budgets('foo'));
  });
  test('[sig-apps] DisruptionController Listing PodDisruptionBudgets for all namespaces should list and delete a collection of PodDisruptionBudgets [Conformance]', () =>
    walkApiOperations(stage, {
      group: 'policy',
      resource: 'poddisruptionbudgets',
      namespace: ns,
      object: { spec: { minAvailable: '1%', selector: { matchLabels: { no: 'body' } } } },
    }));
  test('[sig-apps] DisruptionController should update/patch PodDisruptionBudget status [Conformance]', async () => {
    await stage.ok('POST', budgets(), budget('bst', 'nobody', 1));
    await stage.pass(2);
    const now = await stage.get<Live>(`${budgets('bst')}/status`);
    const disruptedPods = { example: '2026-01-01T00:00:00Z' };
    const next = await stage.ok<Live>('PUT', `${budgets('bst')}/status`, {
      ...now,
      status: { ...now.status, disruptedPods },
    });
    expect(next.status['disruptedPods']).toEqual(disruptedPods);
    const patched = await stage.patch<Live>(`${budgets('bst')}/status`, { status: { disruptedPods: null } });
    expect(patched.status['disruptedPods']).toBeUndefined();
  });
  test('[sig-apps] DisruptionController should observe PodDisruptionBudget status updated [Conformance]', async () => {
    for (let i = 0; i < 3; i++) await stage.ok('POST', at('pods'), runningPod(`watched-${i}`, 'watched'));
    await stage.ok('POST', budgets(), budget('watched', 'watched', 1));
    await stage.until(async () => (await stage.get<Live>(budgets('watched'))).status['disruptionsAllowed'] === 2);
    expect(await stage.get(budgets('watched'))).toMatchObject({
      status: { currentHealthy: 3, desiredHealthy: 1, expectedPods: 3 },
    });
  });
  test('[sig-apps] DisruptionController should block an eviction until the PDB is updated to allow it [Conformance]', async () => {
    const evict = (name: string) =>
      stage.send('POST', `${at('pods', name)}/eviction`, {
        apiVersion: 'policy/v1',
        kind: 'Eviction',
        metadata: { name, namespace: ns },
      });
    for (let i = 0; i < 3; i++) await stage.ok('POST', at('pods'), runningPod(`evict-${i}`, 'evict'));
    await stage.ok('POST', budgets(), budget('evict', 'evict', 3));
    await stage.until(async () => (await stage.get<Live>(budgets('evict'))).status['currentHealthy'] === 3);
    const blocked = await evict('evict-0');
    expect(blocked).toMatchObject({
      code: 429,
      body: {
        reason: 'TooManyRequests',
        message: "Cannot evict pod as it would violate the pod's disruption budget.",
        details: { causes: [{ reason: 'DisruptionBudget' }] },
      },
    });
    await stage.patch(budgets('evict'), { spec: { minAvailable: 2 } });
    await stage.until(async () => (await stage.get<Live>(budgets('evict'))).status['disruptionsAllowed'] === 1);
    expect((await evict('evict-0')).code).toBe(201);
    await stage.ok('DELETE', budgets('evict'));
    await stage.until(async () => (await evict('evict-1')).code === 201);
  });
});

/** A request for CN=e2e, O=e2e, as openssl writes it: PEM in base64. */
function csr(): string {
  const lines = [
    'MIHVMH4CAQAwHDEMMAoGA1UEAwwDZTJlMQwwCgYDVQQKDANlMmUwWTATBgcqhkjO',
    'PQIBBggqhkjOPQMBBwNCAAQP5sk9vScy5gRaAn7ZVNogNFyrPExHowJtjAfbn3b3',
    '6+hPbNRNLjnSCYW+L/lCVNqXjt8x79PA0cXoC6BKeXIgoAAwCgYIKoZIzj0EAwID',
    'RwAwRAIgZiiNPi9F+lrJOJDHPa8BbJlVTScnAjN/Yn/YLMB9+x0CIGj3XEWO26/p',
    'NxEHFP+CADL5Ok3+RppV5Od947Qaw4dK',
  ];
  return btoa(`-----BEGIN CERTIFICATE REQUEST-----\n${lines.join('\n')}\n-----END CERTIFICATE REQUEST-----\n`);
}
