/** kubectl's verbs on the laptop, a whole cluster behind them: what streams, what edits, what waits. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCluster } from '../cluster/cluster.ts';
import { Killed } from '../shell/process.ts';
import { collectOutput, emptyInput } from '../shell/pipe.ts';
import { nextTurn } from '../time/real.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { drive, type HeadlessHost } from '../workstation/headless.ts';
import { createWorkstation, HOME } from '../workstation/laptop.ts';

const START = Date.UTC(2026, 0, 1);

interface Said {
  stdout: string;
  stderr: string;
  exit: number;
}
let host: HeadlessHost & { clock: VirtualClock };
let stop: () => void;

beforeEach(async () => {
  const clock = new VirtualClock(START, nextTurn);
  const cluster = createCluster({ seed: 'kubectl', clock, profile: 'studio' });
  const workstation = createWorkstation({
    fetch: cluster.fetch,
    stream: cluster.stream,
    wire: cluster.wire,
    clock,
    tick: nextTurn,
  });
  host = { clock, workstation, breathe: nextTurn };
  stop = () => cluster.stop();
  await drive(host, clock.sleep(60_000));
});
afterEach(() => stop());

/** `for`: virtual seconds after which Ctrl-C is pressed. */
async function run(source: string, { for: seconds }: { for?: number } = {}): Promise<Said> {
  const stdout = collectOutput();
  const stderr = collectOutput();
  const life = new AbortController();
  const shell = host.workstation.shell({ life: life.signal, interactive: false });
  const key = seconds === undefined ? undefined : host.clock.after(seconds * 1000, () => life.abort(new Killed('INT')));
  const exit = await drive(host, shell.run(source, { stdin: emptyInput(), stdout, stderr, signal: life.signal }));
  key?.cancel();
  life.abort(new Killed('HUP'));
  return { stdout: stdout.text(), stderr: stderr.text(), exit };
}

const write = (name: string, text: string): void => host.workstation.fs.writeFile(`${HOME}/${name}`, text);
const READY = 'kubectl rollout status deploy/web > /dev/null';

describe('kubectl logs', () => {
  it('prints, cuts and names what containers wrote', async () => {
    await run(`kubectl create deploy web --image=nginx --replicas=2; ${READY}`);
    const { stdout: whole } = await run('kubectl logs deploy/web');
    expect(whole.split('\n').length).toBeGreaterThan(3);
    expect((await run('kubectl logs deploy/web --tail=1')).stdout.split('\n')).toHaveLength(2);
    const labelled = await run('kubectl logs -l app=web --tail=1 --prefix');
    expect(labelled.stdout.match(/^\[pod\/web-\S+\/nginx\] /gm)).toHaveLength(2);
    expect((await run('kubectl logs deploy/web --timestamps --tail=1')).stdout).toMatch(/^2026-01-01T\S+Z /);
  });

  it('follows until Ctrl-C', async () => {
    await run(
      `kubectl run tick --image=busybox -- sh -c 'i=0; while true; do i=$((i+1)); echo tick $i; sleep 1; done'`,
    );
    await run('kubectl wait --for=condition=Ready pod/tick');
    const { stdout, exit } = await run('kubectl logs -f tick --tail=1', { for: 5 });
    expect(exit).toBe(130);
    expect(stdout.trim().split('\n').length).toBeGreaterThanOrEqual(4);
  });

  it('remembers the container before the last restart', async () => {
    await run(`kubectl run dies --image=busybox -- sh -c 'echo life; sleep 3; exit 1'; sleep 20`);
    expect((await run('kubectl logs dies --previous')).stdout).toBe('life\n');
    await run('kubectl run lives --image=nginx; sleep 10');
    const refused = await run('kubectl logs lives --previous');
    expect(refused).toMatchObject({ stdout: '', exit: 1 });
    expect(refused.stderr).toContain('previous terminated container "lives" in pod "lives" not found');
  });
});

describe('kubectl get -w', () => {
  it('shows a Pod through its life', async () => {
    const { stdout } = await run('kubectl get pods -w & sleep 1; kubectl run one --image=nginx > /dev/null; sleep 15', {
      for: 17,
    });
    const states = stdout.split('\n').map((line) => line.split(/\s+/)[2]);
    expect(states).toEqual(expect.arrayContaining(['STATUS', 'Pending', 'ContainerCreating', 'Running']));
  });
});

describe('kubectl set', () => {
  it('sets and takes environment and resources, and a new revision says so', async () => {
    await run(`kubectl create deploy web --image=nginx; ${READY}`);
    expect((await run('kubectl set env deploy/web COLOUR=blue MODE=a')).stdout).toBe(
      'deployment.apps/web env updated\n',
    );
    expect((await run('kubectl set env deploy/web --list')).stdout).toContain('COLOUR=blue');
    await run('kubectl set env deploy/web MODE-');
    expect(
      (await run(`kubectl get deploy web -o jsonpath='{.spec.template.spec.containers[0].env[*].name}'`)).stdout,
    ).toBe('COLOUR');
    await run('kubectl set resources deploy web --limits=cpu=200m,memory=64Mi --requests=cpu=100m');
    const limits = await run(`kubectl get deploy web -o jsonpath='{.spec.template.spec.containers[0].resources}'`);
    expect(JSON.parse(limits.stdout)).toEqual({
      limits: { cpu: '200m', memory: '64Mi' },
      requests: { cpu: '100m' },
    });
    await run(READY);
    const history = await run('kubectl rollout history deploy/web --revision=2');
    expect(history.stdout).toContain('deployment.apps/web with revision #2');
    expect(history.stdout).toMatch(/COLOUR:\s+blue/);
    expect((await run('kubectl rollout history deploy/web --revision=9')).stderr).toContain(
      'unable to find the specified revision',
    );
  });
});

describe('kubectl apply, diff and edit', () => {
  it('applies on the server', async () => {
    write('cm.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {x: "1"}\n');
    expect((await run('kubectl apply --server-side -f cm.yaml')).stdout).toBe('configmap/a serverside-applied\n');
    expect((await run(`kubectl get cm a -o jsonpath='{.data.x}'`)).stdout).toBe('1');
    expect((await run('kubectl apply --force-conflicts -f cm.yaml')).stderr).toBe(
      'error: --force-conflicts only works with --server-side\n',
    );
  });

  it('shows what an apply would change, and changes nothing', async () => {
    write('cm.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {x: "1"}\n');
    await run('kubectl apply -f cm.yaml');
    expect(await run('kubectl diff -f cm.yaml')).toMatchObject({ stdout: '', exit: 0 });
    write('cm.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {x: "2"}\n');
    const { stdout, exit } = await run('kubectl diff -f cm.yaml');
    expect(exit).toBe(1);
    expect(stdout).toMatch(
      /^diff -u -N \/tmp\/LIVE-\d+\/v1\.ConfigMap\.default\.a \/tmp\/MERGED-\d+\/v1\.ConfigMap\.default\.a\n/,
    );
    expect(stdout.split('\n').filter((line) => /^[-+] /.test(line))).toEqual(['-  x: "1"', '+  x: "2"']);
    expect((await run(`kubectl get cm a -o jsonpath='{.data.x}'`)).stdout).toBe('1');
    write('secret.yaml', 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: hunter2}\n');
    expect((await run('kubectl diff -f secret.yaml')).stdout).not.toMatch(/hunter2|aHVudGVyMg/);
  });

  it('edits with the editor of KUBE_EDITOR', async () => {
    await run('kubectl create deploy web --image=nginx');
    const edit = (script: string): Promise<Said> => run(`KUBE_EDITOR='sed -i "${script}"' kubectl edit deploy web`);
    expect((await edit('s/replicas: 1/replicas: 3/')).stdout).toBe('deployment.apps/web edited\n');
    expect((await run(`kubectl get deploy web -o jsonpath='{.spec.replicas}'`)).stdout).toBe('3');
    expect((await edit('s/nosuch/x/')).stderr).toBe('Edit cancelled, no changes made.\n');
    const refused = await edit('s/replicas: 3/replicas: -3/');
    expect(refused.exit).toBe(1);
    expect(refused.stderr).toContain('error: deployments.apps "web" is invalid\n');
    expect(refused.stderr).toContain('error: Edit cancelled, no valid changes were saved.\n');
  });
});

describe('kubectl run', () => {
  it('attaches, shows what the container wrote, gives its exit code and cleans up', async () => {
    const { stdout, exit } = await run(
      `kubectl run once --image=busybox --rm -i --restart=Never -- sh -c 'echo hello; exit 3'`,
    );
    expect(exit).toBe(3);
    expect(stdout).toContain('hello\n');
    expect(stdout).toContain('pod "once" deleted');
    expect((await run('kubectl get pod once')).exit).toBe(1);
  });

  it('lets --overrides have the last word', async () => {
    const { stdout } = await run(
      `kubectl run x --image=nginx --overrides='{"spec":{"schedulerName":"mine"}}' --dry-run=client -o jsonpath='{.spec.schedulerName} {.spec.containers[0].image}'`,
    );
    expect(stdout).toBe('mine nginx');
  });
});

describe('kubectl get -o go-template', () => {
  it('ranges, compares and prints', async () => {
    await run(`kubectl create deploy web --image=nginx --replicas=2; ${READY}`);
    const template = '{{range $i, $p := .items}}{{if $i}},{{end}}{{$p.status.phase | printf "%s"}}{{end}}{{"\\n"}}';
    expect((await run(`kubectl get pods -o go-template='${template}'`)).stdout).toBe('Running,Running\n');
    expect((await run(`kubectl get pods -o go-template='{{len .items}} {{eq 1 1}}'`)).stdout).toBe('2 true');
  });
});

describe('kubectl drain', () => {
  it('moves what a controller will make anew, and stops at what none will', async () => {
    await run(`kubectl create deploy web --image=nginx --replicas=4; ${READY}`);
    const node = (await run(`kubectl get pods -o jsonpath='{.items[0].spec.nodeName}'`)).stdout;
    const { stdout, exit } = await run(`kubectl drain ${node} --ignore-daemonsets --delete-emptydir-data --force`);
    expect(exit).toBe(0);
    expect(stdout).toMatch(
      new RegExp(`^node/${node} cordoned\n(?:evicting pod .*\n)+(?:pod/.* evicted\n)+node/${node} drained\n$`),
    );
    await run(READY);
    const places = await run(`kubectl get pods -l app=web -o jsonpath='{.items[*].spec.nodeName}'`);
    expect(places.stdout.split(' ')).toHaveLength(4);
    expect(places.stdout).not.toContain(node);
    expect((await run(`kubectl uncordon ${node}`)).stdout).toBe(`node/${node} uncordoned\n`);
  });
});
