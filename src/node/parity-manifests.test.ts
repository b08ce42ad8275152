/** Manifests that are wrong, and what the real kubectl says to them: ours must say the same. */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createParityStage, hasKubectl, type ParityStage } from './parity-stage.ts';

const MANIFESTS: Readonly<Record<string, string>> = {
  tabs: 'apiVersion: v1\nkind: Pod\nmetadata:\n\tname: c\n',
  'tab-mid': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: b\n\tc: d\n',
  'tab-value': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a:\tb\n',
  'unclosed-flow': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata: {a: b\n',
  'unclosed-list': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata: [a, b\n',
  'unclosed-double': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: "b\n',
  'unclosed-single': "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: 'b\n",
  'bad-escape': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: "\\q"\n',
  'mapping-value': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: b: c\n',
  dedent: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n    a: b\n  c: d\n',
  indent: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: b\n    c: d\n',
  'no-colon': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata\n',
  'no-colon-mid': 'apiVersion: v1\nkind ConfigMap\nmetadata:\n  name: c\n',
  'list-in-map': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n- a\n  b: c\n',
  'map-in-list': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n- a\n',
  'key-among-items':
    'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n    containers:\n        - image: a\n        name: b\n',
  'key-among-inner-items':
    'kind: Pod\nspec:\n  containers:\n    - name: b\n      ports:\n        - containerPort: 80\n        name: http\n',
  'key-after-items':
    'kind: Pod\nspec:\n  containers:\n    - image: a\n      ports:\n        - containerPort: 80\n    name: b\n',
  'bad-anchor': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata: *nope\n',
  percent: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: %b\n',
  at: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: @b\n',
  backtick: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: `b`\n',
  scalar: 'just words\n',
  number: '42\n',
  list: '- a\n- b\n',
  empty: '',
  comment: '# nothing\n',
  'no-kind': 'apiVersion: v1\nmetadata:\n  name: c\n',
  'bad-directive': '%YAML 9.9\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n',
  'nested-dup': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\nmetadata:\n  name: d\n',
  brace: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata: }\n',
  'double-comma': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata: {a: b,, c: d}\n',
  'second-doc': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n---\nkind: [\n',
  'space-after-dash':
    'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  -name: c\n    image: nginx\n',
  'colon-space': 'apiVersion:v1\nkind:ConfigMap\n',
  'json-trailing': '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"},}\n',
  'json-cut': '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"\n',
  'unicode-nbsp': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n\u00a0 a: b\n',
  control: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: \u0001\n',
  'metadata-list': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n- name: c\n',
  'metadata-word': 'apiVersion: v1\nkind: ConfigMap\nmetadata: c\n',
  'kind-number': 'apiVersion: v1\nkind: 5\nmetadata: {name: c}\n',
  'unknown-kind': 'apiVersion: v1\nkind: Pood\nmetadata: {name: c}\n',
  'name-number': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: 5}\n',
  'label-number': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, labels: {a: 1}}\n',
  'block-indicator': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: |x\n    b\n',
  'alias-merge': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  <<: 5\n',
};

/** The Pod of a learner's notes, as it stands there; undefined where the notes are absent. */
function notedPod(file: string): string | undefined {
  const path = `${process.cwd()}/../shared/notes/${file}`;
  return existsSync(path) ? /```yaml\n([^]*?)```/.exec(readFileSync(path, 'utf8'))?.[1] : undefined;
}
/** Indented with tabs. */
const noted = notedPod('002_25d536a143654ee9.txt');
/** With a key in the column of the list's dashes. */
const slipped = notedPod('000_4c36b21b49aa5906.txt');
const files = Object.fromEntries(
  Object.entries({ ...MANIFESTS, noted: noted ?? '', slipped: slipped ?? '' }).map(([name, text]) => [
    `${name}.yaml`,
    `${text}`,
  ]),
);

describe.skipIf(!hasKubectl)('malformed manifests', () => {
  let stage: ParityStage;
  beforeAll(async () => {
    stage = await createParityStage(files);
  }, 60_000);
  afterAll(async () => stage?.close());

  test.each(Object.keys(MANIFESTS))('%s', async (name) => {
    const line = `kubectl apply -f ${name}.yaml --dry-run=client --validate=false`;
    expect(await stage.ours(line)).toEqual(await stage.real(line));
  });

  test.skipIf(noted === undefined)('the Pod of the notes, indented with tabs', async () => {
    const real = await stage.real('kubectl apply -f noted.yaml');
    expect(real.stderr).toMatch(
      /^error: error parsing noted.yaml: error converting YAML to JSON: yaml: line \d+: found character that cannot start any token\n$/,
    );
    expect(await stage.ours('kubectl apply -f noted.yaml')).toEqual(real);
  });

  test.skipIf(slipped === undefined)('the other Pod of the notes, a key of it slipped to the left', async () => {
    const real = await stage.real('kubectl apply -f slipped.yaml');
    expect(real.stderr).toMatch(/did not find expected '-' indicator\n$/);
    expect(await stage.ours('kubectl apply -f slipped.yaml')).toEqual(real);
  });
});
