/** describePodDisruptionBudget. */
import { type LabelSelector, formatLabelSelector } from '../../api/labels.ts';
import { type Describer, describeEvents } from './describer.ts';

export const describePodDisruptionBudget: Describer = async (object, page, context) => {
  const spec = (object['spec'] ?? {}) as {
    minAvailable?: unknown;
    maxUnavailable?: unknown;
    selector?: LabelSelector;
  };
  const status = (object['status'] ?? {}) as Record<string, number | undefined>;
  page.field('Name', object.metadata?.name);
  page.field('Namespace', object.metadata?.namespace);
  if (spec.minAvailable !== undefined) page.field('Min available', spec.minAvailable);
  else if (spec.maxUnavailable !== undefined) page.field('Max unavailable', spec.maxUnavailable);
  page.field('Selector', spec.selector ? formatLabelSelector(spec.selector) : '<unset>');
  page.line(0, 'Status:');
  page.field('Allowed disruptions', status['disruptionsAllowed'] ?? 0, 2);
  page.field('Current', status['currentHealthy'] ?? 0, 2);
  page.field('Desired', status['desiredHealthy'] ?? 0, 2);
  page.field('Total', status['expectedPods'] ?? 0, 2);
  await describeEvents(object, page, context);
};
