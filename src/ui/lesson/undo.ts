/** Takes back the last command that may have changed something: cluster and files as they were before it. */
import { create } from 'zustand';
import { realClock } from '../../time/real.ts';
import type { Studio } from '../panels/contract.ts';

const NAME = 'command';
/** A command waits no longer than this for its undo to be made possible, in real ms. */
const PATIENCE = 400;

interface Undo {
  /** What would be taken back. */
  line: string | null;
}

export const useUndo = create<Undo>(() => ({ line: null }));

const LOOKS =
  /^\s*((kubectl|k)\s+(-n\s+\S+\s+)?(get|describe|logs|explain|version|cluster-info|api-resources|api-versions|top|auth|diff|events|options|help|rollout\s+(status|history)|port-forward|wait)\b|(ls|ll|cat|pwd|echo|cd|grep|head|tail|less|wc|history|clear|help|man|curl|dig|nslookup|ping|date|which|env|diff)\b)/;

/** Whether a line only looks, as far as can be told from it. */
export function onlyLooks(line: string): boolean {
  if (/>|\$\(|`|\btee\b/.test(line)) return false;
  return line
    .split(/&&|\|\||[;|\n]/)
    .every((part) => part.trim() === '' || LOOKS.test(part) || part.trim().startsWith('#'));
}

/** Remembers how things are before each command. Returns the way to stop. */
export function followUndo({ laptop, connection: { controls } }: Pick<Studio, 'laptop' | 'connection'>): () => void {
  if (!controls) return () => undefined;
  return laptop.onBefore(async (line) => {
    if (onlyLooks(line)) return;
    const marked = Promise.all([controls.mark(NAME), laptop.mark(NAME)]).then(
      () => useUndo.setState({ line }),
      () => useUndo.setState({ line: null }),
    );
    await Promise.race([marked, realClock.sleep(PATIENCE)]);
  });
}

export async function undo({ laptop, connection: { controls } }: Pick<Studio, 'laptop' | 'connection'>): Promise<void> {
  useUndo.setState({ line: null });
  if (await controls?.rewind(NAME)) await laptop.rewind(NAME);
}
