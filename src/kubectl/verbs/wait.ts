/** `kubectl wait` (kubectl/pkg/cmd/wait/wait.go). */
import { parseDuration } from '../../api/duration.ts';
import { resultPrinter } from '../apply/print-result.ts';
import { completeResources } from '../complete-resources.ts';
import { CommandError, throwAll } from '../errors.ts';
import {
  allFlag,
  allNamespacesFlag,
  fieldSelectorFlag,
  filenameFlags,
  printFlags,
  selectorFlag,
} from '../flag-sets.ts';
import { filenamesOf, type Info, isNotFound, resolveTargets, retrieve, type ResourceQuery } from '../resources.ts';
import { parseCondition, type WaitCondition } from '../run/wait-condition.ts';
import { TimedOut, watchObject } from '../run/watch-object.ts';
import type { Verb, VerbContext } from '../verb.ts';

const WEEK = 168 * 3600 * 1000;

export const wait: Verb = {
  name: 'wait',
  usage:
    "wait ([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]]",
  short: 'Wait for a specific condition on one or many resources',
  long: 'Wait for a specific condition on one or many resources.\n\n The command takes multiple resources and waits until the specified condition is seen in the Status field of every given resource.\n\n Alternatively, the command can wait for the given set of resources to be created or deleted by providing the "create" or "delete" keyword as the value to the --for flag.',
  examples: `# Wait for the pod "busybox1" to contain the status condition of type "Ready"
kubectl wait --for=condition=Ready pod/busybox1

# Wait for the pod "busybox1" to be deleted, with a timeout of 60s, after having issued the "delete" command
kubectl delete pod/busybox1
kubectl wait --for=delete pod/busybox1 --timeout=60s`,
  flags: [
    ...filenameFlags('identifying the resource.'),
    selectorFlag,
    fieldSelectorFlag,
    allFlag,
    allNamespacesFlag,
    ...printFlags,
    {
      name: 'for',
      type: 'string',
      default: '',
      usage:
        "The condition to wait on: [create|delete|condition=condition-name[=condition-value]|jsonpath='{JSONPath expression}'=[JSONPath value]]. The default condition-value is true.",
    },
    {
      name: 'timeout',
      type: 'duration',
      default: '30s',
      usage:
        "The length of time to wait before giving up.  Zero means check once and don't wait, negative means wait for a week.",
    },
  ],
  complete: completeResources,
  async run(context) {
    const { flags } = context;
    const condition = parseCondition(flags.string('for'));
    const printer = await resultPrinter(context, 'condition met');
    const given = parseDuration(flags.string('timeout'));
    const end = context.io.clock.now() + (given < 0 ? WEEK : given);
    const query: ResourceQuery = {
      args: context.args,
      files: filenamesOf(context),
      labelSelector: flags.string('selector'),
      fieldSelector: flags.string('field-selector'),
      all: flags.bool('all'),
      allNamespaces: flags.bool('all-namespaces'),
    };
    if (condition.kind === 'create') await waitForCreation(context, query, end);
    const { infos, errors } = await retrieve(context, query);
    const failures = errors.filter((error) => !(condition.kind === 'delete' && isNotFound(error)));
    if (infos.length === 0 && errors.length === 0) throw new CommandError('no matching resources found');
    for (const info of infos) {
      try {
        await waitForOne(context, info, condition, end);
        await printer(info.object);
      } catch (error) {
        failures.push(error);
      }
    }
    throwAll(failures);
  },
};

async function waitForCreation(context: VerbContext, query: ResourceQuery, end: number): Promise<void> {
  const { clock, signal } = context.io;
  const { targets } = await resolveTargets(context, query);
  for (const target of targets) {
    if (target.kind === 'list') continue;
    for (;;) {
      const found = await context.client.get(target.resource, target.name, target.namespace).catch((error: unknown) => {
        if (isNotFound(error)) return undefined;
        throw error;
      });
      if (found) break;
      if (clock.now() >= end) throw new CommandError(new TimedOut().message);
      await clock.sleep(Math.min(500, end - clock.now()), signal);
    }
  }
}

async function waitForOne(context: VerbContext, info: Info, condition: WaitCondition, end: number): Promise<void> {
  const uid = info.object.metadata?.uid;
  if (condition.kind === 'create') return;
  try {
    // 1 ms: a timeout of zero still looks once.
    await watchObject(context, info, Math.max(1, end - context.io.clock.now()), (object) => {
      if (condition.kind === 'delete') return object === undefined || object.metadata?.uid !== uid;
      return object !== undefined && condition.met(object);
    });
  } catch (error) {
    if (!(error instanceof TimedOut)) throw error;
    throw new CommandError(`${error.message} on ${info.resource.resource}/${info.name}`);
  }
}
