/** What it is, why it is so, key facts, and what belongs with it. */
import { useMemo } from 'react';
import type { KubeObject } from '../../api/object.ts';
import { useWords } from '../i18n/language.ts';
import { secondsSince, useClusterTime } from '../live/cluster-time.ts';
import { useLive } from '../live/live-store.ts';
import type { Studio } from '../panels/contract.ts';
import { explain, relatives } from './explain.ts';
import { facts } from './facts.ts';
import { ObjectLink } from './inspector-panel.tsx';

export function Overview({ object, studio }: { object: KubeObject; studio: Studio }) {
  const words = useWords();
  const objects = useLive((state) => state.objects);
  const now = useClusterTime((state) => state.now);
  const reasons = explain(object, objects).why;
  const related = useMemo(() => relatives(object, objects), [object, objects]);
  return (
    <>
      <p className="tp-muted">{words.what[object.kind ?? ''] ?? words.what['other']}</p>
      {reasons.length > 0 && (
        <section className="tp-why">
          <h3>{words.inspector.why}</h3>
          {reasons.map((reason) => {
            const text = words.why[reason.key](reason.params);
            return <p key={text}>{text}</p>;
          })}
        </section>
      )}
      <section>
        <h3>{words.inspector.facts}</h3>
        <dl className="tp-facts">
          {facts(object, words, secondsSince(object.metadata?.creationTimestamp, now)).map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      {related.length > 0 && (
        <section>
          <h3>{words.inspector.related}</h3>
          {related.map((relative) => (
            <ObjectLink key={relative.metadata?.uid} object={relative} onOpen={(ref) => studio.select(ref)} />
          ))}
        </section>
      )}
    </>
  );
}
