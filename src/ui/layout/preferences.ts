/** What the learner chose about the page itself, kept in this browser. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type Perspective = 'traffic' | 'owners' | 'storage' | 'machines' | 'plane';
export type PanelName = 'lesson' | 'graph' | 'dock';

interface Preferences {
  language: 'en' | 'ko';
  theme: 'light' | 'dark';
  perspective: Perspective;
  /** '' is every namespace of the learner; '*' the system's too. */
  namespace: string;
  hidden: Record<PanelName, boolean>;
  set(change: Partial<Omit<Preferences, 'set' | 'toggle'>>): void;
  toggle(panel: PanelName): void;
}

const prefersDark = (): boolean => globalThis.matchMedia?.('(prefers-color-scheme: dark)').matches ?? false;
const speaksKorean = (): boolean => globalThis.navigator?.language?.startsWith('ko') ?? false;

export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      language: speaksKorean() ? 'ko' : 'en',
      theme: prefersDark() ? 'dark' : 'light',
      perspective: 'traffic',
      namespace: '',
      hidden: { lesson: false, graph: false, dock: false },
      set: (change) => set(change),
      toggle: (panel) => set(({ hidden }) => ({ hidden: { ...hidden, [panel]: !hidden[panel] } })),
    }),
    { name: 'tidepool.page', version: 1 },
  ),
);
