import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseYaml } from '../yaml.ts';
import { decodeStrict } from './decode.ts';
import { definitionFor, walkField } from './definitions.ts';

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
    const object = parseYaml(files[run.split(' ').at(-1)!]!) as Record<string, unknown>;
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
