/** describePersistentVolume. */
import type { PersistentVolume, PersistentVolumeSpec } from 'kubernetes-types/core/v1';
import { accessModes } from './access-modes.ts';
import { type Describer, describeEvents } from './describer.ts';
import type { Page } from './page.ts';

const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class';

export const describePersistentVolume: Describer = async (object, page, context) => {
  const { metadata, spec = {}, status } = object as unknown as PersistentVolume;
  const deleted = metadata?.deletionTimestamp as string | undefined;
  const { claimRef } = spec;
  page.field('Name', metadata?.name);
  page.labels('Labels', metadata?.labels);
  page.annotations('Annotations', metadata?.annotations);
  page.field('Finalizers', `[${(metadata?.finalizers ?? []).join(' ')}]`);
  page.field('StorageClass', metadata?.annotations?.[BETA_CLASS] ?? spec.storageClassName ?? '');
  page.field('Status', deleted ? `Terminating (lasts ${page.age(deleted)})` : status?.phase);
  page.field('Claim', claimRef ? `${claimRef.namespace}/${claimRef.name}` : '');
  page.field('Reclaim Policy', spec.persistentVolumeReclaimPolicy);
  page.field('Access Modes', accessModes(spec.accessModes));
  if (spec.volumeMode) page.field('VolumeMode', spec.volumeMode);
  page.field('Capacity', spec.capacity?.['storage'] ?? '0');
  describeAffinity(page, spec.nodeAffinity);
  page.field('Message', status?.message ?? '');
  page.line(0, 'Source:');
  for (const [name, value] of source(spec)) page.field(name, value, 2);
  await describeEvents(object, page, context);
};

function describeAffinity(page: Page, affinity: PersistentVolumeSpec['nodeAffinity']): void {
  if (!affinity?.required) return page.field('Node Affinity', '<none>');
  const terms = affinity.required.nodeSelectorTerms;
  page.field('Node Affinity', '');
  if (terms.length === 0) return page.field('Required Terms', '<none>', 1);
  page.line(1, 'Required Terms:\t');
  for (const [i, { matchExpressions = [] }] of terms.entries()) {
    const lines = matchExpressions.map(({ key, operator, values = [] }) =>
      values.length > 0
        ? `${key} ${operator.toLowerCase()} [${values.join(', ')}]`
        : `${key} ${operator.toLowerCase()}`,
    );
    page.line(2, `Term ${i}:\t${lines.length > 0 ? lines.join('\n    \t') : '<none>'}`);
  }
}

function source(spec: PersistentVolumeSpec): [string, unknown][] {
  const { hostPath, local, nfs, csi } = spec;
  if (hostPath)
    return [
      ['Type', 'HostPath (bare host directory volume)'],
      ['Path', hostPath.path],
      ['HostPathType', hostPath.type ?? '<none>'],
    ];
  if (local)
    return [
      ['Type', 'LocalVolume (a persistent volume backed by local storage on a node)'],
      ['Path', local.path],
    ];
  if (nfs)
    return [
      ['Type', 'NFS (an NFS mount that lasts the lifetime of a pod)'],
      ['Server', nfs.server],
      ['Path', nfs.path],
      ['ReadOnly', nfs.readOnly ?? false],
    ];
  if (!csi) return [['Type', '<unknown>']];
  const attributes = Object.entries(csi.volumeAttributes ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const shown = attributes.map(([key, value]) => `    ${key}=${value}`).join('\n\t');
  return [
    ['Type', 'CSI (a Container Storage Interface (CSI) volume source)'],
    ['Driver', csi.driver],
    ['FSType', csi.fsType ?? ''],
    ['VolumeHandle', csi.volumeHandle],
    ['ReadOnly', csi.readOnly ?? false],
    ['VolumeAttributes', shown || '<none>'],
  ];
}
