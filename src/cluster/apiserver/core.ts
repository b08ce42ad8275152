/** What every verb works with: the store, the strategies, the clock, chance and admission. */
import type { KubeObject } from '../../api/object.ts';
import { groupResource } from '../../api/resource.ts';
import { unknownPath } from '../../api/status-errors.ts';
import type { Resource } from '../../client/client.ts';
import type { Clock } from '../../time/clock.ts';
import type { Random } from '../../time/random.ts';
import type { Store } from '../store/contract.ts';
import type { AdmissionPlugin } from './admission/plugin.ts';
import type { Authorizer } from './authorization/authorizer.ts';
import type { Strategy, StrategyContext } from './registry/strategy.ts';

export interface Core {
  store: Store;
  clock: Clock;
  names: Random;
  uids: Random;
  kinds: Kinds;
  admission: readonly AdmissionPlugin[];
  authorizer: Authorizer;
}

/** The served kinds. The table of a kind in the store is its groupResource: all versions share it. They come and go with CRDs. */
export class Kinds {
  private byPath = new Map<string, Strategy>();
  private byTable = new Map<string, Strategy>();
  private readonly heard = new Set<() => void>();
  private served: readonly Strategy[] = [];
  /** Grows with every change: what was derived from another version is stale. */
  version = 0;

  constructor(strategies: readonly Strategy[]) {
    this.serve(strategies);
  }

  /** In the order in which they came. */
  get all(): readonly Strategy[] {
    return this.served;
  }

  /** A strategy of the same group, version and resource is replaced. */
  add(strategies: readonly Strategy[]): void {
    const paths = new Set(strategies.map(pathOf));
    this.change([...this.served.filter((one) => !paths.has(pathOf(one))), ...strategies]);
  }

  remove(strategies: readonly Strategy[]): void {
    this.change(this.served.filter((one) => !strategies.includes(one)));
  }

  /** Calls `listener` after every change; gives the function that ends it. */
  onChange(listener: () => void): () => void {
    this.heard.add(listener);
    return () => this.heard.delete(listener);
  }

  private change(strategies: readonly Strategy[]): void {
    this.serve(strategies);
    this.version++;
    for (const listener of this.heard) listener();
  }

  private serve(strategies: readonly Strategy[]): void {
    this.served = strategies;
    this.byPath = new Map(strategies.map((strategy) => [pathOf(strategy), strategy]));
    this.byTable = new Map();
    for (const strategy of strategies) {
      if (!this.byTable.has(tableOf(strategy))) this.byTable.set(tableOf(strategy), strategy);
    }
  }

  find(resource: Resource): Strategy | undefined {
    return this.byPath.get(`${resource.group}/${resource.version}/${resource.resource}`);
  }

  /** Throws NotFound as for an unknown path. */
  of(resource: Resource): Strategy {
    const strategy = this.find(resource);
    if (!strategy) throw unknownPath();
    return strategy;
  }

  ofTable(table: string): Strategy | undefined {
    return this.byTable.get(table);
  }
}

function pathOf({ info }: Strategy): string {
  return `${info.group}/${info.version}/${info.resource}`;
}

/** What strategies see of the server. One for all requests but for `warn`, for it is asked for at every write. */
export function contextOf(core: Core, warn: (message: string) => void): StrategyContext {
  let context = contexts.get(core);
  if (!context) {
    context = {
      now: () => core.clock.now(),
      list: (table, namespace) => core.store.list(table, { namespace }),
      get: (table, namespace, name) => core.store.get(table, namespace, name),
      random: (bound) => core.names.int(bound),
      warn,
    };
    contexts.set(core, context);
  }
  return context.warn === warn ? context : { ...context, warn };
}

const contexts = new WeakMap<Core, StrategyContext>();

let lastSecond = -1;
let lastText = '';

/** RFC 3339 in seconds, as metav1.Time is written. */
export function timestamp(ms: number): string {
  const second = Math.floor(ms / 1000);
  if (second !== lastSecond) {
    lastSecond = second;
    lastText = `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
  }
  return lastText;
}

const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** apiserver/pkg/storage/names/generate.go: five letters that make no words. */
export function randomSuffix(random: Random, length = 5): string {
  let text = '';
  for (let i = 0; i < length; i++) text += LETTERS[random.int(LETTERS.length)];
  return text;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Four digits of the lowest 16 bits. */
function hex(bits: number): string {
  return HEX[(bits >>> 8) & 0xff]! + HEX[bits & 0xff]!;
}

/** A version 4 UUID from the seed. */
export function newUid(random: Random): string {
  const a = random.int(2 ** 32);
  const b = random.int(2 ** 32);
  const c = random.int(2 ** 32);
  const d = random.int(2 ** 32);
  const version = (b & 0x0fff) | 0x4000;
  const variant = ((c >>> 16) & 0x3fff) | 0x8000;
  return `${hex(a >>> 16)}${hex(a)}-${hex(b >>> 16)}-${hex(version)}-${hex(variant)}-${hex(c)}${hex(d >>> 16)}${hex(d)}`;
}

export function tableOf(strategy: Strategy): string {
  return strategy.stored?.table ?? groupResource(strategy.info);
}

export function nameOf(object: KubeObject): string {
  return object.metadata?.name ?? '';
}
