import { expect, it } from 'vitest';
import { componentOf } from './components.ts';

const list = [
  { name: 'kube-scheduler', running: false },
  { name: 'kubelet/worker-1', running: true },
];

it('finds the part that a Pod or a Node stands for', () => {
  const pod = { kind: 'Pod', namespace: 'kube-system', name: 'kube-scheduler-tidepool-control-plane' };
  expect(componentOf(pod, list)).toEqual(list[0]);
  expect(componentOf({ kind: 'Node', name: 'worker-1' }, list)).toEqual(list[1]);
  expect(componentOf({ ...pod, namespace: 'default' }, list)).toBeUndefined();
  expect(componentOf({ kind: 'Node', name: 'worker-10' }, list)).toBeUndefined();
});
