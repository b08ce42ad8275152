/** Which Pods and containers `kubectl logs` reads (kubectl/pkg/polymorphichelpers/logsforobject.go, attachablepodforobject.go). */
import type { KubeObject } from '../../api/object.ts';
import { formatLabelSelector, type LabelSelector } from '../../api/labels.ts';
import { CommandError, plainMessage } from '../errors.ts';
import { isNotFound, retrieveAll } from '../resources.ts';
import type { VerbContext } from '../verb.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };
const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

export interface LogSource {
  pod: string;
  container: string;
}

interface Named {
  name: string;
}
interface PodSpec {
  nodeName?: string;
  containers?: Named[];
  initContainers?: Named[];
  ephemeralContainers?: Named[];
}
interface PodStatus {
  phase?: string;
  conditions?: { type: string; status: string; lastTransitionTime?: string }[];
  containerStatuses?: { restartCount?: number }[];
}

export async function logSources(context: VerbContext): Promise<LogSource[]> {
  const { flags, args, namespace } = context;
  const selector = flags.string('selector');
  const container = args[1] ?? flags.string('container');
  if (selector !== '') {
    const { items } = await context.client.list(PODS, { namespace, labelSelector: selector });
    if (items.length === 0) await context.complain(`No resources found in ${namespace} namespace.\n`);
    return (await Promise.all(items.map((pod) => containersOf(context, pod, container)))).flat();
  }
  const [target = ''] = args;
  const query = { args: target.includes('/') ? [target] : ['pods', target] };
  const [info] = await retrieveAll(context, query).catch((error: unknown) => {
    if (!isNotFound(error)) throw error;
    throw new CommandError(
      `error from server (NotFound): ${plainMessage(error)} in namespace ${JSON.stringify(namespace)}`,
    );
  });
  const object = info!.object;
  if (object.kind === 'Pod') return containersOf(context, object, container);
  const pods = await podsOf(context, object);
  if (flags.bool('all-pods'))
    return (await Promise.all(pods.map((pod) => containersOf(context, pod, container)))).flat();
  const chosen = pods.toSorted(byLogging)[0]!;
  if (pods.length > 1) await context.complain(`Found ${pods.length} pods, using pod/${chosen.metadata?.name ?? ''}\n`);
  return containersOf(context, chosen, container);
}

/** The Pods a workload or a Service selects. */
export async function podsOf(context: VerbContext, object: KubeObject): Promise<KubeObject[]> {
  const { selector } = (object['spec'] ?? {}) as { selector?: LabelSelector & Record<string, string> };
  const plain = object.kind === 'Service' || object.kind === 'ReplicationController';
  if (!selector) throw new CommandError(`cannot get the logs from ${object.kind ?? ''}`);
  const labelSelector = formatLabelSelector(plain ? { matchLabels: selector } : selector);
  const { items } = await context.client.list(PODS, { namespace: context.namespace, labelSelector });
  if (items.length === 0) throw new CommandError('timed out waiting for the condition');
  return items;
}

async function containersOf(context: VerbContext, pod: KubeObject, wanted: string): Promise<LogSource[]> {
  const name = pod.metadata?.name ?? '';
  const spec = (pod['spec'] ?? {}) as PodSpec;
  const { containers = [], initContainers = [], ephemeralContainers = [] } = spec;
  if (context.flags.bool('all-containers')) {
    return [...initContainers, ...containers, ...ephemeralContainers].map((one) => ({
      pod: name,
      container: one.name,
    }));
  }
  if (wanted !== '') {
    if (![...containers, ...initContainers, ...ephemeralContainers].some((one) => one.name === wanted)) {
      throw new CommandError(`container ${wanted} is not valid for pod ${name}`);
    }
    return [{ pod: name, container: wanted }];
  }
  const annotated = pod.metadata?.annotations?.[DEFAULT_CONTAINER];
  if (annotated !== undefined && containers.some((one) => one.name === annotated)) {
    return [{ pod: name, container: annotated }];
  }
  const first = containers[0]?.name ?? '';
  if (containers.length + initContainers.length + ephemeralContainers.length > 1) {
    const all = [
      ...containers.map((one) => one.name),
      ...ephemeralContainers.map((one) => `${one.name} (ephem)`),
      ...initContainers.map((one) => `${one.name} (init)`),
    ];
    await context.complain(`Defaulted container ${JSON.stringify(first)} out of: ${all.join(', ')}\n`);
  }
  return [{ pod: name, container: first }];
}

/** podutils.ByLogging: running before pending, ready before not, ready for longer, restarted more often, older. */
export function byLogging(a: KubeObject, b: KubeObject): number {
  return rank(a) - rank(b) || readySince(a) - readySince(b) || restarts(b) - restarts(a) || created(a) - created(b);
}

function rank(pod: KubeObject): number {
  const { phase, conditions = [] } = (pod['status'] ?? {}) as PodStatus;
  const unassigned = (pod['spec'] as PodSpec | undefined)?.nodeName ? 0 : 8;
  const ready = conditions.some((one) => one.type === 'Ready' && one.status === 'True') ? 0 : 1;
  return unassigned + (phase === 'Running' ? 0 : phase === 'Unknown' ? 2 : 4) + ready;
}

function readySince(pod: KubeObject): number {
  const ready = ((pod['status'] ?? {}) as PodStatus).conditions?.find(
    (one) => one.type === 'Ready' && one.status === 'True',
  );
  return ready?.lastTransitionTime === undefined ? 0 : Date.parse(ready.lastTransitionTime);
}

function restarts(pod: KubeObject): number {
  return Math.max(
    0,
    ...(((pod['status'] ?? {}) as PodStatus).containerStatuses ?? []).map((one) => one.restartCount ?? 0),
  );
}

function created(pod: KubeObject): number {
  return Date.parse(pod.metadata?.creationTimestamp ?? '') || 0;
}
