/** The containers and Pods that `kubectl debug` makes (kubectl/pkg/cmd/debug/debug.go, profiles.go: legacy). */
import type { KubeObject } from '../../api/object.ts';
import { CommandError } from '../errors.ts';
import type { VerbContext } from '../verb.ts';

export interface DebugContainer {
  name: string;
  image?: string;
  command?: readonly string[];
  env?: { name: string; value: string }[];
  stdin?: boolean;
  tty?: boolean;
  imagePullPolicy?: string;
  terminationMessagePolicy?: string;
  volumeMounts?: unknown;
  resources?: object;
}

interface Spec {
  containers?: DebugContainer[];
  initContainers?: DebugContainer[];
  ephemeralContainers?: DebugContainer[];
  [key: string]: unknown;
}

const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** Five letters that nobody else has: of the time and the name. */
function suffix({ io }: VerbContext, salt: string): string {
  let hash = io.clock.now() % 0x7fffffff;
  for (const letter of salt) hash = (hash * 31 + letter.charCodeAt(0)) % 0x7fffffff;
  let text = '';
  for (let left = 5; left > 0; left--) {
    text += LETTERS[hash % LETTERS.length]!;
    hash = Math.floor(hash / LETTERS.length) + salt.length * 7919;
  }
  return text;
}

export function debugContainer(context: VerbContext, pod: KubeObject, words: readonly string[]): DebugContainer {
  const { flags } = context;
  const spec = (pod['spec'] ?? {}) as Spec;
  const taken = new Set([...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])].map(({ name }) => name));
  let name = flags.string('container');
  for (
    let salt = pod.metadata?.name ?? '';
    name === '' || (flags.string('container') === '' && taken.has(name));
    salt += 'x'
  ) {
    name = `debugger-${suffix(context, salt)}`;
  }
  const policy = flags.string('image-pull-policy');
  return {
    name,
    image: flags.string('image'),
    ...(words.length > 0 ? { command: words } : {}),
    ...environment(context),
    ...(flags.bool('stdin') ? { stdin: true } : {}),
    ...(flags.bool('tty') ? { tty: true } : {}),
    ...(policy === '' ? {} : { imagePullPolicy: policy }),
    terminationMessagePolicy: 'File',
    resources: {},
  };
}

function environment({ flags }: VerbContext): Pick<DebugContainer, 'env'> {
  const given = flags.strings('env').map((text) => {
    const at = text.indexOf('=');
    if (at <= 0) throw new CommandError(`invalid env: ${text}`);
    return { name: text.slice(0, at), value: text.slice(at + 1) };
  });
  return given.length > 0 ? { env: given } : {};
}

export function ephemeralPatch(container: DebugContainer, target: string): object {
  const one = target === '' ? container : { ...container, targetContainerName: target };
  return { spec: { ephemeralContainers: [one] } };
}

/** A copy of a Pod that nothing else manages, and the container to attach to. */
export function copyOf(
  context: VerbContext,
  pod: KubeObject,
  words: readonly string[],
): { copy: KubeObject; container: string } {
  const { flags } = context;
  const spec: Spec = { ...((pod['spec'] ?? {}) as Spec) };
  delete spec['ephemeralContainers'];
  if (!flags.bool('same-node')) delete spec['nodeName'];
  if (flags.bool('share-processes')) spec['shareProcessNamespace'] = true;
  const images = new Map(flags.strings('set-image').map((text) => text.split('=') as [string, string]));
  let containers = (spec.containers ?? []).map((one) => {
    const image = images.get(one.name) ?? images.get('*');
    return image === undefined ? one : { ...one, image };
  });
  const named = flags.string('container');
  const known = containers.find(({ name }) => name === named);
  let container = named;
  if (known) {
    const image = flags.string('image');
    const changed = {
      ...known,
      ...(image === '' ? {} : { image }),
      ...(words.length > 0 ? { command: words, args: undefined } : {}),
      ...(flags.bool('stdin') ? { stdin: true } : {}),
      ...(flags.bool('tty') ? { tty: true } : {}),
    };
    containers = containers.map((one) => (one === known ? changed : one));
  } else if (flags.string('image') !== '') {
    const added = debugContainer(context, pod, words);
    container = added.name;
    containers = [...containers, added];
  } else container = containers[0]?.name ?? '';
  const { namespace, annotations, labels } = pod.metadata ?? {};
  const metadata = {
    name: flags.string('copy-to'),
    ...(namespace ? { namespace } : {}),
    ...(annotations ? { annotations } : {}),
    ...(flags.bool('keep-labels') && labels ? { labels } : {}),
  };
  return { copy: { apiVersion: 'v1', kind: 'Pod', metadata, spec: { ...spec, containers } }, container };
}

/** A Pod in the node's own namespaces, with the node's files in /host. */
export function nodePod(context: VerbContext, node: KubeObject, words: readonly string[]): KubeObject {
  const nodeName = node.metadata?.name ?? '';
  const container = {
    ...debugContainer(context, node, words),
    name: 'debugger',
    volumeMounts: [{ name: 'host-root', mountPath: '/host' }],
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `node-debugger-${nodeName}-${suffix(context, nodeName)}`,
      labels: { 'app.kubernetes.io/managed-by': 'kubectl-debug' },
    },
    spec: {
      containers: [container],
      hostIPC: true,
      hostNetwork: true,
      hostPID: true,
      nodeName,
      restartPolicy: 'Never',
      tolerations: [{ operator: 'Exists' }],
      volumes: [{ name: 'host-root', hostPath: { path: '/' } }],
    },
  };
}
