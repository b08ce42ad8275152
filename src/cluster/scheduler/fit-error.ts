/** Why no Node fits, in the words of kubectl describe (pkg/scheduler/framework/types.go FitError). Pure. */
import type { NodeInfo } from './node-info.ts';
import type { Rejection } from './framework.ts';

/** The outcome of a cycle that found no Node. */
export interface Unfit {
  /** Number of Nodes looked at. */
  nodes: number;
  rejections: readonly (readonly [NodeInfo, Rejection])[];
  /** Said of the Pod before any Node was looked at. */
  everywhere?: string;
}

/** `preemption` is what came of trying to make room; undefined when room is being made. */
export function fitError({ nodes, rejections, everywhere }: Unfit, preemption: string | undefined): string {
  if (nodes === 0) return 'no nodes available to schedule pods';
  const available = `0/${nodes} nodes are available:`;
  // Upstream's next plugin asks for a state that was never made, and its complaint ends up in the message.
  if (everywhere !== undefined) return `${available} ${everywhere}. not found`;
  const words = counted(rejections.flatMap(([, { reasons }]) => reasons));
  const after = preemption === undefined ? '' : ` no new claims to deallocate, preemption: ${preemption}`;
  return `${available} ${words}.${after}`;
}

/** `1 Insufficient cpu, 2 node(s) were unschedulable`: as upstream, in the order of the text. */
export function counted(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .map(([word, count]) => `${count} ${word}`)
    .toSorted()
    .join(', ');
}
