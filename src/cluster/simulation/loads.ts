/** For simulations: the workloads that come by chance, how they change, and what must be true of each in the end. */
import type { Deployment, DaemonSet, StatefulSet } from 'kubernetes-types/apps/v1';
import type { CronJob, Job } from 'kubernetes-types/batch/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../api/object.ts';
import type { Random } from '../../time/random.ts';
import {
  CRON_JOBS,
  DAEMON_SETS,
  DEPLOYMENTS,
  HORIZONTAL_POD_AUTOSCALERS,
  JOBS,
  type KindedResource,
  POD_DISRUPTION_BUDGETS,
  SERVICES,
  STATEFUL_SETS,
} from '../runtime/resources.ts';

/** Everything there is in the end. */
export interface World {
  pods: readonly Pod[];
  nodes: readonly Node[];
  jobs: readonly Job[];
  slices: readonly EndpointSlice[];
  /** Of the load's own kind. */
  object: KubeObject;
}

export interface Load {
  name: string;
  resource: KindedResource;
  objects: readonly { resource: KindedResource; object: KubeObject }[];
  /** Pods that must stay available while nothing fails and evictions alone take them; undefined where nobody promises. */
  budget?: number;
  /** A strategic merge patch; undefined where it has nothing to change. */
  change(random: Random): object | undefined;
  /** Broken promises, in words. */
  judge(world: World): string[];
}

const image = (random: Random): string => `nginx:1.2${random.int(8)}`;
const template = (app: string, picture: string, more: object = {}): object => ({
  metadata: { labels: { app } },
  spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'web', image: picture }], ...more },
});
const withImage = (picture: string): object => ({
  spec: { template: { spec: { containers: [{ name: 'web', image: picture }] } } },
});

export const isReady = (pod: Pod): boolean =>
  pod.metadata?.deletionTimestamp === undefined &&
  pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;

export const podsOf = (pods: readonly Pod[], app: string): Pod[] =>
  pods.filter((pod) => pod.metadata?.labels?.['app'] === app);

function made(resource: KindedResource, name: string, rest: object): Load['objects'][number] {
  const { apiVersion, kind } = resource;
  return { resource, object: { apiVersion, kind, metadata: { name }, ...rest } as KubeObject };
}

const service = (app: string, headless: 'headless' | 'virtual'): Load['objects'][number] =>
  made(SERVICES, app, {
    spec: { selector: { app }, ports: [{ port: 80 }], ...(headless === 'headless' ? { clusterIP: 'None' } : {}) },
  });

function inWords({ metadata, spec, status }: Pod): string {
  const conditions = (status?.conditions ?? []).filter((one) => one.status !== 'True').map(({ type }) => `not ${type}`);
  const going = metadata?.deletionTimestamp ? [`going since ${metadata.deletionTimestamp}`] : [];
  const words = [spec?.nodeName ?? 'nowhere', status?.phase, spec?.containers[0]?.image, ...conditions, ...going];
  return `${metadata?.name} (${words.join(', ')})`;
}

/** That those of the wanted picture, and they alone, are there and ready, and that the Service leads to them. */
function judgePods(app: string, want: number, picture: string, { pods, slices }: World): string[] {
  const mine = podsOf(pods, app);
  const right = mine.filter((pod) => isReady(pod) && pod.spec?.containers[0]?.image === picture);
  const broken: string[] = [];
  if (right.length !== want || mine.length !== want)
    broken.push(
      `${app}: ${right.length} right of ${mine.length} Pods, ${want} wanted ${mine
        .filter((pod) => !right.includes(pod))
        .map(inWords)
        .join(', ')}`,
    );
  const led = slices
    .filter(({ metadata }) => metadata?.labels?.['kubernetes.io/service-name'] === app)
    .flatMap(({ endpoints }) => endpoints ?? [])
    .flatMap(({ addresses, conditions }) => (conditions?.ready ? addresses : []));
  const ips = right.map(({ status }) => status?.podIP ?? '');
  if (slices.length > 0 && led.toSorted().join() !== ips.toSorted().join())
    broken.push(`${app}: its Service leads to ${led.toSorted().join()}, its Pods are ${ips.toSorted().join()}`);
  return broken;
}

function deployment(name: string, random: Random): Load {
  let picture = image(random);
  let replicas = 1 + random.int(6);
  const maxUnavailable = random.int(3);
  const strategy = { rollingUpdate: { maxSurge: 1 + random.int(2), maxUnavailable } };
  const budget = random.int(2) === 0 ? 1 + random.int(2) : undefined;
  const scaled = random.int(4) === 0;
  const selector = { matchLabels: { app: name } };
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name };
  const bounds = { minReplicas: 2, maxReplicas: 4 };
  return {
    name,
    resource: DEPLOYMENTS,
    objects: [
      made(DEPLOYMENTS, name, { spec: { replicas, strategy, selector, template: template(name, picture) } }),
      service(name, 'virtual'),
      ...(budget === undefined
        ? []
        : [made(POD_DISRUPTION_BUDGETS, name, { spec: { minAvailable: budget, selector } })]),
      ...(scaled ? [made(HORIZONTAL_POD_AUTOSCALERS, name, { spec: { scaleTargetRef, ...bounds } })] : []),
    ],
    ...(budget === undefined ? {} : { budget }),
    change(chance) {
      if (chance.int(3) > 0) return withImage((picture = image(chance)));
      replicas = chance.int(7);
      return { spec: { replicas } };
    },
    judge(world) {
      const { spec } = world.object as unknown as Deployment;
      const want = spec?.replicas ?? 0;
      const broken = judgePods(name, want, picture, world);
      // Scaled to nothing is switched off, for an autoscaler too.
      if (!scaled && want !== replicas) broken.push(`${name}: scaled to ${want} by nobody`);
      if (scaled && want !== 0 && (want < bounds.minReplicas || want > bounds.maxReplicas))
        broken.push(`${name}: ${want} replicas are out of its autoscaler's bounds`);
      return broken;
    },
  };
}

function statefulSet(name: string, random: Random): Load {
  let picture = image(random);
  let replicas = 1 + random.int(4);
  const podManagementPolicy = random.int(2) === 0 ? 'Parallel' : 'OrderedReady';
  const selector = { matchLabels: { app: name } };
  const spec = { replicas, serviceName: name, podManagementPolicy, selector, template: template(name, picture) };
  return {
    name,
    resource: STATEFUL_SETS,
    objects: [made(STATEFUL_SETS, name, { spec }), service(name, 'headless')],
    change(chance) {
      if (chance.int(2) > 0) return withImage((picture = image(chance)));
      replicas = chance.int(5);
      return { spec: { replicas } };
    },
    judge(world) {
      const names = podsOf(world.pods, name).map(({ metadata }) => metadata?.name ?? '');
      const want = Array.from({ length: replicas }, (_, ordinal) => `${name}-${ordinal}`);
      const { status } = world.object as unknown as StatefulSet;
      return [
        ...judgePods(name, replicas, picture, world),
        ...(names.toSorted().join() === want.join() ? [] : [`${name}: Pods ${names.toSorted().join()}`]),
        ...((status?.readyReplicas ?? 0) === replicas
          ? []
          : [`${name}: status tells of ${status?.readyReplicas} ready`]),
      ];
    },
  };
}

function daemonSet(name: string, random: Random): Load {
  let picture = image(random);
  const updateStrategy = { rollingUpdate: { maxUnavailable: 1 + random.int(2) } };
  const selector = { matchLabels: { app: name } };
  return {
    name,
    resource: DAEMON_SETS,
    objects: [made(DAEMON_SETS, name, { spec: { updateStrategy, selector, template: template(name, picture) } })],
    change: (chance) => withImage((picture = image(chance))),
    judge(world) {
      const nodes = podsOf(world.pods, name).map(({ spec }) => spec?.nodeName ?? '');
      const open = world.nodes.filter(({ spec }) => !spec?.taints?.length);
      const want = open.map(({ metadata }) => metadata?.name ?? '');
      const { status } = world.object as unknown as DaemonSet;
      return [
        ...judgePods(name, want.length, picture, { ...world, slices: [] }),
        ...(nodes.toSorted().join() === want.toSorted().join() ? [] : [`${name}: is on ${nodes.toSorted().join()}`]),
        ...(status?.numberReady === want.length ? [] : [`${name}: status tells of ${status?.numberReady} ready`]),
      ];
    },
  };
}

/** So much may fail that no Job gives up because of what is done to it. */
const PATIENCE = 10_000;

function job(name: string, random: Random): Load {
  const completions = 1 + random.int(6);
  const completionMode = random.int(2) === 0 ? 'Indexed' : 'NonIndexed';
  const restartPolicy = random.int(2) === 0 ? 'Never' : 'OnFailure';
  const spec = {
    completions,
    parallelism: 1 + random.int(3),
    completionMode,
    backoffLimit: PATIENCE,
    template: template(name, 'busybox', { restartPolicy }),
  };
  return {
    name,
    resource: JOBS,
    objects: [made(JOBS, name, { spec })],
    change: (chance) => ({ spec: { parallelism: 1 + chance.int(4) } }),
    judge({ object }) {
      const { status } = object as unknown as Job;
      const done = status?.conditions?.some((one) => one.type === 'Complete' && one.status === 'True');
      const indexes = completionMode === 'Indexed' ? status?.completedIndexes : undefined;
      const all = completions === 1 ? '0' : completions === 2 ? '0,1' : `0-${completions - 1}`;
      return [
        ...(done ? [] : [`${name}: is not complete: ${JSON.stringify(status)}`]),
        ...(status?.succeeded === completions ? [] : [`${name}: ${status?.succeeded} of ${completions} succeeded`]),
        ...(completionMode === 'NonIndexed' || indexes === all ? [] : [`${name}: completed ${indexes}, not ${all}`]),
        ...(status?.active ? [`${name}: ${status.active} active in the end`] : []),
      ];
    },
  };
}

function cronJob(name: string, random: Random): Load {
  const concurrencyPolicy = ['Allow', 'Forbid', 'Replace'][random.int(3)]!;
  const jobTemplate = {
    spec: { backoffLimit: PATIENCE, template: template(name, 'busybox', { restartPolicy: 'Never' }) },
  };
  return {
    name,
    resource: CRON_JOBS,
    objects: [made(CRON_JOBS, name, { spec: { schedule: '* * * * *', concurrencyPolicy, jobTemplate } })],
    change: (chance) => ({ spec: { suspend: chance.int(2) === 0 } }),
    judge({ object, jobs }) {
      const { metadata, status, spec } = object as unknown as CronJob;
      const mine = jobs.filter((one) => one.metadata?.ownerReferences?.[0]?.uid === metadata?.uid);
      const done = mine.filter((one) => one.status?.conditions?.some(({ type }) => type === 'Complete'));
      const limit = spec?.successfulJobsHistoryLimit ?? 3;
      return [
        // One may just run.
        ...(mine.length - done.length <= 1 ? [] : [`${name}: ${mine.length - done.length} Jobs at once in the end`]),
        ...(done.length <= limit + 1 ? [] : [`${name}: keeps ${done.length} Jobs`]),
        ...((status?.active?.length ?? 0) <= 1 ? [] : [`${name}: ${status?.active?.length} active in its status`]),
        ...(spec?.suspend || status?.lastScheduleTime ? [] : [`${name}: never ran`]),
      ];
    },
  };
}

/** Deployments come more often: they are what most of a cluster is. */
const KINDS = [deployment, deployment, statefulSet, daemonSet, job, cronJob];

export function newLoad(name: string, random: Random): Load {
  return KINDS[random.int(KINDS.length)]!(name, random);
}
