/** Which Pod and which container a command means (polymorphichelpers/attachablepodforobject.go, cmd/util/podcmd). */
import type { KubeObject } from '../../api/object.ts';
import { CommandError } from '../errors.ts';
import type { FlagSpec } from '../flags.ts';
import { retrieveAll } from '../resources.ts';
import { byLogging, podsOf } from '../run/log-sources.ts';
import type { VerbContext } from '../verb.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };

interface Named {
  name: string;
  tty?: boolean;
  stdin?: boolean;
}

export interface PodSpec {
  nodeName?: string;
  restartPolicy?: string;
  containers?: (Named & { ports?: { name?: string; containerPort: number }[] })[];
  initContainers?: Named[];
  ephemeralContainers?: Named[];
}

export const specOf = (pod: KubeObject): PodSpec => (pod['spec'] ?? {}) as PodSpec;
export const phaseOf = (pod: KubeObject): string => ((pod['status'] ?? {}) as { phase?: string }).phase ?? '';
export const isCompleted = (pod: KubeObject): boolean => ['Succeeded', 'Failed'].includes(phaseOf(pod));

/** `POD`, or `TYPE/NAME` of what has Pods. Throws StatusError when there is none. */
export async function findPod(context: VerbContext, target: string): Promise<{ pod: KubeObject; object: KubeObject }> {
  if (!target.includes('/')) {
    const pod = await context.client.get(PODS, target, context.namespace);
    return { pod, object: pod };
  }
  const [info] = await retrieveAll(context, { args: [target] });
  const object = info!.object;
  if (object.kind === 'Pod') return { pod: object, object };
  const pods = await podsOf(context, object);
  return { pod: pods.toSorted(byLogging)[0]!, object };
}

/** The container of that name, or the one that is meant when none is named. */
export async function chooseContainer(context: VerbContext, pod: KubeObject, asked: string): Promise<Named> {
  const { containers = [], initContainers = [], ephemeralContainers = [] } = specOf(pod);
  const all = [...containers, ...initContainers, ...ephemeralContainers];
  if (asked !== '') {
    const found = all.find(({ name }) => name === asked);
    if (!found) throw new CommandError(`container ${asked} not found in pod ${pod.metadata?.name ?? ''}`);
    return found;
  }
  const annotated = pod.metadata?.annotations?.['kubectl.kubernetes.io/default-container'];
  const preferred = annotated === undefined ? undefined : containers.find(({ name }) => name === annotated);
  if (preferred) return preferred;
  const [first] = containers;
  if (!first) throw new CommandError(`no containers found in pod ${pod.metadata?.name ?? ''}`);
  if (all.length > 1 && !(context.flags.has('quiet') && context.flags.bool('quiet'))) {
    const names = [
      ...containers.map(({ name }) => name),
      ...ephemeralContainers.map(({ name }) => `${name} (ephem)`),
      ...initContainers.map(({ name }) => `${name} (init)`),
    ];
    await context.complain(`Defaulted container ${JSON.stringify(first.name)} out of: ${names.join(', ')}\n`);
  }
  return first;
}

/** Whether there will be a terminal: `-t` needs one on this side. */
export async function wantsTerminal(context: VerbContext): Promise<boolean> {
  const { flags, io } = context;
  if (!flags.bool('tty')) return false;
  if (flags.bool('stdin') && io.stdin.isTerminal) return true;
  await context.complain('Unable to use a TTY - input is not a terminal or the right kind of file\n');
  return false;
}

const bool = (name: string, short: string, usage: string): FlagSpec => ({
  name,
  short,
  type: 'bool',
  default: false,
  usage,
});

export const containerFlag: FlagSpec = {
  name: 'container',
  short: 'c',
  type: 'string',
  default: '',
  usage:
    'Container name. If omitted, use the kubectl.kubernetes.io/default-container annotation for selecting the container to be attached or the first container in the pod will be chosen',
};

export const streamFlags: readonly FlagSpec[] = [
  bool('stdin', 'i', 'Pass stdin to the container'),
  bool('tty', 't', 'Stdin is a TTY'),
  bool('quiet', 'q', 'Only print output from the remote session'),
];

export const runningTimeout: FlagSpec = {
  name: 'pod-running-timeout',
  type: 'duration',
  default: '1m0s',
  usage: 'The length of time (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running',
};
