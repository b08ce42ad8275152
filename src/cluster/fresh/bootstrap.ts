/**
 * What exists in a cluster before anybody acts (pkg/controlplane/controller/{systemnamespaces,kubernetesservice}, and
 * the controller manager's client builder): system namespaces, the Service `kubernetes`, service accounts.
 */
import type { KubeObject } from '../../api/object.ts';
import { ROOT_CERTIFICATE } from '../controllers/root-ca.ts';
import { defaultObjects, flowSchemaStatus } from './default-objects.ts';
import { ensure } from './ensure.ts';
import { type ApiAddress, ensureKubernetesService } from './kubernetes-service.ts';
import { CONFIG_MAPS, NAMESPACES, SERVICE_ACCOUNTS, SERVICE_CIDRS } from '../runtime/resources.ts';
import { rfc3339 } from '../runtime/time.ts';
import type { Session } from '../runtime/verbs.ts';

const SYSTEM_NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** Each controller acts under its own account; those that wait for their kinds have theirs already. */
const CONTROLLER_ACCOUNTS =
  `attachdetach-controller bootstrap-signer certificate-controller clusterrole-aggregation-controller
  cronjob-controller daemon-set-controller deployment-controller disruption-controller endpoint-controller
  endpointslice-controller endpointslicemirroring-controller ephemeral-volume-controller expand-controller
  generic-garbage-collector horizontal-pod-autoscaler job-controller legacy-service-account-token-cleaner
  namespace-controller node-controller persistent-volume-binder pod-garbage-collector pv-protection-controller
  pvc-protection-controller replicaset-controller replication-controller resource-claim-controller
  resourcequota-controller root-ca-cert-publisher service-account-controller service-cidrs-controller
  statefulset-controller token-cleaner ttl-after-finished-controller ttl-controller
  validatingadmissionpolicy-status-controller volumeattributesclass-protection-controller`.split(/\s+/);

export interface Bootstrap {
  session: Session;
  address: ApiAddress;
  /** ms since the epoch. */
  now: number;
}

/** Writes what is missing; a cluster that starts from a snapshot has it all. */
export function bootstrap({ session, address, now }: Bootstrap): void {
  for (const name of SYSTEM_NAMESPACES) ensure(session, NAMESPACES, { metadata: { name } });
  for (const object of defaultObjects()) ensureDefault(session, object, now);
  ensure(session, SERVICE_CIDRS, { metadata: { name: 'kubernetes' }, spec: { cidrs: ['10.96.0.0/12'] } });
  ensureKubernetesService(session, address);
  for (const name of CONTROLLER_ACCOUNTS)
    ensure(session, SERVICE_ACCOUNTS, { metadata: { name, namespace: 'kube-system' } });
  ensure(session, CONFIG_MAPS, {
    metadata: { name: 'extension-apiserver-authentication', namespace: 'kube-system' },
    data: {
      'client-ca-file': ROOT_CERTIFICATE,
      'requestheader-allowed-names': '["front-proxy-client"]',
      'requestheader-client-ca-file': ROOT_CERTIFICATE,
      'requestheader-extra-headers-prefix': '["X-Remote-Extra-"]',
      'requestheader-group-headers': '["X-Remote-Group"]',
      'requestheader-username-headers': '["X-Remote-User"]',
    },
  });
  ensure(session, CONFIG_MAPS, {
    metadata: { name: 'kube-apiserver-legacy-service-account-token-tracking', namespace: 'kube-system' },
    data: { since: rfc3339(now).slice(0, 10) },
  });
}

const DEFAULTS: Readonly<Record<string, string>> = {
  ClusterRole: 'clusterroles',
  ClusterRoleBinding: 'clusterrolebindings',
  Role: 'roles',
  RoleBinding: 'rolebindings',
  PriorityClass: 'priorityclasses',
  PriorityLevelConfiguration: 'prioritylevelconfigurations',
  FlowSchema: 'flowschemas',
};

function ensureDefault(session: Session, object: KubeObject, now: number): void {
  const { kind = '', apiVersion = '', metadata } = object;
  const [group = '', version = ''] = apiVersion.split('/');
  const namespaced = metadata?.namespace !== undefined;
  const resource = { group, version, resource: DEFAULTS[kind]!, kind, apiVersion, namespaced };
  ensure(session, resource, object);
  if (kind !== 'FlowSchema') return;
  const made = session.get(resource, undefined, metadata?.name ?? '');
  if ((made['status'] as { conditions?: unknown } | undefined)?.conditions) return;
  session.update(resource, { ...made, status: flowSchemaStatus(made, rfc3339(now)) }, 'status');
}
