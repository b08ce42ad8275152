/** Why an object is in the state it is in, in plain words derived from its status and from its relatives. Pure. */
import type { KubeObject } from '../../api/object.ts';
import { objectStatus } from '../../api/kstatus.ts';
import { refOf, type Objects } from '../graph/cluster-index.ts';
import type { State } from '../graph/status.ts';
import { explainers } from './explainers/index.ts';
import { type Explanation, why } from './why.ts';

export function explain(object: KubeObject, objects: Objects): Explanation {
  const { kind, group } = refOf(object);
  // A custom resource may share a built-in kind's name, not its meaning.
  return (group === undefined && explainers[kind]?.(object, objects)) || ofAnyKind(object);
}

const states: Readonly<Record<string, State>> = {
  Current: 'ready',
  InProgress: 'starting',
  Failed: 'failing',
  Terminating: 'terminating',
};

/** What conditions and generations say where nobody knows the kind; nothing where it has no status at all. */
function ofAnyKind(object: KubeObject): Explanation {
  const { conditions } = (object['status'] ?? {}) as { conditions?: unknown };
  if (!Array.isArray(conditions) && !object.metadata?.deletionTimestamp) return { why: [] };
  const { status, message } = objectStatus(object);
  const state = states[status];
  const told = status !== 'Current' && message !== '' ? [why('generic', { message })] : [];
  return { ...(state ? { state } : {}), why: told };
}
