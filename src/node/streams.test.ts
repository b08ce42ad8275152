/** Our kubectl's two-way streams on the laptop, a whole cluster behind them: exec, attach, cp, port-forward, proxy, debug. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCluster } from '../cluster/cluster.ts';
import { Killed } from '../shell/process.ts';
import { collectOutput, textInput } from '../shell/pipe.ts';
import { nextTurn } from '../time/real.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { drive, type HeadlessHost } from '../workstation/headless.ts';
import { createWorkstation, HOME } from '../workstation/laptop.ts';
import { Session } from '../workstation/session.ts';

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
  const cluster = createCluster({ seed: 'streams', clock, profile: 'studio' });
  const { fetch, stream, wire } = cluster;
  const workstation = createWorkstation({ fetch, stream, wire, clock, tick: nextTurn });
  host = { clock, workstation, breathe: nextTurn };
  stop = () => cluster.stop();
  await drive(host, clock.sleep(60_000));
  await run('kubectl run box --image=busybox -- sleep 100000; kubectl wait pod/box --for=condition=Ready');
});
afterEach(() => stop());

async function run(source: string, stdin = ''): Promise<Said> {
  const stdout = collectOutput();
  const stderr = collectOutput();
  const life = new AbortController();
  const shell = host.workstation.shell({ life: life.signal, interactive: false });
  const exit = await drive(host, shell.run(source, { stdin: textInput(stdin), stdout, stderr, signal: life.signal }));
  life.abort(new Killed('HUP'));
  await host.breathe();
  return { stdout: stdout.text(), stderr: stderr.text(), exit };
}

const write = (name: string, text: string): void => host.workstation.fs.writeFile(`${HOME}/${name}`, text);
const read = (name: string): string => host.workstation.fs.readFile(`${HOME}/${name}`);

describe('kubectl exec', () => {
  it('runs a program, gives its output apart and its exit code', async () => {
    expect(await run('kubectl exec box -- hostname')).toEqual({ stdout: 'box\n', stderr: '', exit: 0 });
    expect(await run(`kubectl exec box -- sh -c 'echo out; echo err >&2; exit 3'`)).toEqual({
      stdout: 'out\n',
      stderr: 'err\ncommand terminated with exit code 3\n',
      exit: 3,
    });
  });

  it('hands standard input on, line by line and to its end', async () => {
    expect((await run('kubectl exec -i box -- cat', 'one\ntwo 한\n')).stdout).toBe('one\ntwo 한\n');
    expect((await run('kubectl exec -i box -- sh', 'X=1\necho $X\nexit 7\n')).exit).toBe(7);
  });

  it('says what cannot be, as the real one does', async () => {
    const bash = await run('kubectl exec box -- bash');
    expect(bash.exit).toBe(1);
    expect(bash.stderr).toContain(
      'OCI runtime exec failed: exec failed: unable to start container process: exec: "bash": executable file not found in $PATH: unknown\n',
    );
    expect((await run('kubectl exec box -c nope -- ls')).stderr).toBe(
      'Error from server (BadRequest): container nope is not valid for pod box\n',
    );
    expect((await run('kubectl exec nosuch -- ls')).stderr).toBe(
      'Error from server (NotFound): pods "nosuch" not found\n',
    );
    await run('kubectl run once --image=busybox --restart=Never -- true; sleep 20');
    expect((await run('kubectl exec once -- ls')).stderr).toBe(
      'error: cannot exec into a container in a completed pod; current phase is Succeeded\n',
    );
    expect((await run('kubectl exec -it box -- true')).stderr).toBe(
      'Unable to use a TTY - input is not a terminal or the right kind of file\n',
    );
  });

  it('holds a conversation at a terminal: prompt, echo, Ctrl-C, Ctrl-D', async () => {
    let screen = '';
    const session = new Session({
      workstation: host.workstation,
      size: { columns: 80, rows: 24 },
      output: (text) => (screen += text),
      history: [],
    });
    const type = async (keys: string, seconds = 2): Promise<string> => {
      screen = '';
      session.input(keys);
      await drive(host, host.clock.sleep(seconds * 1000));
      return screen;
    };
    expect(await type('kubectl exec -it box -- sh\r')).toContain('/ # ');
    expect(await type('hostname\r')).toBe('hostname\r\nbox\r\n/ # ');
    expect(await type('echo "a\r')).toContain('> ');
    expect(await type('b"\r')).toContain('a\r\nb\r\n/ # ');
    await type('sleep 1000\r');
    expect(await type('\x03')).toContain('^C');
    expect(await type('echo $?\r')).toContain('130\r\n');
    expect(await type('\x04')).toContain('$\x1b[0m ');
    session.close();
  });
});

describe('kubectl cp', () => {
  it('copies files and directories both ways', async () => {
    host.workstation.fs.makeDirectory(`${HOME}/site/sub`, { recursive: true });
    write('site/a.txt', 'alpha\n');
    write('site/sub/b.txt', '두\n');
    expect(await run('kubectl cp site box:/tmp/copy')).toEqual({ stdout: '', stderr: '', exit: 0 });
    expect((await run('kubectl exec box -- cat /tmp/copy/a.txt /tmp/copy/sub/b.txt')).stdout).toBe('alpha\n두\n');
    await run('kubectl cp site/a.txt box:/tmp/');
    expect((await run('kubectl exec box -- cat /tmp/a.txt')).stdout).toBe('alpha\n');
    const back = await run('kubectl cp box:/tmp/copy back; kubectl cp box:/etc/hostname name.txt');
    expect(back.stderr).toBe("tar: Removing leading `/' from member names\n".repeat(2));
    expect([read('back/a.txt'), read('back/sub/b.txt'), read('name.txt')]).toEqual(['alpha\n', '두\n', 'box\n']);
    expect((await run('kubectl cp nosuch box:/tmp/x')).stderr).toBe(
      "error: nosuch doesn't exist in local filesystem\n",
    );
    expect((await run('kubectl cp a b')).exit).toBe(1);
  });
});

describe('kubectl port-forward and proxy', () => {
  it("opens a Service on the laptop's own port", async () => {
    const { stdout } = await run(`kubectl create deploy web --image=nginx; kubectl expose deploy web --port=80
kubectl rollout status deploy/web
kubectl port-forward svc/web 8080:80 > forward.log &
sleep 1; curl -s localhost:8080 | grep title; curl -s -o /dev/null -w '%{http_code}\\n' http://127.0.0.1:8080/nope; kill %1; sleep 1
curl -s localhost:8080; echo $?`);
    expect(stdout).toContain('<title>Welcome to nginx!</title>\n404\n7\n');
    expect(read('forward.log')).toBe(
      'Forwarding from 127.0.0.1:8080 -> 80\nForwarding from [::1]:8080 -> 80\n' +
        'Handling connection for 8080\nHandling connection for 8080\n',
    );
  });

  it('says when nobody listens in the Pod, and when the port is taken', async () => {
    const lost = await run(
      'kubectl port-forward pod/box 8080:81 > /dev/null & sleep 1; curl -s localhost:8080; echo $?; wait',
    );
    expect(lost.stdout).toBe('52\n');
    expect(lost.stderr).toContain('an error occurred forwarding 8080 -> 81: error forwarding port 81 to pod ');
    expect(lost.stderr).toContain('error: lost connection to pod\n');
    const taken = await run(
      'kubectl proxy --port=8001 > /dev/null & sleep 1; kubectl port-forward pod/box 8001:80; kill %1',
    );
    expect(taken.stderr).toContain('error: unable to listen on any of the requested ports: [{8001 80}]\n');
  });

  it('serves the API', async () => {
    const { stdout } = await run('kubectl proxy & sleep 1; curl -s localhost:8001/version; kill %1');
    expect(stdout).toMatch(/^Starting to serve on 127.0.0.1:8001\n\{\s*"major": ?"1",\s*"minor": ?"35"/);
  });
});

describe('kubectl attach, run -i and debug', () => {
  it('attaches to what runs', async () => {
    const { stdout, exit } = await run(
      'kubectl run talk --image=busybox --rm -i --restart=Never -- sh',
      'echo said $HOSTNAME; exit 4\n',
    );
    expect(stdout).toBe('said talk\npod "talk" deleted from default namespace\n');
    expect(exit).toBe(4);
  });

  it('copies a Pod to debug it', async () => {
    const { stderr, exit } = await run('kubectl debug box --copy-to=box2 --image=busybox -- sleep 1000');
    expect([stderr, exit]).toEqual(['', 0]);
    const names = await run(
      `kubectl get pod box2 -o jsonpath='{.spec.containers[*].name} {.spec.shareProcessNamespace}'`,
    );
    expect(names.stdout).toMatch(/^box debugger-\w{5} true$/);
    expect((await run('kubectl debug box')).stderr).toBe('error: you must specify --image when not using --copy-to.\n');
  });
});
