/** Chooses a file of the laptop, or begins a new one: as a menu beside the tabs, as buttons while nothing is open. */
import { useEffect, useState } from 'react';
import type { Studio } from '../panels/contract.ts';
import { Button } from '../primitives/button.tsx';
import { Menu } from '../primitives/menu.tsx';
import type { EditorWords } from './words.ts';

interface FilesProps {
  studio: Studio;
  words: EditorWords;
  onOpen(path: string): void;
}

/** Paths of the files that are not hidden, kept current. */
function useFiles({ laptop: { files } }: Studio): readonly string[] {
  const [paths, setPaths] = useState<readonly string[]>([]);
  useEffect(() => {
    let gone = false;
    const refresh = (): void => {
      void files.list().then(
        (all) => gone || setPaths(all.filter((path) => !/(^|\/)\./.test(path))),
        () => undefined,
      );
    };
    refresh();
    const unwatch = files.watch(refresh);
    return () => {
      gone = true;
      unwatch();
    };
  }, [files]);
  return paths;
}

function begin({ studio, words, onOpen }: FilesProps): void {
  const name = prompt(words.fileName, 'new.yaml')?.trim();
  if (name) void studio.laptop.files.write(name, '').then(() => onOpen(name));
}

export function FileMenu(props: FilesProps) {
  const { studio, words, onOpen } = props;
  const paths = useFiles(studio);
  return (
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
            <button type="button" onClick={choose(() => begin(props))}>
              {words.newFile}
            </button>
          </>
        );
      }}
    </Menu>
  );
}

export function FileButtons(props: FilesProps) {
  const { studio, words, onOpen } = props;
  return (
    <div className="editor-files">
      {useFiles(studio).map((path) => (
        <Button key={path} look="edge" onClick={() => onOpen(path)}>
          {path}
        </Button>
      ))}
      <Button look="edge" className="editor-new" onClick={() => begin(props)}>
        {words.newFile}
      </Button>
    </div>
  );
}
