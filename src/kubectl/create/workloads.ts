/** `kubectl create job|cronjob` (kubectl/pkg/cmd/create/create_job.go, create_cronjob.go). */
import type { KubeObject } from '../../api/object.ts';
import { CommandError } from '../errors.ts';
import { retrieveAll } from '../resources.ts';
import { defineGenerator } from './generator.ts';
import { container, typed } from './pod-template.ts';

export function generateJob(name: string, image: string, command: readonly string[]): KubeObject {
  return typed('batch/v1', 'Job', {
    metadata: { name },
    spec: {
      template: {
        metadata: {},
        spec: { containers: [container({ name, image, command })], restartPolicy: 'Never' },
      },
    },
    status: {},
  });
}

/** A Job of a CronJob's template, owned by it, as if its time had come. */
export function generateJobFrom(name: string, cronJob: KubeObject): KubeObject {
  const spec = cronJob['spec'] as { jobTemplate?: KubeObject } | undefined;
  const template = spec?.jobTemplate ?? {};
  return typed('batch/v1', 'Job', {
    metadata: {
      name,
      ...(template.metadata?.labels ? { labels: template.metadata.labels } : {}),
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...template.metadata?.annotations },
      ownerReferences: [
        {
          apiVersion: 'batch/v1',
          kind: 'CronJob',
          name: cronJob.metadata?.name ?? '',
          uid: cronJob.metadata?.uid ?? '',
          controller: true,
        },
      ],
    },
    spec: template['spec'],
    status: {},
  });
}

export function generateCronJob(
  name: string,
  image: string,
  schedule: string,
  restart: string,
  command: readonly string[],
): KubeObject {
  return typed('batch/v1', 'CronJob', {
    metadata: { name },
    spec: {
      schedule,
      jobTemplate: {
        metadata: { name },
        spec: {
          template: {
            metadata: {},
            spec: { containers: [container({ name, image, command })], restartPolicy: restart },
          },
        },
      },
    },
    status: {},
  });
}

export const createJob = defineGenerator({
  name: 'job',
  usage: 'job NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]',
  short: 'Create a job with the specified name',
  long: 'Create a job with the specified name.',
  examples: `# Create a job
kubectl create job my-job --image=busybox

# Create a job with a command
kubectl create job my-job --image=busybox -- date

# Create a job from a cron job named "a-cronjob"
kubectl create job test-job --from=cronjob/a-cronjob`,
  flags: [
    { name: 'image', type: 'string', default: '', usage: 'Image name to run.' },
    {
      name: 'from',
      type: 'string',
      default: '',
      usage: 'The name of the resource to create a Job from (only cronjob is supported).',
    },
  ],
  failure: 'failed to create job: ',
  generate: async (context) => {
    const { flags, name, rest } = context;
    const from = flags.string('from');
    const image = flags.string('image');
    if ((image === '') === (from === '')) throw new CommandError('either --image or --from must be specified');
    if (from === '') return generateJob(name, image, rest);
    if (rest.length > 0) throw new CommandError('cannot specify --from and command');
    const [found, ...more] = await retrieveAll(context, { args: [from] });
    if (!found || more.length > 0) throw new CommandError('from must be an existing cronjob');
    const { apiVersion = '', kind = '' } = found.object;
    if (kind !== 'CronJob') throw new CommandError(`unknown object type *${apiVersion.split('/').at(-1)}.${kind}`);
    return generateJobFrom(name, found.object);
  },
});

export const createCronJob = defineGenerator({
  name: 'cronjob',
  aliases: ['cj'],
  usage: "cronjob NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...]",
  short: 'Create a cron job with the specified name',
  long: 'Create a cron job with the specified name.',
  examples: `# Create a cron job
kubectl create cronjob my-job --image=busybox --schedule="*/1 * * * *"

# Create a cron job with a command
kubectl create cronjob my-job --image=busybox --schedule="*/1 * * * *" -- date`,
  flags: [
    { name: 'image', type: 'string', default: '', required: true, usage: 'Image name to run.' },
    {
      name: 'schedule',
      type: 'string',
      default: '',
      required: true,
      usage: 'A schedule in the Cron format the job should be run with.',
    },
    {
      name: 'restart',
      type: 'string',
      default: '',
      usage: "job's restart policy. supported values: OnFailure, Never",
    },
  ],
  failure: 'failed to create cronjob: ',
  generate: ({ flags, name, rest }) =>
    generateCronJob(
      name,
      flags.string('image'),
      flags.string('schedule'),
      flags.string('restart') || 'OnFailure',
      rest,
    ),
});
