import { beforeEach, describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../api/object.ts';
import { seededRandom } from '../../../time/random.ts';
import { VirtualClock } from '../../../time/virtual-clock.ts';
import { type ApiServer, createApiServer } from '../api-server.ts';
import { strategies } from '../registry/index.ts';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const TABS = '/apis/stable.example.com/v1/namespaces/default/crontabs';

const SPEC = {
  type: 'object',
  required: ['cron'],
  'x-kubernetes-validations': [
    { rule: 'self.min <= self.max', messageExpression: "'min must be at most %d'.format([self.max])" },
    { rule: 'self.cron == oldSelf.cron', message: 'cron is immutable', fieldPath: '.cron' },
  ],
  properties: {
    cron: { type: 'string', pattern: '^[0-9*/ ]+$', maxLength: 20 },
    min: { type: 'integer', default: 1, minimum: 0 },
    max: { type: 'integer', default: 3 },
    port: { 'x-kubernetes-int-or-string': true },
    mode: { type: 'string', enum: ['a', 'b'] },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
    items: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
      items: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
    },
  },
};

function definition(more: object = {}, schema: object = SPEC): object {
  const version = {
    name: 'v1',
    served: true,
    storage: true,
    schema: { openAPIV3Schema: { type: 'object', properties: { spec: schema, status: STATUS } } },
    subresources: {
      status: {},
      scale: { specReplicasPath: '.spec.max', statusReplicasPath: '.status.replicas' },
    },
    additionalPrinterColumns: [
      { name: 'Cron', type: 'string', jsonPath: '.spec.cron' },
      { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
      { name: 'Max', type: 'integer', jsonPath: '.spec.max', priority: 1 },
    ],
    selectableFields: [{ jsonPath: '.spec.mode' }],
    ...more,
  };
  return {
    metadata: { name: 'crontabs.stable.example.com' },
    spec: {
      group: 'stable.example.com',
      scope: 'Namespaced',
      names: { plural: 'crontabs', kind: 'CronTab', shortNames: ['ct'], categories: ['all'] },
      versions: [version],
    },
  };
}
const STATUS = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

let server: ApiServer;
let clock: VirtualClock;

async function call<T = KubeObject & { message?: string }>(
  method: string,
  path: string,
  body?: unknown,
  type = 'application/json',
): Promise<{ status: number; body: T; warning: string | null }> {
  const init = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': type } };
  const response = await server.fetch(new Request(`http://cluster${path}`, { method, ...init }));
  const text = await response.text();
  const value = (text.startsWith('{') ? JSON.parse(text) : { message: text }) as T;
  return { status: response.status, body: value, warning: response.headers.get('warning') };
}

function tab(name: string, spec: object, more: object = {}): object {
  return { apiVersion: 'stable.example.com/v1', kind: 'CronTab', metadata: { name }, spec, ...more };
}

async function serve(crd: object = definition()): Promise<void> {
  expect((await call('POST', CRDS, crd)).body.message).toBeUndefined();
  await clock.advance(10);
}

beforeEach(async () => {
  clock = new VirtualClock(Date.UTC(2026, 0, 1), () => Promise.resolve());
  server = createApiServer({ strategies, clock, random: seededRandom('crd') });
  server.verbs.create(
    { user: 'u', groups: [], userAgent: '' },
    { group: '', version: 'v1', resource: 'namespaces' },
    undefined,
    {
      metadata: { name: 'default' },
    },
  );
  await clock.advance(10);
});

describe('a definition', () => {
  test('is established, and shows in discovery until it goes with its objects', async () => {
    await serve();
    const { body } = await call<{ status: { conditions: { type: string; status: string; reason: string }[] } }>(
      'GET',
      `${CRDS}/crontabs.stable.example.com`,
    );
    expect(body.status.conditions.map(({ type, status, reason }) => `${type} ${status} ${reason}`)).toEqual([
      'NamesAccepted True NoConflicts',
      'Established True InitialNamesAccepted',
    ]);
    const list = await call<{ resources: { name: string; shortNames?: string[] }[] }>(
      'GET',
      '/apis/stable.example.com/v1',
    );
    expect(list.body.resources.map(({ name }) => name)).toEqual(['crontabs', 'crontabs/scale', 'crontabs/status']);
    expect((await call('GET', '/apis/apiregistration.k8s.io/v1/apiservices/v1.stable.example.com')).status).toBe(200);
    await call('POST', TABS, tab('a', { cron: '*' }));
    await call('DELETE', `${CRDS}/crontabs.stable.example.com`);
    await clock.advance(10);
    expect((await call('GET', TABS)).status).toBe(404);
    expect((await call('GET', `${CRDS}/crontabs.stable.example.com`)).status).toBe(404);
    expect(server.store.list('crontabs.stable.example.com', {})).toEqual([]);
  });

  test('waits for an object that is held', async () => {
    await serve();
    const held = { metadata: { name: 'a', finalizers: ['example.com/hold'] } };
    await call('POST', TABS, { ...tab('a', { cron: '*' }), ...held });
    await call('DELETE', `${CRDS}/crontabs.stable.example.com`);
    await clock.advance(100);
    expect((await call('GET', `${TABS}/a`)).status).toBe(200);
    await call('PATCH', `${TABS}/a`, { metadata: { finalizers: null } }, 'application/merge-patch+json');
    await clock.advance(10_000);
    expect((await call('GET', `${CRDS}/crontabs.stable.example.com`)).status).toBe(404);
  });

  test('is served again after a restart', async () => {
    await serve();
    await call('POST', TABS, tab('a', { cron: '*' }));
    const snapshot = server.snapshot();
    server.stop();
    server = createApiServer({ strategies, clock, random: seededRandom('again'), snapshot });
    expect((await call('GET', `${TABS}/a`)).status).toBe(200);
  });

  test('gets no names that another has', async () => {
    await serve();
    const other = definition() as { metadata: object; spec: { names: object } };
    const names = { plural: 'crons', kind: 'Cron', shortNames: ['ct'] };
    await call('POST', CRDS, { metadata: { name: 'crons.stable.example.com' }, spec: { ...other.spec, names } });
    await clock.advance(10);
    const { body } = await call<{ status: { conditions: { message: string }[] } }>(
      'GET',
      `${CRDS}/crons.stable.example.com`,
    );
    expect(body.status.conditions.map(({ message }) => message)).toEqual([
      '"ct" is already in use',
      'not all names are accepted',
    ]);
  });

  test.each([
    [
      { type: 'object', properties: { a: {} } },
      'properties[a].type: Required value: must not be empty for specified object fields',
    ],
    [{ type: 'array' }, 'items: Required value: must be specified'],
    [
      { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false },
      'additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive',
    ],
    [
      { type: 'string', pattern: '(' },
      'pattern: Invalid value: "(": must be a valid regular expression, but isn\'t: error parsing regexp: missing closing ): `(`',
    ],
    [
      { type: 'object', properties: { a: { type: 'string' } }, anyOf: [{ required: ['a'], type: 'object' }] },
      'anyOf[0].type: Forbidden: must be empty to be structural',
    ],
    [
      { type: 'string', uniqueItems: true },
      'uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic',
    ],
    [
      { type: 'object', properties: { a: { type: 'string', default: 5 } } },
      'properties[a].default: Invalid value: "integer":  in body must be of type string: "integer"',
    ],
  ])('with the schema %j is refused', async (schema, message) => {
    const answer = await call(
      'POST',
      CRDS,
      definition({ subresources: {}, additionalPrinterColumns: [], selectableFields: [] }, schema),
    );
    expect(answer.body.message).toContain(`spec.validation.openAPIV3Schema.properties[spec].${message}`);
  });
});

describe('a custom resource', () => {
  test('is defaulted, pruned and counted', async () => {
    await serve();
    const made = await call(
      'POST',
      TABS,
      tab('a', { cron: '*', extra: 1, free: { x: { y: 1 } } }, { status: { x: 1 } }),
    );
    expect(made.body['spec']).toEqual({ cron: '*', min: 1, max: 3, free: { x: { y: 1 } } });
    expect(made.body['status']).toBeUndefined();
    expect(made.body.metadata?.generation).toBe(1);
    const strict = await call('POST', `${TABS}?fieldValidation=Strict`, tab('b', { cron: '*', extra: 1 }));
    expect(strict.body.message).toBe(
      'CronTab in version "v1" cannot be handled as a CronTab: strict decoding error: unknown field "spec.extra"',
    );
    const status = await call(
      'PATCH',
      `${TABS}/a/status`,
      { status: { replicas: 2 }, spec: { cron: '1' } },
      'application/merge-patch+json',
    );
    expect([status.body['status'], (status.body['spec'] as { cron: string }).cron]).toEqual([{ replicas: 2 }, '*']);
    expect(status.body.metadata?.generation).toBe(1);
    const scale = await call('PATCH', `${TABS}/a/scale`, { spec: { replicas: 5 } }, 'application/merge-patch+json');
    expect(scale.body['spec']).toEqual({ replicas: 5 });
    expect((await call('GET', `${TABS}/a`)).body.metadata?.generation).toBe(2);
  });

  test.each([
    [{}, 'spec.cron: Required value'],
    [{ cron: 5 }, 'spec.cron: Invalid value: "integer": spec.cron in body must be of type string: "integer"'],
    [{ cron: 'x' }, 'spec.cron: Invalid value: "x": spec.cron in body should match \'^[0-9*/ ]+$\''],
    [{ cron: '*'.repeat(21) }, 'spec.cron: Too long: may not be more than 20 bytes'],
    [{ cron: '*', min: -1 }, 'spec.min: Invalid value: -1: spec.min in body should be greater than or equal to 0'],
    [
      { cron: '*', port: true },
      'spec.port: Invalid value: "boolean": spec.port in body must be of type integer,string: "boolean"',
    ],
    [{ cron: '*', mode: 'c' }, 'spec.mode: Unsupported value: "c": supported values: "a", "b"'],
    [{ cron: '*', tags: ['x', 'x'] }, 'spec.tags[1]: Duplicate value: "x"'],
    [{ cron: '*', items: [{ name: 'x' }, { name: 'x' }] }, 'spec.items[1]: Duplicate value: {"name":"x"}'],
    [{ cron: '*', min: 9 }, 'spec: Invalid value: "object": min must be at most 3'],
  ])('with %j is refused', async (spec, message) => {
    await serve();
    const { status, body } = await call('POST', TABS, tab('a', spec));
    expect(status).toBe(422);
    expect(body.message).toContain(message);
    const blocked = /Required|must be of type|Too long|Unsupported/.test(message);
    expect(body.message?.includes('some validation rules were not checked')).toBe(blocked);
  });

  test('minds transition rules, and lets pass what was there before', async () => {
    await serve();
    await call('POST', TABS, tab('a', { cron: '*' }));
    const changed = await call('PATCH', `${TABS}/a`, { spec: { cron: '1' } }, 'application/merge-patch+json');
    expect(changed.body.message).toBe(
      'CronTab.stable.example.com "a" is invalid: spec.cron: Invalid value: "object": cron is immutable',
    );
    const crd = definition(
      {},
      { ...SPEC, properties: { ...SPEC.properties, max: { type: 'integer', maximum: 2, default: 2 } } },
    );
    const merged = await call('PATCH', `${CRDS}/crontabs.stable.example.com`, crd, 'application/merge-patch+json');
    expect(merged.body.message).toBeUndefined();
    await clock.advance(10);
    const kept = await call('PATCH', `${TABS}/a`, { metadata: { labels: { a: 'b' } } }, 'application/merge-patch+json');
    expect(kept.status).toBe(200);
    const worse = await call('PATCH', `${TABS}/a`, { spec: { max: 4 } }, 'application/merge-patch+json');
    expect(worse.body.message).toContain('should be less than or equal to 2');
  });

  test('is shown in its columns, selected by its fields, and takes no strategic patch', async () => {
    await serve();
    await call('POST', TABS, tab('a', { cron: '*', mode: 'a' }));
    await call('POST', TABS, tab('b', { cron: '1', mode: 'b' }));
    await call(
      'PATCH',
      `${TABS}/a/status`,
      { status: { conditions: [{ type: 'Ready', status: 'True' }] } },
      'application/merge-patch+json',
    );
    const response = await server.fetch(
      new Request(`http://cluster${TABS}`, { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' } }),
    );
    const table = (await response.json()) as { columnDefinitions: { name: string }[]; rows: { cells: unknown[] }[] };
    expect(table.columnDefinitions.map(({ name }) => name)).toEqual(['Name', 'Cron', 'Ready', 'Max']);
    expect(table.rows.map(({ cells }) => cells)).toEqual([
      ['a', '*', 'True', 3],
      ['b', '1', null, 3],
    ]);
    const found = await call<{ items: KubeObject[] }>('GET', `${TABS}?fieldSelector=spec.mode%3Db`);
    expect(found.body.items.map(({ metadata }) => metadata?.name)).toEqual(['b']);
    expect((await call('PATCH', `${TABS}/a`, {}, 'application/strategic-merge-patch+json')).status).toBe(415);
  });

  test('is the same object in every version', async () => {
    const crd = definition() as { spec: { versions: object[] } };
    const [first] = crd.spec.versions;
    const old = { ...first, name: 'v1beta1', storage: false, deprecated: true };
    await serve({ ...crd, spec: { ...crd.spec, versions: [old, first] } });
    const path = TABS.replace('/v1/', '/v1beta1/');
    const made = await call('POST', path, { ...tab('a', { cron: '*' }), apiVersion: 'stable.example.com/v1beta1' });
    expect(made.body.apiVersion).toBe('stable.example.com/v1beta1');
    expect(made.warning).toBe(
      '299 - "stable.example.com/v1beta1 CronTab is deprecated; use stable.example.com/v1 CronTab"',
    );
    expect((await call('GET', `${TABS}/a`)).body.apiVersion).toBe('stable.example.com/v1');
  });
});
