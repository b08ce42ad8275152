/** Runs lines in a shell of their own, without a terminal: what brings a lesson's start about. */
import { collectOutput, emptyInput } from '../shell/pipe.ts';
import type { Workstation } from './laptop.ts';

/** Resolves with what all lines printed and the last one's status; a line that fails does not stop the next. */
export async function runUnseen(
  workstation: Workstation,
  lines: readonly string[],
): Promise<{ status: number; output: string }> {
  const life = new AbortController();
  const shell = workstation.shell({ life: life.signal, interactive: false });
  const output = collectOutput();
  const streams = { stdin: emptyInput(), stdout: output, stderr: output, signal: life.signal };
  for (const line of lines) await shell.run(line, streams);
  const status = await shell.end(streams);
  life.abort(new Error('the lines are done'));
  return { status, output: output.text() };
}
