/** `kubectl cordon` and `kubectl uncordon` (kubectl/pkg/cmd/drain/drain.go). */
import { defineCordon } from '../nodes/cordoning.ts';

export const cordon = defineCordon(
  {
    name: 'cordon',
    short: 'Mark node as unschedulable',
    examples: '# Mark node "foo" as unschedulable\nkubectl cordon foo',
  },
  true,
);

export const uncordon = defineCordon(
  {
    name: 'uncordon',
    short: 'Mark node as schedulable',
    examples: '# Mark node "foo" as schedulable\nkubectl uncordon foo',
  },
  false,
);
