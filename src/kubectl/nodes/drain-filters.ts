/** Which Pods of a Node a drain evicts, which it leaves, and which stand in its way (kubectl/pkg/drain/filters.go). */
import type { Pod } from 'kubernetes-types/core/v1';

export interface DrainOptions {
  force: boolean;
  ignoreDaemonSets: boolean;
  deleteEmptyDirData: boolean;
}

/** `okay` and `warning` are evicted, `skip` stays (with a warning, if there is one), `error` stops the drain. */
export interface Verdict {
  outcome: 'okay' | 'warning' | 'skip' | 'error';
  message: string;
}

const OKAY: Verdict = { outcome: 'okay', message: '' };

const isFinished = (pod: Pod): boolean => ['Succeeded', 'Failed'].includes(pod.status?.phase ?? '');
const controllerOf = (pod: Pod): { kind: string; name: string } | undefined =>
  pod.metadata?.ownerReferences?.find((owner) => owner.controller);

type Filter = (pod: Pod, options: DrainOptions) => Verdict;

const daemonSet: Filter = (pod, { ignoreDaemonSets }) => {
  if (controllerOf(pod)?.kind !== 'DaemonSet' || isFinished(pod)) return OKAY;
  if (ignoreDaemonSets) return { outcome: 'skip', message: 'ignoring DaemonSet-managed Pods' };
  return { outcome: 'error', message: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' };
};

const mirror: Filter = (pod) =>
  pod.metadata?.annotations?.['kubernetes.io/config.mirror'] === undefined ? OKAY : { outcome: 'skip', message: '' };

const localStorage: Filter = (pod, { deleteEmptyDirData }) => {
  const isLocal = pod.spec?.volumes?.some((volume) => volume.emptyDir);
  if (!isLocal || isFinished(pod)) return OKAY;
  if (deleteEmptyDirData) return { outcome: 'warning', message: 'deleting Pods with local storage' };
  return { outcome: 'error', message: 'Pods with local storage (use --delete-emptydir-data to override)' };
};

const unmanaged: Filter = (pod, { force }) => {
  if (isFinished(pod) || controllerOf(pod)) return OKAY;
  if (force) return { outcome: 'warning', message: 'deleting Pods that declare no controller' };
  return { outcome: 'error', message: 'cannot delete Pods that declare no controller (use --force to override)' };
};

/** The first filter that keeps a Pod decides; otherwise the last has the word, as upstream. */
export function judge(pod: Pod, options: DrainOptions): Verdict {
  let verdict = OKAY;
  for (const filter of [daemonSet, mirror, localStorage, unmanaged]) {
    verdict = filter(pod, options);
    if (verdict.outcome === 'skip' || verdict.outcome === 'error') break;
  }
  return verdict;
}

/** `cannot delete …: default/a, default/b`, one text a reason. */
export function grouped(judged: readonly { pod: Pod; verdict: Verdict }[], outcomes: readonly string[]): string[] {
  const groups = new Map<string, string[]>();
  for (const { pod, verdict } of judged) {
    if (!outcomes.includes(verdict.outcome) || verdict.message === '') continue;
    const names = groups.get(verdict.message) ?? [];
    names.push(`${pod.metadata?.namespace}/${pod.metadata?.name}`);
    groups.set(verdict.message, names);
  }
  return [...groups].map(([message, names]) => `${message}: ${names.join(', ')}`);
}
