/** Tabs as WAI-ARIA has them: one of them is in the tab order, arrows go from one to the next. */
import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
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
  const own = useId();
  const idOf = (tab: Tab<T>): string => (panels ? `${panels}-tab-${tab.id}` : `${own}${tabs.indexOf(tab)}`);
  return (
    <div className={`tp-tabs tp-tabs-${look}`} ref={list} onKeyDown={move}>
      {/* A list of tabs may hold nothing else, and some tabs have a close button beside them. */}
      <span role="tablist" aria-label={label} aria-owns={tabs.map(idOf).join(' ')} />
      {tabs.map((tab) => (
        <span key={tab.id} className="tp-tab-hold">
          <button
            type="button"
            role="tab"
            aria-selected={tab.id === active}
            tabIndex={tab.id === active ? 0 : -1}
            onClick={() => onChange(tab.id)}
            id={idOf(tab)}
            {...(panels ? { 'aria-controls': `${panels}-${tab.id}` } : {})}
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
