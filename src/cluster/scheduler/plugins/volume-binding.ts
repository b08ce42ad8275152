/** VolumeBinding: a Pod's claims are bound, or can be where it goes (plugins/volumebinding/volume_binding.go). */
import type { Pod } from 'kubernetes-types/core/v1';
import { type Claim, SELECTED_NODE, type Volume, classNameOf } from '../../runtime/volume-types.ts';
import type { FilterPlugin, NodeTest, Refusal } from '../framework.ts';
import { type VolumeFacts, claimsOf, isBound, reaches, volumeFor } from '../volume-facts.ts';

const CONFLICT = {
  plugin: 'VolumeBinding',
  reasons: ["node(s) didn't match PersistentVolume's node affinity"],
  unresolvable: true,
};
const NOTHING = {
  plugin: 'VolumeBinding',
  reasons: ["node(s) didn't find available persistent volumes to bind"],
  unresolvable: true,
};
const ELSEWHERE = {
  plugin: 'VolumeBinding',
  reasons: ['node(s) did not have enough free storage'],
  unresolvable: true,
};
const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

export const volumeBinding: FilterPlugin = {
  name: 'VolumeBinding',
  prepare(pod, { volumes: facts }) {
    if (!facts || !pod.spec?.volumes) return undefined;
    const claims = claimsOf(pod);
    return claims.length === 0 ? undefined : prepareClaims(pod, claims, facts);
  },
};

function prepareClaims(
  { metadata }: Pod,
  names: readonly { name: string; made: boolean }[],
  facts: VolumeFacts,
): NodeTest | Refusal {
  const bound: Volume[] = [];
  const delayed: Claim[] = [];
  for (const { name, made } of names) {
    const claim = facts.claim(metadata?.namespace, name);
    const why = claim ? refusal(claim) : missing(name, { made });
    if (why !== '') return { everywhere: why };
    if (!isBound(claim!)) {
      const mode = facts.storageClass(classNameOf(claim!))?.volumeBindingMode;
      if (mode !== 'WaitForFirstConsumer') return { everywhere: 'pod has unbound immediate PersistentVolumeClaims' };
      delayed.push(claim!);
      continue;
    }
    const volume = facts.volume(claim!.spec?.volumeName ?? '');
    if (volume) bound.push(volume);
  }
  return ({ node }) => {
    if (bound.some((volume) => !reaches(volume, node))) return CONFLICT;
    for (const claim of delayed) {
      const selected = claim.metadata?.annotations?.[SELECTED_NODE];
      if (selected !== undefined && selected !== node.metadata?.name) return ELSEWHERE;
      if (volumeFor(facts, claim, node)) continue;
      if (facts.storageClass(classNameOf(claim))?.provisioner === NO_PROVISIONER) return NOTHING;
    }
    return undefined;
  };
}

function missing(name: string, { made }: { made: boolean }): string {
  const claim = `persistentvolumeclaim ${JSON.stringify(name)}`;
  return made ? `waiting for ephemeral volume controller to create the ${claim}` : `${claim} not found`;
}

function refusal({ metadata, spec, status }: Claim): string {
  const claim = `persistentvolumeclaim ${JSON.stringify(metadata?.name)}`;
  if (status?.phase === 'Lost')
    return `${claim} bound to non-existent persistentvolume ${JSON.stringify(spec?.volumeName)}`;
  return metadata?.deletionTimestamp ? `${claim} is being deleted` : '';
}
