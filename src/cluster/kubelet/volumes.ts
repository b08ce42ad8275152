/** What is in a Pod's volumes (pkg/volume/{configmap,secret,projected,downwardapi,emptydir}). */
import type { ConfigMap, KeyToPath, Pod, Secret, Volume } from 'kubernetes-types/core/v1';
import type { FileContent } from '../../containers/file-tree.ts';
import { decodeBase64, fieldOf, type Objects, type PodFacts, resourceOf, secretText } from './environment.ts';

type Files = Record<string, FileContent>;
type Texts = Record<string, string>;

/** The volume cannot be set up: the Pod waits, with a FailedMount event. */
export class MountError extends Error {}

/** ms until what changed in the API is in the volumes that show it (a Pod is synced about once a minute). */
export const VOLUME_SYNC = 60_000;

const TOKEN_VOLUME = /^kube-api-access-/;
const PLAIN = 0o644;

interface Making {
  facts: PodFacts;
  objects: Objects;
  namespace: string;
  /** Permission bits of what has none of its own. */
  mode: number;
}

/**
 * Contents by relative path, for volumes that have contents from the API; undefined for those that begin empty.
 * Simplified: files lie in the volume itself, where the kubelet has them below `..data` and links to them.
 */
export function volumeFiles(volume: Volume, facts: PodFacts, objects: Objects): Files | undefined {
  const source = volume.configMap ?? volume.secret ?? volume.projected ?? volume.downwardAPI;
  if (!source) return undefined;
  const namespace = facts.pod.metadata?.namespace ?? 'default';
  const making: Making = { facts, objects, namespace, mode: source.defaultMode ?? PLAIN };
  if (volume.configMap) return configMapFiles(volume.configMap, making);
  if (volume.secret) return secretFiles({ ...volume.secret, name: volume.secret.secretName ?? '' }, making);
  if (volume.downwardAPI) return downwardFiles(volume.downwardAPI.items ?? [], making);
  return projectedFiles(volume, making);
}

function projectedFiles({ name, projected }: Volume, making: Making): Files {
  const out: Files = {};
  for (const source of projected?.sources ?? []) {
    // Simplified: a cluster without a root CA to publish still lets its Pods start.
    const optional = TOKEN_VOLUME.test(name);
    if (source.configMap)
      Object.assign(out, configMapFiles({ ...source.configMap, ...(optional && { optional }) }, making));
    if (source.secret) Object.assign(out, secretFiles({ ...source.secret, name: source.secret.name ?? '' }, making));
    if (source.downwardAPI) Object.assign(out, downwardFiles(source.downwardAPI.items ?? [], making));
    const token = source.serviceAccountToken;
    if (token) out[token.path] = fileOf(making.objects.token(making.facts.pod, token), making);
  }
  return out;
}

/** With an fsGroup its members may read what the owner may (volume_linux.go: SetVolumeOwnership). */
function fileOf(text: string, { facts, mode }: Making, own?: number): FileContent {
  const gid = facts.pod.spec?.securityContext?.fsGroup;
  const bits = own ?? mode;
  if (gid !== undefined) return { text, mode: bits | ((bits & 0o600) >> 3) | 0o040, gid };
  return bits === PLAIN ? text : { text, mode: bits };
}

interface Reference {
  name?: string;
  items?: KeyToPath[];
  optional?: boolean;
}

function configMapFiles(reference: Reference, making: Making): Files {
  const object: ConfigMap | undefined = making.objects.configMap(making.namespace, reference.name ?? '');
  return pick('configmap', object && { ...object.data, ...decoded(object.binaryData) }, reference, making);
}

function secretFiles(reference: Reference, making: Making): Files {
  const object: Secret | undefined = making.objects.secret(making.namespace, reference.name ?? '');
  return pick('secret', secretText(object), reference, making);
}

function decoded(data: Texts = {}): Texts {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, decodeBase64(value)]));
}

function pick(kind: string, data: Texts | undefined, { name, items, optional }: Reference, making: Making): Files {
  if (!data && !optional) throw new MountError(`${kind} "${name}" not found`);
  const out: Files = {};
  if (!items) {
    for (const [key, text] of Object.entries(data ?? {})) out[key] = fileOf(text, making);
    return out;
  }
  for (const { key, path, mode } of items) {
    if (data?.[key] !== undefined) out[path] = fileOf(data[key], making, mode);
    else if (!optional) {
      const words = kind === 'secret' ? 'references non-existent secret' : 'configmap references non-existent config';
      throw new MountError(`${words} key: ${key}`);
    }
  }
  return out;
}

type DownwardItem = NonNullable<NonNullable<Volume['downwardAPI']>['items']>[number];

function downwardFiles(items: readonly DownwardItem[], making: Making): Files {
  const { facts } = making;
  const out: Files = {};
  for (const { path, fieldRef, resourceFieldRef, mode } of items) {
    if (fieldRef) out[path] = fileOf(fieldOf(facts, fieldRef.fieldPath), making, mode);
    else if (resourceFieldRef) {
      out[path] = fileOf(resourceOf(facts, facts.pod.spec!.containers[0]!, resourceFieldRef), making, mode);
    }
  }
  return out;
}

/** True when the volume is made of what the API holds: nobody may write to it. */
export const isGenerated = (volume: Volume | undefined): boolean =>
  Boolean(volume?.configMap ?? volume?.secret ?? volume?.projected ?? volume?.downwardAPI);

/** True when a volume shows what the Pod itself says, which may change (labels, annotations). */
export function showsItself(pod: Pod): boolean {
  return (pod.spec?.volumes ?? []).some(
    ({ name, downwardAPI, projected }) =>
      downwardAPI !== undefined ||
      (!TOKEN_VOLUME.test(name) && (projected?.sources ?? []).some((source) => source.downwardAPI !== undefined)),
  );
}

/** True when a volume of the Pod shows that ConfigMap or Secret. */
export function mountsObject(pod: Pod, kind: 'configMap' | 'secret', name: string): boolean {
  return (pod.spec?.volumes ?? []).some((volume) => {
    const named = kind === 'configMap' ? volume.configMap?.name : volume.secret?.secretName;
    return named === name || (volume.projected?.sources ?? []).some((source) => source[kind]?.name === name);
  });
}
