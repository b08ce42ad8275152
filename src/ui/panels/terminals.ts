/** Which terminals there are and which one is in front: the dock draws their tabs, the terminal panel their screens. */
import { create } from 'zustand';

export interface TerminalTab {
  id: number;
  /** It was opened for a command that goes on by itself, so its prompt is not free. */
  apart?: true;
}

interface Terminals {
  list: readonly TerminalTab[];
  active: number;
  add(): void;
  /** As `add`, for a command that goes on by itself. */
  addApart(): void;
  /** Brings the tab to the front where a line can be typed: the active one, or else one whose prompt is free. */
  activateFree(): void;
  close(id: number): void;
  activate(id: number): void;
}

export const useTerminals = create<Terminals>((set) => ({
  list: [{ id: 1 }],
  active: 1,
  add: () => set(({ list }) => added(list, {})),
  addApart: () => set(({ list }) => added(list, { apart: true })),
  activateFree: () =>
    set(({ list, active }) => {
      const free = list.filter(({ apart }) => !apart);
      const tab = free.find(({ id }) => id === active) ?? free[0];
      return tab ? { active: tab.id } : added(list, {});
    }),
  close: (id) =>
    set((state) => {
      if (state.list.length === 1) return state;
      const list = state.list.filter((tab) => tab.id !== id);
      const last = list[list.length - 1];
      return { list, active: state.active === id && last ? last.id : state.active };
    }),
  activate: (active) => set({ active }),
}));

function added(list: readonly TerminalTab[], as: Omit<TerminalTab, 'id'>): Pick<Terminals, 'list' | 'active'> {
  const id = Math.max(0, ...list.map((tab) => tab.id)) + 1;
  return { list: [...list, { id, ...as }], active: id };
}
