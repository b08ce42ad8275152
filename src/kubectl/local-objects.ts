/** `--local`: the files' own objects, no server asked (cli-runtime/pkg/resource/builder.go Local). */
import type { KubeObject } from '../api/object.ts';
import type { ResourceInfo } from '../api/resource.ts';
import { isMap, type Json } from '../api/patch/json-merge-patch.ts';
import { readManifests } from './decode.ts';
import { CommandError } from './errors.ts';
import type { ResourceQuery, Retrieved } from './resources.ts';
import type { VerbContext } from './verb.ts';

const NEEDS_FILES = `you must specify resources by --filename when --local is set.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'`;

/** Throws when arguments name what only a server has. */
export async function readLocal(context: VerbContext, query: ResourceQuery): Promise<Retrieved> {
  if (!query.files || query.files.filenames.length === 0 || query.args.length > 0) throw new CommandError(NEEDS_FILES);
  const { manifests, errors } = await readManifests(context.io, query.files);
  const infos = manifests.map(({ object, source }) => ({
    resource: guessedResource(object),
    namespace: object.metadata?.namespace ?? context.namespace,
    name: object.metadata?.name ?? '',
    object,
    source,
  }));
  return { infos, errors, single: infos.length === 1 };
}

/** What a kind is called when nobody can be asked (meta.UnsafeGuessKindToResource). */
function guessedResource({ apiVersion = 'v1', kind = '' }: KubeObject): ResourceInfo {
  const slash = apiVersion.indexOf('/');
  const singular = kind.toLowerCase();
  return {
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind,
    resource: /(?:s|x|ch)$/.test(singular) ? `${singular}es` : singular.replace(/y$/, 'ie').concat('s'),
    singular,
    shortNames: [],
    categories: [],
    namespaced: true,
    verbs: [],
    subresources: [],
  };
}

const STATUS: Readonly<Record<string, Json>> = {
  DaemonSet: { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 },
  ReplicaSet: { replicas: 0 },
  ReplicationController: { replicas: 0 },
  Service: { loadBalancer: {} },
  StatefulSet: { availableReplicas: 0, replicas: 0 },
};
const STRATEGY: Readonly<Record<string, string>> = {
  DaemonSet: 'updateStrategy',
  Deployment: 'strategy',
  StatefulSet: 'updateStrategy',
};

/** What Go's types say even where the manifest does not: `resources: {}`, `strategy: {}`, `status: {}`. */
export function asTyped(object: KubeObject, podSpecPath: readonly string[]): KubeObject {
  const kind = object.kind ?? '';
  const strategy = STRATEGY[kind];
  const spec = podSpecPath.length > 0 ? atPath(object, podSpecPath, typedPodSpec) : object;
  const whole: KubeObject = strategy
    ? { ...spec, spec: { [strategy]: {}, ...(spec['spec'] as Json | undefined) } }
    : spec;
  return { ...whole, status: { ...STATUS[kind], ...(object['status'] as Json | undefined) } };
}

function typedPodSpec(spec: Json): Json {
  const typed = (list: unknown): unknown =>
    Array.isArray(list) ? list.map((one: Json) => ({ resources: {}, ...withoutEmpty(one) })) : list;
  const init = spec['initContainers'];
  return { ...spec, containers: typed(spec['containers']), ...(init ? { initContainers: typed(init) } : {}) };
}

function withoutEmpty(container: Json): Json {
  return Object.fromEntries(
    Object.entries(container).filter(([, value]) => !(Array.isArray(value) && value.length === 0)),
  );
}

function atPath<T extends object>(object: T, path: readonly string[], change: (found: Json) => Json): T {
  const [step, ...rest] = path;
  if (step === undefined) return change(object as Json) as T;
  const inner = (object as Json)[step];
  return isMap(inner) ? { ...object, [step]: atPath(inner, rest, change) } : object;
}
