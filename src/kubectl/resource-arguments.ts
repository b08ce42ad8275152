/** `TYPE NAME…`, `TYPE/NAME…`, `TYPE1,TYPE2`: the words alone, no server asked (builder.go, ResourceTypeOrNameArgs). */
import { CommandError } from './errors.ts';

export const MISSING_RESOURCE = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

export interface ResourceWords {
  types: string[];
  names: string[];
  pairs: { type: string; name: string }[];
}

/** `category` resolves `all` and its like to types. Throws upstream's complaints about the form. */
export function parseResourceArguments(
  given: readonly string[],
  category: (word: string) => string[] | undefined,
): ResourceWords {
  const args = given.length === 1 && given[0]!.includes('/') ? given[0]!.split(',') : [...given];
  const slashes = args.filter((arg) => arg.includes('/')).length;
  if (slashes > 0 && slashes !== args.length) {
    throw new CommandError(
      "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
    );
  }
  if (slashes > 0) return { types: [], names: [], pairs: args.map(pair) };
  if (args.length === 0) return { types: [], names: [], pairs: [] };
  const types = args[0]!.split(',').flatMap((word) => category(word) ?? [word]);
  return { types: [...new Set(types)], names: args.slice(1), pairs: [] };
}

function pair(text: string): { type: string; name: string } {
  const parts = text.split('/');
  if (parts.length !== 2) throw new CommandError('arguments in resource/name form may not have more than one slash');
  const [type = '', name = ''] = parts;
  if (type === '' || name === '' || splitTypes(type).length !== 1) {
    throw new CommandError('arguments in resource/name form must have a single resource and name');
  }
  return { type, name };
}

export function splitTypes(text: string): string[] {
  return [...new Set(text.split(','))];
}
