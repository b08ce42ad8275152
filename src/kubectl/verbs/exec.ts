/** `kubectl exec` (kubectl/pkg/cmd/exec/exec.go). */
import { completeNamed } from '../complete-resources.ts';
import { CommandError, usageErrorf } from '../errors.ts';
import { filenameFlags } from '../flag-sets.ts';
import { filenamesOf, retrieveAll } from '../resources.ts';
import { runRemote } from '../streams/remote-command.ts';
import {
  chooseContainer,
  containerFlag,
  findPod,
  isCompleted,
  phaseOf,
  runningTimeout,
  streamFlags,
  wantsTerminal,
} from '../streams/target.ts';
import type { Verb, VerbContext } from '../verb.ts';

export const exec: Verb = {
  name: 'exec',
  usage: 'exec (POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]',
  short: 'Execute a command in a container',
  long: 'Execute a command in a container.',
  examples: `# Get output from running the 'date' command from pod mypod, using the first container by default
kubectl exec mypod -- date

# Get output from running the 'date' command in ruby-container from pod mypod
kubectl exec mypod -c ruby-container -- date

# Switch to raw terminal mode; sends stdin to 'bash' in ruby-container from pod mypod
# and sends stdout/stderr from 'bash' back to the client
kubectl exec mypod -c ruby-container -i -t -- bash -il

# Get output from running 'date' command from the first pod of the deployment mydeployment, using the first container by default
kubectl exec deploy/mydeployment -- date`,
  flags: [
    containerFlag,
    ...streamFlags,
    runningTimeout,
    ...filenameFlags('to use to exec into the resource').slice(0, 1),
  ],
  complete: completeNamed('pods'),
  run,
};

async function run(context: VerbContext): Promise<void> {
  const { args, dash, flags, io } = context;
  const hasFile = flags.strings('filename').length > 0;
  const target = args.length > 0 && dash !== 0 ? args[0] : undefined;
  if (dash < 0 && (args.length > 1 || (args.length > 0 && hasFile))) {
    throw usageErrorf(
      context.command,
      'exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead',
    );
  }
  if (target === undefined && !hasFile) throw new CommandError('pod, type/name or --filename must be specified');
  const command = dash < 0 ? [] : args.slice(dash);
  if (command.length === 0) throw new CommandError('you must specify at least one command for the container');
  const pod = target === undefined ? await fromFile(context) : (await findPod(context, target)).pod;
  if (isCompleted(pod)) {
    throw new CommandError(`cannot exec into a container in a completed pod; current phase is ${phaseOf(pod)}`);
  }
  const asked = flags.string('container');
  const container = asked === '' ? (await chooseContainer(context, pod, '')).name : asked;
  const tty = await wantsTerminal(context);
  await runRemote(context, {
    pod: pod.metadata?.name ?? '',
    container,
    subresource: 'exec',
    command,
    tty,
    ...(flags.bool('stdin') ? { stdin: io.stdin } : {}),
    stdout: io.stdout,
    stderr: io.stderr,
  });
}

async function fromFile(context: VerbContext): Promise<Awaited<ReturnType<typeof findPod>>['pod']> {
  const [info] = await retrieveAll(context, { args: [], files: filenamesOf(context) });
  const { kind = '', metadata } = info!.object;
  return (await findPod(context, `${kind}/${metadata?.name ?? ''}`)).pod;
}
