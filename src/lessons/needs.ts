/** What a step needs that only our own cluster has, so that a real one is not asked for it. */
import type { Goal } from './goal.ts';
import type { Action, Need } from './lesson.ts';

/** Programs of the laptop that go through the simulated network. */
const NETWORK = /(^|[\s;|&(])(curl|wget|ssh|minikube)\s/;

export function needsOf(named: readonly Need[], solution: readonly Action[], goals: readonly Goal[]): readonly Need[] {
  const needs = new Set(named);
  for (const action of solution) if (isSwitch(action)) needs.add('switch');
  if (solution.some((action) => NETWORK.test(lineOf(action)))) needs.add('network');
  for (const { sort } of goals) {
    if (sort === 'component') needs.add('switch');
    if (sort === 'traffic') needs.add('network');
    if (sort === 'asked') needs.add('audit');
  }
  return [...needs];
}

/** The shell line of an action; empty when it is none. */
export function lineOf(action: Action): string {
  if (typeof action === 'string') return action;
  return 'stays' in action ? action.stays : '';
}

export function isSwitch(action: Action): boolean {
  return typeof action === 'object' && ('stop' in action || 'start' in action);
}
