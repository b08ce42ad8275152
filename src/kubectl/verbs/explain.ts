/** kubectl explain (kubectl/pkg/cmd/explain/explain.go). */
import { completeTypes } from '../complete-resources.ts';
import { CommandError } from '../errors.ts';
import { explainText, MissingFieldError } from '../explain/render.ts';
import { loadSchemas } from '../explain/schema.ts';
import type { Verb } from '../verb.ts';

export const explain: Verb = {
  name: 'explain',
  usage:
    'explain TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2]',
  short: 'Get documentation for a resource',
  long: `Describe fields and structure of various resources.

 This command describes the fields associated with each supported API resource. Fields are identified via a simple JSONPath identifier:

  <type>.<fieldName>[.<fieldName>]

 Information about each field is retrieved from the server in OpenAPI format.

Use "kubectl api-resources" for a complete list of supported resources.`,
  examples: `
# Get the documentation of the resource and its fields
kubectl explain pods

# Get all the fields in the resource
kubectl explain pods --recursive

# Get the explanation for deployment in supported api versions
kubectl explain deployments --api-version=apps/v1

# Get the documentation of a specific field of a resource
kubectl explain pods.spec.containers`,
  flags: [
    {
      name: 'api-version',
      type: 'string',
      default: '',
      usage: 'Use given api-version (group/version) of the resource.',
    },
    {
      name: 'output',
      type: 'string',
      short: 'o',
      default: 'plaintext',
      usage: 'Format in which to render the schema. Valid values are: (plaintext, plaintext-openapiv2).',
    },
    {
      name: 'recursive',
      type: 'bool',
      default: false,
      usage:
        'When true, print the name of all the fields recursively. Otherwise, print the available fields with their description.',
    },
  ],
  validate({ args }) {
    if (args.length === 0)
      throw new CommandError(
        'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.',
      );
    if (args.length > 1) throw new CommandError('We accept only this format: explain RESOURCE');
  },
  async run(context) {
    const mapper = await context.mapper();
    const words = context.args[0]!.split('.');
    // `deployments.apps.spec` is not told from `deployment.spec`: the longest beginning that names a resource wins.
    const whole = mapper.find(context.args[0]!);
    const info = whole && words.length > 1 && words.slice(1).join('.') === whole.group ? whole : mapper.find(words[0]!);
    if (!info) {
      throw new CommandError(`the server doesn't have a resource type ${JSON.stringify(words[0])}`, { verbatim: true });
    }
    const path = info === whole && words.length > 1 ? [] : words.slice(1);
    const version = context.flags.string('api-version');
    const chosen = version === '' ? info : mapper.kind(version, info.kind);
    if (!chosen) throw new CommandError(`couldn't find resource for "${version}, Resource=${info.resource}"`);
    const output = context.flags.string('output');
    if (!['plaintext', 'plaintext-openapiv2'].includes(output))
      throw new CommandError(`unrecognized format: ${output}`);
    const schemas = await loadSchemas(context.client, chosen);
    try {
      return await context.print(explainText(schemas, chosen, path, context.flags.bool('recursive')));
    } catch (error) {
      if (error instanceof MissingFieldError) await context.print(error.printed);
      throw error;
    }
  },
  complete: (context, words) => (words.length > 0 ? Promise.resolve([]) : completeTypes(context)),
};
