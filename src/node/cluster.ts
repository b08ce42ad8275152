/** `npm run cluster`: the control plane over HTTP on 127.0.0.1, for kubectl, helm and client libraries. */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createCluster } from '../cluster/cluster.ts';
import { driveClock, freshSeed, nextTurn, realClock } from '../time/real.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { serveFetch } from './serve-fetch.ts';

/** Virtual ms run at once before the first request, so that the cluster's own Pods are up. */
const BOOT = 60_000;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    nodes: { type: 'string', default: '2' },
    speed: { type: 'string', default: '1' },
    seed: { type: 'string' },
    kubeconfig: { type: 'string' },
  },
});

const clock = new VirtualClock(realClock.now() - BOOT, nextTurn);
const cluster = createCluster({
  seed: values.seed ?? freshSeed(),
  clock,
  profile: 'studio',
  nodes: Array.from({ length: Number(values.nodes) }, (_, index) => `worker-${index + 1}`),
});
await clock.advance(BOOT);
const drive = driveClock(clock, { speed: Number(values.speed) });

const { port } = await serveFetch(
  (request) => {
    const response = cluster.fetch(request);
    drive.poke();
    return response;
  },
  Number(values.port),
  (request, protocols) => cluster.stream(request, protocols),
);

const kubeconfig = values.kubeconfig ?? join(tmpdir(), `tidepool-${port}.kubeconfig`);
writeFileSync(
  kubeconfig,
  `apiVersion: v1
kind: Config
clusters:
- name: tidepool
  cluster: {server: 'http://127.0.0.1:${port}', insecure-skip-tls-verify: true}
contexts:
- name: tidepool
  context: {cluster: tidepool, user: kubernetes-admin}
current-context: tidepool
users:
- name: kubernetes-admin
  user: {}
`,
);
console.log(`The API is at http://127.0.0.1:${port}`);
console.log(`export KUBECONFIG=${kubeconfig}`);
