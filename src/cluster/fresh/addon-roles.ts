/** The roles that the studio's add-ons come with, as their usual manifests have them (kubeadm's CoreDNS, ingress-nginx). */
import { ensure } from './ensure.ts';
import type { KindedResource } from '../runtime/resources.ts';
import type { Session } from '../runtime/verbs.ts';

const GROUP = 'rbac.authorization.k8s.io';

function resource(kind: string, plural: string): KindedResource {
  const apiVersion = `${GROUP}/v1`;
  return { group: GROUP, version: 'v1', resource: plural, kind, apiVersion, namespaced: false };
}

const CLUSTER_ROLES = resource('ClusterRole', 'clusterroles');
const CLUSTER_ROLE_BINDINGS = resource('ClusterRoleBinding', 'clusterrolebindings');

interface Account {
  name: string;
  namespace: string;
}

const WATCH = ['list', 'watch'];
const NETWORKING = ['networking.k8s.io'];

export function installAddonRoles(session: Session): void {
  bind(session, 'kubeadm:node-proxier', { name: 'kube-proxy', namespace: 'kube-system' }, 'system:node-proxier');
  grant(session, 'system:coredns', { name: 'coredns', namespace: 'kube-system' }, [
    { apiGroups: [''], resources: ['endpoints', 'services', 'pods', 'namespaces'], verbs: WATCH },
    { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: WATCH },
  ]);
  grant(session, 'ingress-nginx', { name: 'ingress-nginx', namespace: 'ingress-nginx' }, [
    { apiGroups: [''], resources: ['configmaps', 'endpoints', 'nodes', 'pods', 'secrets', 'namespaces'], verbs: WATCH },
    { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: WATCH },
    { apiGroups: [''], resources: ['nodes'], verbs: ['get'] },
    { apiGroups: [''], resources: ['services'], verbs: ['get', ...WATCH] },
    { apiGroups: NETWORKING, resources: ['ingresses'], verbs: ['get', ...WATCH] },
    { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
    { apiGroups: NETWORKING, resources: ['ingresses/status'], verbs: ['update'] },
    { apiGroups: NETWORKING, resources: ['ingressclasses'], verbs: ['get', ...WATCH] },
    { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: [...WATCH, 'get'] },
  ]);
}

function grant(session: Session, name: string, account: Account, rules: readonly object[]): void {
  ensure(session, CLUSTER_ROLES, { metadata: { name }, rules });
  bind(session, name, account, name);
}

function bind(session: Session, name: string, account: Account, role: string): void {
  ensure(session, CLUSTER_ROLE_BINDINGS, {
    metadata: { name },
    roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: role },
    subjects: [{ kind: 'ServiceAccount', ...account }],
  });
}
