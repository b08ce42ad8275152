/** kubectl describe (kubectl/pkg/cmd/describe/describe.go). */
import { groupResource } from '../../api/resource.ts';
import { completeResources } from '../complete-resources.ts';
import { describeGeneric } from '../describers/generic.ts';
import { describers } from '../describers/index.ts';
import { Page } from '../describers/page.ts';
import { CommandError, throwAll } from '../errors.ts';
import { allNamespacesFlag, chunkSizeFlag, filenameFlags, selectorFlag } from '../flag-sets.ts';
import { filenamesOf, type Info, isNotFound, retrieve } from '../resources.ts';
import type { Verb, VerbContext } from '../verb.ts';

export const describe: Verb = {
  name: 'describe',
  usage: 'describe (-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME) [flags]',
  short: 'Show details of a specific resource or group of resources',
  long: `Show details of a specific resource or group of resources.

 Print a detailed description of the selected resources, including related resources such as events or controllers. You may select a single object by name, all objects of that type, provide a name prefix, or label selector. For example:

  $ kubectl describe TYPE NAME_PREFIX

 will first check for an exact match on TYPE and NAME_PREFIX. If no such resource exists, it will output details for every resource that has a name prefixed with NAME_PREFIX.

Use "kubectl api-resources" for a complete list of supported resources.`,
  examples: `
# Describe a node
kubectl describe nodes kubernetes-node-emt8.c.myproject.internal

# Describe a pod
kubectl describe pods/nginx

# Describe a pod identified by type and name in "pod.json"
kubectl describe -f pod.json

# Describe all pods
kubectl describe pods

# Describe pods by label name=myLabel
kubectl describe pods -l name=myLabel`,
  flags: [
    allNamespacesFlag,
    chunkSizeFlag,
    ...filenameFlags('Filename, directory, or URL to files containing the resource to describe'),
    selectorFlag,
    {
      name: 'show-events',
      type: 'bool',
      default: true,
      usage: 'If true, display events related to the described object.',
    },
  ],
  validate({ args, flags }) {
    if (args.length === 0 && flags.strings('filename').length === 0 && flags.string('kustomize') === '') {
      throw new CommandError(
        'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.',
      );
    }
  },
  run,
  complete: completeResources,
};

async function run(context: VerbContext): Promise<void> {
  const { flags, args } = context;
  const query = {
    args,
    files: filenamesOf(context),
    labelSelector: flags.string('selector'),
    allNamespaces: flags.bool('all-namespaces'),
    listWhenNameless: true,
  };
  const { infos, errors } = await retrieve(context, query);
  if (errors.length === 1 && args.length === 2 && infos.length === 0 && isNotFound(errors[0])) {
    return describePrefix(context, args[0]!, args[1]!, errors[0]);
  }
  for (const [index, info] of infos.entries())
    await context.print(`${index > 0 ? '\n\n' : ''}${await pageOf(context, info)}`);
  if (infos.length === 0 && errors.length === 0) {
    await context.complain(
      flags.bool('all-namespaces') ? 'No resources found\n' : `No resources found in ${context.namespace} namespace.\n`,
    );
  }
  throwAll(errors);
}

/** `describe deploy we` finds web. The first error stands when nothing begins so. */
async function describePrefix(context: VerbContext, type: string, prefix: string, error: unknown): Promise<void> {
  const { infos } = await retrieve(context, { args: [type], listWhenNameless: true });
  const found = infos.filter((info) => info.name.startsWith(prefix));
  if (found.length === 0) throw error;
  for (const info of found) await context.print(`${await pageOf(context, info)}\n`);
}

async function pageOf(context: VerbContext, { resource, object }: Info): Promise<string> {
  const page = new Page(context.io.clock.now());
  const describer = describers[groupResource(resource)] ?? describeGeneric;
  await describer(object, page, { client: context.client, showEvents: context.flags.bool('show-events') });
  return page.toString();
}
