/** Ready of wanted Pods, and what each of them keeps. */
import { useWords } from '../../i18n/language.ts';
import { asStatefulSet } from '../cluster-index.ts';
import type { CardItem } from '../model.ts';
import { useGraphWords } from '../words.ts';
import { Meter } from './meter.tsx';

export function StatefulSetLines({ card }: { card: CardItem }) {
  const words = useWords().graph;
  const own = useGraphWords();
  const { spec, status } = asStatefulSet(card.object);
  const desired = spec?.replicas ?? 1;
  const ready = status?.readyReplicas ?? 0;
  const starting = Math.max(0, (status?.replicas ?? 0) - ready);
  const claims = (spec?.volumeClaimTemplates ?? []).map(
    ({ metadata, spec: claim }) => `${metadata?.name} ${claim?.resources?.requests?.['storage'] ?? ''}`,
  );
  const said = [words.wanted(desired), words.ready(ready), ...(starting > 0 ? [words.starting(starting)] : [])];
  return (
    <>
      <Meter most={desired} full={{ count: ready }} partial={starting} said={said}>
        {card.note && ` · ${card.note}`}
      </Meter>
      {claims.length > 0 && <span className="tp-card-line">{own.claims(claims.join(', '))}</span>}
    </>
  );
}
