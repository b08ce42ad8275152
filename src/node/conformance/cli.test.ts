/** Kubernetes' conformance tests of sig-cli, by the real kubectl. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ParityStage, createParityStage, hasKubectl } from '../parity-stage.ts';

const rc = (image: string): string => `apiVersion: v1
kind: ReplicationController
metadata: {name: agnhost-primary, labels: {app: agnhost, role: primary}}
spec:
  replicas: 1
  selector: {app: agnhost, role: primary}
  template:
    metadata: {labels: {app: agnhost, role: primary}}
    spec:
      containers:
      - {name: agnhost-primary, image: '${image}', ports: [{name: agnhost-server, containerPort: 6379}]}
`;
const nautilus = `apiVersion: v1
kind: ReplicationController
metadata: {name: update-demo-nautilus}
spec:
  replicas: 2
  selector: {name: update-demo, version: nautilus}
  template:
    metadata: {labels: {name: update-demo, version: nautilus}}
    spec:
      containers: [{name: update-demo, image: 'registry.k8s.io/e2e-test-images/nautilus:1.7', ports: [{containerPort: 80}]}]
`;
const deployment = (image: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: httpd-deployment}
spec:
  replicas: 1
  selector: {matchLabels: {app: httpd}}
  template:
    metadata: {labels: {app: httpd}}
    spec: {containers: [{name: httpd, image: '${image}', ports: [{containerPort: 80}]}]}
`;
const HTTPD = 'registry.k8s.io/e2e-test-images/httpd:2.4.38-4';

describe.skipIf(!hasKubectl)('[sig-cli] Kubectl client', { timeout: 60_000 }, () => {
  let stage: ParityStage;
  const kubectl = async (line: string): Promise<string> => {
    const { stdout, stderr, exit } = await stage.real(`kubectl ${line}`);
    return `${stdout}${stderr}${exit === 0 ? '' : `exit ${exit}\n`}`;
  };
  beforeAll(async () => {
    const files = {
      'rc.yaml': rc('nginx'),
      'nautilus.yaml': nautilus,
      'd.yaml': deployment(HTTPD),
      'd2.yaml': deployment('busybox:1.36'),
    };
    stage = await createParityStage(files);
    await kubectl('create -f rc.yaml');
  }, 60_000);
  afterAll(() => stage?.close());
  const name = (of: string): string => `[sig-cli] Kubectl client Kubectl ${of} [Conformance]`;

  test(name('api-versions should check if v1 is in available api versions'), async () => {
    expect((await kubectl('api-versions')).split('\n')).toContain('v1');
  });
  test(name('cluster-info should check if Kubernetes control plane services is included in cluster-info'), async () => {
    // kubectl colours what it prints.
    expect(await kubectl('cluster-info')).toMatch(/Kubernetes control plane.* is running at .*http:\/\/127\.0\.0\.1/);
  });
  test(name('version should check is all data is printed'), async () => {
    expect(await kubectl('version')).toMatch(
      /^Client Version: v1\.35\.\d+\nKustomize Version: .*\nServer Version: v1\.35\.\d+\n/,
    );
  });
  test(name('server-side dry-run should check if kubectl can dry-run update Pods'), async () => {
    await kubectl(`run e2e-dry --image=${HTTPD} --labels=run=e2e-dry`);
    const patch = '{"spec":{"containers":[{"name":"e2e-dry","image":"busybox:1.29"}]}}';
    expect(await kubectl(`patch pod e2e-dry -p '${patch}' --dry-run=server`)).toBe('pod/e2e-dry patched\n');
    expect(await kubectl(`get pod e2e-dry -o jsonpath='{.spec.containers[0].image}'`)).toBe(HTTPD);
  });
  test(name('describe should check if kubectl describe prints relevant information for rc and pods'), async () => {
    await kubectl('wait --for=condition=Ready pod -l app=agnhost --timeout=60s');
    const described = await kubectl('describe rc agnhost-primary');
    for (const part of [
      'Name:',
      'Namespace:',
      'Selector:',
      'Labels:',
      'Annotations:',
      'Replicas:',
      'Pods Status:',
      'Pod Template:',
      'Image:',
      'Events:',
    ])
      expect(described).toContain(part);
    expect(await kubectl('describe pod -l app=agnhost')).toMatch(
      /Controlled By: +ReplicationController\/agnhost-primary/,
    );
    expect(await kubectl('describe node worker-1')).toMatch(
      /Conditions:[^]*Addresses:[^]*Capacity:[^]*Version:[^]*Kubelet Version[^]*Pods/,
    );
    expect(await kubectl('describe namespace default')).toMatch(
      /Name:[^]*Labels:[^]*Annotations:[^]*Status:[^]*Active[^]*No resource quota/,
    );
  });
  test(name('expose should create services for rc'), async () => {
    await kubectl('expose rc agnhost-primary --name=rm2 --port=1234 --target-port=6379');
    await kubectl('expose service rm2 --name=rm3 --port=2345 --target-port=6379');
    expect(
      await kubectl(
        `get svc rm2 rm3 -o jsonpath='{range .items[*]}{.spec.ports[0].port}:{.spec.ports[0].targetPort} {end}'`,
      ),
    ).toBe('1234:6379 2345:6379 ');
  });
  test(name('label should update the label on a resource'), async () => {
    await kubectl('run pause --image=registry.k8s.io/pause:3.10');
    expect(await kubectl('label pods pause testing-label=testing-label-value')).toBe('pod/pause labeled\n');
    expect(await kubectl('get pod pause -L testing-label --no-headers')).toContain('testing-label-value');
    await kubectl('label pods pause testing-label-');
    expect(await kubectl('get pod pause -L testing-label --no-headers')).not.toContain('testing-label-value');
  });
  test(name('patch should add annotations for pods in rc'), async () => {
    const pod = (await kubectl(`get pod -l app=agnhost -o name`)).trim();
    expect(await kubectl(`patch ${pod} -p '{"metadata":{"annotations":{"x":"y"}}}'`)).toBe(`${pod} patched\n`);
    expect(await kubectl(`get ${pod} -o jsonpath='{.metadata.annotations.x}'`)).toBe('y');
  });
  test(name("replace should update a single-container pod's image"), async () => {
    await kubectl(`run e2e-replace --image=${HTTPD} --labels=run=e2e-replace`);
    await kubectl('wait --for=condition=Ready pod/e2e-replace --timeout=60s');
    await stage.real(`kubectl get pod e2e-replace -o json | sed 's#${HTTPD}#busybox:1.29#' | kubectl replace -f -`);
    expect(await kubectl(`get pod e2e-replace -o jsonpath='{.spec.containers[0].image}'`)).toBe('busybox:1.29');
  });
  test(name('run pod should create a pod from an image when restart is Never'), async () => {
    expect(await kubectl(`run e2e-never --restart=Never --image=${HTTPD}`)).toBe('pod/e2e-never created\n');
    expect(await kubectl(`get pod e2e-never -o jsonpath='{.spec.restartPolicy} {.spec.containers[0].image}'`)).toBe(
      `Never ${HTTPD}`,
    );
  });
  test(name('diff should check if kubectl diff finds a difference for Deployments'), async () => {
    await kubectl('create -f d.yaml');
    const { stdout, exit } = await stage.real('kubectl diff -f d2.yaml');
    expect(exit).toBe(1);
    expect(stdout).toContain(`-      - image: ${HTTPD}`);
    expect(stdout).toContain('+      - image: busybox:1.36');
  });

  const running = async (count: number): Promise<void> => {
    const line = `until [ $(kubectl get pods -l name=update-demo --no-headers 2>/dev/null | grep -c .) = ${count} ]; do sleep 0.1; done`;
    expect((await stage.real(line)).exit).toBe(0);
  };
  test('[sig-cli] Kubectl client Update Demo should scale a replication controller [Conformance]', async () => {
    await kubectl('create -f nautilus.yaml');
    await running(2);
    await kubectl('scale rc update-demo-nautilus --replicas=1 --timeout=5m');
    await running(1);
    await kubectl('scale rc update-demo-nautilus --replicas=2 --timeout=5m');
    await running(2);
    await kubectl('delete -f nautilus.yaml --grace-period=0 --force');
  });
  test('[sig-cli] Kubectl client Update Demo should create and stop a replication controller [Conformance]', async () => {
    await running(0);
    await kubectl('create -f nautilus.yaml');
    await running(2);
    expect(await kubectl('delete --grace-period=0 --force -f nautilus.yaml')).toContain(
      'replicationcontroller "update-demo-nautilus" force deleted from default namespace',
    );
    await running(0);
    expect(await kubectl('get rc,svc -l name=update-demo --no-headers')).toBe(
      'No resources found in default namespace.\n',
    );
  });
  test('[sig-cli] Kubectl client Proxy server should support --unix-socket=/path [Conformance]', async () => {
    const line = `kubectl proxy --unix-socket=$PWD/p.sock > log & until [ -S p.sock ]; do sleep 0.1; done; curl -s --unix-socket p.sock http://localhost/api/; kill %1`;
    expect((await stage.real(line)).stdout).toContain('"APIVersions"');
  });
  test('[sig-cli] Kubectl client Proxy server should support proxy with --port 0 [Conformance]', async () => {
    const line = `kubectl proxy -p 0 --disable-filter > plog & until grep -q Starting plog; do sleep 0.1; done; port=$(sed 's/.*://' plog); curl -s http://127.0.0.1:$port/api/; kill %1`;
    expect((await stage.real(line)).stdout).toContain('"APIVersions"');
  });
});
