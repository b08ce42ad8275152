/** What a builtin gets. Unlike a program it sees and changes the shell's own environment. */
import { type Context, messagePrefix } from '../environment.ts';
import type { Input, Output } from '../process.ts';

export interface BuiltinCall {
  context: Context;
  argv: readonly string[];
  stdin: Input;
  stdout: Output;
  stderr: Output;
}

/** Resolves with the exit status. */
export type Builtin = (call: BuiltinCall) => Promise<number>;

/** Writes `bash: line 1: cd: MESSAGE` and gives the status. */
export async function fail({ context, argv, stderr }: BuiltinCall, message: string, status = 1): Promise<number> {
  await stderr.write(`${messagePrefix(context.environment)}${argv[0]}: ${message}\n`);
  return status;
}
