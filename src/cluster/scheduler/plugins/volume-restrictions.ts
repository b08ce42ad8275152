/**
 * VolumeRestrictions: a claim of ReadWriteOncePod has one Pod (plugins/volumerestrictions/volume_restrictions.go).
 * Simplified: disks that Pods name themselves, which only one Node may write to, are not looked at.
 */
import type { FilterPlugin } from '../framework.ts';
import { claimsOf } from '../volume-facts.ts';

const REJECTION = {
  plugin: 'VolumeRestrictions',
  reasons: ['node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode'],
  unresolvable: false,
};

export const volumeRestrictions: FilterPlugin = {
  name: 'VolumeRestrictions',
  prepare(pod, cluster) {
    if (!cluster.volumes || !pod.spec?.volumes) return undefined;
    const { namespace } = pod.metadata ?? {};
    const alone = claimsOf(pod).filter(({ name }) =>
      cluster.volumes?.claim(namespace, name)?.spec?.accessModes?.includes('ReadWriteOncePod'),
    );
    if (alone.length === 0) return undefined;
    const keys = alone.map(({ name }) => `${namespace}/${name}`);
    const taken = cluster.nodes().some((node) => keys.some((key) => node.claims.has(key)));
    return taken ? () => REJECTION : undefined;
  },
};
