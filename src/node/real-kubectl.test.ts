/** The real kubectl v1.35 on our API: what streams, and the verbs that change things. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createParityStage, hasKubectl, type ParityStage } from './parity-stage.ts';

const job = `apiVersion: batch/v1
kind: Job
metadata: {name: once}
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{name: main, image: busybox, command: [echo, done]}]
`;

describe.skipIf(!hasKubectl)('kubectl v1.35', { timeout: 60_000 }, () => {
  let stage: ParityStage;
  const kubectl = async (line: string): Promise<string> => {
    const { stdout, stderr, exit } = await stage.real(`kubectl ${line}`);
    return `${stdout}${stderr}${exit === 0 ? '' : `exit ${exit}\n`}`;
  };

  beforeAll(async () => {
    stage = await createParityStage({ 'job.yaml': job });
    await stage.real(`kubectl create deploy web --image=nginx; kubectl expose deploy web --port=80
kubectl run box --image=busybox -- sleep 100000
kubectl wait --for=condition=Ready pod/box --timeout=60s; kubectl rollout status deploy/web`);
  }, 60_000);
  afterAll(() => stage?.close());

  test('execs: output, exit codes, standard input, a terminal', async () => {
    expect(await kubectl('exec box -- hostname')).toBe('box\n');
    expect(await kubectl(`exec box -- sh -c 'echo out; exit 3'`)).toBe(
      'out\ncommand terminated with exit code 3\nexit 3\n',
    );
    expect((await stage.real(`printf 'echo $HOSTNAME\\nexit 4\\n' | kubectl exec -i box -- sh`)).exit).toBe(4);
    expect((await stage.real('head -c 100000 /dev/zero | kubectl exec -i box -- wc -c')).stdout).toBe('100000\n');
    expect(await kubectl('exec box -- bash')).toMatch(
      /^error: .*OCI runtime exec failed: exec failed: unable to start container process: exec: "bash": executable file not found in \$PATH: unknown\nexit 1\n$/,
    );
    expect(await kubectl('exec box -c nope -- ls')).toBe(
      'Error from server (BadRequest): container nope is not valid for pod box\nexit 1\n',
    );
    expect((await kubectl('exec deploy/web -- hostname')).startsWith('web-')).toBe(true);
    const typed = `(sleep 0.5; echo hostname; sleep 0.5; echo exit 5) | script -qec 'kubectl exec -it box -- sh' /dev/null`;
    const { stdout, exit } = await stage.real(typed);
    expect(stdout).toContain('hostname\r\nbox\r\n/ # exit 5\r\n');
    expect(exit).toBe(5);
  });

  test('copies files both ways, binary ones too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tidepool-cp-'));
    try {
      const bytes = Uint8Array.from({ length: 3000 }, (_, index) => (index * 7919) % 256);
      writeFileSync(join(folder, 'bin'), bytes);
      expect(await kubectl(`cp ${folder} box:/tmp/copy`)).toBe('');
      expect(await kubectl('exec box -- wc -c /tmp/copy/bin')).toBe('3000 /tmp/copy/bin\n');
      await kubectl(`cp box:/tmp/copy/bin ${folder}/back`);
      expect([...readFileSync(join(folder, 'back'))]).toEqual([...bytes]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('forwards ports, attaches, runs, debugs', async () => {
    const forwarded =
      await stage.real(`kubectl port-forward svc/web 0:80 > log & until grep -q Forwarding log; do sleep 0.1; done
port=$(sed -n 's/.*127.0.0.1:\\([0-9]*\\) .*/\\1/p' log)
curl -s http://127.0.0.1:$port/ | grep title; curl -s -o /dev/null -w '%{http_code}\\n' http://127.0.0.1:$port/nope; kill %1`);
    expect(forwarded.stdout).toBe('<title>Welcome to nginx!</title>\n404\n');
    const run = await stage.real(
      `echo 'echo from stdin; exit 6' | kubectl run talk --rm -i -q --image=busybox --restart=Never -- sh`,
    );
    expect(run.stdout).toBe('from stdin\n');
    expect(run.exit).toBe(6);
    await kubectl('debug box --profile=general --image=busybox -c dbg -- sh -c "echo debugging; sleep 1000"');
    await stage.real(
      `until kubectl get pod box -o jsonpath='{.status.ephemeralContainerStatuses[0].state}' | grep running; do sleep 0.1; done`,
    );
    expect(await kubectl('logs box -c dbg')).toBe('debugging\n');
    expect(await kubectl('debug node/worker-1 --profile=general --image=busybox -- sleep 1000')).toMatch(
      /^Creating debugging pod node-debugger-worker-1-\w{5} with container debugger on node worker-1.\n$/,
    );
  });

  test('reaches Services, Pods and nodes through the proxy', async () => {
    const web = 'get --raw /api/v1/namespaces/default/services';
    expect(await kubectl(`${web}/web:80/proxy/`)).toContain('Welcome to nginx!');
    expect(await kubectl(`${web}/web:81/proxy/`)).toBe(
      'Error from server (ServiceUnavailable): no service port "81" found for service "web"\nexit 1\n',
    );
    expect(await kubectl('get --raw /api/v1/namespaces/default/pods/box:81/proxy/')).toMatch(
      /^Error from server \(ServiceUnavailable\): error trying to reach service: dial tcp [\d.]+:81: connect: connection refused\nexit 1\n$/,
    );
    expect(await kubectl('get --raw /api/v1/nodes/worker-1/proxy/healthz')).toBe('ok');
    const proxied = await stage.real(`kubectl proxy --port=0 > log & until grep -q Starting log; do sleep 0.1; done
curl -s http://$(sed 's/Starting to serve on //' log)/api/v1/namespaces/default | grep '"kind"'; kill %1`);
    expect(proxied.stdout).toContain('Namespace');
  });

  test('follows logs, and cuts them as asked', async () => {
    await kubectl(`run tick --image=busybox -- sh -c 'i=0; while true; do i=$((i+1)); echo tick $i; sleep 1; done'`);
    await kubectl('wait --for=condition=Ready pod/tick --timeout=30s');
    const follow = await stage.real('timeout 2 kubectl logs -f tick');
    expect(follow.stdout).toMatch(/^tick 1\ntick 2\n(tick \d+\n)+$/);
    expect(await kubectl('logs tick --limit-bytes=9')).toBe('tick 1\nti');
    expect(await kubectl('logs tick --tail=-2')).toContain('exit 1');
    expect(await kubectl('logs tick -p')).toBe(
      'Error from server (BadRequest): previous terminated container "tick" in pod "tick" not found\nexit 1\n',
    );
    expect(await kubectl(`get --raw '/api/v1/namespaces/default/pods/tick/log?tailLines=-1'`)).toContain(
      'tailLines: Invalid value: -1: must be greater than or equal to 0',
    );
  });

  test('is whoever its token or certificate says, over TLS', async () => {
    const secure = `--server=$(kubectl config view -o jsonpath='{.clusters[0].cluster.server}' | sed s/http:/https:/) --insecure-skip-tls-verify`;
    const token = '--token=$(kubectl create token default)';
    expect(await kubectl(`${secure} ${token} auth whoami -o jsonpath='{.status.userInfo.username}'`)).toBe(
      'system:serviceaccount:default:default',
    );
    expect(await kubectl(`${secure} ${token} get pods`)).toBe(
      'Error from server (Forbidden): pods is forbidden: User "system:serviceaccount:default:default" cannot list resource "pods" in API group "" in the namespace "default"\nexit 1\n',
    );
    expect(await kubectl(`${secure} --token=wrong get pods`)).toBe(
      'error: You must be logged in to the server (Unauthorized)\nexit 1\n',
    );
    if ((await stage.real('command -v openssl')).exit !== 0) return;
    const made =
      await stage.real(`openssl req -new -newkey rsa:2048 -nodes -keyout jane.key -subj /CN=jane/O=dev -out jane.csr 2>/dev/null
printf 'apiVersion: certificates.k8s.io/v1\nkind: CertificateSigningRequest\nmetadata: {name: jane}\nspec: {signerName: kubernetes.io/kube-apiserver-client, usages: [client auth], request: %s}\n' $(base64 -w0 jane.csr) | kubectl apply -f -
kubectl certificate approve jane
until kubectl get csr jane -o jsonpath='{.status.certificate}' | grep -q .; do sleep 0.1; done
kubectl get csr jane -o jsonpath='{.status.certificate}' | base64 -d > jane.crt; openssl x509 -in jane.crt -noout -subject -issuer -nameopt RFC2253
kubectl create rolebinding jane --clusterrole=view --group=dev`);
    expect(made.stdout).toContain('subject=O=dev,CN=jane\nissuer=CN=kubernetes\n');
    const jane = `${secure} --client-certificate=jane.crt --client-key=jane.key`;
    expect(await kubectl(`${jane} get pod box -o name`)).toBe('pod/box\n');
    expect(await kubectl(`${jane} exec box -- ls`)).toContain('User "jane" cannot create resource "pods/exec"');
  });

  test('creates what its generators make, in protobuf', async () => {
    for (const [line, said] of [
      ['create job j --image=busybox -- true', 'job.batch/j created'],
      [`create cronjob c --schedule='0 0 * * *' --image=busybox -- true`, 'cronjob.batch/c created'],
      ['create role r --verb=get --resource=pods', 'role.rbac.authorization.k8s.io/r created'],
      ['create rolebinding b --role=r --user=u', 'rolebinding.rbac.authorization.k8s.io/b created'],
      ['create ingress i --rule=a.b/=web:80', 'ingress.networking.k8s.io/i created'],
      ['create priorityclass p --value=1', 'priorityclass.scheduling.k8s.io/p created'],
      ['create pdb d --selector=a=b --min-available=1', 'poddisruptionbudget.policy/d created'],
      ['create secret generic s --from-literal=a=b', 'secret/s created'],
      ['create quota q --hard=services=100', 'resourcequota/q created'],
      ['autoscale deploy web --min=1 --max=3', 'horizontalpodautoscaler.autoscaling/web autoscaled'],
      ['auth can-i create pods', 'yes'],
      ['auth can-i create pods --as=nobody', 'no\nexit 1'],
      ['top pods', 'error: Metrics API not available\nexit 1'],
      [
        'certificate approve nosuch',
        'Error from server (NotFound): certificatesigningrequests.certificates.k8s.io "nosuch" not found\nexit 1',
      ],
    ]) {
      expect(await kubectl(line!)).toBe(`${said}\n`);
    }
    expect((await stage.real('kubectl create token default')).stdout.trim().split('.')).toHaveLength(3);
    expect(await kubectl('apply --server-side -f job.yaml')).toBe('job.batch/once serverside-applied\n');
    expect(await kubectl('diff -f job.yaml --server-side')).toBe('');
    expect(await kubectl('explain job.spec.backoffLimit')).toContain('FIELD: backoffLimit <integer>');
  });
});
