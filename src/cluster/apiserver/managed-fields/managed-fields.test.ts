/** Field ownership through the verbs: what is recorded, what an apply does to others' fields and to its own of before. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../api/object.ts';
import type { PatchType } from '../../../client/client.ts';
import { seededRandom } from '../../../time/random.ts';
import { VirtualClock } from '../../../time/virtual-clock.ts';
import { type ApiServer, createApiServer } from '../api-server.ts';
import { strategies } from '../registry/index.ts';
import type { Caller, ChangeOptions } from '../verbs-contract.ts';
import { difference, formatPath, intersection, parseFieldSet, pathsOf, union } from './field-set.ts';

const ADMIN: Caller = { user: 'admin', groups: ['system:masters'], userAgent: 'kubectl/v1.35.2' };
const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces' };
const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps' };
const DEPLOYMENTS = { group: 'apps', version: 'v1', resource: 'deployments' };

let clock: VirtualClock;
let server: ApiServer;

beforeEach(() => {
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  clock = new VirtualClock(Date.parse('2026-01-01T00:00:00Z'), turn);
  server = createApiServer({ strategies, clock, random: seededRandom('fields') });
  server.verbs.create(ADMIN, NAMESPACES, undefined, { metadata: { name: 'default' } });
});

const config = (data: Record<string, string>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'c' },
  data,
});
function patch(type: PatchType, body: unknown, options: ChangeOptions, resource = CONFIG_MAPS): KubeObject {
  const name = resource === CONFIG_MAPS ? 'c' : 'd';
  return server.verbs.patch(ADMIN, resource, 'default', name, type, body, { fieldValidation: 'Strict', ...options });
}
const apply = (body: KubeObject, fieldManager: string, force = false): KubeObject =>
  patch(
    'application/apply-patch+yaml',
    body,
    { fieldManager, force },
    body.kind === 'ConfigMap' ? CONFIG_MAPS : DEPLOYMENTS,
  );
const merge = (body: unknown, options: ChangeOptions = {}): KubeObject =>
  patch('application/merge-patch+json', body, options);

interface Owner {
  manager: string;
  operation: string;
  time?: string;
  fieldsV1: unknown;
  subresource?: string;
}
const owners = (object: KubeObject): Owner[] => (object.metadata?.managedFields ?? []) as Owner[];
const brief = (object: KubeObject): string[] =>
  owners(object).map(
    ({ manager, operation, fieldsV1 }) =>
      `${manager} ${operation} ${pathsOf(parseFieldSet(fieldsV1)).map(formatPath).join(' ')}`,
  );

describe('updates', () => {
  test('a create belongs to its user agent; a change to who made it; what is removed to nobody', () => {
    const made = server.verbs.create<KubeObject>(ADMIN, CONFIG_MAPS, 'default', config({ a: '1', b: '1' }));
    expect(owners(made)).toEqual([
      {
        manager: 'kubectl',
        operation: 'Update',
        apiVersion: 'v1',
        time: '2026-01-01T00:00:00Z',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': { '.': {}, 'f:a': {}, 'f:b': {} } },
      },
    ]);
    const changed = merge({ data: { a: '2', b: null } }, { fieldManager: 'other' });
    expect(brief(changed)).toEqual(['kubectl Update .data', 'other Update .data.a']);
  });

  test('nothing changed is no new time and no new revision', async () => {
    server.verbs.create(ADMIN, CONFIG_MAPS, 'default', config({ a: '1' }));
    const before = server.verbs.get<KubeObject>(ADMIN, CONFIG_MAPS, 'default', 'c');
    await clock.advance(5_000);
    expect(merge({ data: { a: '1' } }, { fieldManager: 'other' })).toBe(before);
  });

  test('managedFields set to [{}] are dropped, and nothing is tracked until the next apply', () => {
    server.verbs.create(ADMIN, CONFIG_MAPS, 'default', config({ a: '1' }));
    expect(owners(merge({ metadata: { managedFields: [{}] } }))).toEqual([]);
    expect(owners(merge({ data: { b: '1' } }))).toEqual([]);
    expect(brief(apply(config({ a: '1' }), 'one'))).toEqual([
      'one Apply .data.a',
      'before-first-apply Update .data .data.a .data.b',
    ]);
  });

  test('more than ten updaters are put together', () => {
    server.verbs.create(ADMIN, CONFIG_MAPS, 'default', config({ a: '1' }));
    for (let i = 0; i < 15; i++)
      merge({ data: { [`k${i}`]: 'x' } }, { fieldManager: `m${String(i).padStart(2, '0')}` });
    const all = owners(server.verbs.get(ADMIN, CONFIG_MAPS, 'default', 'c'));
    expect(all).toHaveLength(10);
    expect(all.some(({ manager }) => manager === 'ancient-changes')).toBe(true);
  });
});

describe('applies', () => {
  const deployment = (containers: object[], spec: object = {}): KubeObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'd' },
    spec: {
      selector: { matchLabels: { a: 'b' } },
      template: { metadata: { labels: { a: 'b' } }, spec: { containers } },
      ...spec,
    },
  });
  const names = (object: KubeObject): string[] =>
    (object['spec'] as { template: { spec: { containers: { name: string }[] } } }).template.spec.containers.map(
      ({ name }) => name,
    );

  test('what is no longer applied goes, unless somebody else owns it', () => {
    apply(config({ a: '1', b: '1', c: '1' }), 'one');
    apply(config({ b: '1' }), 'two');
    const left = apply(config({ a: '1' }), 'one');
    expect(left['data']).toEqual({ a: '1', b: '1' });
    expect(brief(left)).toEqual(['two Apply .data.b', 'one Apply .data.a']);
  });

  test('an owner of an equal value shares it', () => {
    apply(config({ a: '1' }), 'one');
    expect(brief(apply(config({ a: '1' }), 'two'))).toHaveLength(2);
    expect(() => apply(config({ a: '2' }), 'two')).toThrow('conflict with "one": .data.a');
  });

  test('several conflicts are listed by manager', () => {
    apply(config({ a: '1', b: '1' }), 'one');
    expect(() => apply(config({ a: '2', b: '2' }), 'two')).toThrow(
      'Apply failed with 2 conflicts: conflicts with "one":\n- .data.a\n- .data.b',
    );
  });

  test('list items are owned by their keys, and go and come in the applied order', () => {
    const [a, b] = [
      { name: 'a', image: 'x' },
      { name: 'b', image: 'y', ports: [{ containerPort: 80 }] },
    ];
    const made = apply(deployment([a, b]), 'one');
    expect(brief(made)[0]).toContain('.spec.template.spec.containers[name="b"].ports[containerPort=80,protocol="TCP"]');
    expect(names(apply(deployment([{ name: 'z', image: 'z' }, b]), 'one'))).toEqual(['z', 'b']);
  });

  test('a scale takes replicas only from who had them', () => {
    apply(deployment([{ name: 'a', image: 'x' }], { replicas: 2 }), 'one');
    const scale = { spec: { replicas: 5 } };
    server.verbs.patch(ADMIN, DEPLOYMENTS, 'default', 'd', 'application/merge-patch+json', scale, {
      subresource: 'scale',
    });
    const scaled = server.verbs.get<KubeObject>(ADMIN, DEPLOYMENTS, 'default', 'd');
    expect(owners(scaled).map(({ manager, subresource }) => [manager, subresource])).toEqual([
      ['one', undefined],
      ['kubectl', 'scale'],
    ]);
    expect(() => apply(deployment([{ name: 'a', image: 'x' }], { replicas: 2 }), 'one')).toThrow(
      'conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas',
    );
  });

  test('kubectl takes over what it applied from the client’s side', () => {
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(config({ a: '1' })) };
    const object = { ...config({ a: '1' }), metadata: { name: 'c', annotations } };
    server.verbs.create(ADMIN, CONFIG_MAPS, 'default', object, { fieldManager: 'kubectl-client-side-apply' });
    expect(() => apply(config({ a: '2' }), 'other')).toThrow('kubectl-client-side-apply');
    const taken = apply(config({ a: '2' }), 'kubectl');
    expect(taken['data']).toEqual({ a: '2' });
    expect(Object.values(taken.metadata?.annotations ?? {})[0]).toContain('"data":{"a":"2"}');
  });

  test.each([
    [{ ...config({}), nope: 1 }, '.nope: field not declared in schema'],
    [{ ...config({}), data: { a: 1 } }, '.data.a: expected string, got &value.valueUnstructured{Value:1}'],
    [{ ...config({}), kind: 'Secret' }, 'invalid object type: /v1, Kind=Secret'],
    [{ ...config({}), metadata: { name: 'c', managedFields: [] } }, 'metadata.managedFields must be nil'],
    [{ ...config({}), metadata: { name: 'other' } }, 'does not match the name on the URL (c)'],
  ])('a bad configuration is refused: %j', (body, message) => {
    expect(() => patch('application/apply-patch+yaml', body, { fieldManager: 'one' })).toThrow(message);
  });
});

test('sets: a member says nothing of what is below it', () => {
  const a = parseFieldSet({ 'f:x': { '.': {}, 'f:y': {}, 'f:z': {} } });
  const b = parseFieldSet({ 'f:x': { 'f:y': {} }, 'f:w': {} });
  expect(difference(a, b)).toEqual({ 'f:x': { '.': {}, 'f:z': {} } });
  expect(intersection(a, b)).toEqual({ 'f:x': { 'f:y': {} } });
  expect(union(difference(a, b), intersection(a, b))).toBe(a);
});
