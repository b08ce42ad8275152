/** Static Pods as files on the node: /etc/kubernetes/manifests (kubelet/config/file.go, file_linux.go). */
import type { Pod } from 'kubernetes-types/core/v1';
import { parseYaml } from '../../api/yaml.ts';
import type { FileTree } from '../../containers/file-tree.ts';

const DIRECTORY = '/etc/kubernetes/manifests';

/** What is no Pod, or cannot be read, is passed over, as the kubelet does with a line in its own log. */
function manifestsIn(files: FileTree): Pod[] {
  if (files.stat(DIRECTORY)?.type !== 'directory') return [];
  const found: Pod[] = [];
  for (const name of files.readDirectory(DIRECTORY)) {
    const path = `${DIRECTORY}/${name}`;
    if (name.startsWith('.') || files.stat(path)?.type !== 'file') continue;
    const pod = podIn(files.readFile(path));
    if (pod) found.push(pod);
  }
  return found;
}

function podIn(text: string): Pod | undefined {
  let value: unknown;
  try {
    value = parseYaml(text);
  } catch {
    return undefined;
  }
  if (value === null || typeof value !== 'object') return undefined;
  const pod = value as Pod;
  return pod.kind === 'Pod' && pod.metadata?.name !== undefined && Array.isArray(pod.spec?.containers)
    ? pod
    : undefined;
}

/** Reads them, and again whenever one changes; `changed` is told. Returns what is there now, and the way to stop. */
export function watchManifests(files: FileTree, changed: () => void): { pods(): readonly Pod[]; stop(): void } {
  let pods: readonly Pod[] | undefined;
  const stop = files.watch((path) => {
    if (!path.startsWith(`${DIRECTORY}/`)) return;
    pods = undefined;
    changed();
  });
  return { pods: () => (pods ??= manifestsIn(files)), stop };
}
