/** Our own Markdown, from the lesson's files: its words of the glossary open their meaning, its lessons open. */
import { Marked } from 'marked';
import { memo, type MouseEvent } from 'react';
import { useProgress } from './progress.ts';
import { useTerm } from './term-card.tsx';

const attribute = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

const marked = new Marked({
  renderer: {
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      const [, sort, target = ''] = /^(term|lesson):(.+)$/.exec(href) ?? [];
      if (sort)
        return `<button type="button" class="lesson-${sort}" data-${sort}="${attribute(target)}">${text}</button>`;
      return `<a href="${attribute(href)}" target="_blank" rel="noreferrer">${text}</a>`;
    },
  },
});

export const Prose = memo(function Prose({ markdown, inline = false }: { markdown: string; inline?: boolean }) {
  const html = inline ? marked.parseInline(markdown, { async: false }) : marked.parse(markdown, { async: false });
  const content = { __html: html };
  // What is clicked are buttons of their own, which a keyboard reaches as well.
  return inline ? (
    <span onClick={follow} dangerouslySetInnerHTML={content} />
  ) : (
    <div className="lesson-prose" onClick={follow} dangerouslySetInnerHTML={content} />
  );
});

function follow(event: MouseEvent): void {
  const button = (event.target as HTMLElement).closest<HTMLElement>('[data-term], [data-lesson]');
  const { term, lesson } = button?.dataset ?? {};
  if (button && term) useTerm.getState().show(term, button);
  if (lesson) useProgress.getState().show(lesson);
}
