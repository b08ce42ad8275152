/** A word of the glossary, explained beside where it was met. Esc and a click elsewhere close it. */
import { useEffect, useRef, useState } from 'react';
import { create } from 'zustand';
import type { Glossary } from '../../lessons/glossary.ts';
import type { Language } from '../../lessons/lesson.ts';
import { loadGlossary } from './catalog.ts';
import { Prose } from './prose.tsx';
import { lessonWords } from './words.ts';

interface TermState {
  term: string | null;
  at: HTMLElement | null;
  show(term: string, at: HTMLElement): void;
}

export const useTerm = create<TermState>((set) => ({ term: null, at: null, show: (term, at) => set({ term, at }) }));

const WIDTH = 300;
const GAP = 6;

export function TermCard({ language }: { language: Language }) {
  const { term, at } = useTerm();
  const [glossary, setGlossary] = useState<Glossary>({});
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => {
    void loadGlossary().then(setGlossary, () => undefined);
  }, []);
  const entry = term === null ? undefined : glossary[term];
  useEffect(() => {
    const element = card.current;
    if (!element || !at || !entry) return;
    const place = at.getBoundingClientRect();
    element.style.left = `${Math.max(GAP, Math.min(place.left, innerWidth - WIDTH - GAP))}px`;
    element.showPopover();
    const below = place.bottom + GAP + element.offsetHeight < innerHeight;
    element.style.top = `${below ? place.bottom + GAP : Math.max(GAP, place.top - GAP - element.offsetHeight)}px`;
  }, [at, entry]);
  return (
    <div
      ref={card}
      popover="auto"
      role="note"
      className="lesson-term-card"
      onToggle={(event) => event.newState === 'closed' && useTerm.setState({ term: null, at: null })}
    >
      {entry && (
        <>
          <b>{entry.words[language].term}</b>
          <Prose markdown={entry.words[language].text} />
          <small>
            {lessonWords[language].page} <i lang="en">{entry.page}</i>
          </small>
        </>
      )}
    </div>
  );
}
