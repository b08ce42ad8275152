/** `kubectl autoscale` (kubectl/pkg/cmd/autoscale/autoscale.go): makes a HorizontalPodAutoscaler. */
import type { KubeObject } from '../../api/object.ts';
import { isStatusError } from '../../api/status.ts';
import { parseQuantity } from '../../api/quantity.ts';
import { dryRunStrategy } from '../apply/dry-run.ts';
import { resultPrinter } from '../apply/print-result.ts';
import { completeResources } from '../complete-resources.ts';
import { createGenerated, saveConfigFlag } from '../create/generator.ts';
import { CommandError, throwAll } from '../errors.ts';
import { dryRunFlag, fieldManagerFlag, filenameFlags, printFlags } from '../flag-sets.ts';
import type { FlagSpec } from '../flags.ts';
import { filenamesOf, type Info, retrieve } from '../resources.ts';
import type { Verb, VerbContext } from '../verb.ts';

const text = (name: string, usage: string): FlagSpec => ({ name, type: 'string', default: '', usage });
const SCALABLE = ['Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController'];

export const autoscale: Verb = {
  name: 'autoscale',
  usage: 'autoscale (-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu=CPU] [--memory=MEMORY]',
  short: 'Auto-scale a deployment, replica set, stateful set, or replication controller',
  long: `Creates an autoscaler that automatically chooses and sets the number of pods that run in a Kubernetes cluster.

 Looks up a deployment, replica set, stateful set, or replication controller by name and creates an autoscaler that uses the given resource as a reference. An autoscaler can automatically increase or decrease number of pods deployed within the system as needed.`,
  examples: `# Auto scale a deployment "foo", with the number of pods between 2 and 10, no target CPU utilization specified so a default autoscaling policy will be used
kubectl autoscale deployment foo --min=2 --max=10

# Auto scale a replication controller "foo", with the number of pods between 1 and 5, target CPU utilization at 80%
kubectl autoscale rc foo --max=5 --cpu=80%`,
  flags: [
    ...filenameFlags('identifying the resource to autoscale.'),
    ...printFlags,
    dryRunFlag,
    fieldManagerFlag('kubectl-autoscale'),
    saveConfigFlag,
    text(
      'cpu',
      'Target CPU utilization over all the pods. When specified as a percentage (e.g."70%" for 70% of requested CPU) it will target average utilization. When specified as quantity (e.g."500m" for 500 milliCPU) it will target average value.',
    ),
    text(
      'memory',
      'Target memory utilization over all the pods. When specified as a percentage it will target average utilization. When specified as quantity it will target average value.',
    ),
    {
      name: 'cpu-percent',
      type: 'int',
      default: -1,
      usage: 'The target average CPU utilization (represented as a percent of requested CPU) over all the pods.',
      hidden: true,
      deprecated:
        "Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).",
    },
    {
      name: 'min',
      type: 'int',
      default: -1,
      usage: 'The lower limit for the number of pods that can be set by the autoscaler.',
    },
    {
      name: 'max',
      type: 'int',
      default: -1,
      required: true,
      usage: 'The upper limit for the number of pods that can be set by the autoscaler. Required.',
    },
    { ...text('name', 'The name for the newly created object.') },
  ],
  complete: completeResources,
  validate({ flags }) {
    const min = flags.int('min');
    const max = flags.int('max');
    if (max < 1) {
      throw new CommandError(`--max=MAXPODS is required and must be at least 1, max: ${max}`);
    }
    if (max < min) {
      throw new CommandError(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`);
    }
    if (flags.changed('cpu-percent') && flags.changed('cpu')) {
      throw new CommandError('--cpu and --cpu-percent are mutually exclusive');
    }
  },
  run,
};

async function run(context: VerbContext): Promise<void> {
  const { flags } = context;
  if (flags.changed('cpu-percent')) {
    const spec = autoscale.flags.find((flag) => flag.name === 'cpu-percent');
    await context.complain(`Flag --cpu-percent has been deprecated, ${spec?.deprecated}\n`);
  }
  await dryRunStrategy(context);
  const printer = await resultPrinter(context, 'autoscaled');
  const { infos, errors } = await retrieve(context, { args: context.args, files: filenamesOf(context) });
  throwAll(errors);
  for (const info of infos) await printer(await createEither(context, autoscaler(info, flags)));
}

/** What autoscaling/v2 does not take is tried in v1, where there is nothing but a CPU utilization. */
async function createEither(context: VerbContext, object: KubeObject): Promise<KubeObject> {
  try {
    return await createGenerated(context, object);
  } catch (error) {
    if (!isStatusError(error)) throw error;
    const { metrics = [], ...spec } = object['spec'] as { metrics?: CpuMetric[] };
    if (metrics.length === 0)
      throw new CommandError(
        'failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: empty input',
      );
    const percent = metrics[0]?.resource.target.averageUtilization;
    if (metrics.length > 1 || metrics[0]?.resource.name !== 'cpu' || percent === undefined) throw error;
    return createGenerated(context, {
      ...object,
      apiVersion: 'autoscaling/v1',
      spec: { ...spec, targetCPUUtilizationPercentage: percent },
      status: { currentReplicas: 0, desiredReplicas: 0 },
    });
  }
}

interface CpuMetric {
  resource: { name: string; target: { averageUtilization?: number } };
}

function autoscaler({ object, name }: Info, flags: VerbContext['flags']): KubeObject {
  const kind = object.kind ?? '';
  if (!SCALABLE.includes(kind)) {
    throw new CommandError(`cannot autoscale a ${kind}: it has no scale subresource`);
  }
  const cpu = flags.changed('cpu-percent') ? `${flags.int('cpu-percent')}%` : flags.string('cpu');
  const metrics = [metric('cpu', cpu), metric('memory', flags.string('memory'))].flat();
  const min = flags.int('min');
  return {
    kind: 'HorizontalPodAutoscaler',
    apiVersion: 'autoscaling/v2',
    metadata: { name: flags.string('name') || name },
    spec: {
      scaleTargetRef: { kind, name, apiVersion: object.apiVersion },
      ...(min > 0 ? { minReplicas: min } : {}),
      maxReplicas: flags.int('max'),
      ...(metrics.length > 0 ? { metrics } : {}),
    },
    status: { desiredReplicas: 0, currentMetrics: null },
  } as KubeObject;
}

function metric(name: string, wanted: string): unknown[] {
  if (wanted === '') return [];
  if (wanted.endsWith('%')) {
    const percent = Number(wanted.slice(0, -1));
    if (!Number.isInteger(percent)) throw new CommandError(`invalid ${name} utilization: ${wanted}`);
    return [{ type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization: percent } } }];
  }
  if (!parseQuantity(wanted)) {
    throw new CommandError(
      `quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'`,
    );
  }
  return [{ type: 'Resource', resource: { name, target: { type: 'AverageValue', averageValue: wanted } } }];
}
