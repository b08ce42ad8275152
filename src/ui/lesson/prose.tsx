/** Our own Markdown, from the lesson's files. Commands in it run, files in it open. */
import { marked } from 'marked';
import { memo, type ReactNode } from 'react';
import type { Block } from '../../lessons/lesson.ts';
import type { Studio } from '../panels/contract.ts';
import { Button } from '../primitives/button.tsx';
import { CommandLine } from '../primitives/command-line.tsx';
import type { LessonWords } from './words.ts';

export const Prose = memo(function Prose({ markdown, inline = false }: { markdown: string; inline?: boolean }) {
  const html = inline ? marked.parseInline(markdown, { async: false }) : marked.parse(markdown, { async: false });
  const content = { __html: html };
  return inline ? (
    <span dangerouslySetInnerHTML={content} />
  ) : (
    <div className="lesson-prose" dangerouslySetInnerHTML={content} />
  );
});

interface BlocksProps {
  blocks: readonly Block[];
  /** Stands where the text asks for it. */
  prediction: ReactNode;
  studio: Studio;
  words: LessonWords;
}

export function Blocks({ blocks, ...rest }: BlocksProps) {
  return blocks.map((block) => <OneBlock key={keyOf(block)} block={block} {...rest} />);
}

const keyOf = (block: Block): string =>
  block.sort + ('markdown' in block ? block.markdown : 'text' in block ? block.text : '');

function OneBlock({ block, prediction, studio, words }: { block: Block } & Omit<BlocksProps, 'blocks'>) {
  switch (block.sort) {
    case 'prose':
      return <Prose markdown={block.markdown} />;
    case 'prediction':
      return prediction;
    case 'command':
      return <CommandLine command={block.text} label={words.run} onRun={() => studio.run(block.text)} />;
    case 'output':
      return <pre className="lesson-output">{block.text}</pre>;
    case 'yaml':
      return (
        <div className="lesson-yaml">
          <pre>{block.text}</pre>
          {block.file && (
            <Button look="edge" onClick={() => studio.openFile(block.file ?? '')}>
              {words.open}
            </Button>
          )}
        </div>
      );
  }
}
