/** The first host and path that it leads on. */
import { asIngress } from '../cluster-index.ts';
import type { CardItem } from '../model.ts';

export function IngressLines({ card }: { card: CardItem }) {
  const rules = asIngress(card.object).spec?.rules ?? [];
  const lines = rules.flatMap((rule) =>
    (rule.http?.paths ?? []).map((path) => `${rule.host ?? '*'}${path.path ?? '/'}`),
  );
  return (
    <span className="tp-card-line">
      {lines[0] ? `${lines[0]}${lines.length > 1 ? ` +${lines.length - 1}` : ''}` : '*'}
    </span>
  );
}
