/** What is open in the editor: files of the laptop, and live objects as texts. Monaco's models hold the contents. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { KubeObject } from '../../api/object.ts';
import type { ObjectRef } from '../panels/contract.ts';

export interface FileDocument {
  sort: 'file';
  /** Path relative to the learner's home; also its id. */
  id: string;
}

export interface LiveDocument {
  sort: 'live';
  id: string;
  ref: ObjectRef;
  /** The object as it was when it was opened. */
  base: KubeObject;
  /** The text that was handed to kubectl, until the cluster shows it. */
  applied?: string;
  /** Set when somebody else changed it meanwhile: the object as it is now. */
  conflict?: KubeObject;
}

export type OpenDocument = FileDocument | LiveDocument;

/** The file that `kubectl apply -f` is given; a live object gets one when it is applied. */
export const pathOf = (document: OpenDocument): string =>
  document.sort === 'file' ? document.id : `${document.ref.name}-${document.ref.kind.toLowerCase()}.yaml`;

interface Documents {
  list: readonly OpenDocument[];
  active: string | undefined;
  /** Adds (or replaces, by id) and brings to the front. */
  open(document: OpenDocument): void;
  /** Replaces without bringing to the front. */
  update(document: OpenDocument): void;
  close(id: string): void;
  activate(id: string): void;
}

export const useDocuments = create<Documents>()(
  persist(
    (set) => ({
      list: [],
      active: undefined,
      open: (document) =>
        set(({ list }) => ({
          list: list.some(({ id }) => id === document.id)
            ? list.map((old) => (old.id === document.id ? document : old))
            : [...list, document],
          active: document.id,
        })),
      update: (document) => set(({ list }) => ({ list: list.map((old) => (old.id === document.id ? document : old)) })),
      close: (closed) =>
        set(({ list, active }) => {
          const rest = list.filter(({ id }) => id !== closed);
          return { list: rest, active: active === closed ? rest.at(-1)?.id : active };
        }),
      activate: (active) => set({ active }),
    }),
    {
      name: 'tidepool.editor',
      version: 1,
      // Live objects are opened anew by their readers: a text from before a reload may be stale.
      partialize: ({ list, active }) => ({ list: list.filter(({ sort }) => sort === 'file'), active }),
    },
  ),
);
