/** How much of a Job is done. */
import { asJob } from '../cluster-index.ts';
import type { CardItem } from '../model.ts';
import { wantedCompletions } from '../workload-kinds/job.ts';
import { useGraphWords } from '../words.ts';
import { Meter } from './meter.tsx';

export function JobLines({ card }: { card: CardItem }) {
  const words = useGraphWords();
  const { spec, status } = asJob(card.object);
  const wanted = wantedCompletions(card.object);
  const { succeeded = 0, active = 0, failed = 0 } = status ?? {};
  const said = [
    words.ofDone(succeeded, wanted),
    ...(active > 0 ? [words.active(active)] : []),
    ...(failed > 0 ? [words.failed(failed)] : []),
    ...(spec?.suspend ? [words.suspended] : []),
  ];
  return <Meter most={wanted} full={{ count: succeeded, tone: 'completed' }} partial={active} said={said} />;
}
