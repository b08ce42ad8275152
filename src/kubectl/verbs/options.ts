/** `kubectl options` and `kubectl completion`. */
import { CommandError } from '../errors.ts';
import { helpColumns, optionsText } from '../help.ts';
import type { Verb } from '../verb.ts';

export const options: Verb = {
  name: 'options',
  usage: 'options',
  short: 'Print the list of flags inherited by all commands',
  flags: [],
  hidden: true,
  run: (context) => context.print(optionsText(helpColumns(context.io))),
};

const SHELLS = ['bash', 'fish', 'powershell', 'zsh'];

export const completion: Verb = {
  name: 'completion',
  usage: 'completion SHELL',
  short: 'Output shell completion code for the specified shell (bash, zsh, fish, or powershell)',
  long: 'Output shell completion code for the specified shell (bash, zsh, fish, or powershell). The shell code must be evaluated to provide interactive completion of kubectl commands.',
  examples: '# Load the kubectl completion code for bash into the current shell\nsource <(kubectl completion bash)',
  flags: [],
  complete: (_, words) => Promise.resolve(words.length === 0 ? SHELLS : []),
  async run(context) {
    const [shell, ...more] = context.args;
    const hint = "\nSee 'kubectl completion -h' for help and examples";
    if (shell === undefined) throw new CommandError(`Shell not specified.${hint}`);
    if (more.length > 0) throw new CommandError(`Too many arguments. Expected only the shell type.${hint}`);
    if (!SHELLS.includes(shell)) throw new CommandError(`Unsupported shell type ${JSON.stringify(shell)}.${hint}`);
    // Simplified: the laptop's shell asks kubectl itself on Tab, so there is nothing for it to load.
    await context.print(`# kubectl completion for ${shell}: this shell completes kubectl by itself.\n`);
  },
};
