/**
 * The Pods of each ReplicaSet, counted as they come and go: a sync of a large set costs no more than that of a small
 * one. Upstream filters the whole list at each sync (pkg/controller/replicaset/replica_set.go), which is quadratic in a
 * rollout. It is memory only: made anew from the cache when a set is first asked for.
 */
import type { Pod } from 'kubernetes-types/core/v1';
import { type Selector, matchesLabels, selectorFromLabelSelector } from '../../api/labels.ts';
import { controllerOf } from '../runtime/keys.ts';
import type { ReplicaSet } from './deployment-types.ts';
import { isFinished, isReady } from './pod-state.ts';

export interface PodCounts {
  active: number;
  terminating: number;
  /** Active ones with all labels of the template. */
  labelled: number;
  /** Active ones that are Ready. */
  ready: number;
}

export interface Tally extends PodCounts {
  /** Owned, but no longer selected: to be released. */
  strays: number;
}

interface Facts {
  labels: Readonly<Record<string, string>> | undefined;
  selector: Selector;
}

interface Entry {
  tally: Tally;
  template: ReplicaSet['spec']['template'];
  facts: Facts;
}

export class PodTally {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly owned: (uid: string) => Iterable<Pod>) {}

  /** Live: changes with the next event. */
  of(set: ReplicaSet): Readonly<Tally> {
    const uid = set.metadata.uid ?? '';
    const { template } = set.spec;
    const known = this.entries.get(uid);
    if (known && known.template === template) return known.tally;
    const facts = factsOf(set);
    const tally = { active: 0, terminating: 0, labelled: 0, ready: 0, strays: 0 };
    for (const pod of this.owned(uid)) count(tally, pod, facts, 1);
    this.entries.set(uid, { tally, template, facts });
    return tally;
  }

  added(pod: Pod): void {
    this.change(pod, 1);
  }

  removed(pod: Pod): void {
    this.change(pod, -1);
  }

  forget(set: ReplicaSet): void {
    this.entries.delete(set.metadata.uid ?? '');
  }

  private change(pod: Pod, sign: 1 | -1): void {
    const entry = this.entries.get(controllerOf(pod)?.uid ?? '');
    if (entry) count(entry.tally, pod, entry.facts, sign);
  }
}

function factsOf({ spec }: ReplicaSet): Facts {
  return { labels: spec.template?.metadata?.labels, selector: selectorFromLabelSelector(spec.selector) };
}

function count(tally: Tally, pod: Pod, { labels, selector }: Facts, sign: 1 | -1): void {
  // Made of the template and not changed since: such labels are the template's own object, which the selector matches.
  const own = pod.metadata?.labels === labels;
  if (!own && !matchesLabels(selector, pod.metadata?.labels)) tally.strays += sign;
  if (isFinished(pod)) return;
  if (pod.metadata?.deletionTimestamp) {
    tally.terminating += sign;
    return;
  }
  tally.active += sign;
  if (own || hasLabels(pod, labels)) tally.labelled += sign;
  if (isReady(pod)) tally.ready += sign;
}

function hasLabels(pod: Pod, labels: Facts['labels']): boolean {
  for (const key in labels) if (pod.metadata?.labels?.[key] !== labels[key]) return false;
  return true;
}

/** As the tally would count them. */
export function countPods(set: ReplicaSet, pods: Iterable<Pod>): PodCounts {
  const tally = { active: 0, terminating: 0, labelled: 0, ready: 0, strays: 0 };
  const facts = factsOf(set);
  for (const pod of pods) count(tally, pod, facts, 1);
  return tally;
}
