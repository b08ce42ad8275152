/** What an object's controllers say of it: `status.conditions`, as any kind may have them. */
import type { KubeObject } from '../../api/object.ts';
import { useReasons } from './reasons/use-reasons.ts';

interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

export function Conditions({ object }: { object: KubeObject }) {
  const reasons = useReasons();
  const conditions = (object['status'] as { conditions?: Condition[] } | undefined)?.conditions;
  if (!Array.isArray(conditions) || conditions.length === 0) return null;
  return (
    <section>
      <h3>{reasons.conditions}</h3>
      <ul className="tp-conditions">
        {conditions.map(({ type, status, reason, message }) => (
          <li key={type}>
            <b>{type}</b>
            <span>
              {status}
              {reason ? ` · ${reason}` : ''}
            </span>
            {message && status !== 'True' && <p>{message}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
