/** What is in a Pod's volumes (pkg/volume/{configmap,secret,projected,downwardapi,emptydir}). */
import type { ConfigMap, Container as ContainerSpec, KeyToPath, Pod, Secret, Volume } from 'kubernetes-types/core/v1';
import type { ContainerMount } from '../../containers/container.ts';
import { expand, fieldOf, type Objects, type PodFacts, resourceOf, secretText } from './environment.ts';

export type Files = Record<string, string>;

/** The volume cannot be set up: the Pod waits, with a FailedMount event. */
export class MountError extends Error {}

const TOKEN_VOLUME = /^kube-api-access-/;

/**
 * Contents by relative path, for volumes that have contents from the API; undefined for those that begin empty.
 * Simplified: persistentVolumeClaim and every other kind of volume is an empty directory that lives with the Pod.
 */
export function volumeFiles(volume: Volume, facts: PodFacts, objects: Objects): Files | undefined {
  const namespace = facts.pod.metadata?.namespace ?? 'default';
  if (volume.configMap) return configMapFiles(volume.configMap, namespace, objects);
  if (volume.secret) return secretFiles({ ...volume.secret, name: volume.secret.secretName ?? '' }, namespace, objects);
  if (volume.downwardAPI) return downwardFiles(volume.downwardAPI.items ?? [], facts);
  if (!volume.projected) return undefined;
  const out: Files = {};
  for (const source of volume.projected.sources ?? []) {
    // Simplified: a cluster without a root CA to publish still lets its Pods start.
    const optional = TOKEN_VOLUME.test(volume.name);
    if (source.configMap)
      Object.assign(out, configMapFiles({ ...source.configMap, ...(optional && { optional }) }, namespace, objects));
    if (source.secret)
      Object.assign(out, secretFiles({ ...source.secret, name: source.secret.name ?? '' }, namespace, objects));
    if (source.downwardAPI) Object.assign(out, downwardFiles(source.downwardAPI.items ?? [], facts));
    if (source.serviceAccountToken) out[source.serviceAccountToken.path] = tokenOf(facts.pod);
  }
  return out;
}

interface Reference {
  name?: string;
  items?: KeyToPath[];
  optional?: boolean;
}

function configMapFiles(reference: Reference, namespace: string, objects: Objects): Files {
  const object: ConfigMap | undefined = objects.configMap(namespace, reference.name ?? '');
  return pick('configmap', object?.data ?? (object && {}), reference);
}

function secretFiles(reference: Reference, namespace: string, objects: Objects): Files {
  const object: Secret | undefined = objects.secret(namespace, reference.name ?? '');
  return pick('secret', secretText(object), reference);
}

function pick(kind: string, data: Files | undefined, { name, items, optional }: Reference): Files {
  if (!data) {
    if (optional) return {};
    throw new MountError(`${kind} "${name}" not found`);
  }
  if (!items) return data;
  const out: Files = {};
  for (const { key, path } of items) {
    if (data[key] !== undefined) out[path] = data[key];
    else if (!optional)
      throw new MountError(`references non-existent ${kind === 'secret' ? 'secret' : 'config'} key: ${key}`);
  }
  return out;
}

type DownwardItem = NonNullable<NonNullable<Volume['downwardAPI']>['items']>[number];

function downwardFiles(items: readonly DownwardItem[], facts: PodFacts): Files {
  const out: Files = {};
  for (const { path, fieldRef, resourceFieldRef } of items) {
    if (fieldRef) out[path] = fieldOf(facts, fieldRef.fieldPath);
    else if (resourceFieldRef) out[path] = resourceOf(facts.pod, facts.pod.spec!.containers[0]!, resourceFieldRef);
  }
  return out;
}

/** Simplified: it names the account but is not signed; the API server takes the Pod's word for who it is. */
function tokenOf(pod: Pod): string {
  const { namespace = 'default' } = pod.metadata ?? {};
  const subject = `system:serviceaccount:${namespace}:${pod.spec?.serviceAccountName ?? 'default'}`;
  return `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify({ sub: subject, aud: ['https://kubernetes.default.svc'] }))}.`;
}

/** Where a container's volumes appear in it. */
export function mountsOf(pod: Pod, spec: ContainerSpec, env: Readonly<Record<string, string>>): ContainerMount[] {
  const volumes = new Map((pod.spec?.volumes ?? []).map((volume) => [volume.name, volume]));
  return (spec.volumeMounts ?? []).map(({ name, mountPath, subPath, subPathExpr, readOnly }) => {
    const host = volumes.get(name)?.hostPath;
    const within = subPathExpr ? expand(subPathExpr, env) : subPath;
    const below = within ? `/${within}` : '';
    const generated = isGenerated(volumes.get(name));
    return {
      path: mountPath.length > 1 ? mountPath.replace(/\/+$/, '') : mountPath,
      volume: host ? 'host:' : name,
      source: (host ? host.path : '') + below || '/',
      readOnly: readOnly === true || generated,
    };
  });
}

const isGenerated = (volume: Volume | undefined): boolean =>
  Boolean(volume?.configMap ?? volume?.secret ?? volume?.projected ?? volume?.downwardAPI);

/** True when a volume of the Pod shows that ConfigMap or Secret. */
export function mountsObject(pod: Pod, kind: 'configMap' | 'secret', name: string): boolean {
  return (pod.spec?.volumes ?? []).some((volume) => {
    const named = kind === 'configMap' ? volume.configMap?.name : volume.secret?.secretName;
    return named === name || (volume.projected?.sources ?? []).some((source) => source[kind]?.name === name);
  });
}
