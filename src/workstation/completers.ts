/** What the laptop's own programs offer for Tab: kubectl asks the cluster. */
import { completeKubectl } from '../kubectl/complete.ts';
import type { Completer } from '../shell/completion.ts';
import type { Environment } from '../shell/environment.ts';
import type { Output } from '../shell/process.ts';
import type { WorkstationOptions } from './laptop.ts';
import { kubectlIO } from './programs/kubectl.ts';

/** `life` ends the questions that are still open when the terminal is closed. */
export function createCompleters(
  options: WorkstationOptions,
  environment: Environment,
  life: AbortSignal,
): Record<string, Completer> {
  return {
    kubectl: (words, index) => {
      const process = {
        machine: environment.machine,
        argv: words,
        env: exported(environment),
        cwd: environment.cwd,
        stdin: { isTerminal: false, read: () => Promise.resolve(undefined) },
        stdout: nowhere,
        stderr: nowhere,
        signal: life,
      };
      return completeKubectl(words.slice(1), index - 1, kubectlIO(process, options));
    },
  };
}

const nowhere: Output = { isTerminal: false, write: () => Promise.resolve(), close: () => undefined };

const exported = ({ variables }: Environment): Record<string, string> =>
  Object.fromEntries([...variables].flatMap(([name, { value, exported }]) => (exported ? [[name, value]] : [])));
