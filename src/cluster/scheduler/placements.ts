/**
 * What the scheduler found when it last looked at each of the latest Pods, to be asked about later. A note costs no
 * more than a few references: names and sums are made when somebody asks.
 */
import type { NodeVerdict, Placement } from '../../client/controls.ts';
import type { Outcome } from './scheduling-cycle.ts';

/** Older notes are forgotten. */
const MOST = 300;

export class Placements {
  private readonly notes = new Map<string, { at: number; outcome: Outcome }>();

  note(key: string, at: number, outcome: Outcome): void {
    this.notes.delete(key);
    this.notes.set(key, { at, outcome });
    if (this.notes.size <= MOST) return;
    for (const oldest of this.notes.keys()) {
      this.notes.delete(oldest);
      break;
    }
  }

  find(key: string): Placement | undefined {
    const note = this.notes.get(key);
    if (!note) return undefined;
    const { at, outcome } = note;
    const { rejections } = 'node' in outcome ? outcome.looked : outcome;
    const rejected = rejections.map(([node, { plugin, reasons }]): NodeVerdict => ({
      node: node.name,
      rejected: { plugin, reasons },
    }));
    if ('node' in outcome) return { at, chosen: outcome.node.name, nodes: [...scored(outcome), ...rejected] };
    const { everywhere } = outcome;
    return { at, ...(everywhere === undefined ? {} : { refusal: everywhere }), nodes: rejected };
  }
}

/** A plugin that has no opinion gave no scores: its column is not there. */
function scored({ looked: { feasible, scores } }: Extract<Outcome, { node: unknown }>): NodeVerdict[] {
  if (feasible.length === 1) return [{ node: feasible[0]!.name }];
  return feasible.map((node, index) => {
    const plugins: Record<string, number> = {};
    let total = 0;
    for (const { plugin, weight, scores: given } of scores) {
      plugins[plugin] = weight * (given[index] ?? 0);
      total += plugins[plugin];
    }
    return { node: node.name, scores: { total, plugins } };
  });
}
