/** Ownership of spec.replicas when it is written through /scale (apimachinery/pkg/util/managedfields/scalehandler.go). */
import type { KubeObject } from '../../../api/object.ts';
import { groupVersion } from '../../../api/resource.ts';
import { type ManagedFieldsEntry, entriesOf, entry, isOf, managerOf, marked } from './entries.ts';
import { difference, hasPath, setOf } from './field-set.ts';
import type { Writer } from './update.ts';

const REPLICAS = ['f:spec', 'f:replicas'];

/** The object's entries once `writer` gave it another number: as nobody's, the field stays nobody's. */
export function scaledEntries(old: KubeObject, writer: Writer): readonly ManagedFieldsEntry[] {
  const before = entriesOf(old.metadata);
  if (!before.some(({ fieldsV1 }) => hasPath(fieldsV1, REPLICAS))) return before;
  const path = setOf(REPLICAS);
  const by = {
    manager: writer.manager,
    operation: 'Update',
    apiVersion: groupVersion(writer.strategy.info),
    subresource: 'scale',
  } as const;
  const others = before.filter((one) => !isOf(one, by));
  const robbed = others.flatMap((one) => {
    const left = difference(one.fieldsV1, path);
    return left ? [left === one.fieldsV1 ? one : entry(managerOf(one), left, one.time)] : [];
  });
  return marked([...robbed, entry(by, path, writer.now)]);
}
