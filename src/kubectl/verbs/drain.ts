/** `kubectl drain` (kubectl/pkg/cmd/drain/drain.go, kubectl/pkg/drain/drain.go). */
import type { Pod } from 'kubernetes-types/core/v1';
import { parseDuration } from '../../api/duration.ts';
import { resourcePath } from '../../api/resource.ts';
import { isStatusError } from '../../api/status.ts';
import { dryRunStrategy, dryRunSuffix } from '../apply/dry-run.ts';
import { completeNamed } from '../complete-resources.ts';
import { AggregateError, CommandError, plainMessage } from '../errors.ts';
import { dryRunFlag, selectorFlag } from '../flag-sets.ts';
import type { FlagSpec } from '../flags.ts';
import { mark, nodesOf } from '../nodes/cordoning.ts';
import { grouped, judge } from '../nodes/drain-filters.ts';
import { type Info, isNotFound } from '../resources.ts';
import type { Verb, VerbContext } from '../verb.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };
/** ms between two tries of an eviction that a budget forbids, and between two looks whether a Pod is gone. */
const RETRY = 5_000;
const POLL = 1_000;

const bool = (name: string, usage: string): FlagSpec => ({ name, type: 'bool', default: false, usage });

export const drain: Verb = {
  name: 'drain',
  usage: 'drain NODE',
  short: 'Drain node in preparation for maintenance',
  long: `Drain node in preparation for maintenance.

 The given node will be marked unschedulable to prevent new pods from arriving. 'drain' evicts the pods if the API server supports https://kubernetes.io/docs/concepts/workloads/pods/disruptions/ eviction https://kubernetes.io/docs/concepts/workloads/pods/disruptions/ . Otherwise, it will use normal DELETE to delete the pods. The 'drain' evicts or deletes all pods except mirror pods (which cannot be deleted through the API server).`,
  examples: `# Drain node "foo", even if there are pods not managed by a replication controller, replica set, job, daemon set, or stateful set on it
kubectl drain foo --force

# As above, but abort if there are pods not managed by a replication controller, replica set, job, daemon set, or stateful set, and use a grace period of 15 minutes
kubectl drain foo --grace-period=900`,
  flags: [
    bool('force', 'Continue even if there are pods that do not declare a controller.'),
    bool('ignore-daemonsets', 'Ignore DaemonSet-managed pods.'),
    bool(
      'delete-emptydir-data',
      'Continue even if there are pods using emptyDir (local data that will be deleted when the node is drained).',
    ),
    bool('disable-eviction', 'Force drain to use delete, even if eviction is supported.'),
    {
      name: 'grace-period',
      type: 'int',
      default: -1,
      usage:
        'Period of time in seconds given to each pod to terminate gracefully. If negative, the default value specified in the pod will be used.',
    },
    {
      name: 'timeout',
      type: 'duration',
      default: '0s',
      usage: 'The length of time to wait before giving up, zero means infinite',
    },
    {
      name: 'pod-selector',
      type: 'string',
      default: '',
      usage: 'Label selector to filter pods on the node',
    },
    dryRunFlag,
    selectorFlag,
  ],
  complete: completeNamed('nodes'),
  run,
};

async function run(context: VerbContext): Promise<void> {
  const infos = await nodesOf(context, 'drain NODE');
  for (const info of infos) await mark(context, info, true);
  const suffix = dryRunSuffix(await dryRunStrategy(context));
  const failures: { name: string; error: unknown }[] = [];
  for (const info of infos) {
    try {
      await empty(context, info);
      await context.print(`node/${info.name} drained${suffix}\n`);
    } catch (error) {
      if (context.io.signal.aborted) throw error;
      failures.push({ name: info.name, error });
      const why =
        error instanceof AggregateError && error.errors.length > 1 ? listed(error.errors) : plainMessage(error);
      await context.complain(
        `error: unable to drain node ${JSON.stringify(info.name)} due to error: ${why}, continuing command...\n`,
      );
    }
  }
  if (failures.length === 0) return;
  await context.complain(
    `There are pending nodes to be drained:\n${failures.map(({ name }) => ` ${name}\n`).join('')}`,
  );
  const [first] = failures;
  if (failures.length === 1 && first!.error instanceof AggregateError) throw first!.error;
  throw new AggregateError(failures.map(({ error }) => error));
}

/** Go's Aggregate: several errors stand in brackets. */
const listed = (errors: readonly unknown[]): string => `[${errors.map(plainMessage).join(', ')}]`;

async function empty(context: VerbContext, node: Info): Promise<void> {
  const { flags } = context;
  const pods = await context.client.list<Pod>(PODS, {
    fieldSelector: `spec.nodeName=${node.name}`,
    labelSelector: flags.string('pod-selector'),
  });
  const options = {
    force: flags.bool('force'),
    ignoreDaemonSets: flags.bool('ignore-daemonsets'),
    deleteEmptyDirData: flags.bool('delete-emptydir-data'),
  };
  const judged = pods.items.map((pod) => ({ pod, verdict: judge(pod, options) }));
  fail(grouped(judged, ['error']).map((text) => new CommandError(`cannot delete ${text}`)));
  const warnings = grouped(judged, ['warning', 'skip']);
  if (warnings.length > 0) await context.complain(`Warning: ${warnings.join('; ')}\n`);
  const leaving = judged.flatMap(({ pod, verdict }) => (verdict.outcome === 'skip' ? [] : [pod]));
  await evictAll(context, leaving);
}

async function evictAll(context: VerbContext, pods: readonly Pod[]): Promise<void> {
  const { clock } = context.io;
  const dryRun = await dryRunStrategy(context);
  const timeout = parseDuration(context.flags.string('timeout'));
  const end = timeout > 0 ? clock.now() + timeout : Number.POSITIVE_INFINITY;
  const verb = context.flags.bool('disable-eviction') ? 'deleting' : 'evicting';
  for (const { metadata } of pods) {
    await context.print(`${verb} pod ${metadata?.namespace}/${metadata?.name}${dryRunSuffix(dryRun)}\n`);
  }
  if (dryRun !== 'none') return;
  const results = await Promise.allSettled(
    pods.map(async (pod) => {
      await evict(context, pod, end);
      await waitUntilGone(context, pod, end);
      await context.print(`pod/${pod.metadata?.name} ${verb === 'evicting' ? 'evicted' : 'deleted'}\n`);
    }),
  );
  fail(results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : [])));
}

/** One error too is an aggregate here: kubectl prints it without 'error: '. */
function fail(errors: readonly unknown[]): void {
  if (errors.length > 0) throw new AggregateError(errors);
}

async function evict(context: VerbContext, { metadata }: Pod, end: number): Promise<void> {
  const { client, flags, io } = context;
  const namespace = metadata?.namespace ?? '';
  const name = metadata?.name ?? '';
  const grace = flags.int('grace-period');
  const deleteOptions = grace >= 0 ? { gracePeriodSeconds: grace } : {};
  if (flags.bool('disable-eviction')) return void (await client.delete(PODS, name, namespace, deleteOptions));
  const body = { kind: 'Eviction', apiVersion: 'policy/v1', metadata: { name, namespace }, deleteOptions };
  for (;;) {
    try {
      const headers = { 'Content-Type': 'application/json' };
      const path = resourcePath(PODS, namespace, name, 'eviction');
      await client.request(path, { method: 'POST', headers, body: JSON.stringify(body) });
      return;
    } catch (error) {
      if (isNotFound(error)) return;
      const where = `error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}`;
      if (!isStatusError(error, 'TooManyRequests')) throw new CommandError(`${where}: ${plainMessage(error)}`);
      await context.complain(`${where} (will retry after 5s): ${plainMessage(error)}\n`);
      if (io.clock.now() + RETRY > end) throw tooLong(context);
      await io.clock.sleep(RETRY, io.signal);
    }
  }
}

async function waitUntilGone(context: VerbContext, { metadata }: Pod, end: number): Promise<void> {
  const { client, io } = context;
  for (;;) {
    try {
      const pod = await client.get<Pod>(PODS, metadata?.name ?? '', metadata?.namespace);
      if (pod.metadata?.uid !== metadata?.uid) return;
    } catch (error) {
      if (isNotFound(error)) return;
      throw error;
    }
    if (io.clock.now() + POLL > end) throw tooLong(context);
    await io.clock.sleep(POLL, io.signal);
  }
}

const tooLong = (context: VerbContext): CommandError =>
  new CommandError(`drain did not complete within ${context.flags.string('timeout')}`);
