/** Which terminals there are and which one is in front: the dock draws their tabs, the terminal panel their screens. */
import { create } from 'zustand';

export interface TerminalTab {
  id: number;
}

interface Terminals {
  list: readonly TerminalTab[];
  active: number;
  add(): void;
  close(id: number): void;
  activate(id: number): void;
}

export const useTerminals = create<Terminals>((set) => ({
  list: [{ id: 1 }],
  active: 1,
  add: () =>
    set(({ list }) => {
      const id = Math.max(0, ...list.map((tab) => tab.id)) + 1;
      return { list: [...list, { id }], active: id };
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
