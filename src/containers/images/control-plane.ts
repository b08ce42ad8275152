/**
 * The images that a cluster itself is made of. Their programs answer health probes; what they do for the cluster is
 * hooked in by the cluster (engine.ts, ProgramHooks): it runs exactly while the container runs.
 */
import type { ServerContainer } from '../container.ts';
import { BASE_FILES, type Image } from '../image.ts';

interface Part {
  repository: string;
  program: string;
  wrapper?: string;
  /** Ports it answers health probes on; the API server's own is the cluster's (api-endpoint.ts). */
  health: number[];
  size: number;
  /** What it takes when little happens: cores, and MiB. */
  uses?: readonly [cpu: number, memory: number];
  shell?: boolean;
}

const VERSIONED = /^v?\d+\.\d+(\.\d+)*(-[\w.]+)?$/;

const PARTS: readonly Part[] = [
  {
    repository: 'registry.k8s.io/kube-apiserver',
    program: 'kube-apiserver',
    health: [],
    size: 27_671_920,
    uses: [0.041, 236],
  },
  {
    repository: 'registry.k8s.io/kube-controller-manager',
    program: 'kube-controller-manager',
    health: [10257],
    size: 23_121_143,
    uses: [0.016, 58],
  },
  {
    repository: 'registry.k8s.io/kube-scheduler',
    program: 'kube-scheduler',
    health: [10259],
    size: 17_236_852,
    uses: [0.004, 24],
  },
  {
    repository: 'registry.k8s.io/kube-proxy',
    program: 'kube-proxy',
    health: [10256, 10249],
    size: 25_689_018,
    uses: [0.001, 18],
  },
  {
    repository: 'registry.k8s.io/metrics-server/metrics-server',
    program: 'metrics-server',
    health: [10250],
    size: 22_600_000,
    uses: [0.003, 19],
  },
  { repository: 'registry.k8s.io/etcd', program: 'etcd', health: [2381], size: 22_871_747, uses: [0.021, 44] },
  {
    repository: 'registry.k8s.io/coredns/coredns',
    program: 'coredns',
    health: [8080, 8181, 53, 9153],
    size: 23_553_139,
    uses: [0.002, 15],
  },
  {
    repository: 'registry.k8s.io/ingress-nginx/controller',
    program: 'nginx-ingress-controller',
    wrapper: 'dumb-init',
    health: [10254],
    size: 104_839_822,
    uses: [0.002, 92],
    shell: true,
  },
  { repository: 'registry.k8s.io/pause', program: 'pause', health: [], size: 320_448 },
];

function start(part: Part, container: ServerContainer): void {
  if (!container.resumed && part.program !== 'pause') {
    container.logLazily(
      () => `Starting ${part.program}, version ${container.config.image.split(':').pop()}\n`,
      'stderr',
    );
  }
  const [cpu, memory] = part.uses ?? [0, 1];
  container.use({ cpu, memory: memory * 1024 * 1024 });
  for (const port of part.health) {
    const bound = container.listen(port, () => ({
      status: 200,
      headers: { 'content-type': 'text/plain' },
      body: 'ok',
    }));
    if (bound) continue;
    container.log(`failed to listen on 0.0.0.0:${port}: bind: address already in use\n`, 'stderr');
    return container.exit(1);
  }
}

export const controlPlaneImages: readonly Image[] = PARTS.map((part) => ({
  repository: part.repository,
  hasTag: (tag) => VERSIONED.test(tag),
  files: () => BASE_FILES,
  env: () => ({ PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' }),
  entrypoint: [...(part.wrapper ? [`/usr/bin/${part.wrapper}`, '--'] : []), part.program],
  cmd: [],
  size: () => part.size,
  memory: 30 * 1024 * 1024,
  shell: part.shell ?? false,
  ...(part.wrapper && { wrapper: part.wrapper }),
  programs: { [part.program]: { kind: 'server', start: (container) => start(part, container) } },
}));
