/** Plays a step's solution before the learner's eyes: typed as somebody types, one line after the other. */
import type { Action } from '../../lessons/lesson.ts';
import { realClock } from '../../time/real.ts';
import { usePage } from '../layout/page-state.ts';
import { setRunning } from '../live/components.ts';
import type { Studio } from '../panels/contract.ts';

/** Real ms a key (about as fast as one reads), and between one line and the next. */
const KEY = 45;
const LINE = 1600;

export async function showMe(actions: readonly Action[], studio: Studio, signal: AbortSignal): Promise<void> {
  usePage.getState().set({ dockTab: 'terminal', narrowTab: 'terminal' });
  for (const action of actions) {
    if (signal.aborted) return;
    await perform(action, studio, signal);
    await realClock.sleep(LINE, signal).catch(() => undefined);
  }
}

async function perform(action: Action, studio: Studio, signal: AbortSignal): Promise<void> {
  const { controls } = studio.connection;
  if (typeof action === 'string') {
    for (const line of action.split('\n')) await typeLine(line, studio, signal);
  } else if ('stays' in action) studio.runApart(action.stays);
  else if ('wait' in action) await realClock.sleep(action.wait * 1000, signal).catch(() => undefined);
  else if (controls && 'stop' in action) setRunning(controls, { name: action.stop, running: false });
  else if (controls && 'start' in action) setRunning(controls, { name: action.start, running: true });
}

async function typeLine(line: string, studio: Studio, signal: AbortSignal): Promise<void> {
  for (const letter of line) {
    if (signal.aborted) return;
    studio.terminal.ask((terminal) => terminal.compose(letter));
    await realClock.sleep(KEY, signal).catch(() => undefined);
  }
  // Enter, and the whole line again where the prompt was not free and keys went elsewhere.
  studio.run(line);
}
