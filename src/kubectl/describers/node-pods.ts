/** What a node's Pods ask of it (describeNodeResource). */
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { addQuantity, formatQuantity, type Quantity, parseQuantity } from '../../api/quantity.ts';
import type { DescribeContext } from './describer.ts';
import type { Page } from './page.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };
const SHOWN = ['cpu', 'memory', 'ephemeral-storage'];

type Side = 'requests' | 'limits';

export async function describeNodePods(node: Node, page: Page, { client }: DescribeContext): Promise<void> {
  const fieldSelector = `spec.nodeName=${node.metadata?.name ?? ''},status.phase!=Failed,status.phase!=Succeeded`;
  const pods = (await client.list<Pod>(PODS, { fieldSelector, limit: 500 })).items;
  const share = (amount: Quantity, name: string): string => {
    const whole = parseQuantity(node.status?.allocatable?.[name] ?? '0');
    const percent = whole && whole.nano > 0n ? (amount.nano * 100n) / whole.nano : 0n;
    return `${formatQuantity(amount)} (${percent}%)`;
  };
  page.field('Non-terminated Pods', `(${pods.length} in total)`);
  page.line(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge');
  page.line(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---');
  for (const pod of pods) {
    const cells = (['cpu', 'memory'] as const).flatMap((name) =>
      (['requests', 'limits'] as const).map((side) => share(podAmount(pod, side, name), name)),
    );
    page.line(
      1,
      `${pod.metadata?.namespace}\t${pod.metadata?.name}\t\t${cells.join('\t')}\t${page.age(pod.metadata?.creationTimestamp)}`,
    );
  }
  page.line(0, 'Allocated resources:');
  page.line(1, '(Total limits may be over 100 percent, i.e., overcommitted.)');
  page.line(1, 'Resource\tRequests\tLimits');
  page.line(1, '--------\t--------\t------');
  const huge = Object.keys(node.status?.allocatable ?? {}).filter((name) => name.startsWith('hugepages-'));
  for (const name of [...SHOWN, ...huge.toSorted()]) {
    const total = (side: Side): string =>
      share(
        sum(
          pods.map((pod) => podAmount(pod, side, name)),
          name,
        ),
        name,
      );
    page.line(1, `${name}\t${total('requests')}\t${total('limits')}`);
  }
}

/** Containers together, or the largest init container where that is more (PodRequestsAndLimits). */
function podAmount(pod: Pod, side: Side, name: string): Quantity {
  const read = (text: string | undefined): Quantity => parseQuantity(text ?? '0') ?? zero(name);
  const total = sum(
    (pod.spec?.containers ?? []).map((one) => read(one.resources?.[side]?.[name])),
    name,
  );
  return (pod.spec?.initContainers ?? [])
    .map((one) => read(one.resources?.[side]?.[name]))
    .reduce((most, one) => (one.nano > most.nano ? one : most), total);
}

function sum(amounts: readonly Quantity[], name: string): Quantity {
  const [first = zero(name), ...rest] = amounts.filter((one) => one.nano > 0n);
  return rest.reduce(addQuantity, first);
}

function zero(name: string): Quantity {
  return { nano: 0n, format: name === 'memory' ? 'BinarySI' : 'DecimalSI' };
}
