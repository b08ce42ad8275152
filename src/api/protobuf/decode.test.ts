import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeProtobuf } from './decode.ts';
import { MESSAGES } from './field-numbers.ts';

const text = new TextEncoder();
type Part = number[];

/** A length-delimited field. */
function bytes(number: number, ...parts: (Part | string)[]): Part {
  const content = parts.flatMap((part) => (typeof part === 'string' ? [...text.encode(part)] : part));
  return [...varint(BigInt((number << 3) | 2)), ...varint(BigInt(content.length)), ...content];
}

function int(number: number, value: bigint): Part {
  return [...varint(BigInt(number << 3)), ...varint(BigInt.asUintN(64, value))];
}

function varint(value: bigint): Part {
  const rest = value >> 7n;
  return rest === 0n ? [Number(value)] : [Number(value & 0x7fn) | 0x80, ...varint(rest)];
}

function sent(apiVersion: string, kind: string, ...raw: Part[]): Uint8Array {
  const typeMeta = [...bytes(1, apiVersion), ...bytes(2, kind)];
  return new Uint8Array([...text.encode('k8s\0'), ...bytes(1, typeMeta), ...bytes(2, raw.flat())]);
}

test('scalars, maps, lists and what Go writes though nothing was said', () => {
  const meta = bytes(
    1,
    bytes(1, 'web'),
    bytes(2, ''),
    int(7, 0n),
    bytes(8),
    bytes(11, bytes(1, 'app'), bytes(2, 'web')),
  );
  const container = bytes(2, bytes(1, 'c'), bytes(2, 'nginx'), bytes(3, 'sleep'), bytes(3, '1'), bytes(8));
  const template = bytes(3, bytes(1, bytes(1, '')), bytes(2, container));
  const spec = bytes(2, int(1, 0n), bytes(2), template, bytes(4), int(5, 0n), int(7, 0n));
  expect(decodeProtobuf(sent('apps/v1', 'Deployment', meta, spec))).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', labels: { app: 'web' } },
    spec: {
      replicas: 0,
      selector: {},
      template: {
        metadata: {},
        spec: { containers: [{ name: 'c', image: 'nginx', command: ['sleep', '1'], resources: {} }] },
      },
      strategy: {},
    },
  });
});

test('messages written in line, ports by name, quantities and negative numbers', () => {
  const port = bytes(2, int(1, 1n), int(2, 0n), bytes(3, 'http'));
  const probe = bytes(11, bytes(1, bytes(2, bytes(1, '/'), port)), int(2, -1n));
  const limits = bytes(8, bytes(1, bytes(1, 'cpu'), bytes(2, bytes(1, '100m'))));
  const volume = bytes(1, bytes(1, 'v'), bytes(2, bytes(2, bytes(1, 'Memory'))));
  const spec = bytes(2, volume, bytes(2, bytes(1, 'c'), limits, probe));
  expect(decodeProtobuf(sent('v1', 'Pod', spec))['spec']).toEqual({
    volumes: [{ name: 'v', emptyDir: { medium: 'Memory' } }],
    containers: [
      {
        name: 'c',
        resources: { limits: { cpu: '100m' } },
        readinessProbe: { httpGet: { path: '/', port: 'http' }, initialDelaySeconds: -1 },
      },
    ],
  });
});

test('bytes are base64 and times RFC 3339', () => {
  const meta = bytes(1, bytes(8, int(1, 86_400n)));
  const data = bytes(2, bytes(1, 'k'), bytes(2, [0, 255]));
  expect(decodeProtobuf(sent('v1', 'Secret', meta, data))).toMatchObject({
    metadata: { creationTimestamp: '1970-01-02T00:00:00Z' },
    data: { k: 'AP8=' },
  });
});

test('what a schema says in one of several ways', () => {
  const items = bytes(24, bytes(1, bytes(5, 'string')));
  const minimum = [(11 << 3) | 1, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f];
  const schema = bytes(4, bytes(1, items, bytes(30, int(1, 0n)), minimum));
  const version = bytes(7, bytes(1, 'v1'), int(2, 1n), int(3, 0n), schema);
  const spec = bytes(2, version);
  expect(decodeProtobuf(sent('apiextensions.k8s.io/v1', 'CustomResourceDefinition', spec))['spec']).toEqual({
    versions: [
      {
        name: 'v1',
        served: true,
        storage: false,
        schema: { openAPIV3Schema: { items: { type: 'string' }, additionalProperties: false, minimum: 1.5 } },
      },
    ],
  });
});

test.each([
  [new Uint8Array([1, 2, 3, 4]), 'expected prefix [107 56 115 0]'],
  [sent('v1', 'Sheep'), 'no kind "Sheep" is registered for version "v1"'],
  [sent('v1', 'Pod', bytes(1, 'x')).slice(0, -1), 'unexpected EOF'],
])('what is no message is refused', (body, message) => {
  expect(() => decodeProtobuf(body)).toThrow(message);
});

const table = `${process.cwd()}/../shared/v1.35/protobuf-fields.json`;
describe.skipIf(!existsSync(table))('field numbers of v1.35', () => {
  const real = existsSync(table)
    ? (JSON.parse(readFileSync(table, 'utf8')) as Record<string, Record<string, [number, string]>>)
    : {};
  test.each(Object.keys(MESSAGES))('%s', (name) => {
    const home = Object.keys(real).find((one) => one.endsWith(`.${name}`) && !one.includes('testapigroup'));
    const fields = Object.entries(real[home ?? ''] ?? {});
    const names = MESSAGES[name]!.split(' ');
    expect(names.filter((one) => one !== '-' && one !== '')).toHaveLength(fields.length);
    for (const [field, [number, type]] of fields) {
      const ours = names[number - 1]!.replace(/[*$-]/g, '').toLowerCase();
      expect([field.toLowerCase(), `...${type.toLowerCase()}`]).toContain(ours);
    }
  });
});
