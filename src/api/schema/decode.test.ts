import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseYaml } from '../yaml.ts';
import { decodeStrict } from './decode.ts';
import { definitionFor, walkField } from './definitions.ts';

/** As kubectl sends what it reads. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}

const golden = `${process.cwd()}/../shared/golden/apply--schema-errors.json`;
describe.skipIf(!existsSync(golden))('decoding errors of a real API server', () => {
  const { files, steps } = existsSync(golden)
    ? (JSON.parse(readFileSync(golden, 'utf8')) as {
        files: Record<string, string>;
        steps: { run: string; stderr: string }[];
      })
    : { files: {}, steps: [] };
  const failing = steps.filter(
    (step) => /^kubectl (apply|create) -f \S+$/.test(step.run) && step.stderr.includes('cannot be handled as'),
  );
  test.each(failing)('$run', ({ run, stderr }) => {
    const object = inOrder(parseYaml(files[run.split(' ').at(-1)!]!)) as Record<string, unknown>;
    const [version = '', group = ''] = String(object['apiVersion']).split('/').toReversed();
    const decoded = decodeStrict(object, definitionFor({ group, version, kind: String(object['kind']) })!);
    const message = decoded.typeError ?? `strict decoding error: ${decoded.unknown.join(', ')}`;
    expect(message).toBe(/cannot be handled as an? \w+: (.*)\n/.exec(stderr)?.[1]);
  });
});

test('a field is found by its path', () => {
  const deployment = definitionFor({ group: 'apps', version: 'v1', kind: 'Deployment' })!;
  expect(walkField(deployment, ['spec', 'template', 'spec', 'containers', 'image'])?.type).toBe('string');
  expect(walkField(deployment, ['spec', 'nope'])).toBeUndefined();
});

const CONTAINER = 'io.k8s.api.core.v1.Container';
test.each([
  [
    { imagePullPolicy: 1 },
    'json: cannot unmarshal number into Go struct field Container.imagePullPolicy of type v1.PullPolicy',
  ],
  [{ command: 'sh' }, 'json: cannot unmarshal string into Go struct field Container.command of type []string'],
  [{ command: [1] }, 'json: cannot unmarshal number into Go struct field Container.command of type string'],
  [
    { resources: { limits: 'x' } },
    'json: cannot unmarshal string into Go struct field ResourceRequirements.resources.limits of type v1.ResourceList',
  ],
  [
    { resources: { limits: { cpu: '1x' } } },
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
  ],
  [{ resources: { limits: { cpu: '1Mii' } } }, "unable to parse quantity's suffix"],
  [
    { livenessProbe: { httpGet: { port: true } } },
    'json: cannot unmarshal bool into Go struct field HTTPGetAction.livenessProbe.ProbeHandler.httpGet.port of type int32',
  ],
  [
    { livenessProbe: { periodSeconds: 1.5 } },
    'json: cannot unmarshal number 1.5 into Go struct field Probe.livenessProbe.periodSeconds of type int32',
  ],
  [
    { livenessProbe: { periodSeconds: 3e9 } },
    'json: cannot unmarshal number 3000000000 into Go struct field Probe.livenessProbe.periodSeconds of type int32',
  ],
  [
    { ports: [{ protocol: {} }] },
    'json: cannot unmarshal object into Go struct field ContainerPort.ports.protocol of type v1.Protocol',
  ],
])('%j: %s', (object, message) => {
  expect(decodeStrict(object, CONTAINER).typeError).toBe(message);
});

test('nulls say nothing, among values too', () => {
  expect(decodeStrict({ name: null, command: ['a', null], ports: [null] }, CONTAINER).value).toEqual({
    command: ['a', ''],
    ports: [{}],
  });
});

test.each([
  ['a', 0],
  ['YWJj!', 4],
  ['YWJj=', 4],
  ['YQ=', 3],
  ['YQ==YQ==', 4],
])('%s is no base64 from byte %i', (text, at) => {
  const { typeError } = decodeStrict({ data: { a: text } }, 'io.k8s.api.core.v1.Secret');
  expect(typeError).toBe(`illegal base64 data at input byte ${at}`);
});

test.each([
  ['2026-01-01', '"" as "T"'],
  ['now', '"now" as "2006"'],
])('%s is no time', (text, why) => {
  const { typeError } = decodeStrict({ creationTimestamp: text }, 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta');
  expect(typeError).toBe(`parsing time "${text}" as "2006-01-02T15:04:05Z07:00": cannot parse ${why}`);
});
