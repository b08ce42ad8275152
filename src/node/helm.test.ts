/** The real helm 4 on our API: a chart from its birth to its end. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, createParityStage, type ParityStage } from './parity-stage.ts';

const hasHelm = existsSync(join(process.cwd(), '.cache/helm'));

describe.skipIf(!hasHelm)('helm 4', () => {
  let stage: ParityStage;
  const helm = (line: string): Promise<Answer> => stage.real(`helm ${line}`);

  beforeAll(async () => {
    stage = await createParityStage({});
    expect((await helm('create demo')).stdout).toBe('Creating demo\n');
  });
  afterAll(() => stage?.close());

  test('installs, upgrades, rolls back, tests and uninstalls', { timeout: 120_000 }, async () => {
    const installed = await helm('install web demo --wait --timeout 60s');
    expect(installed.stderr).toBe('');
    expect(installed.stdout).toContain('STATUS: deployed\nREVISION: 1\nDESCRIPTION: Install complete\n');
    expect((await helm('ls')).stdout).toMatch(/^web\s+default\s+1\s.*deployed\s+demo-0.1.0/m);
    expect((await helm('status web')).stdout).toMatch(/==> v1\/Deployment\nNAME .*\nweb-demo +1\/1 +1 +1 /);

    const upgraded = await helm('upgrade web demo --set replicaCount=2 --wait --timeout 60s');
    expect(upgraded.stdout).toContain('Release "web" has been upgraded. Happy Helming!\n');
    const replicas = `kubectl get deploy web-demo -o jsonpath='{.spec.replicas}/{.status.readyReplicas}'`;
    expect((await stage.real(replicas)).stdout).toBe('2/2');

    expect((await helm('rollback web 1 --wait --timeout 60s')).stdout).toBe('Rollback was a success! Happy Helming!\n');
    expect((await stage.real(replicas)).stdout).toBe('1/1');
    const history = await helm('history web');
    expect(history.stdout.match(/(superseded|deployed)/g)).toEqual(['superseded', 'superseded', 'deployed']);
    expect((await helm('get values web')).stdout).toBe('USER-SUPPLIED VALUES:\nnull\n');
    expect((await helm('get manifest web')).stdout).toContain('# Source: demo/templates/deployment.yaml\n');

    expect((await helm('test web --timeout 60s')).stdout).toMatch(/Phase: +Succeeded/);
    expect((await helm('uninstall web --wait')).stdout).toBe('release "web" uninstalled\n');
    expect((await helm('ls -q')).stdout).toBe('');
    expect((await stage.real('kubectl get deploy,svc,sa -l app.kubernetes.io/instance=web')).stderr).toBe(
      'No resources found in default namespace.\n',
    );
  });

  test('says what is wrong with a chart, and installs none of it', { timeout: 60_000 }, async () => {
    const { stderr, exit } = await helm('install bad demo --set service.port=70000');
    expect(exit).toBe(1);
    expect(stderr).toContain('spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive');
    expect((await helm('install --dry-run=server dry demo')).stdout).toContain('kind: Deployment');
    expect((await stage.real('kubectl get deploy -o name')).stdout).toBe('');
  });
});
