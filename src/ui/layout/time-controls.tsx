/** Pause, step and speed: only where the cluster has such controls. */
import type { Controls } from '../../client/controls.ts';
import { realClock } from '../../time/real.ts';
import { useWords } from '../i18n/language.ts';
import { clockText, refreshTime, secondsSince, useClusterTime } from '../live/cluster-time.ts';
import { collection, useLive } from '../live/live-store.ts';
import { IconButton } from '../primitives/button.tsx';
import { ResetCluster } from './reset-cluster.tsx';

export function TimeControls({ controls }: { controls: Controls }) {
  const words = useWords();
  const { now, speed, paused } = useClusterTime();
  const born = useLive((state) => collection(state, 'Namespace').get('kube-system')?.metadata?.creationTimestamp);
  const ask = (action: Promise<void>): void =>
    void action.then(() => refreshTime(controls, realClock)).catch(() => undefined);
  return (
    <div className="tp-time" role="group" aria-label={words.bar.time}>
      <IconButton
        name={paused ? words.bar.resume : words.bar.pause}
        onClick={() => ask(paused ? controls.resume() : controls.pause())}
      >
        <svg width="12" height="12" viewBox="0 0 12 12" fill="currentColor" aria-hidden="true">
          {paused ? <path d="M2.5 1.5l8 4.5-8 4.5z" /> : <path d="M2 1.5h3v9H2zM7 1.5h3v9H7z" />}
        </svg>
      </IconButton>
      <IconButton name={words.bar.step} onClick={() => ask(controls.step(1000))}>
        <svg width="12" height="12" viewBox="0 0 12 12" fill="currentColor" aria-hidden="true">
          <path d="M1.5 1.5l6 4.5-6 4.5zM8.5 1.5h2v9h-2z" />
        </svg>
      </IconButton>
      {[1, 10].map((factor) => (
        <IconButton
          key={factor}
          name={words.bar.speed(factor)}
          aria-pressed={speed === factor}
          onClick={() => ask(controls.setSpeed(factor))}
        >
          ×{factor}
        </IconButton>
      ))}
      <span className="tp-clock" title={words.bar.clock}>
        {clockText(secondsSince(born, now))}
      </span>
      <ResetCluster controls={controls} />
    </div>
  );
}
