import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeProtobuf } from './decode.ts';
import { encodeProtobuf, encodeWatchEvent } from './encode.ts';
import { wireFields } from './wire.ts';

type Json = Record<string, unknown>;

const pod: Json = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'p',
    uid: 'u',
    generation: 3,
    creationTimestamp: '2026-01-02T03:04:05Z',
    labels: { a: 'b', '': '' },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'r', uid: 'v', controller: false }],
    managedFields: [{ manager: 'm', operation: 'Update', fieldsV1: { 'f:spec': {} }, time: '2026-01-02T03:04:05Z' }],
  },
  spec: {
    volumes: [{ name: 'v', configMap: { name: 'c', defaultMode: 420, optional: false } }],
    containers: [
      {
        name: 'c',
        image: 'nginx',
        ports: [{ containerPort: 80, protocol: 'TCP' }],
        env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } }],
        resources: { limits: { cpu: '100m' } },
        readinessProbe: { httpGet: { path: '/', port: 'http' }, initialDelaySeconds: -1 },
        livenessProbe: { tcpSocket: { port: 8080 } },
      },
    ],
    terminationGracePeriodSeconds: 0,
    tolerations: [{ key: 'k', operator: 'Exists', tolerationSeconds: 300 }],
  },
  status: { phase: 'Running', podIPs: [{ ip: '10.0.0.1' }] },
};

test('what is written is read again', () => {
  const read = decodeProtobuf(encodeProtobuf(pod)!);
  expect(read).toEqual({ ...pod, metadata: { ...(pod['metadata'] as Json), labels: { a: 'b', '': '' } } });
});

test('schemas, fractions, bytes and lists within maps', () => {
  const schema = {
    type: 'object',
    properties: {
      a: { type: 'number', minimum: 1.5, default: { x: [1] }, items: { type: 'string' } },
      b: { additionalProperties: { type: 'string' }, enum: ['x', 1] },
      c: { additionalProperties: false },
    },
  };
  const crd: Json = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'c' },
    spec: { versions: [{ name: 'v1', served: true, storage: false, schema: { openAPIV3Schema: schema } }] },
  };
  expect(decodeProtobuf(encodeProtobuf(crd)!)).toEqual(crd);
  const secret: Json = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { k: 'AP8=' } };
  expect(decodeProtobuf(encodeProtobuf(secret)!)).toEqual(secret);
  const review: Json = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    metadata: {},
    spec: { user: 'u', extra: { x: ['a', 'b'] } },
    status: { allowed: true },
  };
  expect(decodeProtobuf(encodeProtobuf(review)!)).toEqual(review);
});

test('a list is its items one after another, a Status is a message too, others are none', () => {
  const list = encodeProtobuf({ apiVersion: 'v1', kind: 'PodList', metadata: { resourceVersion: '7' }, items: [pod] })!;
  const [typeMeta, raw] = [...wireFields(list.subarray(4))].map(({ value }) => value as Uint8Array);
  expect(new TextDecoder().decode(typeMeta)).toContain('PodList');
  expect([...wireFields(raw!)].map(({ number }) => number)).toEqual([1, 2]);
  expect(encodeProtobuf({ apiVersion: 'v1', kind: 'Status', status: 'Failure', code: 404 })).toBeDefined();
  expect(encodeProtobuf({ apiVersion: 'example.com/v1', kind: 'Sheep' })).toBeUndefined();
});

test('what discovery tells is a message too', () => {
  const verbs = ['get', 'list'];
  const resources = [{ name: 'pods', singularName: 'pod', namespaced: true, kind: 'Pod', verbs, shortNames: ['po'] }];
  const bytes = encodeProtobuf({ kind: 'APIResourceList', apiVersion: 'v1', groupVersion: 'v1', resources })!;
  const [, raw] = [...wireFields(bytes.subarray(4))].map(({ value }) => value as Uint8Array);
  const [, pods] = [...wireFields(raw!)].map(({ value }) => value as Uint8Array);
  const fields = [...wireFields(pods!)].map(({ number, value }) => [
    number,
    typeof value === 'bigint' ? value : new TextDecoder().decode(value),
  ]);
  expect(fields).toEqual([
    [1, 'pods'],
    [2, 1n],
    [3, 'Pod'],
    [4, '\n\u0003get\n\u0004list'],
    [5, 'po'],
    [6, 'pod'],
  ]);
  expect(
    encodeProtobuf({ kind: 'APIGroupList', apiVersion: 'v1', groups: [{ name: 'apps', versions: [] }] }),
  ).toBeDefined();
});

test('a frame of a watch says how long it is', () => {
  const frame = encodeWatchEvent('ADDED', pod)!;
  expect(new DataView(frame.buffer).getUint32(0)).toBe(frame.length - 4);
  expect(new TextDecoder().decode(frame.subarray(4, 8))).toBe('k8s\0');
});

const file = `${process.cwd()}/../shared/v1.35/fresh-cluster.json`;
describe.skipIf(!existsSync(file))('the objects of a fresh cluster', () => {
  const objects = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Json[]) : [];
  /** Go's silence: what holds nothing is not said. */
  const said = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(said);
    if (typeof value !== 'object' || value === null) return value;
    const empty = (one: unknown): boolean =>
      one === null ||
      one === '' ||
      one === 0 ||
      one === false ||
      (typeof one === 'object' && Object.keys(one).length === 0);
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, inner]) => [key, said(inner)] as const)
        .filter(([, inner]) => !empty(inner)),
    );
  };
  test.each(
    objects.map((object) => [`${object['kind'] as string} ${(object['metadata'] as Json)['name'] as string}`, object]),
  )('%s', (_name, object) => {
    const bytes = encodeProtobuf(object);
    expect(bytes).toBeDefined();
    expect(said(decodeProtobuf(bytes!))).toEqual(said(object));
  });
});
