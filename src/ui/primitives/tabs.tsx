/** Tabs as WAI-ARIA has them: one of them is in the tab order, arrows go from one to the next. */
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import './primitives.css';

export interface Tab<T extends string> {
  id: T;
  label: ReactNode;
  /** Has a close button of this name. */
  close?: { name: string; run: () => void };
}

interface TabsProps<T extends string> {
  label: string;
  tabs: readonly Tab<T>[];
  active: T;
  onChange: (id: T) => void;
  look?: 'strip' | 'segment';
  /** Prefix of the panels' ids, which are `<panels>-<tab>`. */
  panels?: string;
}

export function Tabs<T extends string>({ label, tabs, active, onChange, look = 'strip', panels }: TabsProps<T>) {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = tabs.findIndex((tab) => tab.id === active);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    onChange(next.id);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus());
  };
  return (
    <div role="tablist" aria-label={label} className={`tp-tabs tp-tabs-${look}`} ref={list} onKeyDown={move}>
      {tabs.map((tab) => (
        <span key={tab.id} role="presentation" className="tp-tab-hold">
          <button
            type="button"
            role="tab"
            aria-selected={tab.id === active}
            tabIndex={tab.id === active ? 0 : -1}
            onClick={() => onChange(tab.id)}
            {...(panels ? { id: `${panels}-tab-${tab.id}`, 'aria-controls': `${panels}-${tab.id}` } : {})}
          >
            {tab.label}
          </button>
          {tab.close && (
            <button
              type="button"
              className="tp-tab-close"
              aria-label={tab.close.name}
              title={tab.close.name}
              onClick={tab.close.run}
            >
              ×
            </button>
          )}
        </span>
      ))}
    </div>
  );
}
