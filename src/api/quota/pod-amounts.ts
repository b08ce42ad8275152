/** What a Pod as a whole asks for and may use (component-helpers/resource/helpers.go PodRequests, PodLimits). */
import type { Container, PodSpec, ResourceRequirements } from 'kubernetes-types/core/v1';
import { type Amounts, addAmounts, maxAmounts, readAmounts } from './amounts.ts';

type Spec = PodSpec & { resources?: ResourceRequirements };

export function podRequests(spec: Spec): Amounts {
  return total(spec, 'requests');
}

export function podLimits(spec: Spec): Amounts {
  return total(spec, 'limits');
}

function total(spec: Spec, list: 'requests' | 'limits'): Amounts {
  const of = (container: Container): Amounts => readAmounts(container.resources?.[list]);
  let sum = (spec.containers ?? []).reduce<Amounts>((all, one) => addAmounts(all, of(one)), {});
  let sidecars: Amounts = {};
  let most: Amounts = {};
  for (const container of spec.initContainers ?? []) {
    if ((container as { restartPolicy?: string }).restartPolicy === 'Always') {
      sum = addAmounts(sum, of(container));
      sidecars = addAmounts(sidecars, of(container));
      most = maxAmounts(most, sidecars);
    } else most = maxAmounts(most, addAmounts(of(container), sidecars));
  }
  sum = { ...maxAmounts(sum, most), ...readAmounts(spec.resources?.[list]) };
  const overhead = readAmounts(spec.overhead);
  // A limit that is not there stays unlimited.
  for (const name in overhead)
    if (list === 'requests' || name in sum) sum = addAmounts(sum, { [name]: overhead[name]! });
  return sum;
}
