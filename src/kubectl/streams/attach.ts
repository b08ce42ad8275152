/** Attaching to a container, for `attach`, `run -i` and `debug -i` (kubectl/pkg/cmd/attach/attach.go: Run). */
import type { KubeObject } from '../../api/object.ts';
import type { VerbContext } from '../verb.ts';
import { runRemote } from './remote-command.ts';
import { chooseContainer, specOf, wantsTerminal } from './target.ts';

const NOTICE = `All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.
If you don't see a command prompt, try pressing enter.
`;

export async function attachToPod(context: VerbContext, pod: KubeObject, asked: string): Promise<void> {
  const { flags, io } = context;
  const container = await chooseContainer(context, pod, asked);
  const { name } = container;
  const stdin = flags.bool('stdin');
  let tty = flags.bool('tty');
  if (tty && !container.tty) {
    tty = false;
    await context.complain(`error: Unable to use a TTY - container ${name} did not allocate one\n`);
  } else if (!flags.bool('tty') && stdin && container.tty) tty = io.stdin.isTerminal;
  if (tty && flags.bool('tty')) tty = await wantsTerminal(context);
  if (!(flags.has('quiet') && flags.bool('quiet'))) await context.complain(NOTICE);
  const podName = pod.metadata?.name ?? '';
  await runRemote(context, {
    pod: podName,
    container: name,
    subresource: 'attach',
    tty,
    ...(stdin ? { stdin: io.stdin } : {}),
    stdout: io.stdout,
    stderr: io.stderr,
  });
  if (stdin && tty && specOf(pod).restartPolicy === 'Always' && !flags.has('image')) {
    await context.print(
      `Session ended, resume using '${context.command} ${podName} -c ${name} -i -t' command when the pod is running\n`,
    );
  }
}
