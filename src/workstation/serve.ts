/** The worker's side of protocol.ts: terminals and files of a workstation behind a port. */
import { resolvePath } from '../shell/path.ts';
import type { Completer } from '../shell/completion.ts';
import type { FileSystem } from '../shell/filesystem.ts';
import type { FileChanges } from '../shell/memory-filesystem.ts';
import { HOME, type Workstation } from './laptop.ts';
import type { FromWorkstation, ToWorkstation, WorkstationPort } from './protocol.ts';
import { runUnseen } from './run-unseen.ts';
import { Session } from './session.ts';

export interface ServeOptions {
  workstation: Workstation;
  /** Lines of earlier days; appended to. */
  history: string[];
  remembered?: () => void;
  /** See SessionOptions. */
  settled?: () => Promise<void>;
  completers?: Readonly<Record<string, Completer>>;
}

export interface Served {
  /** Shows a file (absolute path) in the page's editor; resolves when the page has saved it. */
  edit(path: string): Promise<void>;
  stop(): void;
}

/** Messages that are not of the protocol are let pass: a worker's own port carries others too. */
export function serveWorkstation(port: WorkstationPort, options: ServeOptions): Served {
  const { fs } = options.workstation;
  const sessions = new Map<number, Session>();
  const saved = new Map<string, (() => void)[]>();
  const marks = new Map<string, FileChanges>();
  let lines = 0;
  const waiting = new Map<number, () => void>();
  const send = (message: FromWorkstation): void => port.postMessage(message);

  const unwatch = fs.watch((path) => {
    if (isShown(path)) send({ type: 'changed', path: relative(path) });
  });

  function open(id: number, size: { columns: number; rows: number }): void {
    const { workstation, history, remembered, settled, completers } = options;
    const session = new Session({
      workstation,
      size,
      history,
      ...(remembered ? { remembered } : {}),
      ...(settled ? { settled } : {}),
      ...(completers ? { completers } : {}),
      before,
      output: (text) => {
        if (text !== '') send({ type: 'output', id, text });
      },
      closed: () => {
        sessions.delete(id);
        send({ type: 'closed', id });
      },
    });
    sessions.set(id, session);
  }

  /** The page may want to remember how things are. It always answers. */
  function before(line: string): Promise<void> {
    return new Promise((go) => {
      lines++;
      waiting.set(lines, go);
      send({ type: 'before', before: lines, line });
    });
  }

  function answer(call: number, give: () => FromWorkstation): void {
    try {
      send(give());
    } catch (error) {
      send({ type: 'failed', call, message: String((error as Error).message ?? error) });
    }
  }

  function write(path: string, text: string): void {
    const absolute = resolvePath(HOME, path);
    const parent = absolute.slice(0, absolute.lastIndexOf('/')) || '/';
    fs.makeDirectory(parent, { recursive: true });
    fs.writeFile(absolute, text);
    for (const done of saved.get(absolute)?.splice(0) ?? []) done();
  }

  const listen = ({ data }: MessageEvent<ToWorkstation>): void => {
    switch (data.type) {
      case 'open':
        return open(data.id, { columns: data.columns, rows: data.rows });
      case 'input':
        return sessions.get(data.id)?.input(data.data);
      case 'resize':
        return sessions.get(data.id)?.resize(data.columns, data.rows);
      case 'type':
        return sessions.get(data.id)?.type(data.line);
      case 'close':
        sessions.get(data.id)?.close();
        return void sessions.delete(data.id);
      case 'list':
        return answer(data.call, () => ({ type: 'listed', call: data.call, paths: listFiles(fs, HOME).map(relative) }));
      case 'read':
        return answer(data.call, () => ({
          type: 'text',
          call: data.call,
          text: fs.readFile(resolvePath(HOME, data.path)),
        }));
      case 'run':
        return void runUnseen(options.workstation, data.lines).then((ran) =>
          send({ type: 'ran', call: data.call, ...ran }),
        );
      case 'mark':
        return answer(data.call, () => {
          marks.set(data.name, options.workstation.changes());
          return { type: 'marked', call: data.call };
        });
      case 'rewind':
        return answer(data.call, () => {
          fs.restore(marks.get(data.name) ?? options.workstation.changes());
          return { type: 'rewound', call: data.call };
        });
      case 'go':
        waiting.get(data.before)?.();
        return void waiting.delete(data.before);
      case 'write':
        return answer(data.call, () => {
          write(data.path, data.text);
          return { type: 'written', call: data.call };
        });
    }
  };
  port.addEventListener('message', listen);
  port.start?.();

  return {
    edit: (path) => {
      send({ type: 'edit', path: relative(path) });
      return new Promise((resolve) => saved.set(path, [...(saved.get(path) ?? []), resolve]));
    },
    stop() {
      unwatch();
      port.removeEventListener('message', listen);
      for (const session of sessions.values()) session.close();
    },
  };
}

const relative = (path: string): string => (path.startsWith(`${HOME}/`) ? path.slice(HOME.length + 1) : path);
/** Hidden files (the kubeconfig, caches) are the terminal's business. */
const isShown = (path: string): boolean =>
  path.startsWith(`${HOME}/`) &&
  !relative(path)
    .split('/')
    .some((part) => part.startsWith('.'));

function listFiles(fs: FileSystem, directory: string): string[] {
  return fs.readDirectory(directory).flatMap((name) => {
    const path = `${directory}/${name}`;
    if (!isShown(path)) return [];
    return fs.stat(path)?.type === 'directory' ? listFiles(fs, path) : [path];
  });
}
