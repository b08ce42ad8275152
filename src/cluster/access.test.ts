import { beforeAll, describe, expect, test } from 'vitest';
import type { KubeObject } from '../api/object.ts';
import { nextTurn } from '../time/real.ts';
import { type BareStage, openBareStage } from './bare-stage.ts';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
let stage: BareStage;

beforeAll(async () => {
  stage = await openBareStage(nextTurn, 'access');
});

interface Answer {
  code: number;
  body: KubeObject & { message?: string };
}

async function send(method: string, path: string, headers: Record<string, string>, body?: object): Promise<Answer> {
  const init: RequestInit = { method, headers: { 'content-type': 'application/json', ...headers } };
  if (body) init.body = JSON.stringify(body);
  const response = await stage.cluster.fetch(new Request(`http://cluster.local${path}`, init));
  const text = await response.text();
  // Paths that no handler has are answered with a page of text.
  return { code: response.status, body: (text.startsWith('{') ? JSON.parse(text) : {}) as Answer['body'] };
}

const as = (user: string, group?: string): Record<string, string> => ({
  'impersonate-user': user,
  ...(group ? { 'impersonate-group': group } : {}),
});
const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const typed = (kind: string, name: string, rest: object): object => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind,
  metadata: { name },
  ...rest,
});
const userOf = (answer: Answer): object => (answer.body['status'] as { userInfo: object }).userInfo;

async function whoAmI(headers: Record<string, string>): Promise<Answer> {
  const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
  return send('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', headers, review);
}

async function token(spec: object): Promise<Answer> {
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec };
  return send('POST', '/api/v1/namespaces/default/serviceaccounts/default/token', {}, request);
}

describe('who asks', () => {
  test('is the administrator without a credential, and who he says he is with --as', async () => {
    expect(userOf(await whoAmI({}))).toMatchObject({ username: 'kubernetes-admin' });
    expect(userOf(await whoAmI(as('jane', 'dev')))).toMatchObject({
      username: 'jane',
      groups: ['dev', 'system:authenticated'],
    });
    expect(userOf(await whoAmI(as('system:serviceaccount:a:b')))).toMatchObject({
      groups: ['system:serviceaccounts', 'system:serviceaccounts:a', 'system:authenticated'],
    });
  });

  test('may not be another unless he may impersonate', async () => {
    const jane = { 'x-remote-user': 'jane', 'impersonate-user': 'joe' };
    expect((await whoAmI(jane)).body.message).toBe(
      'users "joe" is forbidden: User "jane" cannot impersonate resource "users" in API group "" at the cluster scope',
    );
  });

  test('is a service account by its token, until it ends', async () => {
    const made = await token({ expirationSeconds: 600 });
    expect(made.code).toBe(201);
    const { token: text } = made.body['status'] as { token: string };
    expect(userOf(await whoAmI(bearer(text)))).toMatchObject({ username: 'system:serviceaccount:default:default' });
    expect((await send('GET', '/api/v1/pods', bearer(`${text}x`))).code).toBe(401);
    await stage.wait(601);
    expect((await send('GET', '/api/v1/pods', bearer(text))).body).toMatchObject({
      reason: 'Unauthorized',
      message: 'Unauthorized',
      code: 401,
    });
  });

  test('asks for ten minutes at least, and for an object that is there', async () => {
    expect((await token({ expirationSeconds: 10 })).body.message).toContain(
      'spec.expirationSeconds: Invalid value: 10: may not specify a duration less than 10 minutes',
    );
    expect((await token({ boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: 'x' } })).body.message).toBe(
      'pods "x" not found',
    );
  });
});

describe('what he may', () => {
  test('a role opens one namespace, and closes at once when it goes', async () => {
    const list = (namespace: string): Promise<Answer> => send('GET', `/api/v1/namespaces/${namespace}/pods`, as('ann'));
    expect((await list('default')).body.message).toBe(
      'pods is forbidden: User "ann" cannot list resource "pods" in API group "" in the namespace "default"',
    );
    const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }];
    const at = `${RBAC}/namespaces/default`;
    expect((await send('POST', `${at}/roles`, {}, typed('Role', 'r', { rules }))).code).toBe(201);
    const binding = typed('RoleBinding', 'b', {
      subjects: [{ kind: 'User', name: 'ann' }],
      roleRef: { kind: 'Role', name: 'r' },
    });
    expect((await send('POST', `${at}/rolebindings`, {}, binding)).code).toBe(201);
    expect((await list('default')).code).toBe(200);
    expect((await list('kube-system')).code).toBe(403);
    await send('DELETE', `${at}/roles/r`, {});
    expect((await list('default')).body.message).toBe(
      'pods is forbidden: User "ann" cannot list resource "pods" in API group "" in the namespace "default": RBAC: role.rbac.authorization.k8s.io "r" not found',
    );
  });

  test('subresources, names and paths are asked for by themselves', async () => {
    const rules = [
      { apiGroups: [''], resources: ['pods/log', '*/scale'], verbs: ['get'] },
      { apiGroups: [''], resources: ['configmaps'], resourceNames: ['one'], verbs: ['get'] },
      { nonResourceURLs: ['/metrics/*'], verbs: ['get'] },
    ];
    await send('POST', `${RBAC}/clusterroles`, {}, typed('ClusterRole', 'parts', { rules }));
    const subjects = [{ kind: 'Group', name: 'parts' }];
    const roleRef = { kind: 'ClusterRole', name: 'parts' };
    await send('POST', `${RBAC}/clusterrolebindings`, {}, typed('ClusterRoleBinding', 'parts', { subjects, roleRef }));
    const code = async (path: string): Promise<number> => (await send('GET', path, as('pam', 'parts'))).code;
    expect(await code('/api/v1/namespaces/default/pods/x')).toBe(403);
    expect(await code('/api/v1/namespaces/default/pods/x/log')).toBe(404);
    expect(await code('/api/v1/namespaces/default/configmaps/one')).toBe(404);
    expect(await code('/api/v1/namespaces/default/configmaps/two')).toBe(403);
    expect(await code('/api/v1/namespaces/default/configmaps')).toBe(403);
    expect(await code('/metrics/x')).toBe(404);
    expect((await send('GET', '/logs', as('pam', 'parts'))).body.message).toBe(
      'forbidden: User "pam" cannot get path "/logs"',
    );
  });

  test('nobody grants what he has not, unless he may escalate or bind', async () => {
    const at = `${RBAC}/namespaces/default`;
    const everything = [{ apiGroups: ['rbac.authorization.k8s.io'], resources: ['*'], verbs: ['create', 'get'] }];
    await send('POST', `${RBAC}/clusterroles`, {}, typed('ClusterRole', 'maker', { rules: everything }));
    const binding = typed('ClusterRoleBinding', 'maker', {
      subjects: [{ kind: 'User', name: 'eve' }],
      roleRef: { kind: 'ClusterRole', name: 'maker' },
    });
    await send('POST', `${RBAC}/clusterrolebindings`, {}, binding);
    const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }];
    expect((await send('POST', `${at}/roles`, as('eve'), typed('Role', 'evil', { rules }))).body.message).toBe(
      'roles.rbac.authorization.k8s.io "evil" is forbidden: user "eve" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}',
    );
    const own = typed('RoleBinding', 'own', {
      subjects: [{ kind: 'User', name: 'eve' }],
      roleRef: { kind: 'ClusterRole', name: 'maker' },
    });
    expect((await send('POST', `${at}/rolebindings`, as('eve'), own)).code).toBe(201);
  });

  test('an aggregated role holds the rules of those that are labelled for it', async () => {
    const { rules } = (await stage.client.request(`${RBAC}/clusterroles/view`).then((one) => one.json())) as {
      rules: object[];
    };
    expect(rules.length).toBeGreaterThan(10);
    const labels = { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' };
    const extra = { apiGroups: ['example.com'], resources: ['crontabs'], verbs: ['get'] };
    const role = { ...typed('ClusterRole', 'crontabs', { rules: [extra] }), metadata: { name: 'crontabs', labels } };
    await send('POST', `${RBAC}/clusterroles`, {}, role);
    await stage.wait(1);
    const after = (await send('GET', `${RBAC}/clusterroles/admin`, {})).body;
    expect(after['rules']).toContainEqual(extra);
  });

  test('a node reads the Secrets of its own Pods only', async () => {
    const node = { 'x-remote-user': 'system:node:node-1', 'x-remote-group': 'system:nodes' };
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } };
    await send('POST', '/api/v1/namespaces/default/secrets', {}, secret);
    const read = (): Promise<Answer> => send('GET', '/api/v1/namespaces/default/secrets/s', node);
    expect((await read()).body.message).toContain("no relationship found between node 'node-1' and this object");
    const spec = {
      nodeName: 'node-1',
      containers: [{ name: 'c', image: 'nginx' }],
      volumes: [{ name: 's', secret: { secretName: 's' } }],
    };
    await send(
      'POST',
      '/api/v1/namespaces/default/pods',
      {},
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'p' },
        spec,
      },
    );
    expect((await read()).code).toBe(200);
  });
});
