/** The examples of CONTRIBUTING.md are true: applied to a copy of this tree, each adds what it says. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = process.cwd();
let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'tidepool-examples-'));
  const files = execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', 'src', 'lessons', '*.json', 'vite.config.ts'],
    { encoding: 'utf8' },
  );
  for (const file of new Set(files.split('\n').filter(existsSync))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(file, join(copy, file));
  }
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  for (const name of readdirSync('docs/examples'))
    execFileSync('git', ['apply', join(root, 'docs/examples', name)], { cwd: copy });
  execFileSync(process.execPath, ['src/node/openapi.mjs'], { cwd: copy });
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

const node = (...args: string[]): string =>
  execFileSync(process.execPath, args, { cwd: copy, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const shell = (commands: string): string => node('src/node/run.mjs', 'src/node/shell.ts', '--settle', '-c', commands);

describe('the examples of CONTRIBUTING.md', () => {
  it('add a kind', () => {
    const pem = String.raw`-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----`;
    const manifest = `apiVersion: certificates.k8s.io/v1beta1\nkind: ClusterTrustBundle\nmetadata: {name: roots}\nspec: {trustBundle: "${pem}"}\n`;
    expect(shell(`kubectl create -f - <<'END'\n${manifest}END\nkubectl get clustertrustbundles`)).toMatch(
      /^clustertrustbundle.certificates.k8s.io\/roots created\nNAME +SIGNERNAME\nroots +<none>/,
    );
  });

  it('add a controller', () => {
    const path = String.raw`{.metadata.annotations.node\.alpha\.kubernetes\.io/ttl}`;
    expect(shell(`kubectl get node worker-1 -o jsonpath='${path}'`)).toBe('0');
  });

  it('add a verb', () => {
    expect(shell('kubectl plugin list 2>&1; echo $?')).toBe(
      'error: unable to find any kubectl plugins in your PATH\n1\n',
    );
  });

  it('add an image', () => {
    const address = `$(kubectl get pod who -o jsonpath='{.status.podIP}')`;
    const run = 'kubectl run who --image=nginxdemos/hello:plain-text --port=80';
    expect(shell(`${run}\nssh worker-1 curl -s http://${address}/x`)).toMatch(/Server name: who\n[^]*URI: \/x/);
  });

  it('add a lesson', () => {
    const proofs = ['src/node/lessons.test.ts', 'src/node/lessons-other.test.ts'];
    expect(node('node_modules/vitest/vitest.mjs', 'run', ...proofs, '-t', '21-clusterip')).toMatch(/9 passed/);
  });
});
