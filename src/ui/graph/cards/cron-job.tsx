/** When it runs, and when it last did. */
import { useWords } from '../../i18n/language.ts';
import { secondsSince, useClusterTime } from '../../live/cluster-time.ts';
import { asCronJob } from '../cluster-index.ts';
import type { CardItem } from '../model.ts';
import { useGraphWords } from '../words.ts';

export function CronJobLines({ card }: { card: CardItem }) {
  const words = useGraphWords();
  const { age } = useWords();
  const { spec, status } = asCronJob(card.object);
  const last = status?.lastScheduleTime;
  const seconds = useClusterTime((state) => secondsSince(last, state.now));
  const active = status?.active?.length ?? 0;
  return (
    <>
      <span className="tp-card-line">
        {spec?.schedule}
        {spec?.timeZone ? ` ${spec.timeZone}` : ''}
        {spec?.suspend ? ` · ${words.suspended}` : ''}
      </span>
      <span className="tp-card-line">
        {last ? words.last(age(seconds)) : words.never}
        {active > 0 ? ` · ${words.active(active)}` : ''}
      </span>
    </>
  );
}
