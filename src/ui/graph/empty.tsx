/** Nothing to draw yet: an invitation with two commands, instead of a blank sheet. */
import { useWords } from '../i18n/language.ts';
import { usePage } from '../layout/page-state.ts';
import { useWidth } from '../layout/use-width.ts';
import { Button } from '../primitives/button.tsx';
import { CommandLine } from '../primitives/command-line.tsx';
import type { Studio } from '../panels/contract.ts';

const commands = ['kubectl create deployment web --image=nginx --replicas=3', 'kubectl run hello --image=nginx'];

export function Empty({ studio }: { studio: Studio }) {
  const words = useWords();
  const width = useWidth();
  return (
    <div className="tp-empty">
      <h2>{words.graph.emptyTitle}</h2>
      <p>{words.graph.emptyText}</p>
      {commands.map((command) => (
        <CommandLine key={command} command={command} label={words.graph.run} onRun={() => studio.run(command)} />
      ))}
      {width !== 'wide' && (
        <Button look="accent" onClick={() => usePage.getState().set({ drawer: true, narrowTab: 'lesson' })}>
          {words.graph.lessons}
        </Button>
      )}
    </div>
  );
}
