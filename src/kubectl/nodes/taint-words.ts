/** `key=value:Effect`, `key:Effect-`, `key-` (kubectl/pkg/cmd/taint/utils.go). */
import type { Taint } from 'kubernetes-types/core/v1';
import { CommandError } from '../errors.ts';

export interface TaintChanges {
  add: Taint[];
  /** Without an effect: whatever effect it has. */
  remove: { key: string; effect?: string }[];
}

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const NAME = /^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9](?:[-\w.]{0,61}[A-Za-z0-9])?$/;

/** Throws what is wrong with the first bad one. */
export function parseTaints(words: readonly string[]): TaintChanges {
  const changes: TaintChanges = { add: [], remove: [] };
  const seen = new Set<string>();
  for (const word of words) {
    if (word.endsWith('-')) changes.remove.push(parseRemoval(word.slice(0, -1)));
    else {
      const taint = parseTaint(word);
      const identity = `${taint.key}:${taint.effect}`;
      if (seen.has(identity)) throw new CommandError(`duplicated taints with the same key and effect: ${word}`);
      seen.add(identity);
      changes.add.push(taint);
    }
  }
  return changes;
}

function parseTaint(word: string): Taint {
  const [left = '', effect, ...more] = word.split(':');
  if (effect === undefined || more.length > 0) throw new CommandError(`invalid taint spec: ${word}`);
  checkEffect(effect);
  const [key = '', value = '', ...rest] = left.split('=');
  if (rest.length > 0 || !NAME.test(key)) throw new CommandError(`invalid taint spec: ${word}`);
  return { key, ...(value === '' ? {} : { value }), effect: effect as Taint['effect'] };
}

function parseRemoval(word: string): { key: string; effect?: string } {
  const [left = '', effect] = word.split(':');
  const key = left.split('=')[0]!;
  if (effect === undefined) return { key };
  checkEffect(effect);
  return { key, effect };
}

function checkEffect(effect: string): void {
  if (!EFFECTS.includes(effect)) throw new CommandError(`invalid taint effect: ${effect}, unsupported taint effect`);
}

export interface Tainted {
  taints: Taint[];
  operation: 'tainted' | 'untainted' | 'modified';
  /** `taint "x" not found`: what could not be removed. */
  missing: string[];
}

/** What the Node's taints become (reorganizeTaints). */
export function changeTaints(old: readonly Taint[], { add, remove }: TaintChanges, overwrite: boolean): Tainted {
  let taints: Taint[] = [...add];
  for (const taint of old) {
    if (!taints.some((one) => one.key === taint.key && one.effect === taint.effect)) taints.push(taint);
  }
  const added = taints.length !== old.length;
  const before = taints.length;
  const missing: string[] = [];
  for (const { key, effect } of remove) {
    const left = taints.filter((one) => one.key !== key || (effect !== undefined && one.effect !== effect));
    if (left.length === taints.length)
      missing.push(`taint ${JSON.stringify(key + (effect ? `:${effect}` : ''))} not found`);
    taints = left;
  }
  const removed = taints.length < before;
  const operation = (added && removed) || overwrite ? 'modified' : added ? 'tainted' : 'untainted';
  return { taints, operation, missing };
}
