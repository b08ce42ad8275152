/** Why no Node fits, in the words of kubectl describe (pkg/scheduler/framework/types.go FitError, preemption.go). Pure. */
import type { Pod } from 'kubernetes-types/core/v1';
import type { Rejection } from './framework.ts';

export function fitError(pod: Pod, rejections: ReadonlyMap<Rejection, number>, nodes: number): string {
  if (nodes === 0) return 'no nodes available to schedule pods';
  const reasons = new Map<string, number>();
  const preemption = new Map<string, number>();
  for (const [rejection, count] of rejections) {
    for (const reason of rejection.reasons) reasons.set(reason, (reasons.get(reason) ?? 0) + count);
    // Simplified: no Pod is preempted yet; priorities are all alike.
    const word = rejection.unresolvable
      ? 'Preemption is not helpful for scheduling'
      : 'No preemption victims found for incoming pod';
    preemption.set(word, (preemption.get(word) ?? 0) + count);
  }
  const preempted =
    pod.spec?.preemptionPolicy === 'Never'
      ? 'not eligible due to preemptionPolicy=Never.'
      : `0/${nodes} nodes are available: ${counted(preemption)}.`;
  return `0/${nodes} nodes are available: ${counted(reasons)}. no new claims to deallocate, preemption: ${preempted}`;
}

function counted(words: ReadonlyMap<string, number>): string {
  return [...words]
    .map(([word, count]) => `${count} ${word}`)
    .toSorted()
    .join(', ');
}
