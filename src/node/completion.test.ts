/** Tab at the laptop's prompt, with a cluster to ask: verbs, flags, kinds, names, namespaces, files. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createCluster } from '../cluster/cluster.ts';
import { complete } from '../shell/completion.ts';
import { emptyInput, collectOutput } from '../shell/pipe.ts';
import type { Shell } from '../shell/interpreter.ts';
import { nextTurn, realClock } from '../time/real.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { createCompleters } from '../workstation/completers.ts';
import { drive } from '../workstation/headless.ts';
import { createWorkstation, HOME } from '../workstation/laptop.ts';

let shell: Shell;
let clock: VirtualClock;
const life = new AbortController();
let workstation: ReturnType<typeof createWorkstation>;

beforeAll(async () => {
  clock = new VirtualClock(realClock.now(), nextTurn);
  const cluster = createCluster({ seed: 'tab', clock, profile: 'bare', nodes: ['node-1', 'node-2'] });
  workstation = createWorkstation({
    fetch: cluster.fetch,
    clock,
    tick: nextTurn,
    files: { [`${HOME}/pod.yaml`]: 'kind: Pod\n', [`${HOME}/manifests/a.yaml`]: '' },
  });
  shell = workstation.shell({ life: life.signal, interactive: true });
  const streams = { stdin: emptyInput(), stdout: collectOutput(), stderr: collectOutput(), signal: life.signal };
  const host = { clock, workstation, breathe: nextTurn };
  await drive(
    host,
    shell.run(
      'kubectl create deploy web --image=nginx --replicas=2; kubectl create ns team; kubectl run lone --image=nginx; sleep 5',
      streams,
    ),
  );
});

async function tab(line: string): Promise<string[]> {
  const completers = createCompleters(workstation.options, shell.environment, life.signal);
  const host = { clock, workstation, breathe: nextTurn };
  return (await drive(host, complete(shell.environment, line, line.length, completers))).candidates;
}

describe('kubectl <Tab>', () => {
  it('offers verbs, by the alias too', async () => {
    expect(await tab('kubectl de')).toEqual(['debug', 'delete', 'describe']);
    expect(await tab('k roll')).toEqual(['rollout']);
    expect(await tab('k rollout ')).toEqual(['history', 'pause', 'restart', 'resume', 'status', 'undo']);
  });

  it('offers flags', async () => {
    expect(await tab('kubectl get pods --show-')).toEqual(['--show-kind', '--show-labels', '--show-managed-fields']);
    expect(await tab('kubectl get pods --all-n')).toEqual(['--all-namespaces']);
  });

  it('offers kinds, then names of that kind', async () => {
    expect(await tab('kubectl get deplo')).toEqual(['deployments']);
    expect(await tab('kubectl get pods ')).toEqual([
      'lone',
      expect.stringMatching(/^web-/),
      expect.stringMatching(/^web-/),
    ]);
    expect(await tab('kubectl describe node node-')).toEqual(['node-1', 'node-2']);
    expect(await tab('kubectl logs lo')).toEqual(['lone']);
    expect(await tab('kubectl rollout status deploy/')).toEqual(['deploy/web']);
    expect(await tab('kubectl delete deploy ')).toEqual(['web']);
  });

  it('offers values of flags', async () => {
    expect(await tab('kubectl get pods -n te')).toEqual(['team']);
    expect(await tab('kubectl get pods --namespace=te')).toEqual(['--namespace=team']);
    expect(await tab('kubectl get pods -o js')).toEqual(['json', 'jsonpath']);
    expect(await tab('kubectl logs lone -c ')).toEqual(['lone']);
  });

  it('leaves files to the shell', async () => {
    expect(await tab('kubectl apply -f ')).toEqual(['manifests/', 'pod.yaml']);
    expect(await tab('kubectl apply -f manifests/')).toEqual(['manifests/a.yaml']);
    expect(await tab('kubectl get pods > po')).toEqual(['pod.yaml']);
  });

  it('is not stopped by words that make no sense', async () => {
    expect(await tab('kubectl nosuch -n ')).toEqual(await tab('cat '));
    expect(await tab('kubectl get nosuch ')).toEqual(await tab('cat '));
  });
});
