/** VolumeBinding: a Pod's claims are bound, or can be where it goes (plugins/volumebinding/volume_binding.go). */
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { type Claim, SELECTED_NODE, classNameOf } from '../../runtime/volume-types.ts';
import type { FilterPlugin, NodeTest, Refusal, Rejection } from '../framework.ts';
import { type VolumeFacts, claimsOf, isBound, reaches, volumesFor } from '../volume-facts.ts';

const reject = (why: string): Rejection => ({ plugin: 'VolumeBinding', reasons: [why], unresolvable: true });
const CONFLICT = reject("node(s) didn't match PersistentVolume's node affinity");
const NOTHING = reject("node(s) didn't find available persistent volumes to bind");
const MISSING = reject('node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)');
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
  const claims: Claim[] = [];
  for (const { name, made } of names) {
    const claim = facts.claim(metadata?.namespace, name);
    const why = claim ? refusal(claim) : missing(name, { made });
    if (why !== '') return { everywhere: why };
    claims.push(claim!);
  }
  const unbound = claims.filter((claim) => !isBound(claim));
  const waits = (claim: Claim): boolean =>
    facts.storageClass(classNameOf(claim))?.volumeBindingMode === 'WaitForFirstConsumer';
  if (!unbound.every(waits)) return { everywhere: 'pod has unbound immediate PersistentVolumeClaims' };
  const volumes = claims.filter(isBound).map((claim) => facts.volume(claim.spec?.volumeName ?? ''));
  return ({ node }) => {
    if (volumes.some((volume) => volume && !reaches(volume, node))) return CONFLICT;
    if (volumes.includes(undefined)) return MISSING;
    return unbound.length === 0 || canBind(facts, unbound, node) ? undefined : NOTHING;
  };
}

/** Whether each would find a volume on this node, or one could be made there (FindPodVolumes). */
function canBind(facts: VolumeFacts, claims: readonly Claim[], node: Node): boolean {
  const elsewhere = ({ metadata }: Claim): boolean => {
    const selected = metadata?.annotations?.[SELECTED_NODE];
    return selected !== undefined && selected !== node.metadata?.name;
  };
  if (claims.some(elsewhere)) return false;
  return volumesFor(facts, claims, node).every(({ claim, volume }) => volume ?? canProvision(facts, claim, node));
}

/** Simplified: storage capacities that drivers publish are not looked at. */
function canProvision(facts: VolumeFacts, claim: Claim, node: Node): boolean {
  const storageClass = facts.storageClass(classNameOf(claim));
  if (!storageClass?.provisioner || storageClass.provisioner === NO_PROVISIONER) return false;
  const topologies = storageClass.allowedTopologies ?? [];
  return (
    topologies.length === 0 ||
    topologies.some(({ matchLabelExpressions = [] }) =>
      matchLabelExpressions.every(({ key, values }) => values.includes(node.metadata?.labels?.[key] ?? '')),
    )
  );
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
