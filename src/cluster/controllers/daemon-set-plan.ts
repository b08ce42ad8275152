/** Which daemons to make and which to delete (pkg/controller/daemon/{daemon_controller,update}.go). Pure. */
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { REVISION_HASH_LABEL } from './controller-history.ts';
import { type DaemonSet, allowsSurge, rollingLimits, verdictOn } from './daemon-set-types.ts';
import { availableIn, isReady } from './pod-state.ts';

export interface Situation {
  set: DaemonSet;
  hash: string;
  nodes: readonly Node[];
  /** By the node they are on or meant for. */
  pods: ReadonlyMap<string, readonly Pod[]>;
  now: number;
}

export interface Plan {
  /** Names of nodes. */
  create: string[];
  delete: Pod[];
  /** Said in Events. */
  ended: Pod[];
}

const available = ({ set, now }: Situation, pod: Pod): boolean =>
  availableIn(pod, set.spec.minReadySeconds ?? 0, now) === 0;
const isNew = ({ hash }: Situation, pod: Pod): boolean => pod.metadata?.labels?.[REVISION_HASH_LABEL] === hash;
const going = (pod: Pod): boolean => pod.metadata?.deletionTimestamp !== undefined;

/** Scheduled ones first, then the oldest (podByCreationTimestampAndPhase). */
export function byPlaceAndAge(a: Pod, b: Pod): number {
  if ((a.spec?.nodeName ?? '') !== '' && (b.spec?.nodeName ?? '') === '') return -1;
  if ((a.spec?.nodeName ?? '') === '' && (b.spec?.nodeName ?? '') !== '') return 1;
  const [x, y] = [a.metadata?.creationTimestamp ?? '', b.metadata?.creationTimestamp ?? ''];
  if (x !== y) return x < y ? -1 : 1;
  return (a.metadata?.name ?? '') < (b.metadata?.name ?? '') ? -1 : 1;
}

/** One daemon on each node that should have one, none elsewhere. */
export function manage(situation: Situation): Plan {
  const plan: Plan = { create: [], delete: [], ended: [] };
  const known = new Set<string>();
  for (const node of situation.nodes) {
    known.add(node.metadata?.name ?? '');
    manageNode(situation, node, plan);
  }
  // Those that wait for a node that is gone; bound ones are the Pod garbage collector's.
  for (const [node, pods] of situation.pods)
    if (!known.has(node)) plan.delete.push(...pods.filter((pod) => !pod.spec?.nodeName && !going(pod)));
  return plan;
}

function manageNode(situation: Situation, node: Node, plan: Plan): void {
  const name = node.metadata?.name ?? '';
  const { shouldRun, shouldContinue } = verdictOn(situation.set, node);
  const pods = situation.pods.get(name);
  if (shouldRun && !pods) plan.create.push(name);
  else if (shouldContinue) {
    const running: Pod[] = [];
    for (const pod of pods ?? []) {
      if (going(pod)) continue;
      if (pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded') {
        plan.ended.push(pod);
        plan.delete.push(pod);
      } else running.push(pod);
    }
    plan.delete.push(...surplus(situation, running));
  } else plan.delete.push(...(pods ?? []).filter((pod) => !going(pod)));
}

/** Of several on one node. While surging an old and a new one may live side by side. */
function surplus(situation: Situation, running: Pod[]): Pod[] {
  if (running.length <= 1) return [];
  running.sort(byPlaceAndAge);
  if (!allowsSurge(situation.set)) return running.slice(1);
  const fresh = running.find((pod) => isNew(situation, pod));
  const old = running.find((pod) => !isNew(situation, pod));
  const extra = running.filter((pod) => pod !== fresh && pod !== old);
  if (fresh && old && (!isReady(old) || available(situation, fresh))) extra.push(old);
  return extra;
}

interface OnNode {
  fresh?: Pod;
  old?: Pod;
  /** More of one sort than one: for `manage` to clean up. */
  crowded: boolean;
}

function onNode(situation: Situation, pods: readonly Pod[]): OnNode {
  const found: OnNode = { crowded: false };
  for (const pod of pods) {
    if (going(pod)) continue;
    const sort = isNew(situation, pod) ? 'fresh' : 'old';
    if (found[sort]) found.crowded = true;
    found[sort] = pod;
  }
  return found;
}

/** The next step of a rolling update. */
export function roll(situation: Situation): Plan {
  const { set, nodes, pods } = situation;
  const wanting = nodes.filter((node) => verdictOn(set, node).shouldRun);
  const limits = rollingLimits(set, wanting.length);
  // Nodes that want one and have none count as unavailable.
  const table = new Map(pods);
  for (const node of wanting) if (!table.has(node.metadata?.name ?? '')) table.set(node.metadata?.name ?? '', []);
  return limits.surge === 0
    ? replaceInPlace(situation, table, limits.unavailable)
    : surge(situation, table, limits.surge);
}

function replaceInPlace(situation: Situation, table: ReadonlyMap<string, readonly Pod[]>, limit: number): Plan {
  let unavailable = 0;
  const broken: Pod[] = [];
  const candidates: Pod[] = [];
  for (const pods of table.values()) {
    const { fresh, old, crowded } = onNode(situation, pods);
    if (crowded || (!fresh && !old) || (fresh && old)) unavailable++;
    else if (fresh) unavailable += available(situation, fresh) ? 0 : 1;
    else if (old && !available(situation, old)) {
      broken.push(old);
      unavailable++;
    } else if (old) candidates.push(old);
  }
  const room = Math.max(0, limit - unavailable);
  return { create: [], delete: [...broken, ...candidates.slice(0, room)], ended: [] };
}

function surge(situation: Situation, table: ReadonlyMap<string, readonly Pod[]>, limit: number): Plan {
  let surging = 0;
  const urgent: string[] = [];
  const candidates: string[] = [];
  const done: Pod[] = [];
  for (const [node, pods] of table) {
    const { fresh, old, crowded } = onNode(situation, pods);
    if (crowded) surging++;
    else if (!old) continue;
    else if (!fresh) (available(situation, old) ? candidates : urgent).push(node);
    else if (available(situation, fresh)) done.push(old);
    else surging++;
  }
  const room = Math.max(0, limit - surging);
  return { create: [...urgent, ...candidates.slice(0, room)], delete: done, ended: [] };
}
