/** The StatefulSet as its controller reads it, and how its Pods are named (pkg/controller/statefulset/stateful_set_utils.go). Pure. */
import type { StatefulSet as V1StatefulSet } from 'kubernetes-types/apps/v1';
import type { PersistentVolumeClaim, Pod, PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { ObjectMeta } from 'kubernetes-types/meta/v1';
import { STATEFUL_SETS } from '../runtime/resources.ts';
import { controllerReference } from './claim.ts';
import { REVISION_HASH_LABEL } from './controller-history.ts';
import { availableIn, isReady } from './pod-state.ts';

type V1Spec = NonNullable<V1StatefulSet['spec']>;

export interface Retention {
  whenDeleted?: string;
  whenScaled?: string;
}

export type StatefulSet = Omit<V1StatefulSet, 'metadata' | 'spec'> & {
  metadata: ObjectMeta;
  spec: V1Spec & { ordinals?: { start?: number }; persistentVolumeClaimRetentionPolicy?: Retention };
};

export const POD_NAME_LABEL = 'statefulset.kubernetes.io/pod-name';
export const POD_INDEX_LABEL = 'apps.kubernetes.io/pod-index';

/** -1 of a Pod that is none of a set's. */
export function ordinalOf(pod: Pod): number {
  const match = /^(.*)-(\d+)$/.exec(pod.metadata?.name ?? '');
  return match ? Number(match[2]) : -1;
}

export function isMember(set: StatefulSet, pod: Pod): boolean {
  return /^(.*)-(\d+)$/.exec(pod.metadata?.name ?? '')?.[1] === set.metadata.name;
}

export const startOf = (set: StatefulSet): number => set.spec.ordinals?.start ?? 0;
export const isParallel = (set: StatefulSet): boolean => set.spec.podManagementPolicy === 'Parallel';
export const revisionOf = (pod: Pod): string => pod.metadata?.labels?.[REVISION_HASH_LABEL] ?? '';
export const isTerminating = (pod: Pod): boolean => pod.metadata?.deletionTimestamp !== undefined;
export const isRunningAndReady = (pod: Pod): boolean => pod.status?.phase === 'Running' && isReady(pod);
export const isHealthy = (pod: Pod): boolean => isRunningAndReady(pod) && !isTerminating(pod);

export function isAvailable(set: StatefulSet, pod: Pod, now: number): boolean {
  return pod.status?.phase === 'Running' && availableIn(pod, set.spec.minReadySeconds ?? 0, now) === 0;
}

export function claimName(set: StatefulSet, template: PersistentVolumeClaim, ordinal: number): string {
  return `${template.metadata?.name}-${set.metadata.name}-${ordinal}`;
}

/** The claims that the Pod of that ordinal mounts, as they are made. */
export function claimsOf(set: StatefulSet, ordinal: number): PersistentVolumeClaim[] {
  return (set.spec.volumeClaimTemplates ?? []).map((template) => {
    const { status: _, ...claim } = template;
    return {
      ...claim,
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        ...claim.metadata,
        name: claimName(set, template, ordinal),
        namespace: set.metadata.namespace ?? '',
        labels: { ...claim.metadata?.labels, ...set.spec.selector.matchLabels },
      },
    };
  });
}

/** The Pod of that ordinal, made of a revision's template. */
export function newPod(set: StatefulSet, template: PodTemplateSpec, revision: string, ordinal: number): Pod {
  const name = `${set.metadata.name}-${ordinal}`;
  const { labels, annotations, finalizers } = template.metadata ?? {};
  const spec = template.spec ?? { containers: [] };
  const claims = set.spec.volumeClaimTemplates ?? [];
  const claimed = new Set(claims.map((claim) => claim.metadata?.name));
  const volumes = [
    ...claims.map((claim) => ({
      name: claim.metadata?.name ?? '',
      persistentVolumeClaim: { claimName: claimName(set, claim, ordinal) },
    })),
    ...(spec.volumes ?? []).filter((volume) => !claimed.has(volume.name)),
  ];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: set.metadata.namespace ?? '',
      labels: {
        ...labels,
        [POD_INDEX_LABEL]: String(ordinal),
        [REVISION_HASH_LABEL]: revision,
        [POD_NAME_LABEL]: name,
      },
      ...(annotations ? { annotations } : {}),
      ...(finalizers ? { finalizers } : {}),
      ownerReferences: [controllerReference(STATEFUL_SETS, set)],
    },
    spec: {
      ...spec,
      hostname: name,
      ...(set.spec.serviceName ? { subdomain: set.spec.serviceName } : {}),
      ...(volumes.length > 0 ? { volumes } : {}),
    },
  };
}
