/**
 * Whether an object has become what it was asked to be, of any kind (sigs.k8s.io/cli-utils/pkg/kstatus/status/{core,generic}.go):
 * what `helm --wait` waits for.
 * Simplified: how long something lasts already is not asked, so a Pod that nobody can place has failed at once.
 */
import type { KubeObject } from './object.ts';

type KStatus = 'Current' | 'InProgress' | 'Failed' | 'Terminating';

export interface ObjectStatus {
  status: KStatus;
  /** What is missing, or what is well; '' where there is nothing to say. */
  message: string;
}

interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

/** Of an object's status, whatever the kind. */
type Fields = Readonly<Record<string, unknown>> & { conditions?: readonly Condition[] };

interface Parts {
  spec: Readonly<Record<string, unknown>>;
  status: Fields;
  /** -1 when it was never said. */
  observed: number;
}

export function objectStatus(object: KubeObject): ObjectStatus {
  const parts = partsOf(object);
  if (object.metadata?.deletionTimestamp) return { status: 'Terminating', message: 'Resource scheduled for deletion' };
  const own = OF_KIND[`${(object.apiVersion ?? '').replace(/\/?[^/]*$/, '')}/${object.kind}`];
  return generic(object, parts, own !== undefined) ?? own?.(parts) ?? current('Resource is current');
}

const current = (message: string): ObjectStatus => ({ status: 'Current', message });
const inProgress = (message: string): ObjectStatus => ({ status: 'InProgress', message });
const failed = (message: string): ObjectStatus => ({ status: 'Failed', message });

function partsOf(object: KubeObject): Parts {
  const status = (object['status'] ?? {}) as Fields;
  const observed = status['observedGeneration'];
  const spec = (object['spec'] ?? {}) as Parts['spec'];
  return { spec, status, observed: typeof observed === 'number' ? observed : -1 };
}

/** What every kind may say: which generation was seen, and conditions of agreed names. */
function generic(object: KubeObject, { status, observed }: Parts, known: boolean): ObjectStatus | undefined {
  const { generation } = object.metadata ?? {};
  if (observed >= 0 && generation !== undefined && observed !== generation) {
    return inProgress(`${object.kind} generation is ${generation}, but latest observed generation is ${observed}`);
  }
  for (const { type, status: is, message = '' } of status.conditions ?? []) {
    if (type === 'Reconciling' && is === 'True') return inProgress(message);
    if (type === 'Stalled' && is === 'True') return failed(message);
    // Of a kind that nobody knows, Ready is what it says.
    if (!known && type === 'Ready' && is !== 'True') return inProgress(message);
  }
  return undefined;
}

function number(from: Readonly<Record<string, unknown>>, field: string, otherwise = 0): number {
  const value = from[field];
  return typeof value === 'number' ? value : otherwise;
}

function conditionOf({ status }: Parts, type: string): Condition | undefined {
  return status.conditions?.find((one) => one.type === type);
}

/** The first pair of which the one is less than the other, in words: `Ready: 1/3`. */
function behind(pairs: readonly [word: string, is: number, wanted: number][]): ObjectStatus | undefined {
  const found = pairs.find(([, is, wanted]) => is < wanted);
  return found && inProgress(`${found[0]}: ${found[1]}/${found[2]}`);
}

function deployment(parts: Parts): ObjectStatus {
  const { spec, status, observed } = parts;
  if (observed < 0) return inProgress('Deployment generation is not observed');
  const wanted = number(spec, 'replicas', 1);
  const [replicas, updated] = [number(status, 'replicas'), number(status, 'updatedReplicas')];
  const progressing = conditionOf(parts, 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded') return failed('Progress deadline exceeded');
  const late = behind([
    ['Replicas', replicas, wanted],
    ['Updated', updated, wanted],
  ]);
  if (late) return late;
  if (replicas > wanted) return inProgress(`Pending termination: ${replicas - wanted}`);
  const early = behind([
    ['Available', number(status, 'availableReplicas'), updated],
    ['Ready', number(status, 'readyReplicas'), wanted],
  ]);
  if (early) return early;
  // Without a deadline nobody speaks of progress.
  const timed = number(spec, 'progressDeadlineSeconds', Number.MAX_SAFE_INTEGER) < 2 ** 31 - 1;
  const advanced = progressing?.status === 'True' && progressing.reason === 'NewReplicaSetAvailable';
  if (timed && !advanced) return inProgress('ReplicaSet not Available');
  if (conditionOf(parts, 'Available')?.status !== 'True') return inProgress('Deployment not Available');
  return current(`Deployment is available. Replicas: ${replicas}`);
}

function statefulSet({ spec, status, observed }: Parts): ObjectStatus {
  const strategy = (spec['updateStrategy'] ?? {}) as { type?: string; rollingUpdate?: { partition?: number } };
  if (strategy.type === 'OnDelete') return current('StatefulSet is using the ondelete update strategy');
  if (observed < 0) return inProgress('StatefulSet generation is not observed');
  const wanted = number(spec, 'replicas', 1);
  const [replicas, ready] = [number(status, 'replicas'), number(status, 'readyReplicas')];
  const late = behind([
    ['Replicas', replicas, wanted],
    ['Ready', ready, wanted],
  ]);
  if (late) return late;
  if (replicas > wanted) return inProgress(`Pending termination: ${replicas - wanted}`);
  const { partition } = strategy.rollingUpdate ?? {};
  if (partition !== undefined) {
    const updated = number(status, 'updatedReplicas');
    const asked = wanted - partition;
    return updated < asked
      ? inProgress(`updated: ${updated}/${asked}`)
      : current(`Partition rollout complete. updated: ${updated}`);
  }
  const short = behind([['current', number(status, 'currentReplicas'), wanted]]);
  if (short) return short;
  if (status['currentRevision'] !== status['updateRevision'])
    return inProgress('Waiting for updated revision to match current');
  return current(`All replicas scheduled as expected. Replicas: ${replicas}`);
}

function daemonSet({ status, observed }: Parts): ObjectStatus {
  const wanted = number(status, 'desiredNumberScheduled', -1);
  if (observed < 0) return inProgress('DaemonSet generation is not observed');
  if (wanted < 0) return inProgress('Missing .status.desiredNumberScheduled');
  const late = behind([
    ['Current', number(status, 'currentNumberScheduled'), wanted],
    ['Updated', number(status, 'updatedNumberScheduled'), wanted],
    ['Available', number(status, 'numberAvailable'), wanted],
    ['Ready', number(status, 'numberReady'), wanted],
  ]);
  return late ?? current(`All replicas scheduled as expected. Replicas: ${wanted}`);
}

function replicaSet(parts: Parts): ObjectStatus {
  const { spec, status, observed } = parts;
  if (observed < 0) return inProgress('ReplicaSet generation is not observed');
  if (conditionOf(parts, 'ReplicaFailure')?.status === 'True')
    return inProgress('Replica Failure condition. Check Pods');
  const wanted = number(spec, 'replicas', 1);
  const replicas = number(status, 'replicas');
  const late = behind([
    ['Labelled', number(status, 'fullyLabeledReplicas'), wanted],
    ['Available', number(status, 'availableReplicas'), wanted],
    ['Ready', number(status, 'readyReplicas'), wanted],
  ]);
  if (late) return late;
  if (replicas > wanted) return inProgress(`Pending termination: ${replicas - wanted}`);
  return current(`ReplicaSet is available. Replicas: ${replicas}`);
}

interface Waiting {
  name: string;
  state?: { waiting?: { reason?: string } };
}

function pod(parts: Parts): ObjectStatus {
  const { status } = parts;
  const all = ['initContainerStatuses', 'containerStatuses'].flatMap((field) => (status[field] ?? []) as Waiting[]);
  const crashing = all.filter(({ state }) => state?.waiting?.reason === 'CrashLoopBackOff').map(({ name }) => name);
  switch (status['phase']) {
    case 'Succeeded':
      return current('Pod has completed successfully');
    case 'Failed':
      return current('Pod has completed, but not successfully');
    case 'Running':
      if (conditionOf(parts, 'Ready')?.status === 'True') return current('Pod is Ready');
      return crashing.length > 0
        ? failed(`Containers in CrashLoop state: ${crashing.join(',')}`)
        : inProgress('Pod is running but is not Ready');
    case 'Pending': {
      const scheduled = conditionOf(parts, 'PodScheduled');
      if (scheduled?.status === 'False' && scheduled.reason === 'Unschedulable')
        return failed('Pod could not be scheduled');
      if (crashing.length > 0) return failed(`Containers in CrashLoop state: ${crashing.join(',')}`);
      return inProgress('Pod is in the Pending phase');
    }
    default:
      return inProgress('Pod phase not available');
  }
}

function claim({ status }: Parts): ObjectStatus {
  return status['phase'] === 'Bound' ? current('PVC is Bound') : inProgress('PVC is not Bound.');
}

/** A Job that runs is what was asked for: its end may be far away. */
function job(parts: Parts): ObjectStatus {
  const { status } = parts;
  const [succeeded, active, failures] = ['succeeded', 'active', 'failed'].map((field) => number(status, field));
  if (conditionOf(parts, 'Complete')?.status === 'True') return current(`Job Completed. succeeded: ${succeeded}`);
  if (conditionOf(parts, 'Failed')?.status === 'True') return failed(`Job Failed. failed: ${failures}`);
  if (status['startTime'] === undefined) return inProgress('Job not started');
  return current(`Job in progress. success:${succeeded}, active: ${active}, failed: ${failures}`);
}

function service({ spec }: Parts): ObjectStatus {
  const pending = spec['type'] === 'LoadBalancer' && !spec['clusterIP'];
  return pending ? inProgress('ClusterIP not set. Service type: LoadBalancer') : current('Service is ready');
}

function definition(parts: Parts): ObjectStatus {
  const names = conditionOf(parts, 'NamesAccepted');
  if (names?.status === 'False') return failed(names.message ?? '');
  const established = conditionOf(parts, 'Established');
  if (established?.status === 'True') return current('CRD is established');
  if (established?.status === 'False' && established.reason !== 'Installing') return failed(established.message ?? '');
  return inProgress('Install in progress');
}

const OF_KIND: Readonly<Record<string, (parts: Parts) => ObjectStatus>> = {
  '/Pod': pod,
  '/PersistentVolumeClaim': claim,
  '/Service': service,
  '/Secret': () => current('Resource is always ready'),
  '/ConfigMap': () => current('Resource is always ready'),
  'apps/Deployment': deployment,
  'apps/StatefulSet': statefulSet,
  'apps/DaemonSet': daemonSet,
  'apps/ReplicaSet': replicaSet,
  'policy/PodDisruptionBudget': () => current('AllowedDisruptions has been computed.'),
  'batch/Job': job,
  'batch/CronJob': () => current('Resource is always ready'),
  'apiextensions.k8s.io/CustomResourceDefinition': definition,
};
