/** What it is, why it is so, key facts, and what belongs with it. */
import { useMemo } from 'react';
import type { KubeObject } from '../../api/object.ts';
import { asPod, refOf } from '../graph/cluster-index.ts';
import { useWords } from '../i18n/language.ts';
import { secondsSince, useClusterTime } from '../live/cluster-time.ts';
import { useLive } from '../live/live-store.ts';
import type { Studio } from '../panels/contract.ts';
import { Conditions } from './conditions.tsx';
import { Containers } from './containers.tsx';
import { explain } from './explain.ts';
import { facts, hasFacts } from './facts.ts';
import { ObjectLink } from './inspector-panel.tsx';
import type { Reasons } from './reasons/en.ts';
import { useReasons } from './reasons/use-reasons.ts';
import { relatives } from './relatives.ts';
import { useTableFacts } from './table-facts.tsx';
import { WhyHere } from './why-here.tsx';

export function Overview({ object, studio }: { object: KubeObject; studio: Studio }) {
  const words = useWords();
  const reasons = useReasons();
  const objects = useLive((state) => state.objects);
  const now = useClusterTime((state) => state.now);
  const { kind, group } = refOf(object);
  const told = explain(object, objects).why;
  const related = useMemo(() => relatives(object, objects), [object, objects]);
  const printed = useTableFacts(hasFacts(object) ? undefined : studio.client, object);
  const isPod = kind === 'Pod' && group === undefined;
  const { controls } = studio.connection;
  // While it waits for a machine, that is the question; later it is an answer to be looked up.
  const placed = asPod(object).spec?.nodeName !== undefined;
  const whyHere = controls && <WhyHere key={object.metadata?.uid} object={object} controls={controls} />;
  return (
    <>
      <p className="tp-muted">{whatIs(reasons, kind, group)}</p>
      {told.length > 0 && (
        <section className="tp-why">
          <h3>{words.inspector.why}</h3>
          {told.map((reason) => {
            const text = reasons.why[reason.key](reason.params);
            return <p key={text}>{text}</p>;
          })}
        </section>
      )}
      {isPod && !placed && whyHere}
      {isPod && <Containers object={object} />}
      <section>
        <h3>{words.inspector.facts}</h3>
        <dl className="tp-facts">
          {[...printed, ...facts(object, words, secondsSince(object.metadata?.creationTimestamp, now))].map(
            ([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ),
          )}
        </dl>
      </section>
      {!isPod && <Conditions object={object} />}
      {related.length > 0 && (
        <section>
          <h3>{words.inspector.related}</h3>
          {related.map((ref) => (
            <ObjectLink
              key={`${ref.kind}/${ref.namespace}/${ref.name}`}
              target={ref}
              onOpen={(next) => studio.select(next)}
            />
          ))}
        </section>
      )}
      {isPod && placed && whyHere}
    </>
  );
}

/** A custom resource may share a built-in kind's name, not its meaning. */
function whatIs({ what, custom }: Reasons, kind: string, group = ''): string {
  if (group.includes('.') && !group.endsWith('.k8s.io')) return custom(group);
  return what[kind] ?? what['other'] ?? '';
}
