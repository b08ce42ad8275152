/** How much a claim asks for, or a volume has, and whether they found each other. */
import { asClaim, asVolume } from '../cluster-index.ts';
import type { CardItem } from '../model.ts';

const access: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

const shortModes = (modes: readonly string[] | undefined): string =>
  (modes ?? []).map((mode) => access[mode] ?? mode).join(',');

export function ClaimLines({ card }: { card: CardItem }) {
  const { spec, status } = asClaim(card.object);
  const size = status?.capacity?.['storage'] ?? spec?.resources?.requests?.['storage'] ?? '';
  return <StorageLine phase={status?.phase} words={[size, shortModes(spec?.accessModes)]} />;
}

export function VolumeLines({ card }: { card: CardItem }) {
  const { spec, status } = asVolume(card.object);
  return (
    <StorageLine phase={status?.phase} words={[spec?.capacity?.['storage'] ?? '', shortModes(spec?.accessModes)]} />
  );
}

function StorageLine({ phase, words }: { phase: string | undefined; words: readonly string[] }) {
  return (
    <span className="tp-card-line" data-warning={phase === 'Lost' || phase === 'Failed' || undefined}>
      {[...words, phase ?? ''].filter(Boolean).join(' · ')}
    </span>
  );
}
