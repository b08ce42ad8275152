/** kube-proxy on every node, as kubeadm installs it (cmd/kubeadm/app/phases/addons/proxy/manifests.go). */
import type { DaemonSet } from 'kubernetes-types/apps/v1';
import { ensure } from './ensure.ts';
import { CONFIG_MAPS, DAEMON_SETS, SERVICE_ACCOUNTS } from '../runtime/resources.ts';
import type { Session } from '../runtime/verbs.ts';

const IDENTITY = { name: 'kube-proxy', namespace: 'kube-system', labels: { 'k8s-app': 'kube-proxy' } };

const CONFIG = `apiVersion: kubeproxy.config.k8s.io/v1alpha1
bindAddress: 0.0.0.0
clientConnection:
  kubeconfig: /var/lib/kube-proxy/kubeconfig.conf
clusterCIDR: 10.244.0.0/16
kind: KubeProxyConfiguration
mode: iptables
`;

export function installKubeProxy(session: Session, image: string): void {
  const { name, namespace } = IDENTITY;
  ensure(session, SERVICE_ACCOUNTS, { metadata: { name, namespace } });
  ensure(session, CONFIG_MAPS, {
    metadata: { name, namespace, labels: { app: 'kube-proxy' } },
    data: { 'config.conf': CONFIG },
  });
  ensure(session, DAEMON_SETS, daemonSet(image));
}

function daemonSet(image: string): DaemonSet {
  const { labels } = IDENTITY;
  return {
    metadata: IDENTITY,
    spec: {
      selector: { matchLabels: labels },
      updateStrategy: { type: 'RollingUpdate' },
      template: {
        metadata: { labels },
        spec: {
          priorityClassName: 'system-node-critical',
          serviceAccountName: 'kube-proxy',
          hostNetwork: true,
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          tolerations: [{ operator: 'Exists' }],
          containers: [
            {
              name: 'kube-proxy',
              image,
              imagePullPolicy: 'IfNotPresent',
              command: [
                '/usr/local/bin/kube-proxy',
                '--config=/var/lib/kube-proxy/config.conf',
                '--hostname-override=$(NODE_NAME)',
              ],
              env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
              securityContext: { privileged: true },
              volumeMounts: [
                { mountPath: '/var/lib/kube-proxy', name: 'kube-proxy' },
                { mountPath: '/run/xtables.lock', name: 'xtables-lock', readOnly: false },
                { mountPath: '/lib/modules', name: 'lib-modules', readOnly: true },
              ],
            },
          ],
          volumes: [
            { name: 'kube-proxy', configMap: { name: 'kube-proxy' } },
            { name: 'xtables-lock', hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' } },
            { name: 'lib-modules', hostPath: { path: '/lib/modules' } },
          ],
        },
      },
    },
  };
}
