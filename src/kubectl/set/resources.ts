/** `kubectl set resources` (kubectl/pkg/cmd/set/set_resources.go). */
import { resourceList } from '../create/small-kinds.ts';
import { CommandError } from '../errors.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { changePodSpecs, setFlags } from './pod-spec.ts';

export const setResources: Verb = {
  name: 'resources',
  usage: 'resources (-f FILENAME | TYPE NAME) ([--limits=LIMITS & --requests=REQUESTS]',
  short: 'Update resource requests/limits on objects with pod templates',
  long: 'Specify compute resource requirements (CPU, memory) for any resource that defines a pod template. If a pod is successfully scheduled, it is guaranteed the amount of resource requested, but may burst up to its specified limits.',
  examples: `# Set a deployments nginx container cpu limits to "200m" and memory to "512Mi"
kubectl set resources deployment nginx -c=nginx --limits=cpu=200m,memory=512Mi`,
  flags: [
    ...setFlags,
    {
      name: 'containers',
      short: 'c',
      type: 'string',
      default: '*',
      usage:
        'The names of containers in the selected pod templates to change, all containers are selected by default - may use wildcards',
    },
    {
      name: 'limits',
      type: 'string',
      default: '',
      usage: "The resource requirement requests for this container.  For example, 'cpu=100m,memory=256Mi'.",
    },
    {
      name: 'requests',
      type: 'string',
      default: '',
      usage: "The resource requirement requests for this container.  For example, 'cpu=100m,memory=256Mi'.",
    },
    {
      name: 'field-manager',
      type: 'string',
      default: 'kubectl-set',
      usage: 'Name of the manager used to track field ownership.',
    },
  ],
  async run(context) {
    const { flags } = context;
    let wanted: { limits?: Record<string, string>; requests?: Record<string, string> } = {};
    const pattern = new RegExp(`^${flags.string('containers').replaceAll('*', '.*')}$`);
    await changePodSpecs(context, {
      resources: context.args,
      operation: 'resource requirements updated',
      manager: flags.string('field-manager'),
      failure: 'failed to patch resources update to pod template',
      check: () => void (wanted = wantedResources(context)),
      change: (spec) => {
        const chosen = (spec.containers ?? []).filter(({ name }) => pattern.test(name));
        if (chosen.length === 0) {
          throw new CommandError(`error: unable to find container named ${flags.string('containers')}`);
        }
        const differs = chosen.filter(({ resources = {} }) =>
          [
            ...Object.entries(wanted.limits ?? {}).map(([key, value]) => resources.limits?.[key] !== value),
            ...Object.entries(wanted.requests ?? {}).map(([key, value]) => resources.requests?.[key] !== value),
          ].some(Boolean),
        );
        return differs.length === 0 ? {} : { containers: differs.map(({ name }) => ({ name, resources: wanted })) };
      },
    });
  },
};

function wantedResources({ flags }: VerbContext): {
  limits?: Record<string, string>;
  requests?: Record<string, string>;
} {
  const [limits, requests] = ['limits', 'requests'].map((flag) => flags.string(flag)) as [string, string];
  if (limits === '' && requests === '')
    throw new CommandError('you must specify an update to requests or limits (in the form of --requests/--limits)');
  return {
    ...(limits === '' ? {} : { limits: resourceList(limits) }),
    ...(requests === '' ? {} : { requests: resourceList(requests) }),
  };
}
