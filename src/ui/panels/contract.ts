/**
 * What the page promises its panels, and what they promise the page. A panel is a lazily loaded component with
 * `PanelProps`; what others may ask of it (run this line, open that file) it offers through a slot it attaches to.
 * `panel-slot.tsx` is their list.
 */
import type { Client } from '../../client/client.ts';
import type { Connection } from '../../client/connection.ts';
import type { Laptop } from './laptop.ts';
import type { Slot } from './slot.ts';

export interface ObjectRef {
  kind: string;
  /** Only for kinds that the page does not follow from the start. */
  group?: string;
  /** Absent for cluster-scoped kinds. */
  namespace?: string;
  name: string;
}

/** Offered by the terminal panel. */
export interface TerminalHandle {
  /** Types the line at the prompt of the active terminal and presses Enter. */
  run(command: string): void;
  /** The same in a terminal of its own. */
  runApart(command: string): void;
  /** Types without pressing Enter. */
  compose(text: string): void;
  focus(): void;
}

/** Offered by the editor panel. */
export interface EditorHandle {
  openFile(path: string): void;
  /** Opens a live object as YAML; applying it types the kubectl command that does so. */
  openObject(ref: ObjectRef): void;
  focus(): void;
}

/** Shown in the top bar: part ▸ lesson. */
export interface LessonCrumb {
  part: string;
  title: string;
}

export interface Studio {
  readonly connection: Connection;
  readonly client: Client;
  readonly laptop: Laptop;
  readonly terminal: Slot<TerminalHandle>;
  readonly editor: Slot<EditorHandle>;
  /** Shows the terminal and runs one line there, so that what the page does is seen as a command. */
  run(command: string): void;
  /** The same in a terminal of its own, for what does not end by itself (a shell, a port-forward). */
  runApart(command: string): void;
  openObject(ref: ObjectRef): void;
  openFile(path: string): void;
  /** Selects in the graph and opens the inspector; null closes it. */
  select(ref: ObjectRef | null): void;
  setLesson(crumb: LessonCrumb | null): void;
  /** A line over the page, for what concerns all of it ('restored from the last snapshot'). */
  announce(banner: Banner | null): void;
}

export interface Banner {
  tone: 'info' | 'warning';
  text: string;
  action?: { label: string; run: () => void };
}

export interface PanelProps {
  studio: Studio;
  language: 'en' | 'ko';
  theme: 'light' | 'dark';
  /** False while another tab covers the panel: it may stop drawing, and must measure again when shown. */
  visible: boolean;
}
