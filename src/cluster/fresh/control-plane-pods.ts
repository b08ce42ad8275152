/** The static Pods of a kubeadm-like cluster, its control plane, and the images its nodes bring along. */
import type { Pod } from 'kubernetes-types/core/v1';

const VERSION = 'v1.35.6';

interface Part {
  name: string;
  image: string;
  port: number;
  cpu: string;
  command: string[];
}

const CONTROL_PLANE: readonly Part[] = [
  {
    name: 'etcd',
    image: 'registry.k8s.io/etcd:3.6.6-0',
    port: 2381,
    cpu: '100m',
    command: ['etcd', '--data-dir=/var/lib/etcd'],
  },
  {
    name: 'kube-apiserver',
    image: `registry.k8s.io/kube-apiserver:${VERSION}`,
    port: 6443,
    cpu: '250m',
    command: ['kube-apiserver', '--service-cluster-ip-range=10.96.0.0/12', '--etcd-servers=https://127.0.0.1:2379'],
  },
  {
    name: 'kube-controller-manager',
    image: `registry.k8s.io/kube-controller-manager:${VERSION}`,
    port: 10257,
    cpu: '200m',
    command: ['kube-controller-manager', '--allocate-node-cidrs=true', '--cluster-cidr=10.244.0.0/16'],
  },
  {
    name: 'kube-scheduler',
    image: `registry.k8s.io/kube-scheduler:${VERSION}`,
    port: 10259,
    cpu: '100m',
    command: ['kube-scheduler', '--leader-elect=true'],
  },
];

export const controlPlanePods: readonly Pod[] = CONTROL_PLANE.map(({ name, image, cpu, command }) =>
  staticPod(name, image, command, { tier: 'control-plane' }, cpu),
);

export const KUBE_PROXY_IMAGE = `registry.k8s.io/kube-proxy:${VERSION}`;

/** Images that nodes have from the start, as a node image brings them along. */
export const systemImages: readonly string[] = [
  ...CONTROL_PLANE.map(({ image }) => image),
  KUBE_PROXY_IMAGE,
  'registry.k8s.io/coredns/coredns:v1.13.1',
  'registry.k8s.io/ingress-nginx/controller:v1.14.1',
  'registry.k8s.io/pause:3.10.1',
];

function staticPod(name: string, image: string, command: string[], labels: Record<string, string>, cpu?: string): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'kube-system', labels: { component: name, ...labels } },
    spec: {
      hostNetwork: true,
      priority: 2000001000,
      priorityClassName: 'system-node-critical',
      containers: [
        { name, image, command, imagePullPolicy: 'IfNotPresent', ...(cpu ? { resources: { requests: { cpu } } } : {}) },
      ],
    },
  };
}
