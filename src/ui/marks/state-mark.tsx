/** A state by shape and colour; the word stands beside it, or is its label. */
import { memo } from 'react';
import type { State } from '../graph/status.ts';
import './marks.css';

const ring = 2 * Math.PI * 6;

export const StateMark = memo(function StateMark({
  state,
  progress = 0.6,
  size = 18,
  label,
}: {
  state: State;
  progress?: number;
  size?: number;
  label?: string;
}) {
  return (
    <svg
      className="tp-mark"
      data-state={state}
      width={size}
      height={size}
      viewBox="0 0 18 18"
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      {shape(state, progress)}
    </svg>
  );
});

function shape(state: State, progress: number) {
  switch (state) {
    case 'ready':
      return <circle cx="9" cy="9" r="7" className="fill" />;
    case 'starting':
      return (
        <>
          <circle cx="9" cy="9" r="6" className="track" />
          <circle
            cx="9"
            cy="9"
            r="6"
            className="line fills"
            strokeDasharray={`${ring * progress} ${ring}`}
            transform="rotate(-90 9 9)"
          />
        </>
      );
    case 'terminating':
      return <circle cx="9" cy="9" r="6.4" className="line" strokeDasharray="2.6 2.4" strokeWidth="2.2" />;
    case 'failing':
      // A disc with a notch: whoever sees no red sees the missing piece.
      return <path className="fill" d="M9 2a7 7 0 1 0 7 7H9z" />;
    case 'completed':
      return (
        <>
          <circle cx="9" cy="9" r="6.6" className="line" strokeWidth="1.4" />
          <path className="line" d="M5.8 9.2l2.2 2.3 4.2-4.8" strokeWidth="1.8" />
        </>
      );
    case 'unknown':
      return (
        <circle
          cx="9"
          cy="9"
          r="6.4"
          className="line"
          strokeDasharray="0.1 3.9"
          strokeWidth="2.4"
          strokeLinecap="round"
        />
      );
  }
}
