/** ServiceAccount (kubernetes plugin/pkg/admission/serviceaccount/admission.go): who a Pod is, and its token. */
import type { Container, Pod, PodSpec, Volume } from 'kubernetes-types/core/v1';
import { forbidden } from '../../../api/status-errors.ts';
import { randomSuffix } from '../core.ts';
import type { AdmissionPlugin } from './plugin.ts';

const PODS = { group: '', resource: 'pods' };
const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

export const serviceAccount: AdmissionPlugin = {
  name: 'ServiceAccount',
  admit({ operation, strategy, namespace, name, subresource, object }, core) {
    if (operation !== 'CREATE' || subresource !== undefined) return;
    if (strategy.info.group !== '' || strategy.info.resource !== 'pods') return;
    const pod = object as unknown as Pod;
    const spec = pod.spec;
    if (!spec || pod.metadata?.annotations?.['kubernetes.io/config.mirror'] !== undefined) return;
    spec.serviceAccountName ||= 'default';
    spec.serviceAccount = spec.serviceAccountName;
    const account = core.store.get('serviceaccounts', namespace, spec.serviceAccountName);
    if (!account) {
      const missing = `serviceaccount "${spec.serviceAccountName}" not found`;
      throw forbidden(
        PODS,
        name,
        `error looking up service account ${namespace}/${spec.serviceAccountName}: ${missing}`,
      );
    }
    const mounts = spec.automountServiceAccountToken ?? account['automountServiceAccountToken'] ?? true;
    if (mounts) mountToken(spec, randomSuffix(core.names));
  },
};

function mountToken(spec: PodSpec, suffix: string): void {
  const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? [])].filter((one) => !hasToken(one));
  if (containers.length === 0) return;
  const known = spec.volumes?.find((volume) => volume.name?.startsWith('kube-api-access-'));
  const name = known?.name ?? `kube-api-access-${suffix}`;
  for (const container of containers) {
    container.volumeMounts = [...(container.volumeMounts ?? []), { name, readOnly: true, mountPath: TOKEN_PATH }];
  }
  if (!known) spec.volumes = [...(spec.volumes ?? []), tokenVolume(name)];
}

function hasToken(container: Container): boolean {
  return container.volumeMounts?.some((mount) => mount.mountPath === TOKEN_PATH) ?? false;
}

function tokenVolume(name: string): Volume {
  return {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        {
          downwardAPI: {
            items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
          },
        },
      ],
      defaultMode: 420,
    },
  };
}
