/** NodeName: a Pod that names a Node goes there or nowhere (plugins/nodename/node_name.go). */
import type { FilterPlugin } from '../framework.ts';

const REJECTION = { plugin: 'NodeName', reasons: ["node(s) didn't match the requested node name"], unresolvable: true };

export const nodeName: FilterPlugin = {
  name: 'NodeName',
  prepare(pod) {
    const name = pod.spec?.nodeName;
    return name ? (node) => (node.name === name ? undefined : REJECTION) : undefined;
  },
};
