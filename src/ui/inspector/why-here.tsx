/** What the scheduler found when it looked for a machine: every node, with its verdict. Only a simulated cluster tells. */
import { useEffect, useState } from 'react';
import type { KubeObject } from '../../api/object.ts';
import type { Controls, NodeVerdict, Placement } from '../../client/controls.ts';
import { asPod } from '../graph/cluster-index.ts';
import { useReasons } from './reasons/use-reasons.ts';

export function WhyHere({ object, controls }: { object: KubeObject; controls: Controls }) {
  const reasons = useReasons();
  const placement = usePlacement(object, controls);
  const placed = asPod(object).spec?.nodeName !== undefined;
  if (placement === null) return null;
  return (
    <section>
      <h3>{placed ? reasons.whyHere : reasons.whyNowhere}</h3>
      {!placement && <p className="tp-muted">{reasons.noPlacement}</p>}
      {placement?.refusal && <p className="tp-muted">{placement.refusal}</p>}
      {placement && placement.nodes.length > 0 && (
        <table className="tp-verdicts">
          <tbody>
            {ranked(placement).map((verdict) => (
              <tr key={verdict.node} data-chosen={verdict.node === placement.chosen || undefined}>
                <th scope="row">{verdict.node}</th>
                <td>
                  <Verdict verdict={verdict} chosen={verdict.node === placement.chosen} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Verdict({ verdict: { rejected, scores }, chosen }: { verdict: NodeVerdict; chosen: boolean }) {
  const reasons = useReasons();
  if (rejected)
    return (
      <>
        {rejected.reasons.join('; ')} <small>{rejected.plugin}</small>
      </>
    );
  const parts = Object.entries(scores?.plugins ?? {}).filter(([, points]) => points !== 0);
  return (
    <>
      <b>{chosen ? reasons.placed : reasons.fits}</b>
      {scores && ` · ${reasons.score(scores.total)}`}
      {parts.length > 0 && (
        <small>
          {parts
            .sort(([, a], [, b]) => b - a)
            .map(([plugin, points]) => `${plugin} ${points}`)
            .join(' · ')}
        </small>
      )}
    </>
  );
}

/** The chosen one first, then by points, those ruled out at the end. */
function ranked({ chosen, nodes }: Placement): NodeVerdict[] {
  const rank = ({ node, rejected, scores }: NodeVerdict): number =>
    node === chosen ? Number.POSITIVE_INFINITY : rejected ? -1 : (scores?.total ?? 0);
  return nodes.toSorted((a, b) => rank(b) - rank(a));
}

/** Null until it was asked; asked again when the scheduler has spoken of the Pod. */
function usePlacement(object: KubeObject, controls: Controls): Placement | undefined | null {
  const [placement, setPlacement] = useState<Placement | undefined | null>(null);
  const { namespace = '', name = '', uid } = object.metadata ?? {};
  const { spec, status } = asPod(object);
  const spoken = `${uid} ${spec?.nodeName} ${status?.conditions?.find(({ type }) => type === 'PodScheduled')?.message}`;
  useEffect(() => {
    let over = false;
    void controls.placement(namespace, name).then(
      (told) => over || setPlacement(told),
      () => undefined,
    );
    return () => {
      over = true;
    };
  }, [controls, namespace, name, spoken]);
  return placement;
}
