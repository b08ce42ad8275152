/** A button that opens a small choice under it, on the browser's own popover: Esc and a click elsewhere close it. */
import { type ReactNode, useId, useRef } from 'react';
import './primitives.css';

export function Menu({
  label,
  children,
  name,
}: {
  label: ReactNode;
  name: string;
  children: (close: () => void) => ReactNode;
}) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const place = (): void => {
    const at = button.current?.getBoundingClientRect();
    if (!at || !panel.current) return;
    const { style } = panel.current;
    const below = at.bottom < globalThis.innerHeight / 2;
    style.top = below ? `${at.bottom + 4}px` : 'auto';
    style.bottom = below ? 'auto' : `${globalThis.innerHeight - at.top + 4}px`;
    style.left = `${Math.min(at.left, globalThis.innerWidth - 240)}px`;
  };
  return (
    <>
      <button
        type="button"
        ref={button}
        className="tp-button tp-button-edge"
        popoverTarget={id}
        aria-label={name}
        onClick={place}
      >
        {label}
        <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
          <path d="M2 3.5l3 3 3-3" fill="none" stroke="currentColor" strokeWidth="1.4" />
        </svg>
      </button>
      <div id={id} ref={panel} popover="auto" className="tp-menu">
        {children(() => document.getElementById(id)?.hidePopover())}
      </div>
    </>
  );
}
