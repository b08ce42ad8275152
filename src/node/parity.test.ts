/** The real kubectl on our API, and our kubectl beside it: what they print must be equal. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, createParityStage, hasKubectl, type ParityStage } from './parity-stage.ts';

const deployment = (image: string, replicas: number): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: nginx
        image: ${image}
        ports: [{containerPort: 80, name: http}]
        resources: {requests: {cpu: 50m, memory: 32Mi}}
        readinessProbe: {httpGet: {path: /, port: http}}
        env: [{name: LEVEL, value: debug}, {name: MODE, valueFrom: {configMapKeyRef: {name: settings, key: mode}}}]
        volumeMounts: [{name: settings, mountPath: /etc/settings}]
      volumes: [{name: settings, configMap: {name: settings}}]
`;

const files = {
  'web.yaml': deployment('nginx:1.25', 2),
  'web-2.yaml': deployment('nginx:1.25', 3).replace('{name: LEVEL, value: debug}, ', ''),
  'rest.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {mode: fast, page: "line 1\\nline 2\\n"}
---
apiVersion: v1
kind: Secret
metadata: {name: key}
stringData: {password: hunter2}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  rules:
  - host: web.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
`,
  'bad.yaml': `apiVersion: v1
kind: Pod
metadata: {name: Bad_Name}
spec: {containers: [{name: c, imag: nginx}]}
`,
};

/**
 * What both clients print, with the cluster standing still. Not here, for the original's order is chance: `events` of one
 * second, `logs -l`.
 */
const READS = `get pods
get pods -o wide
get pods --show-labels
get pods -l app=web -o name
get pods -A
get deployments,rs,svc
get all
get deploy web -o yaml
get deploy web -o json
get deploy web -o wide
get deploy web -o jsonpath='{.spec.template.spec.containers[*].image}'
get pods -o jsonpath='{range .items[*]}{.metadata.name}{"\\t"}{.status.phase}{"\\n"}{end}'
get pods -o custom-columns=NAME:.metadata.name,NODE:.spec.nodeName
get pods --sort-by=.metadata.name --no-headers
get pods --field-selector=status.phase=Running -L app
get nodes -o wide
get ns
get svc,endpointslices
get svc web -o yaml
get cm settings -o yaml
get secret key -o yaml
get ingress,ingressclass
get sa,cm,secret
get leases -n kube-system
get pods -n nosuch
get pod nosuch
get nosuch
get deploy/web svc/web
api-versions
events --for deploy/web
get deploy web -o go-template='{{.metadata.name}} {{.spec.replicas}}'
get pods --show-kind --no-headers
get svc -o wide --all-namespaces
get rs -o wide
get no -o jsonpath='{.items[*].status.addresses[?(@.type=="InternalIP")].address}'
api-resources --namespaced=false
api-resources -o wide
explain pod.spec.containers.livenessProbe
explain deployment.spec.strategy
explain svc --recursive
explain pod.metadata
explain pod.metadata.creationTimestamp
explain svc.spec.ports.targetPort
explain pod.spec.containers.resources
explain pod.spec.containers
explain node.status.conditions
explain cm --recursive
explain ingress.spec.rules.http.paths
explain pods.spec.nosuch
version
cluster-info
rollout history deploy/web
rollout history deploy/web --revision=2
rollout status deploy/web
describe deploy web
describe rs
describe pods
describe svc web
describe cm settings
describe secret key
describe ingress web
describe ingressclass
describe node worker-1
describe sa default
describe endpointslices
describe pods -n kube-system
describe deploy,svc,cm,ingress -A
describe nodes
describe secrets -A
describe sa -A
describe endpoints web
describe event -n kube-system
get events
get events -o wide
get pods -n kube-system -o yaml
get nodes -o yaml
get ep,endpointslices -A -o wide
get all,cm,secret,ingress,sa -A -o wide
cordon worker-1 --dry-run=client
get
get po,svc web
get deploy web nosuch
get deploy -o nosuch
get deploy --template '{{.nosuch.x}}'
get deploy web -o jsonpath='{.nosuch'
run web --image=nginx --dry-run=client -o yaml
create deployment x --image=nginx --dry-run=client -o yaml
create ingress x --rule=a.b/c*=d:80 --dry-run=client -o yaml
logs nosuch
expose deploy web --port=80 --name=x --dry-run=client -o yaml
set image deploy/web nginx=nginx:9 --dry-run=server -o name
apply -f rest.yaml --dry-run=client
apply -f nosuch.yaml
apply view-last-applied deploy/web
config current-context
config get-contexts -o name
describe lease -n kube-node-lease worker-1
describe pod nosuch
logs deploy/web --tail=3
apply -f bad.yaml
apply -f web-2.yaml --dry-run=server
label pod -l app=web tier=front --dry-run=client
annotate deploy web note=x --dry-run=server
delete deploy nosuch
scale deploy nosuch --replicas=1
patch deploy web -p '{"spec":{"replicas":"x"}}'
set image deploy/web nosuch=nginx
wait --for=condition=Available deploy/web
create deployment web --image=nginx
expose deploy web --port=80`.split('\n');

/** What changes the cluster: the real one in namespace east, ours in west. */
const WRITES = `create ns NS
config set-context --current --namespace=NS
apply -f rest.yaml
apply -f web.yaml
apply -f web.yaml
apply -f web-2.yaml
create deployment two --image=nginx:1.25 --replicas=2 --port=80
create configmap more --from-literal=a=b
create secret generic top --from-literal=a=b
create serviceaccount robot
create service clusterip plain --tcp=80:8080
expose deploy two --port=8080 --target-port=80
label deploy two tier=back
label deploy two tier=back
label deploy two tier=front
label deploy two tier=front --overwrite
label deploy two tier-
annotate deploy two note=x
annotate deploy two note-
scale deploy two --replicas=3
set image deploy/two nginx=nginx:1.26
set env deploy/two A=B
set resources deploy/two --limits=cpu=100m
rollout pause deploy/two
rollout resume deploy/two
rollout restart deploy/two
rollout undo deploy/two --to-revision=1
patch deploy two -p '{"spec":{"minReadySeconds":1}}'
patch deploy two --type=json -p '[{"op":"remove","path":"/spec/minReadySeconds"}]'
patch deploy two --type=merge -p '{"spec":{"paused":null}}'
replace -f rest.yaml
apply -f web.yaml --server-side
run one --image=nginx --restart=Never --labels=a=b
delete pod one --now
delete -f rest.yaml
delete deploy,svc --all
get deploy,svc,cm,secret,ingress
delete ns NS --wait=false`.split('\n');

describe.skipIf(!hasKubectl)('real kubectl on our API', () => {
  let stage: ParityStage;
  const says = async (line: string): Promise<string> => {
    const { stdout, stderr, exit } = await stage.real(line);
    return stdout + stderr + (exit === 0 ? '' : `exit ${exit}\n`);
  };

  beforeAll(async () => {
    stage = await createParityStage(files);
  }, 60_000);
  afterAll(async () => stage?.close());

  test('applies, and applies again what did and did not change', async () => {
    expect(await says('kubectl apply -f rest.yaml')).toBe(
      'configmap/settings created\nsecret/key created\ningress.networking.k8s.io/web created\n',
    );
    expect(await says('kubectl apply -f web.yaml')).toBe('deployment.apps/web created\n');
    expect(await says('kubectl apply -f web.yaml')).toBe('deployment.apps/web unchanged\n');
    expect(await says('kubectl apply -f web-2.yaml --dry-run=server')).toBe(
      'deployment.apps/web configured (server dry run)\n',
    );
    expect(await says('kubectl apply -f web-2.yaml')).toBe('deployment.apps/web configured\n');
    expect(await says(`kubectl get deploy web -o jsonpath='{.spec.replicas} {..env[*].name}'`)).toBe('3 MODE');
    expect(await says('kubectl apply -f web.yaml')).toBe('deployment.apps/web configured\n');
  }, 60_000);

  test('rolls out, undoes, and watches', async () => {
    const watch = stage.start('kubectl get deploy web -w');
    expect(await says('kubectl rollout status deploy/web')).toMatch(/successfully rolled out\n$/);
    expect(await says('kubectl set image deploy/web nginx=nginx:1.27')).toBe('deployment.apps/web image updated\n');
    expect(await says('kubectl rollout status deploy/web')).toMatch(/successfully rolled out\n$/);
    expect(await says('kubectl rollout undo deploy/web')).toBe('deployment.apps/web rolled back\n');
    expect(await says('kubectl rollout status deploy/web')).toMatch(/successfully rolled out\n$/);
    expect(await says('kubectl scale deploy/web --replicas=4')).toBe('deployment.apps/web scaled\n');
    expect(await says('kubectl wait --for=jsonpath={.status.readyReplicas}=4 deploy/web')).toBe(
      'deployment.apps/web condition met\n',
    );
    watch.stop();
    await watch.ended;
    expect(watch.said()).toMatch(/^NAME +READY +UP-TO-DATE +AVAILABLE +AGE\n/);
    expect(watch.said()).toMatch(/\nweb +4\/4 +4 +4 /);
    expect(await says('kubectl rollout history deploy/web')).toMatch(/\n2 +<none>\n/);
  }, 120_000);

  test('creates by protobuf, exposes, logs and deletes', async () => {
    expect(await says('kubectl create deployment none --image=nginx --replicas=0')).toBe(
      'deployment.apps/none created\n',
    );
    expect(await says(`kubectl get deploy none -o jsonpath='{.spec.replicas}{.spec.minReadySeconds}'`)).toBe('0');
    expect(await says('kubectl delete deploy none')).toBe('deployment.apps "none" deleted from default namespace\n');
    expect(await says('kubectl expose deploy web --port=80')).toBe('service/web exposed\n');
    expect(await says('kubectl logs deploy/web')).toMatch(/start worker processes/);
  }, 60_000);

  describe('beside ours', () => {
    beforeAll(async () => {
      await stage.real('kubectl rollout status deploy/web');
    }, 60_000);

    const masked = ({ stdout, stderr, exit }: Answer, namespace: string): Answer => {
      const mask = (text: string): string => text.replaceAll(namespace, 'NS').replace(/\b\d+(?:ms|s|m|h)\b/g, '0s');
      return { stdout: mask(stdout), stderr: mask(stderr), exit };
    };

    test.each(WRITES)('kubectl %s', async (line) => {
      const [theirs, own] = ['east', 'west'];
      const real = await stage.real(`kubectl ${line.replaceAll('NS', theirs)}`);
      const ours = await stage.ours(`kubectl ${line.replaceAll('NS', own)}`);
      expect(masked(ours, own)).toEqual(masked(real, theirs));
    });
  });

  describe('standing still', () => {
    beforeAll(async () => {
      await stage.real('kubectl config set-context --current --namespace=default');
      await stage.ours('kubectl config set-context --current --namespace=default');
      await stage.freeze();
    }, 60_000);

    test.each(READS)('kubectl %s', async (line) => {
      const real = await stage.real(`kubectl ${line}`);
      expect(await stage.ours(`kubectl ${line}`)).toEqual(real);
    });
  });
});
