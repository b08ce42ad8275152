/** A bar of what is there on a scale of what there may be, and the same in words. */
import type { ReactNode } from 'react';

export interface MeterProps {
  /** The end of the scale. */
  most: number;
  /** Drawn full: ready, or done. */
  full: { count: number; tone?: 'ready' | 'completed' };
  /** Drawn hatched behind it: starting, or at work. */
  partial: number;
  marks?: readonly { at: number; title: string }[];
  said: readonly string[];
  children?: ReactNode;
}

export function Meter({ most, full, partial, marks = [], said, children }: MeterProps) {
  const part = (count: number): string => `${(100 * Math.min(count, most)) / Math.max(1, most)}%`;
  return (
    <>
      <span className="tp-meter" role="img" aria-label={said.join(', ')} data-tone={full.tone}>
        <i style={{ width: part(full.count) }} />
        <b style={{ left: part(full.count), width: part(Math.max(0, Math.min(partial, most - full.count))) }} />
        {marks.map(({ at, title }) => (
          <u key={title} style={{ left: part(at) }} title={title} />
        ))}
      </span>
      <span className="tp-card-line">
        {said.join(' · ')}
        {children}
      </span>
    </>
  );
}
