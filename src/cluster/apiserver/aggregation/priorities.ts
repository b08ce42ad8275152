/** In which order groups and versions are preferred (kube-apiserver's controlplane/apiserver/aggregator.go). */

/** The priority of the group, and of its versions where it is not 15. */
const GROUPS: Readonly<Record<string, readonly [group: number, versions?: Readonly<Record<string, number>>]>> = {
  '': [18_000, { v1: 1 }],
  apps: [17_800],
  'events.k8s.io': [17_750],
  'authentication.k8s.io': [17_700],
  'authorization.k8s.io': [17_600],
  autoscaling: [17_500, { v2: 30 }],
  batch: [17_400],
  'certificates.k8s.io': [17_300],
  'networking.k8s.io': [17_200],
  policy: [17_100],
  'rbac.authorization.k8s.io': [17_000],
  'storage.k8s.io': [16_800],
  'apiextensions.k8s.io': [16_700],
  'admissionregistration.k8s.io': [16_700],
  'scheduling.k8s.io': [16_600],
  'coordination.k8s.io': [16_500],
  'node.k8s.io': [16_300],
  'discovery.k8s.io': [16_200],
  'resource.k8s.io': [16_200, { v1: 21 }],
  'flowcontrol.apiserver.k8s.io': [16_100, { v1: 21 }],
};

export function priorityOf(group: string, version: string): { groupPriorityMinimum: number; versionPriority: number } {
  const known = Object.hasOwn(GROUPS, group) ? GROUPS[group] : undefined;
  if (!known) return { groupPriorityMinimum: 1000, versionPriority: 100 };
  return { groupPriorityMinimum: known[0], versionPriority: known[1]?.[version] ?? 15 };
}
