/** What has been so since a step began: for goals about the way, not only about where it ends. */
import type { Goal, GoalOf } from './goal.ts';
import { type Unmet, type World, judgeNow } from './goals.ts';
import { firstDifference } from './match.ts';

export class StepMemory {
  private readonly broken = new Map<Goal, Unmet>();
  private readonly held = new Set<Goal>();
  private readonly seen = new Map<Goal, number>();

  forget(): void {
    this.broken.clear();
    this.held.clear();
    this.seen.clear();
  }

  /** To be told of every state between, not only of the last of a batch. */
  observe(goals: Iterable<Goal>, world: World): void {
    for (const goal of goals) {
      if (goal.sort === 'always') this.observeAlways(goal, world);
      if (goal.sort === 'seen') this.observeSeen(goal, world);
    }
  }

  brokenBy(goal: Goal): Unmet | undefined {
    return this.broken.get(goal);
  }

  progress(goal: GoalOf<'seen'>): number {
    return this.seen.get(goal) ?? 0;
  }

  private observeAlways(goal: GoalOf<'always'>, world: World): void {
    if (!world.objects(goal.subject)) return;
    const verdict = judgeNow(goal, world);
    if (verdict.met) this.held.add(goal);
    else if (this.held.has(goal) && verdict.unmet.why === 'count') {
      const { kind, got, atLeast, atMost } = verdict.unmet;
      this.broken.set(goal, { why: 'broken', kind, got, atLeast, atMost });
    }
  }

  /** One moment a look: what comes after another was so at a later time. */
  private observeSeen(goal: GoalOf<'seen'>, world: World): void {
    const next = goal.order[this.progress(goal)];
    const objects = next && world.objects(next.subject);
    if (objects?.some((object) => !firstDifference(next?.pattern, object)))
      this.seen.set(goal, this.progress(goal) + 1);
  }
}
