/** Volumes of Pods and Pod templates (describeVolumes). */
import type { Volume, VolumeProjection } from 'kubernetes-types/core/v1';
import type { Page } from './page.ts';

type Fields = [string, unknown][];

export function describeVolumes(page: Page, volumes: readonly Volume[], space: string): void {
  if (volumes.length === 0) return page.line(0, `${space}Volumes:\t<none>`);
  page.line(0, `${space}Volumes:`);
  for (const volume of volumes) {
    page.line(1, `${space === '' ? '' : ' '}${volume.name}:`);
    for (const [name, value] of fields(volume)) page.field(name, value, 2);
  }
}

function fields(volume: Volume): Fields {
  const { hostPath, emptyDir, secret, configMap, persistentVolumeClaim: claim, projected, downwardAPI, nfs } = volume;
  if (hostPath)
    return [
      ['Type', 'HostPath (bare host directory volume)'],
      ['Path', hostPath.path],
      ['HostPathType', hostPath.type ?? '<none>'],
    ];
  if (emptyDir) {
    return [
      ['Type', "EmptyDir (a temporary directory that shares a pod's lifetime)"],
      ['Medium', emptyDir.medium ?? ''],
      ['SizeLimit', emptyDir.sizeLimit ?? '<unset>'],
    ];
  }
  if (secret)
    return [
      ['Type', 'Secret (a volume populated by a Secret)'],
      ['SecretName', secret.secretName],
      ['Optional', secret.optional ?? false],
    ];
  if (configMap)
    return [
      ['Type', 'ConfigMap (a volume populated by a ConfigMap)'],
      ['Name', configMap.name],
      ['Optional', configMap.optional ?? false],
    ];
  if (claim) {
    return [
      ['Type', 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)'],
      ['ClaimName', claim.claimName],
      ['ReadOnly', claim.readOnly ?? false],
    ];
  }
  if (projected) {
    return [
      ['Type', 'Projected (a volume that contains injected data from multiple sources)'],
      ...(projected.sources ?? []).flatMap(projection),
    ];
  }
  if (downwardAPI)
    return [
      ['Type', 'DownwardAPI (a volume populated by information about the pod)'],
      ['Items', ''],
    ];
  if (nfs)
    return [
      ['Type', 'NFS (an NFS mount that lasts the lifetime of a pod)'],
      ['Server', nfs.server],
      ['Path', nfs.path],
      ['ReadOnly', nfs.readOnly ?? false],
    ];
  return [['Type', '<unknown>']];
}

function projection(source: VolumeProjection): Fields {
  if (source.secret)
    return [
      ['SecretName', source.secret.name],
      ['Optional', source.secret.optional ?? false],
    ];
  if (source.downwardAPI) return [['DownwardAPI', true]];
  if (source.configMap)
    return [
      ['ConfigMapName', source.configMap.name],
      ['Optional', source.configMap.optional ?? false],
    ];
  return source.serviceAccountToken ? [['TokenExpirationSeconds', source.serviceAccountToken.expirationSeconds]] : [];
}
