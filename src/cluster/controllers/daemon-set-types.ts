/** The DaemonSet as its controller reads it, and the Pods it makes (pkg/controller/daemon/util/daemonset_util.go). Pure. */
import type { DaemonSet as V1DaemonSet } from 'kubernetes-types/apps/v1';
import type { Node, Pod, Toleration } from 'kubernetes-types/core/v1';
import type { ObjectMeta } from 'kubernetes-types/meta/v1';
import type { IntOrString } from '../../api/intstr.ts';
import { getScaledValueFromIntOrPercent } from '../../api/intstr.ts';
import { matchesPod } from '../runtime/node-affinity.ts';
import { DAEMON_SETS } from '../runtime/resources.ts';
import { tolerates } from '../runtime/tolerations.ts';
import { controllerReference } from './claim.ts';
import { REVISION_HASH_LABEL } from './controller-history.ts';

export type DaemonSet = Omit<V1DaemonSet, 'metadata' | 'spec'> & {
  metadata: ObjectMeta;
  spec: NonNullable<V1DaemonSet['spec']>;
};

const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';
const GENERATION_LABEL = 'pod-template-generation';

/** Daemons stay on nodes that are in trouble, and come to nodes that nobody else may use. */
const TOLERATIONS: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];
const HOST_NETWORK: Toleration = {
  key: 'node.kubernetes.io/network-unavailable',
  operator: 'Exists',
  effect: 'NoSchedule',
};

export function templateGeneration(set: DaemonSet): string | undefined {
  return set.metadata.annotations?.[TEMPLATE_GENERATION];
}

/** AddOrUpdateTolerationInPodSpec: what is there for the same key and effect is replaced. */
function withTolerations(given: readonly Toleration[], hostNetwork: boolean): Toleration[] {
  const all = [...given];
  for (const toleration of hostNetwork ? [...TOLERATIONS, HOST_NETWORK] : TOLERATIONS) {
    const at = all.findIndex(
      (one) =>
        one.key === toleration.key &&
        one.effect === toleration.effect &&
        one.operator === toleration.operator &&
        one.value === undefined,
    );
    if (at < 0) all.push(toleration);
    else all[at] = toleration;
  }
  return all;
}

/** The Pod for a node: bound to it by affinity, so that the scheduler places it. */
export function podFor(set: DaemonSet, node: string, hash: string): Pod {
  const { labels, annotations, finalizers } = set.spec.template.metadata ?? {};
  const spec = set.spec.template.spec ?? { containers: [] };
  const generation = templateGeneration(set);
  const term = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${set.metadata.name}-`,
      namespace: set.metadata.namespace ?? '',
      labels: {
        ...labels,
        [REVISION_HASH_LABEL]: hash,
        ...(generation === undefined ? {} : { [GENERATION_LABEL]: generation }),
      },
      ...(annotations ? { annotations } : {}),
      ...(finalizers ? { finalizers } : {}),
      ownerReferences: [controllerReference(DAEMON_SETS, set)],
    },
    spec: {
      ...spec,
      affinity: {
        ...spec.affinity,
        nodeAffinity: {
          ...spec.affinity?.nodeAffinity,
          requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] },
        },
      },
      tolerations: withTolerations(spec.tolerations ?? [], spec.hostNetwork === true),
    },
  };
}

/** The node a Pod is on, or is meant for (GetTargetNodeName). */
export function targetNode(pod: Pod): string | undefined {
  if (pod.spec?.nodeName) return pod.spec.nodeName;
  const required = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  for (const term of required?.nodeSelectorTerms ?? [])
    for (const field of term.matchFields ?? [])
      if (field.key === 'metadata.name' && field.operator === 'In' && field.values?.length === 1)
        return field.values[0];
  return undefined;
}

export interface Verdict {
  shouldRun: boolean;
  shouldContinue: boolean;
}

/** NodeShouldRunDaemonPod. */
export function verdictOn(set: DaemonSet, node: Node): Verdict {
  const spec = set.spec.template.spec ?? { containers: [] };
  const named = !spec.nodeName || spec.nodeName === node.metadata?.name;
  if (!named || !matchesPod({ spec }, node)) return { shouldRun: false, shouldContinue: false };
  const tolerations = withTolerations(spec.tolerations ?? [], spec.hostNetwork === true);
  const untolerated = (effects: readonly string[]): boolean =>
    (node.spec?.taints ?? []).some(
      (taint) => effects.includes(taint.effect) && !tolerations.some((toleration) => tolerates(toleration, taint)),
    );
  if (untolerated(['NoSchedule', 'NoExecute']))
    return { shouldRun: false, shouldContinue: !untolerated(['NoExecute']) };
  return { shouldRun: true, shouldContinue: true };
}

/** Both rounded up; when neither allows anything, one may be unavailable. */
export function rollingLimits(set: DaemonSet, desired: number): { surge: number; unavailable: number } {
  const rolling = (set.spec.updateStrategy?.rollingUpdate ?? {}) as {
    maxSurge?: IntOrString;
    maxUnavailable?: IntOrString;
  };
  const scaled = (value: IntOrString): number => getScaledValueFromIntOrPercent(value, desired, { roundUp: true });
  const surge = scaled(rolling.maxSurge ?? 0);
  const unavailable = scaled(rolling.maxUnavailable ?? 1);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

export function allowsSurge(set: DaemonSet): boolean {
  return set.spec.updateStrategy?.type === 'RollingUpdate' && rollingLimits(set, 100).surge > 0;
}
