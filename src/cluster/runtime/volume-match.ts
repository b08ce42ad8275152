/** Which volume suits a claim best (pkg/controller/volume/persistentvolume/index.go; component-helpers/storage/volume/pv_helpers.go FindMatchingVolume). */
import { type Quantity, compareQuantity, parseQuantity } from '../../api/quantity.ts';
import { matchesLabels, selectorFromLabelSelector } from '../../api/labels.ts';
import { type Claim, type Volume, classNameOf, isBoundTo } from './volume-types.ts';

const NOTHING: Quantity = { nano: 0n, format: 'BinarySI' };

function sizeOf(volume: Volume): Quantity {
  return parseQuantity(volume.spec?.capacity?.['storage'] ?? '0') ?? NOTHING;
}

function requested(claim: Claim): Quantity {
  return parseQuantity(claim.spec?.resources?.requests?.['storage'] ?? '0') ?? NOTHING;
}

/** Why the volume cannot be the claim's, or '' (checkVolumeSatisfyClaim). */
export function mismatch(volume: Volume, claim: Claim): string {
  if (compareQuantity(sizeOf(volume), requested(claim)) < 0) return 'requested PV is too small';
  if (classNameOf(volume) !== classNameOf(claim)) return 'storageClassName does not match';
  if ((volume.spec?.volumeAttributesClassName ?? '') !== (claim.spec?.volumeAttributesClassName ?? ''))
    return 'volumeAttributesClassName does not match';
  if (modeOf(volume) !== modeOf(claim)) return 'incompatible volumeMode';
  return offersModes(volume, claim) ? '' : 'incompatible accessMode';
}

function modeOf({ spec }: Volume | Claim): string {
  return spec?.volumeMode || 'Filesystem';
}

function offersModes(volume: Volume, claim: Claim): boolean {
  return (claim.spec?.accessModes ?? []).every((mode) => volume.spec?.accessModes?.includes(mode));
}

export interface MatchOptions {
  /** Only volumes of which this says so: those that the Pod's node can reach. */
  fits?(volume: Volume): boolean;
  /** Binding waits for a Pod: only volumes that somebody bound to this claim on purpose are looked at. */
  delayed: boolean;
}

/** The smallest that suits, of those with the fewest access modes; a volume meant for the claim goes first. */
export function findMatch(
  volumes: Iterable<Volume>,
  claim: Claim,
  { delayed, fits }: MatchOptions,
): Volume | undefined {
  let best: Volume | undefined;
  for (const volume of volumes) {
    if (volume.metadata?.deletionTimestamp || mismatch(volume, claim) !== '') continue;
    const reachable = !fits || fits(volume);
    // One that was meant for the claim and is out of reach: no other will do.
    if (isBoundTo(volume, claim)) return reachable ? volume : undefined;
    if (!reachable) continue;
    if (delayed || volume.spec?.claimRef || volume.status?.phase !== 'Available' || !selects(claim, volume)) continue;
    if (!best || order(volume, best) < 0) best = volume;
  }
  return best;
}

function selects({ spec }: Claim, volume: Volume): boolean {
  return !spec?.selector || matchesLabels(selectorFromLabelSelector(spec.selector), volume.metadata?.labels);
}

function order(a: Volume, b: Volume): number {
  const modes = (volume: Volume): number => volume.spec?.accessModes?.length ?? 0;
  const names = (a.metadata?.name ?? '') < (b.metadata?.name ?? '') ? -1 : 1;
  return modes(a) - modes(b) || compareQuantity(sizeOf(a), sizeOf(b)) || names;
}
