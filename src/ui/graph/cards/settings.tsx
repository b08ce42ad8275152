/** How many keys a ConfigMap or a Secret has. */
import type { CardItem } from '../model.ts';
import { useGraphWords } from '../words.ts';

export function SettingsLines({ card }: { card: CardItem }) {
  const words = useGraphWords();
  const { data = {}, binaryData = {} } = card.object as { data?: object; binaryData?: object };
  return <span className="tp-card-line">{words.keys(Object.keys(data).length + Object.keys(binaryData).length)}</span>;
}
