/** Why an object is in the state it is in, in plain words derived from its status and from its relatives. Pure. */
import type { KubeObject } from '../../api/object.ts';
import { refOf, type Objects } from '../graph/cluster-index.ts';
import { explainers } from './explainers/index.ts';
import type { Explanation } from './why.ts';

export function explain(object: KubeObject, objects: Objects): Explanation {
  const { kind, group } = refOf(object);
  // A custom resource may share a built-in kind's name, not its meaning.
  return (group === undefined && explainers[kind]?.(object, objects)) || { why: [] };
}
