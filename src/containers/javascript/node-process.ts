/**
 * A running program of Node.js: its event loop on the cluster's clock, its ports in the Pod's network, its files in the
 * container. An endless turn of it is not run to no end: from outside it is a program that takes a core and answers
 * nothing any more, and that is what it becomes.
 */
import type { SignalName } from '../../shell/process.ts';
import type { Timer } from '../../time/clock.ts';
import type { ServerContainer } from '../container.ts';
import { byteLength, type HttpRequest, type HttpResponse } from '../http.ts';
import { nodeCalls } from './node-calls.ts';
import { importsOf } from './node-imports.ts';
import { heapWords, type Fatal, fatalWords } from './node-words.ts';
import { builtinSource } from './node/index.ts';
import { core } from './node/core.ts';
import type { Engine } from './quickjs.ts';
import { type Outcome, Sandbox } from './sandbox.ts';

export interface Facts {
  cwd: string;
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
  version: string;
}

/** Bytes that Node.js takes before the program does anything. */
const BASE = 28 * 1024 * 1024;
/** Simplified: V8 would take more where nothing limits it; a page cannot. */
const HEAP = 64 * 1024 * 1024;
/** At least so much heap, so that the program starts and then dies as one that has too little. */
const LEAST = 6 * 1024 * 1024;
/** ms of a core that any turn takes. */
const TURN = 0.2;
/** ms between two measurements of its memory. */
const MEASURE = 1_000;
const SIGNALS: Record<string, number> = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGUSR1: 10, SIGUSR2: 12, SIGTERM: 15 };

interface Task {
  kind: string;
  id: number;
  told: unknown;
}

/** Programs that hang, by the machine's clock: the more there are, the sooner the next one is given up. */
const hanging = new WeakMap<object, number>();

/** Bytes that the program may fill in a container with this limit. */
export function heapOf(memoryLimit = Infinity): number {
  return Math.min(HEAP, Math.max(LEAST, memoryLimit - BASE));
}

export class NodeProcess {
  /** ms since the epoch. */
  readonly began: number;
  /** Ports it listens on, and whom it tells. */
  readonly listening = new Map<number, number>();
  /** What keeps it alive beside its ports: timers that are referred to, requests under way. */
  readonly busy = new Set<number>();
  readonly timers = new Map<number, { timer: Timer; referenced: boolean }>();
  /** Signals that it handles itself. */
  readonly trapped = new Set<string>();
  over = false;
  private readonly sandbox: Sandbox;
  private readonly queue: Task[] = [];
  private readonly pending = new Map<number, { answer(response: HttpResponse): void; fail(): void }>();
  private outbox: [request: number, response: HttpResponse][] = [];
  private armed = false;
  private requests = 0;
  private running = false;
  private endless = false;
  private freeAt = 0;
  private measuredAt = Number.NEGATIVE_INFINITY;
  private rss = BASE;

  constructor(
    readonly container: ServerContainer,
    readonly facts: Facts,
    engine: Engine,
  ) {
    this.began = container.clock.now();
    const calls = nodeCalls(this);
    this.sandbox = new Sandbox({
      engine,
      call: (op, json) => this.answer(calls, op, json),
      builtin: builtinSource,
      imported: importsOf(container.fs),
      core,
      start: { seed: seedOf(`${container.id}/${this.began}`), began: this.began },
    });
    container.onEnd(() => this.end());
    container.onStop((signal) => this.signal(signal));
  }

  get uid(): number {
    return this.container.config.user?.uid ?? 0;
  }

  get memory(): number {
    return this.rss;
  }

  /** The cluster's time, and what the current turn has taken of it. */
  now(): number {
    return this.container.clock.now() + this.sandbox.glance();
  }

  start(main: object): void {
    this.enqueue('main', 0, main);
  }

  /** Something happened that the program waits for. */
  wake(id: number, told: unknown): void {
    this.enqueue('wake', id, told);
  }

  work(steps: number): void {
    this.sandbox.asked(steps);
  }

  exit(code: number): void {
    if (this.over) return;
    this.end();
    this.container.exit(code);
  }

  fatal(told: Fatal): void {
    if (this.over) return;
    this.container.log(fatalWords(told, this.container.fs, this.facts.version), 'stderr');
    this.exit(told.name === '' && told.text === '' ? 7 : 1);
  }

  /** At once where the program answers at once: probes must be cheap. */
  serve(listener: number, request: HttpRequest): HttpResponse | Promise<HttpResponse> {
    const id = ++this.requests;
    let early: HttpResponse | undefined;
    let failed = false;
    this.pending.set(id, { answer: (response) => (early = response), fail: () => (failed = true) });
    const { body, headers } = request;
    const length = body ? { 'content-length': String(byteLength(body)) } : {};
    const told = { ...request, headers: { ...length, ...headers }, request: id, remotePort: 32768 + (id % 28000) };
    this.enqueue('wake', listener, told);
    if (early) return early;
    if (failed) return Promise.reject(new Error('socket hang up'));
    const waiting = new Promise<HttpResponse>((answer, fail) => {
      this.pending.set(id, { answer, fail: () => fail(new Error('socket hang up')) });
    });
    // Who asked may be gone when the program dies.
    waiting.catch(() => undefined);
    return waiting;
  }

  respond(id: number, response: HttpResponse): void {
    this.outbox.push([id, response]);
  }

  hangUp(id: number): void {
    const waiting = this.pending.get(id);
    this.pending.delete(id);
    waiting?.fail();
    this.container.clock.promised?.();
  }

  private signal(name: SignalName): void {
    if (name === 'KILL' || this.over) return;
    const word = `SIG${name}`;
    if (this.trapped.has(word)) return this.enqueue('signal', 0, word);
    // PID 1 has no default actions.
    if ((this.container.pid ?? 1) !== 1) this.exit(128 + (SIGNALS[word] ?? 15));
  }

  private answer(calls: ReturnType<typeof nodeCalls>, op: string, json: string): string {
    if (this.over || !this.sandbox.asked()) return '{"stop":true}';
    return JSON.stringify(calls(op, JSON.parse(json))) ?? '{"value":null}';
  }

  private enqueue(kind: string, id: number, told: unknown): void {
    if (this.over || this.endless) return;
    this.queue.push({ kind, id, told });
    if (!this.running) this.drain();
  }

  private drain(): void {
    const { clock } = this.container;
    while (!this.over && !this.endless) {
      const wait = this.freeAt - clock.now();
      if (wait > 0) return this.drainAfter(wait);
      const task = this.queue.shift();
      if (!task) return this.rest();
      this.turn(task);
    }
  }

  private drainAfter(wait: number): void {
    if (this.armed) return;
    this.armed = true;
    this.container.after(wait, () => {
      this.armed = false;
      if (!this.running) this.drain();
    });
  }

  private turn({ kind, id, told }: Task): void {
    const { container } = this;
    this.running = true;
    const outcome = this.sandbox.run(kind, id, told, 1 / (1 + (hanging.get(container.clock) ?? 0)));
    this.running = false;
    const { cost } = this.sandbox;
    container.work(cost + TURN);
    if (outcome.kind !== 'done') this.failed(outcome);
    if (this.over || this.endless) return;
    const { cpuLimit = 1 } = container.config;
    // Throttled: the quota of a period is used up, and it waits for the next one.
    const taken = Math.floor(cost / Math.min(1, Math.max(cpuLimit, 0.01)));
    this.freeAt = container.clock.now() + taken;
    const said = this.outbox;
    this.outbox = [];
    const deliver = (): void => said.forEach(([request, response]) => this.give(request, response));
    if (taken < 1) deliver();
    else if (said.length > 0) container.after(taken, deliver);
    this.measure();
  }

  private give(request: number, response: HttpResponse): void {
    this.pending.get(request)?.answer(response);
    this.pending.delete(request);
    this.container.clock.promised?.();
  }

  private failed(outcome: Outcome): void {
    const { container } = this;
    if (outcome.kind === 'endless') return this.hang();
    if (outcome.kind === 'thrown') {
      const { name, message, stack } = outcome;
      return this.fatal({ text: `${name}: ${message}\n${stack}`.trimEnd(), name, stack });
    }
    const { memoryLimit = Infinity } = container.config;
    if (memoryLimit < HEAP + BASE) {
      // The kernel ends it; until then it is stuck in its allocation.
      this.endless = true;
      return container.use({ memory: memoryLimit + 1, cpu: 1 });
    }
    container.log(heapWords(HEAP), 'stderr');
    this.exit(134);
  }

  private hang(): void {
    this.endless = true;
    const { clock } = this.container;
    hanging.set(clock, (hanging.get(clock) ?? 0) + 1);
    this.container.onEnd(() => hanging.set(clock, (hanging.get(clock) ?? 1) - 1));
    this.container.use({ memory: this.rss, cpu: 1 });
  }

  private measure(): void {
    const now = this.container.clock.now();
    if (now - this.measuredAt < MEASURE) return;
    this.measuredAt = now;
    this.rss = BASE + this.sandbox.memory();
    this.container.use({ memory: this.rss, cpu: 0 });
  }

  /** Nothing to do: it waits, or is done. */
  private rest(): void {
    if (this.alive()) return;
    this.last('before');
    if (this.queue.length > 0) return this.drain();
    if (this.over || this.alive()) return;
    const status = this.last('exit');
    this.exit(typeof status === 'number' ? status : 0);
  }

  private last(kind: 'before' | 'exit'): unknown {
    this.running = true;
    const outcome = this.sandbox.run(kind, 0, 0);
    this.running = false;
    return outcome.kind === 'done' ? outcome.value : undefined;
  }

  private alive(): boolean {
    if (this.listening.size > 0 || this.busy.size > 0) return true;
    for (const { referenced } of this.timers.values()) if (referenced) return true;
    return this.freeAt > this.container.clock.now();
  }

  private end(): void {
    if (this.over) return;
    this.over = true;
    for (const { timer } of this.timers.values()) timer.cancel();
    for (const { fail } of this.pending.values()) fail();
    this.pending.clear();
    this.container.clock.promised?.();
    this.sandbox.end();
  }
}

function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash | 0;
}
