/** What a step says, block by block: commands run, files open, switches switch. */
import type { ReactNode } from 'react';
import type { Block } from '../../lessons/lesson.ts';
import { setRunning, useComponents } from '../live/components.ts';
import type { Studio } from '../panels/contract.ts';
import { Button } from '../primitives/button.tsx';
import { CommandLine } from '../primitives/command-line.tsx';
import { Prose } from './prose.tsx';
import type { LessonWords } from './words.ts';

interface BlocksProps {
  blocks: readonly Block[];
  /** Stands where the text asks for it. */
  prediction: ReactNode;
  studio: Studio;
  words: LessonWords;
}

export function Blocks({ blocks, ...rest }: BlocksProps) {
  return blocks.map((block, index) => <OneBlock key={`${index} ${block.sort}`} block={block} {...rest} />);
}

function OneBlock({ block, prediction, studio, words }: { block: Block } & Omit<BlocksProps, 'blocks'>) {
  switch (block.sort) {
    case 'prose':
      return <Prose markdown={block.markdown} />;
    case 'prediction':
      return prediction;
    case 'command': {
      const run = (): void => (block.stays ? studio.runApart(block.text) : studio.run(block.text));
      return <CommandLine command={block.text} label={words.run} onRun={run} />;
    }
    case 'printed':
      return (
        <details className="lesson-printed">
          <summary>{words.printed}</summary>
          <pre>{block.text}</pre>
        </details>
      );
    case 'output':
      return <pre className="lesson-output">{block.text}</pre>;
    case 'switch':
      return <Switch component={block.component} to={block.to} studio={studio} words={words} />;
    case 'yaml':
      return <YamlBlock {...block} studio={studio} words={words} />;
  }
}

function YamlBlock({ text, file, studio, words }: { text: string; file?: string; studio: Studio; words: LessonWords }) {
  const open = (name: string): void => void studio.laptop.files.write(name, text).then(() => studio.openFile(name));
  return (
    <div className="lesson-yaml">
      {file && <small>{file}</small>}
      <pre>{text}</pre>
      {file && (
        <Button look="edge" onClick={() => open(file)}>
          {words.openYaml}
        </Button>
      )}
    </div>
  );
}

/** Stops or starts a part of a simulated cluster; a real one is told about in words. */
function Switch({
  component,
  to,
  studio,
  words,
}: {
  component: string;
  to: 'stop' | 'start';
  studio: Studio;
  words: LessonWords;
}) {
  const { controls } = studio.connection;
  const running = useComponents((state) => state.list.find(({ name }) => name === component)?.running);
  if (!controls) return <p className="lesson-muted">{words.noSwitch(component)}</p>;
  const done = running === (to === 'start');
  return (
    <p className="lesson-switch">
      <Button
        look={to === 'stop' ? 'danger' : 'accent'}
        disabled={done}
        onClick={() => setRunning(controls, { name: component, running: to === 'start' })}
      >
        {words.switch(to, component)}
      </Button>
      {done && <span className="lesson-muted">{words.switched(to)}</span>}
    </p>
  );
}
