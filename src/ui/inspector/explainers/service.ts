/** A Service: whom it selects, and how many of them answer. */
import { asPod, asService, itemsOf, namespaceOf, selects } from '../../graph/cluster-index.ts';
import { podStatus } from '../../graph/status.ts';
import { why, type Explain } from '../why.ts';

export const explainService: Explain = (object, objects) => {
  const selector = asService(object).spec?.selector;
  if (!selector || Object.keys(selector).length === 0) return { why: [why('svcNoSelector')] };
  const pods = itemsOf(objects, 'Pod').filter(
    (pod) => namespaceOf(pod) === namespaceOf(object) && selects(selector, pod.metadata?.labels),
  );
  const ready = pods.filter((pod) => podStatus(asPod(pod)).state === 'ready').length;
  const said = Object.entries(selector).map(([key, value]) => `${key}=${value}`);
  if (pods.length === 0) return { state: 'failing', why: [why('svcNone', { selector: said.join(',') })] };
  if (ready === 0) return { state: 'starting', why: [why('svcNoReady', { selected: pods.length })] };
  return { state: 'ready', why: [why('svcEndpoints', { ready, selected: pods.length })] };
};
