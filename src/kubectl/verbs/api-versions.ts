/** kubectl api-versions (kubectl/pkg/cmd/apiresources/apiversions.go). */
import { groupVersion } from '../../api/resource.ts';
import { usageErrorf } from '../errors.ts';
import type { Verb } from '../verb.ts';

export const apiVersions: Verb = {
  name: 'api-versions',
  usage: 'api-versions',
  short: 'Print the supported API versions on the server, in the form of "group/version"',
  long: 'Print the supported API versions on the server, in the form of "group/version".',
  examples: `
# Print the supported API versions
kubectl api-versions`,
  flags: [],
  validate({ args, command }) {
    if (args.length > 0) throw usageErrorf(command, `unexpected arguments: [${args.join(' ')}]`);
  },
  async run(context) {
    // It asks the server, whatever was remembered.
    if (context.io.discovered) context.io.discovered.resources = undefined;
    const versions = new Set((await context.mapper()).resources.map(groupVersion));
    return context.print(
      [...versions]
        .sort()
        .map((version) => `${version}\n`)
        .join(''),
    );
  },
};
