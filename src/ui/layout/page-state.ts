/** What the page shows at this moment and forgets on reload. */
import { create } from 'zustand';
import type { Banner, LessonCrumb, ObjectRef } from '../panels/contract.ts';

export type DockTab = 'terminal' | 'events' | 'browser' | 'requests';
export type NarrowTab = 'lesson' | 'graph' | 'editor' | 'terminal';

interface PageState {
  selected: ObjectRef | null;
  dockTab: DockTab;
  narrowTab: NarrowTab;
  /** The inspector is to show what is inside the selected Pod. */
  inside: boolean;
  drawer: boolean;
  finding: boolean;
  crumb: LessonCrumb | null;
  banner: Banner | null;
  set(change: Partial<Omit<PageState, 'set'>>): void;
}

export const usePage = create<PageState>((set) => ({
  selected: null,
  dockTab: 'terminal',
  narrowTab: 'lesson',
  inside: false,
  drawer: true,
  finding: false,
  crumb: null,
  banner: null,
  set: (change) => set(change),
}));
