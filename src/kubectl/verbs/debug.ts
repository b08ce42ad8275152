/** `kubectl debug` (kubectl/pkg/cmd/debug/debug.go): an ephemeral container, a copy of a Pod, or a Pod on a node. */
import type { KubeObject } from '../../api/object.ts';
import { resourcePath } from '../../api/resource.ts';
import { parseDuration } from '../../api/duration.ts';
import { completeNamed } from '../complete-resources.ts';
import { CommandError } from '../errors.ts';
import type { FlagSpec } from '../flags.ts';
import { retrieveAll } from '../resources.ts';
import { watchObject } from '../run/watch-object.ts';
import { copyLog } from '../run/log-stream.ts';
import { attachToPod } from '../streams/attach.ts';
import { copyOf, debugContainer, ephemeralPatch, nodePod } from '../streams/debug-pod.ts';
import { containerFlag, streamFlags } from '../streams/target.ts';
import type { Verb, VerbContext } from '../verb.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };
const START = parseDuration('5m');

const flag = (name: string, type: FlagSpec['type'], value: string | boolean | string[], usage: string): FlagSpec => ({
  name,
  type,
  default: value,
  usage,
});

export const debug: Verb = {
  name: 'debug',
  usage: 'debug (POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]',
  short: 'Create debugging sessions for troubleshooting workloads and nodes',
  long: 'Debug cluster resources using interactive debugging containers.',
  examples: `# Create an interactive debugging session in pod mypod and immediately attach to it
kubectl debug mypod -it --image=busybox

# Create a copy of mypod adding a debug container and attach to it
kubectl debug mypod -it --image=busybox --copy-to=my-debugger

# Create an interactive debugging session on a node and immediately attach to it
kubectl debug node/mynode -it --image=busybox`,
  flags: [
    containerFlag,
    ...streamFlags,
    flag('image', 'string', '', 'Container image to use for debug container.'),
    flag('target', 'string', '', 'When using an ephemeral container, target processes in this container name.'),
    flag('copy-to', 'string', '', 'Create a copy of the target Pod with this name.'),
    flag('replace', 'bool', false, "When used with '--copy-to', delete the original Pod."),
    flag('same-node', 'bool', false, "When used with '--copy-to', schedule the copy of target Pod on the same node."),
    flag('share-processes', 'bool', true, "When used with '--copy-to', enable process namespace sharing in the copy."),
    flag(
      'set-image',
      'strings',
      [],
      "When used with '--copy-to', a list of name=image pairs for changing container images, similar to how 'kubectl set image' works.",
    ),
    flag('env', 'stringArray', [], 'Environment variables to set in the container.'),
    flag(
      'attach',
      'bool',
      false,
      "If true, wait for the container to start running, and then attach as if 'kubectl attach ...' were called.  Default false, unless '-i/--stdin' is set, in which case the default is true.",
    ),
    flag(
      'image-pull-policy',
      'string',
      '',
      'The image pull policy for the container. If left empty, this value will not be specified by the client and defaulted by the server.',
    ),
    flag(
      'profile',
      'string',
      'legacy',
      'Options are "legacy", "general", "baseline", "netadmin", "restricted" or "sysadmin".',
    ),
    flag(
      'keep-labels',
      'bool',
      false,
      "If true, keep the original pod labels.(This flag only works when used with '--copy-to')",
    ),
  ],
  complete: completeNamed('pods'),
  run,
};

async function run(context: VerbContext): Promise<void> {
  const { args, dash, flags } = context;
  const names = dash < 0 ? args : args.slice(0, dash);
  check(context, names);
  const [target = ''] = names;
  const query = target.includes('/') ? [target] : ['pods', target];
  const [info] = await retrieveAll(context, { args: query });
  const object = info!.object;
  const words = dash < 0 ? [] : args.slice(dash);
  if (object.kind === 'Node') return onNode(context, object, words);
  if (object.kind !== 'Pod') throw new CommandError(`"${(object.kind ?? '').toLowerCase()}" not supported by debug`);
  if (flags.string('copy-to') !== '') return onCopy(context, object, words);
  return inPod(context, object, words);
}

function check({ flags }: VerbContext, names: readonly string[]): void {
  const copy = flags.string('copy-to') !== '';
  if (flags.string('image') === '' && !copy)
    throw new CommandError('you must specify --image when not using --copy-to.');
  if (
    copy &&
    flags.string('image') === '' &&
    flags.strings('set-image').length === 0 &&
    names.length > 0 &&
    flags.string('container') === ''
  ) {
    throw new CommandError('you must specify --image, --set-image or command arguments.');
  }
  if (names.length === 0) throw new CommandError('NAME is required for debug');
  if (names.length > 1) throw new CommandError('only one NAME may be given to debug');
  if (flags.string('target') !== '' && copy)
    throw new CommandError('--target is incompatible with --copy-to. Use --share-processes instead.');
  if (flags.bool('tty') && !flags.bool('stdin'))
    throw new CommandError('-i/--stdin is required for containers with -t/--tty=true');
}

async function inPod(context: VerbContext, pod: KubeObject, words: readonly string[]): Promise<void> {
  const { client, flags } = context;
  const name = pod.metadata?.name ?? '';
  const container = debugContainer(context, pod, words);
  const target = flags.string('target');
  if (target !== '') {
    await context.complain(
      `Targeting container ${JSON.stringify(target)}. If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`,
    );
  }
  if (flags.string('container') === '')
    await context.complain(`Defaulting debug container name to ${container.name}.\n`);
  const response = await client.request(resourcePath(PODS, context.namespace, name, 'ephemeralcontainers'), {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/strategic-merge-patch+json' },
    body: JSON.stringify(ephemeralPatch(container, target)),
  });
  await join(context, (await response.json()) as KubeObject, container.name);
}

async function onCopy(context: VerbContext, pod: KubeObject, words: readonly string[]): Promise<void> {
  const { client, flags, namespace } = context;
  const { copy, container } = copyOf(context, pod, words);
  const made = await client.create(PODS, copy, namespace);
  if (flags.bool('replace')) await client.delete(PODS, pod.metadata?.name ?? '', namespace);
  await join(context, made, container);
}

async function onNode(context: VerbContext, node: KubeObject, words: readonly string[]): Promise<void> {
  const pod = nodePod(context, node, words);
  await context.complain(
    `Creating debugging pod ${pod.metadata?.name ?? ''} with container debugger on node ${node.metadata?.name ?? ''}.\n`,
  );
  await join(context, await context.client.create(PODS, pod, context.namespace), 'debugger');
}

interface Statuses {
  containerStatuses?: Status[];
  ephemeralContainerStatuses?: Status[];
}
interface Status {
  name: string;
  state?: { running?: unknown; terminated?: unknown };
}

/** Attaches once the container runs; shows its log when it has ended before. */
async function join(context: VerbContext, pod: KubeObject, container: string): Promise<void> {
  const { flags, namespace } = context;
  const attach = flags.changed('attach') ? flags.bool('attach') : flags.bool('stdin');
  if (!attach) return;
  const resource = (await context.mapper()).resource('pods');
  const name = pod.metadata?.name ?? '';
  let state: Status['state'];
  let latest = pod;
  await watchObject(context, { resource, namespace, name }, START, (seen) => {
    if (!seen) throw new CommandError(`pods ${JSON.stringify(name)} not found`);
    latest = seen;
    const { containerStatuses = [], ephemeralContainerStatuses = [] } = (seen['status'] ?? {}) as Statuses;
    state = [...containerStatuses, ...ephemeralContainerStatuses].find((one) => one.name === container)?.state;
    return state?.running !== undefined || state?.terminated !== undefined;
  });
  if (state?.terminated) return copyLog(context, name, { container }, (text) => context.print(text));
  await attachToPod(context, latest, container);
}
