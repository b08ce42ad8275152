/** Every command of kubectl v1.35 as its help lists it: also those that are not built, so that nothing is suggested or listed wrongly. */
export interface CatalogueEntry {
  group: string;
  name: string;
  short: string;
  suggestFor?: readonly string[];
}

const beginner = 'Basic Commands (Beginner)';
const intermediate = 'Basic Commands (Intermediate)';
const deploy = 'Deploy Commands';
const cluster = 'Cluster Management Commands';
const troubleshooting = 'Troubleshooting and Debugging Commands';
const advanced = 'Advanced Commands';
const settings = 'Settings Commands';
const other = 'Other Commands';

const rows: [string, string, string, string[]?][] = [
  [beginner, 'create', 'Create a resource from a file or from stdin'],
  [
    beginner,
    'expose',
    'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service',
  ],
  [beginner, 'run', 'Run a particular image on the cluster'],
  [beginner, 'set', 'Set specific features on objects'],
  [intermediate, 'explain', 'Get documentation for a resource'],
  [intermediate, 'get', 'Display one or many resources', ['list', 'ps']],
  [intermediate, 'edit', 'Edit a resource on the server'],
  [
    intermediate,
    'delete',
    'Delete resources by file names, stdin, resources and names, or by resources and label selector',
    ['rm'],
  ],
  [deploy, 'rollout', 'Manage the rollout of a resource', ['rollback', 'rolling-update']],
  [deploy, 'scale', 'Set a new size for a deployment, replica set, or replication controller', ['resize']],
  [deploy, 'autoscale', 'Auto-scale a deployment, replica set, stateful set, or replication controller'],
  [cluster, 'certificate', 'Modify certificate resources'],
  [cluster, 'cluster-info', 'Display cluster information'],
  [cluster, 'top', 'Display resource (CPU/memory) usage'],
  [cluster, 'cordon', 'Mark node as unschedulable'],
  [cluster, 'uncordon', 'Mark node as schedulable'],
  [cluster, 'drain', 'Drain node in preparation for maintenance'],
  [cluster, 'taint', 'Update the taints on one or more nodes'],
  [troubleshooting, 'describe', 'Show details of a specific resource or group of resources'],
  [troubleshooting, 'logs', 'Print the logs for a container in a pod'],
  [troubleshooting, 'attach', 'Attach to a running container'],
  [troubleshooting, 'exec', 'Execute a command in a container'],
  [troubleshooting, 'port-forward', 'Forward one or more local ports to a pod'],
  [troubleshooting, 'proxy', 'Run a proxy to the Kubernetes API server'],
  [troubleshooting, 'cp', 'Copy files and directories to and from containers'],
  [troubleshooting, 'auth', 'Inspect authorization'],
  [troubleshooting, 'debug', 'Create debugging sessions for troubleshooting workloads and nodes'],
  [troubleshooting, 'events', 'List events'],
  [advanced, 'diff', 'Diff the live version against a would-be applied version'],
  [advanced, 'apply', 'Apply a configuration to a resource by file name or stdin'],
  [advanced, 'patch', 'Update fields of a resource'],
  [advanced, 'replace', 'Replace a resource by file name or stdin'],
  [advanced, 'wait', 'Wait for a specific condition on one or many resources', ['list', 'ps']],
  [advanced, 'kustomize', 'Build a kustomization target from a directory or URL'],
  [settings, 'label', 'Update the labels on a resource'],
  [settings, 'annotate', 'Update the annotations on a resource'],
  [settings, 'completion', 'Output shell completion code for the specified shell (bash, zsh, fish, or powershell)'],
  [other, 'alpha', 'Commands for features in alpha'],
  [other, 'api-resources', 'Print the supported API resources on the server'],
  [other, 'api-versions', 'Print the supported API versions on the server, in the form of "group/version"'],
  [other, 'config', 'Modify kubeconfig files'],
  [other, 'plugin', 'Provides utilities for interacting with plugins'],
  [other, 'version', 'Print the client and server version information'],
];

export const catalogue: readonly CatalogueEntry[] = rows.map(([group, name, short, suggestFor]) => ({
  group,
  name,
  short,
  ...(suggestFor ? { suggestFor } : {}),
}));
