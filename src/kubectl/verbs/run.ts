/** `kubectl run` (kubectl/pkg/cmd/run/run.go). */
import { parseDuration } from '../../api/duration.ts';
import { dryRunStrategy } from '../apply/dry-run.ts';
import { resultPrinter } from '../apply/print-result.ts';
import { createGenerated, saveConfigFlag } from '../create/generator.ts';
import { isImageReference } from '../../api/image-reference.ts';
import { CommandError, usageErrorf } from '../errors.ts';
import { dryRunFlag, fieldManagerFlag, printFlags } from '../flag-sets.ts';
import { followUntilDone } from '../run/attached.ts';
import { generatePod, generatePodService } from '../run/pod.ts';
import { overridden, overrideFlags } from '../create/overrides.ts';
import type { Verb, VerbContext } from '../verb.ts';

export const run: Verb = {
  name: 'run',
  usage:
    'run NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...]',
  short: 'Run a particular image on the cluster',
  long: 'Create and run a particular image in a pod.',
  examples: `# Start a nginx pod
kubectl run nginx --image=nginx

# Start a hazelcast pod and let the container expose port 5701
kubectl run hazelcast --image=hazelcast/hazelcast --port=5701

# Start a hazelcast pod and set environment variables "DNS_DOMAIN=cluster" and "POD_NAMESPACE=default" in the container
kubectl run hazelcast --image=hazelcast/hazelcast --env="DNS_DOMAIN=cluster" --env="POD_NAMESPACE=default"

# Dry run; print the corresponding API objects without creating them
kubectl run nginx --image=nginx --dry-run=client

# Start a busybox pod and keep it in the foreground, don't restart it if it exits
kubectl run -i -t busybox --image=busybox --restart=Never

# Start the nginx pod using a different command and custom arguments
kubectl run nginx --image=nginx --command -- <cmd> <arg1> ... <argN>`,
  flags: [
    { name: 'image', type: 'string', default: '', required: true, usage: 'The image for the container to run.' },
    { name: 'annotations', type: 'stringArray', default: [], usage: 'Annotations to apply to the pod.' },
    {
      name: 'labels',
      short: 'l',
      type: 'string',
      default: '',
      usage: 'Comma separated labels to apply to the pod. Will override previous values.',
    },
    { name: 'env', type: 'stringArray', default: [], usage: 'Environment variables to set in the container.' },
    { name: 'port', type: 'string', default: '', usage: 'The port that this container exposes.' },
    {
      name: 'expose',
      type: 'bool',
      default: false,
      usage: 'If true, create a ClusterIP service associated with the pod.  Requires `--port`.',
    },
    {
      name: 'command',
      type: 'bool',
      default: false,
      usage:
        "If true and extra arguments are present, use them as the 'command' field in the container, rather than the 'args' field which is the default.",
    },
    {
      name: 'restart',
      type: 'string',
      default: 'Always',
      usage: 'The restart policy for this Pod.  Legal values [Always, OnFailure, Never].',
    },
    {
      name: 'image-pull-policy',
      type: 'string',
      default: '',
      usage:
        'The image pull policy for the container.  If left empty, this value will not be specified by the client and defaulted by the server.',
    },
    {
      name: 'rm',
      type: 'bool',
      default: false,
      usage:
        "If true, delete the pod after it exits.  Only valid when attaching to the container, e.g. with '--attach' or with '-i/--stdin'.",
    },
    {
      name: 'stdin',
      short: 'i',
      type: 'bool',
      default: false,
      usage: 'Keep stdin open on the container in the pod, even if nothing is attached.',
    },
    {
      name: 'leave-stdin-open',
      type: 'bool',
      default: false,
      usage:
        'If the pod is started in interactive mode or with stdin, leave stdin open after the first attach completes. By default, stdin will be closed after the first attach completes.',
    },
    { name: 'tty', short: 't', type: 'bool', default: false, usage: 'Allocate a TTY for the container in the pod.' },
    {
      name: 'attach',
      type: 'bool',
      default: false,
      usage:
        "If true, wait for the Pod to start running, and then attach to the Pod as if 'kubectl attach ...' were called.  Default false, unless '-i/--stdin' is set, in which case the default is true. With '--restart=Never' the exit code of the container process is returned.",
    },
    { name: 'quiet', short: 'q', type: 'bool', default: false, usage: 'If true, suppress prompt messages.' },
    { name: 'privileged', type: 'bool', default: false, usage: 'If true, run the container in privileged mode.' },
    {
      name: 'pod-running-timeout',
      type: 'duration',
      default: '1m0s',
      usage: 'The length of time (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running',
    },
    ...printFlags,
    dryRunFlag,
    fieldManagerFlag('kubectl-run'),
    saveConfigFlag,
    ...overrideFlags,
  ],
  run: runPod,
};

async function runPod(context: VerbContext): Promise<number> {
  const { flags, args } = context;
  const names = context.dash < 0 ? args.length : context.dash;
  if (names === 0) throw usageErrorf(context.command, 'NAME is required for run');
  const image = flags.string('image');
  if (image === '') throw new CommandError('--image is required');
  if (!isImageReference(image))
    throw new CommandError(`Invalid image name ${JSON.stringify(image)}: invalid reference format`);
  const attach = checkAttaching(context, await dryRunStrategy(context));
  const printer = await resultPrinter(context, 'created');
  const [name = '', ...words] = args;
  const pod = await createGenerated(context, overridden(generatePod(podOptions(context, name, words)), flags));
  if (flags.bool('expose')) {
    const service = generatePodService(name, flags.string('port'), flags.string('labels'));
    await printer(await createGenerated(context, service));
  }
  if (!attach) {
    if (flags.bool('expose') && flags.string('output') === 'yaml') await context.print('---\n');
    await printer(pod);
    return 0;
  }
  return followUntilDone(context, name, {
    remove: flags.bool('rm'),
    startTimeout: parseDuration(flags.string('pod-running-timeout')),
    returnExitCode: flags.string('restart') !== 'Always',
  });
}

/** Whether to attach; throws for flags that do not go together. */
function checkAttaching({ flags, command }: VerbContext, dryRun: string): boolean {
  const attach = flags.changed('attach') ? flags.bool('attach') : flags.bool('stdin') || flags.bool('attach');
  if (flags.bool('tty') && !flags.bool('stdin'))
    throw usageErrorf(command, '-i/--stdin is required for containers with -t/--tty=true');
  if (flags.bool('expose') && flags.string('port') === '')
    throw usageErrorf(command, '--port must be set when exposing a service');
  const restart = flags.string('restart');
  if (!['', 'Always', 'OnFailure', 'Never'].includes(restart))
    throw usageErrorf(command, `invalid restart policy: ${restart}`);
  if (flags.bool('rm') && !attach) throw usageErrorf(command, '--rm should only be used for attached containers');
  if (attach && dryRun !== 'none') {
    throw usageErrorf(
      command,
      "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
    );
  }
  const pull = flags.string('image-pull-policy');
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(pull))
    throw usageErrorf(command, `invalid image pull policy: ${pull}`);
  return attach;
}

function podOptions({ flags }: VerbContext, name: string, words: readonly string[]): Parameters<typeof generatePod>[0] {
  return {
    name,
    image: flags.string('image'),
    labels: flags.string('labels'),
    annotations: flags.strings('annotations'),
    env: flags.strings('env'),
    port: flags.string('port'),
    words,
    asCommand: flags.bool('command'),
    restart: flags.string('restart'),
    imagePullPolicy: flags.string('image-pull-policy'),
    stdin: flags.bool('stdin'),
    tty: flags.bool('tty'),
    stdinOnce: flags.bool('stdin') && !flags.bool('leave-stdin-open'),
    privileged: flags.bool('privileged'),
  };
}
