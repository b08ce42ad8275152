/** The Deployment and ReplicaSet as their controllers read them: spec defaulted, counts present, newer status fields. */
import type {
  Deployment as V1Deployment,
  DeploymentCondition,
  DeploymentStatus as V1DeploymentStatus,
} from 'kubernetes-types/apps/v1';
import type { ReplicaSet as V1ReplicaSet, ReplicaSetStatus as V1ReplicaSetStatus } from 'kubernetes-types/apps/v1';
import type { ObjectMeta } from 'kubernetes-types/meta/v1';

export type { DeploymentCondition };
export type DeploymentStatus = V1DeploymentStatus & { terminatingReplicas?: number };
export type ReplicaSetStatus = V1ReplicaSetStatus & { terminatingReplicas?: number };
export type Deployment = Omit<V1Deployment, 'status' | 'spec' | 'metadata'> & {
  metadata: ObjectMeta;
  spec: NonNullable<V1Deployment['spec']>;
  status?: DeploymentStatus;
};
export type ReplicaSet = Omit<V1ReplicaSet, 'status' | 'spec' | 'metadata'> & {
  metadata: ObjectMeta;
  spec: NonNullable<V1ReplicaSet['spec']>;
  status?: ReplicaSetStatus;
};

export const HASH_LABEL = 'pod-template-hash';
export const REVISION = 'deployment.kubernetes.io/revision';
export const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';

/** `spec.replicas` is 1 when absent. */
export const wanted = (object: { spec: { replicas?: number } }): number => object.spec.replicas ?? 1;
export const sumWanted = (sets: readonly ReplicaSet[]): number => sets.reduce((sum, set) => sum + wanted(set), 0);
export const active = (sets: readonly ReplicaSet[]): ReplicaSet[] => sets.filter((set) => wanted(set) > 0);

const created = (set: ReplicaSet): string => set.metadata.creationTimestamp ?? '';
const byName = (a: ReplicaSet, b: ReplicaSet): number => compare(a.metadata.name ?? '', b.metadata.name ?? '');
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
export const byAge = (a: ReplicaSet, b: ReplicaSet): number => compare(created(a), created(b)) || byName(a, b);
export const bySizeNewer = (a: ReplicaSet, b: ReplicaSet): number => wanted(b) - wanted(a) || byAge(b, a);
export const bySizeOlder = (a: ReplicaSet, b: ReplicaSet): number => wanted(b) - wanted(a) || byAge(a, b);
