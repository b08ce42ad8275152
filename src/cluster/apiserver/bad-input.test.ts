/** Nothing a client sends may crash the server or change the store when it is refused. */
import { beforeEach, describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '../../time/random.ts';
import { VirtualClock } from '../../time/virtual-clock.ts';
import { type ApiServer, createApiServer } from './api-server.ts';
import { ADMIN } from './identity.ts';
import { strategies } from './registry/index.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const CM = '/api/v1/namespaces/default/configmaps';
let server: ApiServer;

beforeEach(() => {
  const clock = new VirtualClock(Date.parse('2026-01-01T00:00:00Z'), turn);
  server = createApiServer({ strategies, clock, random: seededRandom('bad') });
  const core = { group: '', version: 'v1' };
  server.verbs.create(ADMIN, { ...core, resource: 'namespaces' }, undefined, { metadata: { name: 'default' } });
  server.verbs.create(ADMIN, { ...core, resource: 'configmaps' }, 'default', { metadata: { name: 'there' } });
});

async function send(method: string, path: string, body?: string, type = 'application/json'): Promise<[number, string]> {
  const init = { method, headers: { 'content-type': type }, ...(body === undefined ? {} : { body }) };
  const response = await server.fetch(new Request(`http://cluster${path}`, init));
  const text = await response.text();
  if (response.headers.get('content-type')?.startsWith('text/plain')) return [response.status, text];
  const answer = JSON.parse(text) as { message?: string };
  return [response.status, answer.message ?? ''];
}

const parseInt = 'strconv.ParseInt: parsing "abc": invalid syntax';
const parseUint = 'resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax';
const PAGE = '404 page not found\n';
const LOST = 'the server could not find the requested resource';

const table: [method: string, path: string, body: string | undefined, code: number, message: string][] = [
  ['GET', `${CM}/nope`, undefined, 404, 'configmaps "nope" not found'],
  ['GET', '/apis/apps/v9/deployments', undefined, 404, LOST],
  ['GET', '/nope', undefined, 404, PAGE],
  ['POST', '/nope', '{}', 404, PAGE],
  ['GET', '/healthz/nope', undefined, 404, PAGE],
  ['GET', '/apis/nope', undefined, 404, PAGE],
  ['GET', '/apis/extensions/v1beta1/ingresses', undefined, 404, PAGE],
  ['GET', '/apis/extensions/v1beta1', undefined, 404, PAGE],
  ['GET', '/apis/apps/v1beta1', undefined, 404, LOST],
  ['GET', '/api/v2', undefined, 404, LOST],
  ['GET', '/api/v1/namespaces/default/nopes', undefined, 404, LOST],
  ['GET', `${CM}/there/status`, undefined, 404, LOST],
  ['GET', '/api/v1/namespaces/default/pods/x/nope', undefined, 404, LOST],
  ['GET', `${CM}/%E0%A4%A`, undefined, 400, '400 Bad Request'],
  ['GET', '/api/v1/pods?fieldSelector=spec.nope=x', undefined, 400, 'field label not supported: spec.nope'],
  [
    'GET',
    '/api/v1/configmaps?fieldSelector=data.x=y',
    undefined,
    400,
    '"data.x" is not a known field selector: only "metadata.name", "metadata.namespace"',
  ],
  [
    'GET',
    '/api/v1/pods?fieldSelector=status.phase',
    undefined,
    400,
    "invalid selector: 'status.phase'; can't understand 'status.phase'",
  ],
  [
    'GET',
    '/api/v1/pods?labelSelector=a%20in%20b',
    undefined,
    400,
    "unable to parse requirement: found 'b' expected: '('",
  ],
  ['GET', '/api/v1/namespaces?limit=abc', undefined, 400, parseInt],
  ['GET', '/api/v1/pods?timeoutSeconds=abc', undefined, 400, parseInt],
  [
    'GET',
    '/api/v1/namespaces?continue=abc',
    undefined,
    400,
    "invalid continue token: continue key is not valid: invalid character 'i' looking for beginning of value",
  ],
  ['GET', '/api/v1/namespaces?resourceVersion=abc', undefined, 400, `invalid resource version: ${parseUint}`],
  ['GET', '/api/v1/pods?watch=1&resourceVersion=abc', undefined, 500, parseUint],
  [
    'GET',
    '/api/v1/namespaces?resourceVersionMatch=Exact',
    undefined,
    422,
    'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
  ],
  [
    'GET',
    '/api/v1/namespaces?resourceVersion=0&resourceVersionMatch=Exact',
    undefined,
    422,
    'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
  ],
  [
    'GET',
    '/api/v1/namespaces?resourceVersion=1&resourceVersionMatch=Nope',
    undefined,
    422,
    'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Unsupported value: "Nope": supported values: "Exact", "NotOlderThan", ""',
  ],
  [
    'POST',
    CM,
    '{\n',
    400,
    "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: unexpected end of JSON input ({\n)",
  ],
  ['POST', CM, '{}', 422, 'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required'],
  [
    'POST',
    CM,
    '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x"}}',
    400,
    'Pod in version "v1" cannot be handled as a ConfigMap: converting (v1.Pod) to (core.ConfigMap): unknown conversion',
  ],
  [
    'POST',
    CM,
    '{"metadata":{"name":"x","namespace":"other"}}',
    400,
    'the namespace of the provided object does not match the namespace sent on the request',
  ],
  ['POST', CM, '{"metadata":{"name":"there"}}', 409, 'configmaps "there" already exists'],
  [
    'POST',
    CM,
    '{"metadata":{"name":"x","labels":{"a":1}}}',
    400,
    'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string',
  ],
  [
    'POST',
    `${CM}?dryRun=Some`,
    '{"metadata":{"name":"x"}}',
    422,
    'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All"',
  ],
  [
    'POST',
    `${CM}?fieldValidation=Nope`,
    '{"metadata":{"name":"x"}}',
    422,
    'CreateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "Nope": supported values: "", "Ignore", "Strict", "Warn"',
  ],
  ['POST', '/api/v1/namespaces/nope/configmaps', '{"metadata":{"name":"x"}}', 404, 'namespaces "nope" not found'],
  ['POST', `${CM}/there`, '{}', 405, 'the server does not allow this method on the requested resource'],
  ['PUT', CM, '{}', 405, 'the server does not allow this method on the requested resource'],
  ['DELETE', '/api/v1/namespaces', '', 405, 'the server does not allow this method on the requested resource'],
  ['PUT', `${CM}/nope`, '{"metadata":{"name":"nope"}}', 404, 'configmaps "nope" not found'],
  [
    'PUT',
    `${CM}/there`,
    '{"metadata":{"name":"other"}}',
    400,
    'the name of the object (other) does not match the name on the URL (there)',
  ],
  ['DELETE', `${CM}/nope`, undefined, 404, 'configmaps "nope" not found'],
];

const TWICE = 'yaml: unmarshal errors:\n  line 2: key "data" already set in map';
const yaml = (lines: string): string =>
  `apiVersion: v1\n${lines}kind: ConfigMap\nmetadata: {name: there, namespace: default}\n`;
const strictly: typeof table = [
  [
    'POST application/yaml',
    CM,
    'data: {a: b}\ndata: {a: c}\nmetadata: {name: x}\nwhat: 1\n',
    400,
    `ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: ${TWICE}, unknown field "what"`,
  ],
  [
    'PATCH application/apply-patch+yaml',
    `${CM}/there`,
    yaml('').replace('kind', 'kind: Pod\nkind'),
    400,
    `error strict decoding YAML: error converting YAML to JSON: ${TWICE.replace('2: key "data"', '3: key "kind"')}`,
  ],
  [
    'PATCH application/merge-patch+json',
    `${CM}/there`,
    '{"data":{"a":"b"},"data":{"a":"c"}}',
    422,
    'strict decoding error: duplicate field "data"',
  ],
  [
    'PATCH application/strategic-merge-patch+json',
    `${CM}/there`,
    '{"data":{"a":"b","a":"c"}}',
    422,
    '"" is invalid: patch: Invalid value: "map[data:map[a:c]]": strict decoding error: duplicate field "data.a"',
  ],
];

describe('what is given twice', () => {
  it.each(strictly)('%s %s %s', async (how, path, body, code, message) => {
    const [method = '', type = ''] = how.split(' ');
    const [status, text] = await send(method, `${path}?fieldValidation=Strict&fieldManager=x`, body, type);
    expect(text).toContain(message);
    expect(status).toBe(code);
    const lax = await send(method, `${path}?fieldValidation=Ignore&fieldManager=x&force=true`, body, type);
    expect(lax[0], lax[1]).toBeLessThan(300);
  });
});

describe('bad requests', () => {
  it.each(table)('%s %s %s', async (method, path, body, code, message) => {
    const before = server.store.revision;
    expect(await send(method, path, body)).toEqual([code, message]);
    expect(server.store.revision).toBe(before);
  });

  it('refuses other content types and bodies that are too large', async () => {
    expect((await send('POST', CM, '<x/>', 'application/xml'))[0]).toBe(415);
    expect((await send('PATCH', `${CM}/there`, '{}', 'application/json'))[0]).toBe(415);
    expect((await send('POST', CM, `{"metadata":{"name":"big"},"data":{"a":"${'x'.repeat(3 << 20)}"}}`))[0]).toBe(413);
  });

  it('refuses what cannot be stored: too many fields, too large, too deep', async () => {
    const fields = Array.from({ length: 150_000 }, (_, i) => `"k${i}":""`).join(',');
    const large = JSON.stringify({ metadata: { name: 'm' }, x: 1, data: { a: 'x'.repeat(1_000_000) } });
    expect(await send('POST', CM, `{"metadata":{"name":"m"},"data":{${fields}}}`)).toEqual([
      413,
      'etcdserver: request is too large',
    ]);
    expect((await send('POST', CM, large))[0]).toBe(201);
    const more = JSON.stringify({
      metadata: { annotations: { a: 'x'.repeat(200_000) } },
      data: { b: 'y'.repeat(48_000) },
    });
    const merge = 'application/merge-patch+json';
    expect((await send('PATCH', `${CM}/m`, more, merge))[0]).toBe(200);
    for (const open of ['{"a":', '['])
      expect((await send('POST', CM, open.repeat(50_000)))[1]).toContain('json parse error: exceeded max depth');
    expect((await send('POST', CM, `a: ${'['.repeat(50_000)}`, 'application/yaml'))[1]).toContain(
      'yaml: exceeded max depth of 10000',
    );
    expect((await send('PATCH', `${CM}/m`, '['.repeat(50_000), merge))[0]).toBe(400);
  });

  it('takes an empty document for an object with nothing in it, and a field manager for a name', async () => {
    const unnamed = 'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required';
    expect(await send('POST', CM, 'null')).toEqual([422, unnamed]);
    expect(await send('POST', CM, '', 'application/yaml')).toEqual([422, unnamed]);
    expect(await send('POST', CM, 'a: \u0001', 'application/yaml')).toEqual([
      400,
      'the object provided is unrecognized (must be of type ConfigMap): yaml: control characters are not allowed (613a2001)',
    ]);
    const [code, message] = await send('POST', `${CM}?fieldManager=${'a'.repeat(129)}`, '{"metadata":{"name":"n"}}');
    expect([code, message]).toEqual([
      422,
      'CreateOptions.meta.k8s.io "" is invalid: fieldManager: Too long: may not be more than 128 bytes',
    ]);
    expect(await send('GET', `${CM}/%25`)).toEqual([400, `Name parameter invalid: "%": may not contain '%'`]);
    expect((await send('POST', CM, '{}', 'text/plain'))[0]).toBe(415);
  });

  it('omits what Go omits', async () => {
    const policy = '/apis/networking.k8s.io/v1/namespaces/default/networkpolicies';
    const body = JSON.stringify({
      metadata: { name: 'p', labels: {} },
      spec: { podSelector: { matchLabels: {} }, ingress: [], egress: [{ to: [] }] },
    });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    const made = await server.fetch(new Request(`http://cluster${policy}`, init));
    expect(await made.json()).toMatchObject({
      spec: { podSelector: {}, egress: [{}], policyTypes: ['Ingress', 'Egress'] },
    });
    const { spec } = (await (await server.fetch(new Request(`http://cluster${policy}/p`))).json()) as { spec: object };
    expect(Object.keys(spec)).toEqual(['podSelector', 'egress', 'policyTypes']);
  });

  it('is not harmed by __proto__ anywhere', async () => {
    const merge = 'application/merge-patch+json';
    await send(
      'POST',
      CM,
      '{"metadata":{"name":"p","labels":{"__proto__":"x"}},"data":{"__proto__":"y"},"__proto__":{"z":1}}',
    );
    await send(
      'PATCH',
      `${CM}/there`,
      '{"data":{"__proto__":{"polluted":"yes"}},"__proto__":{"polluted":"yes"}}',
      merge,
    );
    await send(
      'PATCH',
      `${CM}/there`,
      '[{"op":"add","path":"/constructor/prototype/polluted","value":1}]',
      'application/json-patch+json',
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect((await send('GET', CM))[0]).toBe(200);
  });
});

describe('a fuzzer', () => {
  const pick = <T>(random: Random, list: readonly T[]): T => list[random.int(list.length)]!;
  const SCALARS = [
    null,
    true,
    0,
    -1,
    1e99,
    '',
    'default',
    'x',
    'a b',
    '__proto__',
    'Pod',
    '\u0000',
    '한',
    [],
    {},
    [null],
  ];
  const template = {
    metadata: { labels: { a: 'b' } },
    spec: { containers: [{ name: 'c', image: 'i', ports: [{ containerPort: 80 }] }] },
  };
  const bodies: [path: string, object: Record<string, unknown>][] = [
    ['/api/v1/namespaces/default/configmaps', { data: { a: 'b' } }],
    ['/api/v1/namespaces/default/pods', { spec: template.spec }],
    [
      '/api/v1/namespaces/default/services',
      { spec: { selector: { a: 'b' }, ports: [{ port: 80, targetPort: 'http' }] } },
    ],
    [
      '/apis/apps/v1/namespaces/default/deployments',
      { spec: { replicas: 1, selector: { matchLabels: { a: 'b' } }, template } },
    ],
    [
      '/apis/networking.k8s.io/v1/namespaces/default/ingresses',
      { spec: { defaultBackend: { service: { name: 's', port: { number: 80 } } } } },
    ],
  ];

  /** A copy of `value` with one part somewhere inside replaced by something else. */
  const broken = (random: Random, value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || random.int(6) === 0) return pick(random, SCALARS);
    if (Array.isArray(value)) return value.map((item, i) => (i === 0 ? broken(random, item) : item));
    const at = pick(random, [...Object.keys(value), 'nope']);
    return { ...value, [at]: broken(random, (value as Record<string, unknown>)[at]) };
  };

  it('gets a Status for everything, and changes nothing when it is refused', async () => {
    const random = seededRandom('fuzz');
    const failures: unknown[] = [];
    const codes = new Map<number, number>();
    for (let i = 0; i < 3000; i++) {
      const [collection, object] = pick(random, bodies);
      const method = pick(random, ['POST', 'POST', 'PUT', 'PATCH', 'DELETE', 'GET']);
      const name = `n${random.int(4)}`;
      const path = method === 'POST' ? collection : `${collection}/${name}`;
      const full = { metadata: { name, labels: { a: 'b' } }, ...object };
      const raw = JSON.stringify(random.int(3) ? broken(random, full) : full);
      const patch = pick(random, [
        'json-patch+json',
        'merge-patch+json',
        'strategic-merge-patch+json',
        'apply-patch+yaml',
      ]);
      const type = method === 'PATCH' ? `application/${patch}` : 'application/json';
      const body =
        method === 'GET' || method === 'DELETE'
          ? undefined
          : raw.slice(0, random.int(20) ? raw.length : random.int(raw.length));
      const query = pick(random, ['', '', '?fieldValidation=Strict', '?dryRun=All', '?fieldManager=x&force=true']);
      const before = server.store.revision;
      const [code] = await send(method, path + query, body, type);
      codes.set(code, (codes.get(code) ?? 0) + 1);
      if (code >= 400 && server.store.revision !== before) failures.push({ method, path, body, changed: true });
    }
    expect(failures).toEqual([]);
    expect(codes.get(500) ?? 0).toBe(0);
    // A fuzzer that is always refused at the door tests nothing.
    for (const code of [200, 201, 400, 404, 409, 422])
      expect([code, (codes.get(code) ?? 0) > 20]).toEqual([code, true]);
  });
});
