/** The few facts of an object that one asks for first. */
import type { KubeObject } from '../../api/object.ts';
import {
  asClaim,
  asCronJob,
  asDaemonSet,
  asDeployment,
  asIngress,
  asJob,
  asNode,
  asPod,
  asReplicaSet,
  asService,
  asStatefulSet,
  asVolume,
  refOf,
  templateImage,
} from '../graph/cluster-index.ts';
import type { Dictionary } from '../i18n/en.ts';

export type Fact = readonly [label: string, value: string];

export function facts(object: KubeObject, words: Dictionary, age: number): Fact[] {
  const own = hasFacts(object) ? (factsOf[object.kind ?? '']?.(object, words.inspector) ?? []) : [];
  const labels = Object.entries(object.metadata?.labels ?? {}).map(([key, value]) => `${key}=${value}`);
  const common: Fact[] = [
    ...(object.metadata?.namespace ? [[words.inspector.namespace, object.metadata.namespace] as const] : []),
    [words.inspector.age, words.age(age)],
    ...(labels.length > 0 ? [[words.inspector.labels, labels.slice(0, 6).join('\n')] as const] : []),
  ];
  return [...own.filter(([, value]) => value !== ''), ...common];
}

/** Kinds without are told by the columns that the server prints of them. */
export const hasFacts = (object: KubeObject): boolean =>
  refOf(object).group === undefined && factsOf[object.kind ?? ''] !== undefined;

const selectorText = (selector: Readonly<Record<string, string>> | undefined): string =>
  Object.entries(selector ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join('\n');

const factsOf: Record<string, (object: KubeObject, words: Dictionary['inspector']) => Fact[]> = {
  Pod(object, words) {
    const { spec, status } = asPod(object);
    const restarts = (status?.containerStatuses ?? []).reduce((sum, entry) => sum + entry.restartCount, 0);
    return [
      [words.node, spec?.nodeName ?? words.noneYet],
      [words.ip, status?.podIP ?? words.noneYet],
      [words.restarts, String(restarts)],
    ];
  },
  Deployment(object, words) {
    const { spec, status } = asDeployment(object);
    const { maxSurge = '25%', maxUnavailable = '25%' } = spec?.strategy?.rollingUpdate ?? {};
    const rolling = spec?.strategy?.type !== 'Recreate';
    return [
      [words.image, templateImage(object) ?? ''],
      [words.replicas, `${status?.readyReplicas ?? 0} / ${spec?.replicas ?? 1}`],
      [words.strategy, rolling ? `RollingUpdate\nmaxSurge ${maxSurge}, maxUnavailable ${maxUnavailable}` : 'Recreate'],
      [words.selector, selectorText(spec?.selector.matchLabels)],
    ];
  },
  StatefulSet(object, words) {
    const { spec, status } = asStatefulSet(object);
    const { type = 'RollingUpdate', rollingUpdate } = spec?.updateStrategy ?? {};
    const partition = rollingUpdate?.partition ? `\npartition ${rollingUpdate.partition}` : '';
    return [
      [words.image, templateImage(object) ?? ''],
      [words.replicas, `${status?.readyReplicas ?? 0} / ${spec?.replicas ?? 1}`],
      [words.strategy, `${type}${partition}\n${spec?.podManagementPolicy ?? 'OrderedReady'}`],
      ['Service', spec?.serviceName ?? ''],
      [words.selector, selectorText(spec?.selector.matchLabels)],
    ];
  },
  DaemonSet(object, words) {
    const { spec, status } = asDaemonSet(object);
    return [
      [words.image, templateImage(object) ?? ''],
      [words.replicas, `${status?.numberReady ?? 0} / ${status?.desiredNumberScheduled ?? 0}`],
      [words.strategy, spec?.updateStrategy?.type ?? 'RollingUpdate'],
      [words.selector, selectorText(spec?.selector.matchLabels)],
    ];
  },
  Job(object, words) {
    const { spec } = asJob(object);
    return [
      [words.image, templateImage(object) ?? ''],
      ['completions', String(spec?.completions ?? 1)],
      ['parallelism', String(spec?.parallelism ?? 1)],
      ['backoffLimit', String(spec?.backoffLimit ?? 6)],
    ];
  },
  CronJob(object, words) {
    const { spec } = asCronJob(object);
    return [
      [words.image, templateImage(object) ?? ''],
      ['schedule', [spec?.schedule, spec?.timeZone].filter(Boolean).join(' ')],
      ['concurrency', spec?.concurrencyPolicy ?? 'Allow'],
    ];
  },
  PersistentVolumeClaim(object, words) {
    const { spec, status } = asClaim(object);
    return [
      [words.capacity, status?.capacity?.['storage'] ?? spec?.resources?.requests?.['storage'] ?? ''],
      ['accessModes', (spec?.accessModes ?? []).join('\n')],
      ['StorageClass', spec?.storageClassName ?? ''],
    ];
  },
  PersistentVolume(object, words) {
    const { spec } = asVolume(object);
    return [
      [words.capacity, spec?.capacity?.['storage'] ?? ''],
      ['accessModes', (spec?.accessModes ?? []).join('\n')],
      ['StorageClass', spec?.storageClassName ?? ''],
      ['reclaimPolicy', spec?.persistentVolumeReclaimPolicy ?? ''],
    ];
  },
  ReplicaSet(object, words) {
    const { spec, status } = asReplicaSet(object);
    return [
      [words.image, templateImage(object) ?? ''],
      [words.replicas, `${status?.readyReplicas ?? 0} / ${spec?.replicas ?? 1}`],
    ];
  },
  Service(object, words) {
    const { spec } = asService(object);
    const ports = (spec?.ports ?? []).map(
      (port) =>
        `${port.port} → ${port.targetPort ?? port.port}/${port.protocol ?? 'TCP'}${port.nodePort ? ` · nodePort ${port.nodePort}` : ''}`,
    );
    return [
      [words.type, spec?.type ?? 'ClusterIP'],
      [words.clusterIP, spec?.clusterIP ?? ''],
      [words.ports, ports.join('\n')],
      [words.selector, selectorText(spec?.selector)],
    ];
  },
  Ingress(object, words) {
    const { spec } = asIngress(object);
    const rules = (spec?.rules ?? []).flatMap((rule) =>
      (rule.http?.paths ?? []).map(
        (path) => `${rule.host ?? '*'}${path.path ?? '/'} → ${path.backend.service?.name ?? ''}`,
      ),
    );
    return [
      [words.className, spec?.ingressClassName ?? ''],
      [words.hosts, rules.join('\n')],
    ];
  },
  Node(object, words) {
    const { status } = asNode(object);
    const { cpu = '', memory = '', pods = '' } = status?.capacity ?? {};
    return [
      [words.version, status?.nodeInfo?.kubeletVersion ?? ''],
      [words.capacity, `cpu ${cpu}, memory ${memory}, pods ${pods}`],
    ];
  },
  ConfigMap: (object, words) => [[words.keys, Object.keys((object['data'] as object | undefined) ?? {}).join('\n')]],
  Secret: (object, words) => [[words.keys, Object.keys((object['data'] as object | undefined) ?? {}).join('\n')]],
};
