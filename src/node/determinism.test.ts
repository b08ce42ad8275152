/** The same seed and the same commands give the same output, to the letter; another seed gives other names. */
import { expect, test } from 'vitest';
import { createCluster } from '../cluster/cluster.ts';
import { collectOutput, emptyInput } from '../shell/pipe.ts';
import { nextTurn } from '../time/real.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { CALL_TIME, drive, type HeadlessHost, runCommands } from '../workstation/headless.ts';
import { createWorkstation, HOME } from '../workstation/laptop.ts';
import { cpuTick } from './shell-tick.ts';

const COMMANDS = `kubectl create deployment web --image=nginx:1.27 --replicas=3
kubectl expose deployment web --port=80 --type=NodePort
kubectl rollout status deployment web
kubectl set image deployment/web nginx=nginx:1.28
kubectl run bad --image=nginx:9.99
kubectl run crash --image=busybox -- sh -c 'date; exit 1'
sleep 45
kubectl get pods -A -o wide
kubectl get events
kubectl get deployments,replicasets,services,endpointslices -o yaml
kubectl logs crash
ssh worker-1 curl -s http://$(kubectl get service web -o jsonpath='{.spec.clusterIP}')
kubectl logs -l app=web
`;

async function play(seed: string): Promise<string> {
  const clock = new VirtualClock(Date.parse('2026-01-01T00:00:00Z'), nextTurn);
  const cluster = createCluster({ seed, clock, profile: 'studio' });
  const { fetch, wire } = cluster;
  const workstation = createWorkstation({ fetch, wire, clock, tick: cpuTick(clock), callTime: CALL_TIME });
  const host: HeadlessHost = { clock, workstation, breathe: nextTurn, lastChange: () => cluster.lastChange() };
  await drive(host, clock.sleep(30_000));
  const output = collectOutput();
  const signal = new AbortController().signal;
  await runCommands(host, COMMANDS, { stdin: emptyInput(), stdout: output, stderr: output, cwd: HOME, signal });
  cluster.stop();
  return output.text();
}

test('the same seed and commands print the same, byte for byte', { timeout: 60_000 }, async () => {
  const first = await play('one');
  expect(first).toContain('Welcome to nginx!');
  expect(first).toContain('CrashLoopBackOff');
  expect(await play('one')).toBe(first);
  expect(await play('two')).not.toBe(first);
});
