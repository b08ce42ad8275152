/** Pods that a kubelet runs of its own accord, and their mirrors in the API (kubelet/pod/mirror_client.go, config/file.go). */
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { isStatusError } from '../../api/status.ts';
import { fingerprint } from '../../containers/pull.ts';
import { NODES, PODS } from '../runtime/resources.ts';
import { rfc3339Micro } from '../runtime/time.ts';
import type { Session } from '../runtime/verbs.ts';

const HASH = 'kubernetes.io/config.hash';
const MIRROR = 'kubernetes.io/config.mirror';

export const isMirror = (pod: Pod): boolean => pod.metadata?.annotations?.[MIRROR] !== undefined;

/** What a Pod's sandbox is known by: a static Pod keeps its containers when its mirror is made anew. */
export function runtimeId(pod: Pod): string {
  return pod.metadata?.annotations?.[HASH] ?? pod.metadata?.uid ?? '';
}

/** Tells whether a mirror shows this manifest. */
export const manifestHash = (manifest: Pod, nodeName: string): string =>
  fingerprint(JSON.stringify(manifest) + nodeName).slice(0, 32);

/** The mirror of a manifest on a node; `seen` in ms. */
export function mirrorOf(manifest: Pod, node: Node | undefined, nodeName: string, seen: number): Pod {
  const hash = manifestHash(manifest, nodeName);
  const uid = node?.metadata?.uid;
  return {
    ...manifest,
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...manifest.metadata,
      name: `${manifest.metadata?.name}-${nodeName}`,
      namespace: manifest.metadata?.namespace ?? 'default',
      annotations: {
        ...manifest.metadata?.annotations,
        [HASH]: hash,
        [MIRROR]: hash,
        'kubernetes.io/config.seen': rfc3339Micro(seen),
        'kubernetes.io/config.source': 'file',
      },
      ...(uid && { ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: nodeName, uid, controller: true }] }),
    },
    spec: {
      ...manifest.spec!,
      nodeName,
      tolerations: [{ effect: 'NoExecute', operator: 'Exists' }],
    },
  };
}

/** Creates the mirrors that are missing. */
export function ensureMirrors(manifests: readonly Pod[], nodeName: string, session: Session, now: number): void {
  let node: Node | undefined;
  try {
    node = session.get<Node>(NODES, undefined, nodeName);
  } catch (error) {
    if (!isStatusError(error)) throw error;
  }
  for (const manifest of manifests) {
    const mirror = mirrorOf(manifest, node, nodeName, now);
    try {
      session.create<Pod>(PODS, mirror.metadata?.namespace, mirror);
    } catch (error) {
      // There already, or its namespace is not yet: looked at again by and by.
      if (!isStatusError(error)) throw error;
    }
  }
}
