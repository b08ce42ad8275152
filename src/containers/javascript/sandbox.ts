/**
 * One program's JavaScript: what goes in and out of it is text, and each turn of it has a budget. Its work is counted
 * in the engine's own steps, so that the same program takes the same simulated time on every machine.
 */
import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from 'quickjs-emscripten-core';
import { type Engine, openVm } from './quickjs.ts';

/** ms of a core that ten thousand turns of a loop take: the engine asks then whether it may go on. */
const STEP = 1;
/** Steps after which one turn is taken for an endless one. */
const ENDLESS = 1000;
/** Looks at the clock in one turn that cost nothing; who looks more often is waiting, and time passes. */
const GLANCES = 100;
const GLANCE = 5;
/** What a call out of the sandbox takes, as the loop that it stands in counts. */
const CALL = 0.01;

export type Outcome =
  | { kind: 'done'; value: unknown }
  | { kind: 'endless' }
  | { kind: 'out of memory' }
  | { kind: 'thrown'; name: string; message: string; stack: string };

const OUT_OF_MEMORY = { name: 'InternalError', message: 'out of memory', stack: '' };

export interface SandboxOptions {
  engine: Engine;
  /** Answers what the program asks for: JSON in, JSON out. */
  call(op: string, json: string): string;
  /** The source of a module of Node's own; undefined where there is none. Throws with words for the program. */
  builtin(name: string): string | undefined;
  /** The text of a file that an ES module imports, and of what name. Throws with words for the program. */
  imported: { resolve(base: string, name: string): string; read(name: string): string };
  /** Given to the core: it says what is to be called from now on. */
  core: string;
  start: object;
}

export class Sandbox {
  /** ms of a core that the current turn has taken, or the last one took. */
  cost = 0;
  /** Set when the program has ended: nothing of it runs any more. */
  over = false;
  private readonly runtime: QuickJSRuntime;
  private readonly context: QuickJSContext;
  private dispatch: QuickJSHandle | undefined;
  private steps = 0;
  private glances = 0;
  private allowed = ENDLESS;
  private running = false;
  private exhausted = false;

  constructor(private readonly options: SandboxOptions) {
    ({ runtime: this.runtime, context: this.context } = openVm(options.engine));
    this.runtime.setInterruptHandler(() => {
      this.steps++;
      this.cost += STEP;
      return this.over || this.steps > this.allowed;
    });
    const { resolve, read } = options.imported;
    this.runtime.setModuleLoader(
      (name) => this.moduleText(name, read),
      (base, name) => resolve(base, name),
    );
  }

  /** A look at the clock. */
  glance(): number {
    if (++this.glances > GLANCES) this.cost += GLANCE;
    return Math.floor(this.cost);
  }

  /** Counts a call out of the sandbox, or so much work of the engine itself; false when there were too many. */
  asked(work = CALL): boolean {
    this.steps += work;
    this.cost += work * STEP;
    return this.steps <= this.allowed;
  }

  /** `patience` below 1: less is allowed than usual. */
  run(kind: string, id: number, told: unknown, patience = 1): Outcome {
    this.steps = this.cost = this.glances = 0;
    this.allowed = Math.max(1, Math.floor(ENDLESS * patience));
    this.running = true;
    try {
      return this.turn(kind, id, told);
    } finally {
      this.running = false;
      if (this.over) this.dispose();
    }
  }

  /** Bytes of its heap. */
  memory(): number {
    const usage = this.runtime.computeMemoryUsage();
    const size = usage.consume((handle) => this.context.getProp(handle, 'memory_used_size'));
    return size.consume((handle) => this.context.getNumber(handle));
  }

  end(): void {
    this.over = true;
    if (!this.running) this.dispose();
  }

  private dispose(): void {
    if (!this.runtime.alive) return;
    // What ran out of memory is not to be touched again: its engine goes with it.
    if (this.exhausted) return;
    this.dispatch?.dispose();
    this.context.dispose();
    this.runtime.dispose();
  }

  private turn(kind: string, id: number, told: unknown): Outcome {
    const { context, runtime } = this;
    this.dispatch ??= this.boot();
    const handles = [context.newString(kind), context.newNumber(id), context.newString(JSON.stringify(told ?? null))];
    const result = context.callFunction(this.dispatch, context.undefined, ...handles);
    for (const handle of handles) handle.dispose();
    if (result.error) return this.failure(result.error);
    const value: unknown = context.dump(result.value);
    result.value.dispose();
    while (runtime.hasPendingJob()) {
      const jobs = runtime.executePendingJobs(100);
      if (jobs.error) return this.failure(jobs.error);
      jobs.dispose();
    }
    return { kind: 'done', value };
  }

  private failure(error: QuickJSHandle): Outcome {
    const { context } = this;
    const text = (name: string): string => {
      const value = context.getProp(error, name);
      const found = context.typeof(value) === 'string' ? context.getString(value) : '';
      value.dispose();
      return found;
    };
    // Where there was no room for an error either, null is thrown.
    const nothing = context.sameValue(error, context.null);
    const thrown = nothing ? OUT_OF_MEMORY : { name: text('name'), message: text('message'), stack: text('stack') };
    if (thrown.message === OUT_OF_MEMORY.message) {
      this.exhausted = true;
      return { kind: 'out of memory' };
    }
    error.dispose();
    if (thrown.name === 'InternalError' && thrown.message === 'interrupted') {
      if (this.over) return { kind: 'done', value: undefined };
      // Who goes on like this has filled all there is before long.
      if (!this.options.engine.grown()) return { kind: 'endless' };
      this.exhausted = true;
      return { kind: 'out of memory' };
    }
    return { kind: 'thrown', ...thrown };
  }

  private boot(): QuickJSHandle {
    const { context, options } = this;
    const core = context.unwrapResult(context.evalCode(`(${options.core})`, 'node:internal/bootstrap'));
    const call = context.newFunction('call', (op, json) =>
      context.newString(options.call(context.getString(op), context.getString(json))),
    );
    const compile = context.newFunction('compile', (name, text) =>
      this.compile(context.getString(name), context.getString(text)),
    );
    const start = context.unwrapResult(context.evalCode(`(${JSON.stringify(options.start)})`));
    const dispatch = context.unwrapResult(context.callFunction(core, context.undefined, call, compile, start));
    for (const handle of [core, call, compile, start]) handle.dispose();
    return dispatch;
  }

  private compile(name: string, text: string): ReturnType<QuickJSContext['evalCode']> | QuickJSHandle {
    const { context } = this;
    if (name.startsWith('node:')) {
      const source = this.options.builtin(name.slice(5));
      return source === undefined ? context.undefined : context.evalCode(source, name);
    }
    if (name.startsWith('module:')) return this.evaluateModule(name.slice(7), text);
    if (name === '[eval]') return context.evalCode(text, name);
    // On the first line, so that the others keep their numbers.
    return context.evalCode(`(function (exports, require, module, __filename, __dirname) {${text}\n})`, name);
  }

  private evaluateModule(file: string, text: string): ReturnType<QuickJSContext['evalCode']> | QuickJSHandle {
    const { context } = this;
    const result = context.evalCode(text, file, { type: 'module' });
    if (result.error) return result;
    const state = context.getPromiseState(result.value);
    result.value.dispose();
    if (state.type === 'rejected') return { error: state.error } as ReturnType<QuickJSContext['evalCode']>;
    if (state.type === 'fulfilled' && !state.notAPromise) state.value.dispose();
    return context.undefined;
  }

  /** A module of Node's own, as an ES module sees it. */
  private moduleText(name: string, read: (name: string) => string): string {
    if (!name.startsWith('node:')) return read(name);
    const { context } = this;
    const own = `process.getBuiltinModule(${JSON.stringify(name)})`;
    const keys = context.unwrapResult(context.evalCode(`JSON.stringify(Object.keys(${own}))`));
    const names = JSON.parse(context.getString(keys)) as string[];
    keys.dispose();
    const exported = names.filter((key) => /^[A-Za-z]\w*$/.test(key) && key !== 'default');
    return `const own = ${own};\nexport default own;\nexport const { ${exported.join(', ')} } = own;\n`;
  }
}
