/** `kubectl attach` (kubectl/pkg/cmd/attach/attach.go). */
import { completeNamed } from '../complete-resources.ts';
import { CommandError } from '../errors.ts';
import { attachToPod } from '../streams/attach.ts';
import { containerFlag, findPod, isCompleted, phaseOf, runningTimeout, streamFlags } from '../streams/target.ts';
import type { Verb } from '../verb.ts';

export const attach: Verb = {
  name: 'attach',
  usage: 'attach (POD | TYPE/NAME) -c CONTAINER',
  short: 'Attach to a running container',
  long: 'Attach to a process that is already running inside an existing container.',
  examples: `# Get output from running pod mypod; use the 'kubectl.kubernetes.io/default-container' annotation
# for selecting the container to be attached or the first container in the pod will be chosen
kubectl attach mypod

# Get output from ruby-container from pod mypod
kubectl attach mypod -c ruby-container

# Get output from the first pod of a replica set named nginx
kubectl attach rs/nginx`,
  flags: [containerFlag, ...streamFlags, runningTimeout],
  complete: completeNamed('pods'),
  async run(context) {
    const { args, flags } = context;
    if (args.length === 0) throw new CommandError('at least 1 argument is required for attach');
    if (args.length > 2) {
      throw new CommandError(
        `expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ${args.length}: [${args.join(' ')}]`,
      );
    }
    const { pod } = await findPod(context, args.join('/'));
    if (isCompleted(pod)) {
      throw new CommandError(`cannot attach a container in a completed pod; current phase is ${phaseOf(pod)}`);
    }
    await attachToPod(context, pod, flags.string('container'));
  },
};
