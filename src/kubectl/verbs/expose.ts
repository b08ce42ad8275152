/** `kubectl expose` (kubectl/pkg/cmd/expose/expose.go). */
import { dryRunStrategy } from '../apply/dry-run.ts';
import { resultPrinter } from '../apply/print-result.ts';
import { completeResources } from '../complete-resources.ts';
import { CommandError, throwAll } from '../errors.ts';
import { dryRunFlag, fieldManagerFlag, filenameFlags, printFlags } from '../flag-sets.ts';
import { filenamesOf, retrieve } from '../resources.ts';
import { exposedService } from '../run/exposed-service.ts';
import { overridden, overrideFlags } from '../create/overrides.ts';
import type { Verb } from '../verb.ts';

const SERVICES = { group: '', version: 'v1', resource: 'services' };
const EXPOSABLE = ['ReplicationController', 'Service', 'Pod', 'Deployment', 'ReplicaSet'];

export const expose: Verb = {
  name: 'expose',
  usage:
    'expose (-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type]',
  short: 'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service',
  long: `Expose a resource as a new Kubernetes service.

 Looks up a deployment, service, replica set, replication controller or pod by name and uses the selector for that resource as the selector for a new service on the specified port. A deployment or replica set will be exposed as a service only if its selector is convertible to a selector that service supports, i.e. when the selector contains only the matchLabels component. Note that if no port is specified via --port and the exposed resource has multiple ports, all will be re-used by the new service. Also if no labels are specified, the new service will re-use the labels from the resource it exposes.

 Possible resources include (case insensitive):

 pod (po), service (svc), replicationcontroller (rc), deployment (deploy), replicaset (rs)`,
  examples: `# Create a service for an nginx deployment, which serves on port 80 and connects to the containers on port 8000
kubectl expose deployment nginx --port=80 --target-port=8000

# Create a service for a pod valid-pod, which serves on port 444 with the name "frontend"
kubectl expose pod valid-pod --port=444 --name=frontend`,
  flags: [
    ...filenameFlags('identifying the resource to expose a service'),
    ...printFlags,
    dryRunFlag,
    fieldManagerFlag('kubectl-expose'),
    {
      name: 'protocol',
      type: 'string',
      default: '',
      usage: "The network protocol for the service to be created. Default is 'TCP'.",
    },
    {
      name: 'port',
      type: 'string',
      default: '',
      usage: 'The port that the service should serve on. Copied from the resource being exposed, if unspecified',
    },
    {
      name: 'target-port',
      type: 'string',
      default: '',
      usage: 'Name or number for the port on the container that the service should direct traffic to. Optional.',
    },
    {
      name: 'type',
      type: 'string',
      default: '',
      usage: "Type for this service: ClusterIP, NodePort, LoadBalancer, or ExternalName. Default is 'ClusterIP'.",
    },
    { name: 'name', type: 'string', default: '', usage: 'The name for the newly created object.' },
    {
      name: 'labels',
      short: 'l',
      type: 'string',
      default: '',
      usage: 'Labels to apply to the service created by this call.',
    },
    {
      name: 'selector',
      type: 'string',
      default: '',
      usage:
        'A label selector to use for this service. Only equality-based selector requirements are supported. If empty (the default) infer the selector from the replication controller or replica set.)',
    },
    {
      name: 'external-ip',
      type: 'string',
      default: '',
      usage:
        'Additional external IP address (not managed by Kubernetes) to accept for the service. If this IP is routed to a node, the service can be accessed by this IP in addition to its generated service IP.',
    },
    {
      name: 'load-balancer-ip',
      type: 'string',
      default: '',
      usage:
        'IP to assign to the LoadBalancer. If empty, an ephemeral IP will be created and used (cloud-provider specific).',
    },
    {
      name: 'session-affinity',
      type: 'string',
      default: '',
      usage: "If non-empty, set the session affinity for the service to this; legal values: 'None', 'ClientIP'",
    },
    {
      name: 'cluster-ip',
      type: 'string',
      default: '',
      usage:
        "ClusterIP to be assigned to the service. Leave empty to auto-allocate, or set to 'None' to create a headless service.",
    },
    ...overrideFlags,
  ],
  complete: completeResources,
  async run(context) {
    const { flags, args, client } = context;
    const printer = await resultPrinter(context, 'exposed');
    const dryRun = await dryRunStrategy(context);
    const { infos, errors } = await retrieve(context, { args, files: filenamesOf(context) });
    const failures = [...errors];
    for (const { object } of infos) {
      try {
        if (!EXPOSABLE.includes(object.kind ?? '')) throw new CommandError(`cannot expose a ${object.kind ?? ''}`);
        const service = overridden(exposedService(object, flags), flags);
        if (dryRun === 'client') await printer(service);
        else {
          const options = { dryRun: dryRun === 'server', fieldManager: flags.string('field-manager') };
          await printer(await client.create(SERVICES, service, context.namespace, options));
        }
      } catch (error) {
        failures.push(error);
      }
    }
    throwAll(failures);
  },
};
