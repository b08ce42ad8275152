/** ServiceAccount (plugin/pkg/admission/serviceaccount/admission.go): every Pod has an account, its token and its pull secrets. */
import type { Container, PodSpec } from 'kubernetes-types/core/v1';
import { forbidden } from '../../../api/status-errors.ts';
import { type Core, randomSuffix } from '../core.ts';
import { type AdmissionPlugin, isCreatedPod } from './plugin.ts';

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const PODS = { group: '', resource: 'pods' };
const MIRROR = 'kubernetes.io/config.mirror';

interface Account {
  automountServiceAccountToken?: boolean;
  imagePullSecrets?: { name: string }[];
}

export const serviceAccountAdmission: AdmissionPlugin = {
  name: 'ServiceAccount',
  admit(request, core) {
    if (!isCreatedPod(request)) return;
    const { namespace, name, object } = request;
    const spec = object!['spec'] as PodSpec | undefined;
    if (!spec?.containers) return;
    // The API server's picture of a static Pod may not use what only the API knows.
    if (object!.metadata?.annotations?.[MIRROR] !== undefined) {
      if (spec.serviceAccountName) {
        throw forbidden(PODS, name, 'a mirror pod may not reference service accounts');
      }
      return;
    }
    const account = spec.serviceAccountName || 'default';
    spec.serviceAccountName = account;
    spec.serviceAccount = account;
    const found = core.store.get('serviceaccounts', namespace, account) as Account | undefined;
    // Upstream waits a second for the controller to make 'default'; here it is on its way.
    if (!found && account !== 'default') {
      const why = `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`;
      throw forbidden(PODS, name, why);
    }
    if (spec.automountServiceAccountToken ?? found?.automountServiceAccountToken ?? true) mountToken(spec, core);
    if (!spec.imagePullSecrets?.length && found?.imagePullSecrets?.length) {
      spec.imagePullSecrets = found.imagePullSecrets.map(({ name: secret }) => ({ name: secret }));
    }
  },
};

function mountToken(spec: PodSpec, core: Core): void {
  const mounted = (container: Container): boolean =>
    container.volumeMounts?.some((mount) => mount.mountPath === TOKEN_PATH) ?? false;
  if ([...(spec.initContainers ?? []), ...spec.containers].every(mounted)) return;
  const name = `kube-api-access-${randomSuffix(core.names)}`;
  const mount = { name, readOnly: true, mountPath: TOKEN_PATH };
  const add = (container: Container): Container =>
    mounted(container) ? container : { ...container, volumeMounts: [...(container.volumeMounts ?? []), mount] };
  if (spec.initContainers) spec.initContainers = spec.initContainers.map(add);
  spec.containers = spec.containers.map(add);
  spec.volumes = [...(spec.volumes ?? []), { name, projected: TOKEN }];
}

const TOKEN_SOURCES = [
  { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
  { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
  { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
];

/** One for all Pods; the store freezes it with the first. */
const TOKEN = { sources: TOKEN_SOURCES, defaultMode: 420 };
