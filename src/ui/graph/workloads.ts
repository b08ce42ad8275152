/** Everything in a namespace that keeps Pods, kind by kind. */
import type { WorkloadOptions } from './blocks.ts';
import type { ClusterIndex } from './cluster-index.ts';
import type { Block } from './model.ts';
import { workloadKinds } from './workload-kinds/index.ts';

export const workloads = (index: ClusterIndex, namespace: string, options: WorkloadOptions): Block[] =>
  workloadKinds.flatMap((draw) => draw(index, namespace, options));
