/** What of the control plane was stopped, and the way back: shown in every perspective, for it explains the rest. */
import type { Controls } from '../../client/controls.ts';
import { useWords } from '../i18n/language.ts';
import { setRunning, useComponents } from '../live/components.ts';
import { StateMark } from '../marks/state-mark.tsx';
import { Button } from '../primitives/button.tsx';

export function Stopped({ controls }: { controls: Controls }) {
  const words = useWords();
  const stopped = useComponents((state) => state.list).filter(({ running }) => !running);
  if (stopped.length === 0) return null;
  return (
    <div className="tp-stopped" role="status">
      {stopped.map(({ name }) => (
        <div key={name}>
          <StateMark state="unknown" size={14} />
          <span>
            <b>{words.component.stopped(name)}</b> {words.component.effect(name)}
          </span>
          <Button look="edge" onClick={() => setRunning(controls, { name, running: true })}>
            {words.component.startIt}
          </Button>
        </div>
      ))}
    </div>
  );
}
