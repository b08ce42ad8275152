/** How a Scale is printed (pkg/printers/internalversion/printers.go printScale). */
import type { KubeObject } from '../../../api/object.ts';
import { ageOf, columns, nameOf } from '../registry/columns.ts';
import type { Cell } from '../registry/strategy.ts';

export const scaleColumns = {
  columns: columns('Name', 'Desired#', 'Available#', 'Age'),
  cells(object: KubeObject, now: number): Cell[] {
    const count = (part: unknown): number => (part as { replicas?: number } | undefined)?.replicas ?? 0;
    return [nameOf(object), count(object['spec']), count(object['status']), ageOf(object, now)];
  },
};
