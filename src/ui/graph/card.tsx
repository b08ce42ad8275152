/** A card: badge, kind, name with its version, and the one line that matters for the kind (cards/, one file a kind). */
import type { ReactNode } from 'react';
import { KindBadge } from '../marks/kind-badge.tsx';
import { cardKinds } from './cards/index.ts';
import { asService, templateImage } from './cluster-index.ts';
import type { CardItem } from './model.ts';
import { shorten } from './names.ts';
import { parseImage } from './versions.ts';

export function Card({ card }: { card: CardItem }) {
  const { kind } = card.ref;
  const Lines = cardKinds[kind];
  const lines = Lines && <Lines card={card} />;
  if (card.height < 50) return <SmallCard card={card}>{lines}</SmallCard>;
  const type = kind === 'Service' ? ` · ${serviceType(asService(card.object))}` : '';
  const image = templateImage(card.object);
  return (
    <div className="tp-card" data-kind={kind}>
      <KindBadge kind={kind} size={24} />
      <div className="tp-card-text">
        <span className="tp-card-kind">
          {kind}
          {type}
        </span>
        <span className="tp-card-name">
          <b title={card.ref.name}>{shorten(card.ref.name, 24)}</b>
          {image && <span className={`tp-tag tp-hue-${card.hue ?? 0}`}>{parseImage(image).tag}</span>}
        </span>
        {lines}
      </div>
    </div>
  );
}

const serviceType = ({ spec }: ReturnType<typeof asService>): string =>
  spec?.clusterIP === 'None' ? 'headless' : (spec?.type ?? 'ClusterIP');

/** As high as a Pod, so that it stands beside one: the badge alone tells the kind. */
function SmallCard({ card, children }: { card: CardItem; children: ReactNode }) {
  return (
    <div className="tp-card" data-size="small" data-kind={card.ref.kind}>
      <KindBadge kind={card.ref.kind} size={20} />
      <div className="tp-card-text">
        <span className="tp-card-name">
          <b title={card.ref.name}>{shorten(card.ref.name, 22)}</b>
        </span>
        {children}
      </div>
    </div>
  );
}
