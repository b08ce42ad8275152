/** Ready and starting Pods on a scale that ends at what maxSurge allows; the first mark is what must stay ready. */
import { useWords } from '../../i18n/language.ts';
import { asDeployment } from '../cluster-index.ts';
import type { CardItem } from '../model.ts';
import { rolloutNumbers } from '../rollout.ts';
import { Meter } from './meter.tsx';

export function DeploymentLines({ card }: { card: CardItem }) {
  const words = useWords().graph;
  const { desired, ready, starting, most, least } = rolloutNumbers(asDeployment(card.object));
  const said = [words.wanted(desired), words.ready(ready), ...(starting > 0 ? [words.starting(starting)] : [])];
  const marks = [
    ...(least > 0 ? [{ at: least, title: `${desired} − maxUnavailable` }] : []),
    ...(most > desired ? [{ at: most, title: `${desired} + maxSurge` }] : []),
  ];
  return (
    <Meter most={most} full={{ count: ready }} partial={starting} marks={marks} said={said}>
      {card.note && ` · ${card.note}`}
      {asDeployment(card.object).spec?.paused && ` · ${words.paused}`}
    </Meter>
  );
}
