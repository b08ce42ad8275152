/** Chooses a file of the laptop, or begins a new one. */
import { useState } from 'react';
import type { Studio } from '../panels/contract.ts';
import { Menu } from '../primitives/menu.tsx';
import type { EditorWords } from './words.ts';

export function FileMenu({
  studio,
  words,
  onOpen,
}: {
  studio: Studio;
  words: EditorWords;
  onOpen(path: string): void;
}) {
  const [paths, setPaths] = useState<readonly string[]>([]);
  const refresh = (): void => {
    void studio.laptop.files.list().then(
      (all) => setPaths(all.filter((path) => !/(^|\/)\./.test(path))),
      () => undefined,
    );
  };
  const begin = (): void => {
    const name = prompt(words.fileName, 'new.yaml')?.trim();
    if (!name) return;
    void studio.laptop.files.write(name, '').then(() => onOpen(name));
  };
  return (
    <span onPointerDown={refresh} onFocus={refresh}>
      <Menu label={words.files} name={words.files}>
        {(close) => {
          const choose = (open: () => void) => (): void => {
            close();
            open();
          };
          return (
            <>
              {paths.map((path) => (
                <button key={path} type="button" onClick={choose(() => onOpen(path))}>
                  {path}
                </button>
              ))}
              {paths.length > 0 && <hr />}
              <button type="button" onClick={choose(begin)}>
                {words.newFile}
              </button>
            </>
          );
        }}
      </Menu>
    </span>
  );
}
