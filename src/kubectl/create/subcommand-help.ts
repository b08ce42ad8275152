/** A command that is only the parent of others: help and exit status 1 (kubectl/pkg/cmd/util, DefaultSubCommandRun). */
import { SilentExit, usageErrorf } from '../errors.ts';
import { helpColumns, helpText } from '../help.ts';
import type { Verb } from '../verb.ts';

/** `to`: where the help goes. */
export function parentCommand(verb: Omit<Verb, 'run'>, to: 'stdout' | 'stderr'): Verb {
  const parent: Verb = {
    ...verb,
    async run(context) {
      if (context.args.length > 0) {
        throw usageErrorf(context.command, `unknown command ${JSON.stringify(context.args.join(' '))}`);
      }
      const text = helpText(parent, context.command, helpColumns(context.io));
      await (to === 'stdout' ? context.print(text) : context.complain(text));
      throw new SilentExit(1);
    },
  };
  return parent;
}
