/** `kubectl scale` (kubectl/pkg/cmd/scale/scale.go). */
import { parseDuration } from '../../api/duration.ts';
import type { KubeObject } from '../../api/object.ts';
import { isStatusError } from '../../api/status.ts';
import { dryRunStrategy } from '../apply/dry-run.ts';
import { resultPrinter } from '../apply/print-result.ts';
import { completeResources } from '../complete-resources.ts';
import { CommandError } from '../errors.ts';
import { allFlag, dryRunFlag, filenameFlags, printFlags, selectorFlag } from '../flag-sets.ts';
import { filenamesOf, type Info, retrieveAll } from '../resources.ts';
import type { Verb, VerbContext } from '../verb.ts';

interface Scale extends KubeObject {
  spec?: { replicas?: number };
  status?: { replicas?: number };
}

export const scale: Verb = {
  name: 'scale',
  usage: 'scale [--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)',
  short: 'Set a new size for a deployment, replica set, or replication controller',
  long: `Set a new size for a deployment, replica set, replication controller, or stateful set.

 Scale also allows users to specify one or more preconditions for the scale action.

 If --current-replicas or --resource-version is specified, it is validated before the scale is attempted, and it is guaranteed that the precondition holds true when the scale is sent to the server.`,
  examples: `# Scale a replica set named 'foo' to 3
kubectl scale --replicas=3 rs/foo

# Scale a resource identified by type and name specified in "foo.yaml" to 3
kubectl scale --replicas=3 -f foo.yaml

# If the deployment named mysql's current size is 2, scale mysql to 3
kubectl scale --current-replicas=2 --replicas=3 deployment/mysql

# Scale multiple replication controllers
kubectl scale --replicas=5 rc/example1 rc/example2 rc/example3

# Scale stateful set named 'web' to 3
kubectl scale --replicas=3 statefulset/web`,
  flags: [
    ...filenameFlags('identifying the resource to set a new size'),
    selectorFlag,
    allFlag,
    ...printFlags,
    dryRunFlag,
    {
      name: 'replicas',
      type: 'int',
      default: 0,
      required: true,
      usage: 'The new desired number of replicas. Required.',
    },
    {
      name: 'current-replicas',
      type: 'int',
      default: -1,
      usage:
        'Precondition for current size. Requires that the current size of the resource match this value in order to scale. -1 (default) for no condition.',
    },
    {
      name: 'resource-version',
      type: 'string',
      default: '',
      usage:
        'Precondition for resource version. Requires that the current resource version match this value in order to scale.',
    },
    {
      name: 'timeout',
      type: 'duration',
      default: '0s',
      usage:
        "The length of time to wait before giving up on a scale operation, zero means don't wait. Any other values should contain a corresponding time unit (e.g. 1s, 2m, 3h).",
    },
  ],
  complete: completeResources,
  async run(context) {
    const { flags } = context;
    const replicas = flags.int('replicas');
    if (replicas < 0) {
      throw new CommandError('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
    }
    if (flags.int('current-replicas') < -1) {
      throw new CommandError('The --current-replicas must specify an integer of -1 or greater');
    }
    const printer = await resultPrinter(context, 'scaled');
    const infos = await retrieveAll(context, {
      args: context.args,
      files: filenamesOf(context),
      labelSelector: flags.string('selector'),
      all: flags.bool('all'),
    });
    if (infos.length > 1 && flags.string('resource-version') !== '') {
      throw new CommandError('cannot use --resource-version with multiple resources');
    }
    const dryRun = await dryRunStrategy(context);
    for (const info of infos) {
      if (dryRun !== 'client') await scaleOne(context, info, replicas, dryRun === 'server');
      await printer(info.object);
    }
    const timeout = parseDuration(flags.string('timeout'));
    if (timeout > 0 && dryRun === 'none') for (const info of infos) await waitForReplicas(context, info, timeout);
  },
};

async function scaleOne(context: VerbContext, info: Info, replicas: number, dryRun: boolean): Promise<void> {
  const { resource, name, namespace } = info;
  const size = context.flags.int('current-replicas');
  const version = context.flags.string('resource-version');
  const options = { subresource: 'scale', dryRun };
  if (size === -1 && version === '') {
    const patch = { spec: { replicas } };
    await context.client.patch(resource, name, namespace, 'application/merge-patch+json', patch, options);
    return;
  }
  const found = await context.client.get<Scale>(resource, name, namespace, 'scale');
  const now = found.spec?.replicas ?? 0;
  if (size !== -1 && now !== size) throw new CommandError(`Expected replicas to be ${size}, was ${now}`);
  if (version !== '' && found.metadata?.resourceVersion !== version) {
    throw new CommandError(`Expected resource version to be ${version}, was ${found.metadata?.resourceVersion ?? ''}`);
  }
  const wanted = { ...found, metadata: { ...found.metadata, name, namespace: namespace ?? '' }, spec: { replicas } };
  await context.client.update(resource, wanted, options);
}

async function waitForReplicas(context: VerbContext, info: Info, timeout: number): Promise<void> {
  const { clock, signal } = context.io;
  const end = clock.now() + timeout;
  for (;;) {
    const found = await context.client
      .get<Scale>(info.resource, info.name, info.namespace, 'scale')
      .catch((error: unknown) => {
        if (isStatusError(error, 'NotFound')) return undefined;
        throw error;
      });
    if (!found || found.spec?.replicas === found.status?.replicas) return;
    if (clock.now() >= end) throw new CommandError(`timed out waiting for ${JSON.stringify(info.name)} to be synced`);
    await clock.sleep(500, signal);
  }
}
