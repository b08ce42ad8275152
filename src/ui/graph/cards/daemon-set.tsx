/** On how many machines a Pod of it is ready, of those where one should be. */
import { useWords } from '../../i18n/language.ts';
import { asDaemonSet } from '../cluster-index.ts';
import type { CardItem } from '../model.ts';
import { useGraphWords } from '../words.ts';
import { Meter } from './meter.tsx';

export function DaemonSetLines({ card }: { card: CardItem }) {
  const words = useWords().graph;
  const own = useGraphWords();
  const { desiredNumberScheduled: desired = 0, numberReady: ready = 0 } = asDaemonSet(card.object).status ?? {};
  const starting = Math.max(0, desired - ready);
  const said = [
    desired > 0 ? own.onMachines(desired) : own.none,
    words.ready(ready),
    ...(starting > 0 ? [words.starting(starting)] : []),
  ];
  return <Meter most={desired} full={{ count: ready }} partial={starting} said={said} />;
}
