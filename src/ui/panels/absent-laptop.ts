/** A laptop that is not there (yet): files in memory, terminals that say so. */
import type { Laptop } from './laptop.ts';

export function absentLaptop(message: string): Laptop {
  const files = new Map<string, string>();
  const watchers = new Set<(path: string) => void>();
  return {
    files: {
      list: () => Promise.resolve([...files.keys()].sort()),
      read: (path) => {
        const text = files.get(path);
        return text === undefined
          ? Promise.reject(new Error(`${path}: No such file or directory`))
          : Promise.resolve(text);
      },
      write: (path, text) => {
        files.set(path, text);
        for (const changed of watchers) changed(path);
        return Promise.resolve();
      },
      watch: (changed) => {
        watchers.add(changed);
        return () => watchers.delete(changed);
      },
    },
    openTerminal: (_size, output) => {
      output(`${message}\r\n`);
      const nothing = (): void => undefined;
      return { input: nothing, resize: nothing, type: (line) => output(`$ ${line}\r\n`), close: nothing };
    },
    onEdit: () => () => undefined,
  };
}
