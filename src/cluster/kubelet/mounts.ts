/** Where a container's volumes appear in it (kubelet_pods.go: makeMounts; volumemanager/populator). */
import type { Container as ContainerSpec, Pod, Volume } from 'kubernetes-types/core/v1';
import type { ContainerMount } from '../../containers/container.ts';
import { type FileTree, parentOf } from '../../containers/file-tree.ts';
import { expand, type Objects } from './environment.ts';
import { isGenerated, MountError } from './volumes.ts';

interface Place {
  env: Readonly<Record<string, string>>;
  attempt: number;
  objects: Objects;
}

export function mountsOf(pod: Pod, spec: ContainerSpec, { env, attempt, objects }: Place): ContainerMount[] {
  const volumes = new Map((pod.spec?.volumes ?? []).map((volume) => [volume.name, volume]));
  return (spec.volumeMounts ?? []).map(({ name, mountPath, subPath, subPathExpr, readOnly }, at) => {
    const volume = volumes.get(name);
    const host = volume && hostDirectory(pod, volume, objects);
    const within = subPathExpr ? expand(subPathExpr, env) : subPath;
    const below = within ? `/${within}` : '';
    const generated = isGenerated(volume);
    return {
      path: mountPath.length > 1 ? mountPath.replace(/\/+$/, '') : mountPath,
      volume: host === undefined ? name : 'host:',
      source: (host ?? '') + below || '/',
      readOnly: readOnly === true || generated || volume?.persistentVolumeClaim?.readOnly === true,
      // What is mounted by subPath does not follow its ConfigMap.
      ...(generated && within && { copy: `${name}#${spec.name}-${attempt}-${at}` }),
    };
  });
}

/** The volume's directory on the node; undefined for one that lives with the Pod. Throws MountError. */
function hostDirectory(pod: Pod, volume: Volume, objects: Objects): string | undefined {
  if (volume.hostPath) return volume.hostPath.path;
  const claimName = claimOf(pod, volume);
  if (claimName === undefined) return undefined;
  const { namespace = 'default' } = pod.metadata ?? {};
  const fail = (why: string): MountError =>
    new MountError(
      `Unable to attach or mount volumes: unmounted volumes=[${volume.name}], unattached volumes=[], failed to process volumes=[${volume.name}]: error processing PVC ${namespace}/${claimName}: ${why}`,
    );
  const claim = objects.claim(namespace, claimName);
  if (!claim) {
    throw fail(`failed to fetch PVC from API server: persistentvolumeclaim "${claimName}" not found`);
  }
  const volumeName = claim.spec?.volumeName;
  const bound = volumeName ? objects.persistentVolume(volumeName) : undefined;
  if (!volumeName || !bound || claim.status?.phase !== 'Bound') throw fail('PVC is not bound');
  const { hostPath, local } = bound.spec ?? {};
  // Simplified: storage of every other kind is a directory of the node as well.
  return hostPath?.path ?? local?.path ?? `/var/lib/kubelet/plugins/kubernetes.io/volumes/${volumeName}`;
}

function claimOf(
  pod: Pod,
  { name, persistentVolumeClaim, ephemeral }: Volume & { ephemeral?: object },
): string | undefined {
  return ephemeral ? `${pod.metadata?.name}-${name}` : persistentVolumeClaim?.claimName;
}

/** Finds what the node has to have for a volume, and makes what it may make. Throws MountError. */
export function prepareVolume(pod: Pod, volume: Volume, objects: Objects, host: FileTree): void {
  const path = hostDirectory(pod, volume, objects);
  if (path === undefined) return;
  const type = volume.hostPath?.type ?? '';
  const stat = host.stat(path);
  const fail = (what: string): MountError =>
    new MountError(
      `MountVolume.SetUp failed for volume "${volume.name}" : hostPath type check failed: ${path} is not ${what}`,
    );
  if (type.startsWith('File') && stat?.type !== 'file') {
    if (stat || type === 'File' || !host.stat(parentOf(path))) throw fail('a file');
    host.writeFile(path, '');
  } else if (type.startsWith('Directory') && stat?.type !== 'directory') {
    if (stat || type === 'Directory') throw fail('a directory');
    host.makeDirectory(path, { recursive: true });
  } else if (['Socket', 'CharDevice', 'BlockDevice'].includes(type)) {
    throw fail(type === 'Socket' ? 'a socket file' : type === 'CharDevice' ? 'a character device' : 'a block device');
  } else if (!stat && !type) host.makeDirectory(path, { recursive: true, mode: volume.hostPath ? 0o755 : 0o777 });
}
