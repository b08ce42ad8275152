/** What the graph draws, before it has places: groups of columns of cards and blocks, and the edges between them. */
import type { KubeObject } from '../../api/object.ts';
import type { ObjectRef } from '../panels/contract.ts';
import type { PodStatus, State } from './status.ts';

export interface PodItem {
  id: string;
  ref: ObjectRef;
  object: KubeObject;
  status: PodStatus;
  /** Its tag's hue, 0 for the first seen of its image. */
  hue: number;
  /** What of the set it is (its ordinal, its machine): the next one of that name takes its place. */
  slot?: string;
  /** Shown instead of its machine while a set that updates in place holds several versions. */
  tag?: string;
  /** Gone already; drawn a moment longer, sinking. */
  gone?: true;
}

export interface CardItem {
  type: 'card';
  id: string;
  ref: ObjectRef;
  object: KubeObject;
  width: number;
  height: number;
  hue?: number;
  /** A line that only the whole picture knows (a Service's number of endpoints). */
  count?: number;
  state?: State;
  /** A line of the card that its object alone does not tell. */
  note?: string;
}

export interface Lane {
  id: string;
  /** Who keeps these Pods, where the block's head does not say it; absent for Pods without one. */
  ref?: ObjectRef;
  object?: KubeObject;
  title: string;
  tag?: string;
  hue: number;
  desired: number;
  pods: readonly PodItem[];
  podColumns: number;
  dense: boolean;
  /** Pods side by side without a box or a heading of their own. */
  bare?: true;
  /** A box without a heading: the head of the block has said it all. */
  headless?: true;
  /** Pods stand in the order of their slots, whenever they came. */
  sorted?: true;
  /** Instead of how many are ready: `1 / 3` completions. */
  tally?: string;
}

export interface Block {
  type: 'block';
  id: string;
  head?: CardItem;
  lanes: readonly Lane[];
  /** Lanes below one another (traffic) or side by side (ownership). */
  direction: 'down' | 'across';
  /** While it changes it keeps the room it had, so that what lies below stays where it is. */
  busy: boolean;
}

export type Item = CardItem | Block;

export interface Group {
  id: string;
  kind: 'namespace' | 'node' | 'plane' | 'volumes';
  title: string;
  ref?: ObjectRef;
  object?: KubeObject;
  columns: readonly (readonly Item[])[];
  counts: Partial<Record<State, number>>;
}

export interface Edge {
  id: string;
  /** `link`: uses, scales, is bound to. */
  kind: 'traffic' | 'waiting' | 'owner' | 'link';
  from: string;
  to: string;
}

export interface Picture {
  /** Rows of groups, from the top. */
  rows: readonly (readonly Group[])[];
  edges: readonly Edge[];
}

/** Above this many Pods a lane is drawn as a grid of discs. */
export const denseAbove = 60;
export const podColumnsFor = (desired: number): number => (desired > 18 ? 3 : desired > 6 ? 2 : 1);
