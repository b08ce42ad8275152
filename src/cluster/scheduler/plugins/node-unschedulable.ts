/** NodeUnschedulable: no new Pods on a cordoned Node (plugins/nodeunschedulable/node_unschedulable.go). */
import { tolerates } from '../../runtime/tolerations.ts';
import type { FilterPlugin } from '../framework.ts';

const TAINT = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
const REJECTION = { plugin: 'NodeUnschedulable', reasons: ['node(s) were unschedulable'], unresolvable: true };

export const nodeUnschedulable: FilterPlugin = {
  name: 'NodeUnschedulable',
  prepare(pod, cluster) {
    if (cluster.cordoned === 0) return undefined;
    if (pod.spec?.tolerations?.some((toleration) => tolerates(toleration, TAINT))) return undefined;
    return (info) => (info.node.spec?.unschedulable ? REJECTION : undefined);
  },
};
