/** The add-ons of the studio cluster: cluster DNS and an ingress controller, as their usual manifests install them. */
import type { Deployment } from 'kubernetes-types/apps/v1';
import type { Container } from 'kubernetes-types/core/v1';
import { ensure } from './ensure.ts';
import { HOSTPATH_PROVISIONER } from '../controllers/hostpath-provisioner.ts';
import {
  CONFIG_MAPS,
  DEPLOYMENTS,
  INGRESS_CLASSES,
  NAMESPACES,
  SERVICES,
  SERVICE_ACCOUNTS,
  STORAGE_CLASSES,
} from '../runtime/resources.ts';
import { type Verbs, openSession } from '../runtime/verbs.ts';
import { KUBE_PROXY_IMAGE } from './control-plane-pods.ts';
import { installKubeProxy } from './kube-proxy.ts';
import { installAddonRoles } from './addon-roles.ts';

const CONTROL_PLANE_TOLERATION = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };
const COREFILE = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf
    cache 30
    loop
    reload
    loadbalance
}
`;

export function installAddons(verbs: Verbs): void {
  const session = openSession(verbs, { user: 'kubernetes-admin', groups: ['system:masters'], userAgent: 'kubeadm' });
  installAddonRoles(session);
  installKubeProxy(session, KUBE_PROXY_IMAGE);
  ensure(session, SERVICE_ACCOUNTS, { metadata: { name: 'coredns', namespace: 'kube-system' } });
  ensure(session, CONFIG_MAPS, {
    metadata: { name: 'coredns', namespace: 'kube-system' },
    data: { Corefile: COREFILE },
  });
  ensure(session, SERVICES, dnsService());
  ensure(session, DEPLOYMENTS, coredns());
  ensure(session, NAMESPACES, { metadata: { name: 'ingress-nginx', labels: INGRESS_LABELS } });
  ensure(session, SERVICE_ACCOUNTS, { metadata: { name: 'ingress-nginx', namespace: 'ingress-nginx' } });
  ensure(session, SERVICES, ingressService());
  ensure(session, DEPLOYMENTS, ingressController());
  ensure(session, STORAGE_CLASSES, standardClass());
  ensure(session, INGRESS_CLASSES, {
    metadata: {
      name: 'nginx',
      labels: INGRESS_LABELS,
      annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' },
    },
    spec: { controller: 'k8s.io/ingress-nginx' },
  });
}

function standardClass(): object {
  return {
    metadata: {
      name: 'standard',
      labels: { 'addonmanager.kubernetes.io/mode': 'EnsureExists' },
      annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
    },
    provisioner: HOSTPATH_PROVISIONER,
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'Immediate',
  };
}

interface Workload {
  name: string;
  namespace: string;
  labels: Record<string, string>;
  replicas: number;
  serviceAccountName: string;
  priorityClassName?: string;
  container: Container;
}

function deployment({ name, namespace, labels, replicas, container, ...pod }: Workload): Deployment {
  return {
    metadata: { name, namespace, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      template: {
        metadata: { labels },
        spec: { ...pod, containers: [container], tolerations: [CONTROL_PLANE_TOLERATION] },
      },
    },
  };
}

const DNS_LABELS = { 'k8s-app': 'kube-dns' };

function coredns(): Deployment {
  return deployment({
    name: 'coredns',
    namespace: 'kube-system',
    labels: DNS_LABELS,
    replicas: 2,
    serviceAccountName: 'coredns',
    priorityClassName: 'system-cluster-critical',
    container: {
      name: 'coredns',
      image: 'registry.k8s.io/coredns/coredns:v1.13.1',
      imagePullPolicy: 'IfNotPresent',
      args: ['-conf', '/etc/coredns/Corefile'],
      resources: { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
      ports: [
        { containerPort: 53, name: 'dns', protocol: 'UDP' },
        { containerPort: 53, name: 'dns-tcp', protocol: 'TCP' },
        { containerPort: 9153, name: 'metrics', protocol: 'TCP' },
      ],
      livenessProbe: {
        httpGet: { path: '/health', port: 8080 },
        initialDelaySeconds: 60,
        timeoutSeconds: 5,
        failureThreshold: 5,
      },
      readinessProbe: { httpGet: { path: '/ready', port: 8181 } },
    },
  });
}

function dnsService(): object {
  const labels = { ...DNS_LABELS, 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' };
  return {
    metadata: { name: 'kube-dns', namespace: 'kube-system', labels },
    spec: {
      clusterIP: '10.96.0.10',
      selector: DNS_LABELS,
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
        { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
        { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
      ],
    },
  };
}

const INGRESS_LABELS = {
  'app.kubernetes.io/component': 'controller',
  'app.kubernetes.io/instance': 'ingress-nginx',
  'app.kubernetes.io/name': 'ingress-nginx',
};

function ingressController(): Deployment {
  return deployment({
    name: 'ingress-nginx-controller',
    namespace: 'ingress-nginx',
    labels: INGRESS_LABELS,
    replicas: 1,
    serviceAccountName: 'ingress-nginx',
    container: {
      name: 'controller',
      image: 'registry.k8s.io/ingress-nginx/controller:v1.14.1',
      imagePullPolicy: 'IfNotPresent',
      args: ['/nginx-ingress-controller', '--ingress-class=nginx'],
      resources: { requests: { cpu: '100m', memory: '90Mi' } },
      ports: [
        { containerPort: 80, hostPort: 80, name: 'http', protocol: 'TCP' },
        { containerPort: 443, hostPort: 443, name: 'https', protocol: 'TCP' },
      ],
      readinessProbe: { httpGet: { path: '/healthz', port: 10254 } },
    },
  });
}

function ingressService(): object {
  return {
    metadata: { name: 'ingress-nginx-controller', namespace: 'ingress-nginx', labels: INGRESS_LABELS },
    spec: {
      type: 'NodePort',
      selector: INGRESS_LABELS,
      ports: [
        { name: 'http', port: 80, protocol: 'TCP', targetPort: 'http', appProtocol: 'http' },
        { name: 'https', port: 443, protocol: 'TCP', targetPort: 'https', appProtocol: 'https' },
      ],
    },
  };
}
