/** Ports, selector, and how many answer. */
import { useWords } from '../../i18n/language.ts';
import { asService } from '../cluster-index.ts';
import type { CardItem } from '../model.ts';

export function ServiceLines({ card }: { card: CardItem }) {
  const words = useWords().graph;
  const { ports, selector } = asService(card.object).spec ?? {};
  const port = ports?.[0];
  const labels = Object.entries(selector ?? {}).map(([key, value]) => `${key}=${value}`);
  return (
    <>
      <span className="tp-card-line">
        {port ? `${port.port} → ${port.targetPort ?? port.port}` : ''}
        {port?.nodePort ? ` · :${port.nodePort}` : ''} · {labels.length > 0 ? labels.join(',') : words.noSelector}
      </span>
      <span className="tp-card-line" data-warning={card.count === 0 || undefined}>
        {words.endpoints(card.count ?? 0)}
      </span>
    </>
  );
}
