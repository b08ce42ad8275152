/** VolumeZone: volumes that are in a zone are reached from Nodes of that zone (plugins/volumezone/volume_zone.go). */
import type { FilterPlugin } from '../framework.ts';
import { claimsOf } from '../volume-facts.ts';

const KEYS = [
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
];
/** A volume in several zones names them all. */
const DELIMITER = '__';
const REJECTION = { plugin: 'VolumeZone', reasons: ['node(s) had no available volume zone'], unresolvable: true };

export const volumeZone: FilterPlugin = {
  name: 'VolumeZone',
  prepare(pod, { volumes: facts }) {
    if (!facts || !pod.spec?.volumes) return undefined;
    const wanted: { key: string; values: readonly string[] }[] = [];
    for (const { name } of claimsOf(pod)) {
      const volume = facts.volume(facts.claim(pod.metadata?.namespace, name)?.spec?.volumeName ?? '');
      for (const key of KEYS) {
        const value = volume?.metadata?.labels?.[key];
        if (value !== undefined) wanted.push({ key, values: value.split(DELIMITER) });
      }
    }
    if (wanted.length === 0) return undefined;
    return ({ node }) => {
      const labels = node.metadata?.labels ?? {};
      // Where nobody says which zone it is, all are one.
      if (!KEYS.some((key) => key in labels)) return undefined;
      const isThere = ({ key, values }: { key: string; values: readonly string[] }): boolean =>
        values.includes(labels[key] ?? labels[stable(key)] ?? '');
      return wanted.every(isThere) ? undefined : REJECTION;
    };
  },
};

const stable = (key: string): string => key.replace('failure-domain.beta.', 'topology.');
