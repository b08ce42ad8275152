/** Macros with a scope of their own (cel-go/ext/comprehensions.go, lists.go sortBy, cel/library.go optMap). */
import { type ASTNode, type Environment, Optional } from '@marcbachmann/cel-js';
import { tick } from './budget.ts';
import { compareValues } from './list-functions.ts';

/** What a macro of the library is handed, and what it works with. */
interface Call {
  ast: ASTNode;
  args: ASTNode[];
  receiver: ASTNode;
}
interface Context {
  forkWithVariable(name: string, type: unknown): Context;
  reuse(context: Context): Context;
  setIterValue(value: unknown, evaluator: Evaluator): Context;
}
interface Evaluator {
  run(node: ASTNode, context: Context): unknown;
}
interface Checker {
  check(node: ASTNode, context: Context): unknown;
  getType(name: string): unknown;
}

/** Evaluates the bodies for values of the variables. */
type Body = (index: number, ...values: unknown[]) => unknown;
type Meaning = (given: unknown, body: Body, bodies: number) => unknown;

/** `variables` come first among the arguments, `bodies` after them. */
function macro(env: Environment, name: string, variables: number, bodies: number, meaning: Meaning): void {
  const signature = Array.from({ length: variables + bodies }, () => 'ast').join(', ');
  env.registerFunction(`list.${name}(${signature}): dyn`, ({ args, receiver }: Call) => {
    const scopes: Context[] = [];
    return {
      typeCheck(checker: Checker, _macro: unknown, context: Context) {
        checker.check(receiver, context);
        let scope = context;
        for (const variable of args.slice(0, variables)) {
          scope = scope.forkWithVariable(String(variable.args), checker.getType('dyn'));
          scopes.push(scope);
        }
        for (const body of args.slice(variables)) checker.check(body, scope);
        return checker.getType('dyn');
      },
      evaluate(evaluator: Evaluator, _macro: unknown, context: Context) {
        const body: Body = (index, ...values) => {
          tick();
          const scope = scopes.reduce(
            (outer, inner, i) => inner.reuse(outer).setIterValue(values[i], evaluator),
            context,
          );
          return evaluator.run(args[variables + index]!, scope);
        };
        return meaning(evaluator.run(receiver, context), body, bodies);
      },
    };
  });
}

/** Index and element, or key and value. */
function pairs(given: unknown): [unknown, unknown][] {
  if (Array.isArray(given)) return given.map((item: unknown, i) => [BigInt(i), item]);
  if (given instanceof Map) return [...(given as Map<unknown, unknown>)];
  if (typeof given === 'object' && given !== null) return Object.entries(given);
  throw new Error('no such overload');
}

/** What each item is told by a body that may fail: a failure counts only when nothing else decides. */
function decided(items: readonly (() => unknown)[], deciding: boolean): boolean {
  let failure: Error | undefined;
  for (const item of items) {
    try {
      if (item() === deciding) return deciding;
    } catch (error) {
      failure ??= error as Error;
    }
  }
  if (failure) throw failure;
  return !deciding;
}

function filtered(given: unknown, body: Body, bodies: number): [unknown, unknown][] {
  const all = pairs(given);
  return bodies === 2 ? all.filter(([key, value]) => body(0, key, value) === true) : all;
}

/** As a literal of the language is: an object where all keys are text. */
function mapOfEntries(entries: readonly [unknown, unknown][]): unknown {
  const plain = entries.every(([key]) => typeof key === 'string' && key !== '__proto__' && key !== 'constructor');
  return plain ? Object.fromEntries(entries as [string, unknown][]) : new Map(entries);
}

function one(given: unknown, test: (key: unknown, value: unknown) => unknown): boolean {
  return pairs(given).filter(([key, value]) => test(key, value) === true).length === 1;
}

export function registerComprehensions(env: Environment): void {
  const bound = (name: 'all' | 'exists', deciding: boolean): void =>
    macro(env, name, 2, 1, (given, body) =>
      decided(
        pairs(given).map(
          ([key, value]) =>
            () =>
              body(0, key, value),
        ),
        deciding,
      ),
    );
  bound('all', false);
  bound('exists', true);
  for (const name of ['exists_one', 'existsOne'])
    macro(env, name, 2, 1, (given, body) => one(given, (key, value) => body(0, key, value)));
  macro(env, 'existsOne', 1, 1, (given, body) =>
    one(given, (key, value) => body(0, Array.isArray(given) ? value : key)),
  );
  for (const bodies of [1, 2]) {
    macro(env, 'transformList', 2, bodies, (given, body) =>
      filtered(given, body, bodies).map(([key, value]) => body(bodies - 1, key, value)),
    );
    macro(env, 'transformMap', 2, bodies, (given, body) =>
      mapOfEntries(filtered(given, body, bodies).map(([key, value]) => [key, body(bodies - 1, key, value)])),
    );
    macro(env, 'transformMapEntry', 2, bodies, (given, body) =>
      mapOfEntries(merged(filtered(given, body, bodies).map(([key, value]) => body(bodies - 1, key, value)))),
    );
  }
  macro(env, 'sortBy', 1, 1, (given, body) => {
    const keyed = pairs(given).map(([, value]) => ({ value, key: body(0, value) }));
    return keyed.toSorted((a, b) => compareValues(a.key, b.key)).map(({ value }) => value);
  });
  const whenThere = (given: unknown, then: (value: unknown) => unknown): unknown =>
    (given as Optional).hasValue() ? then((given as Optional).value()) : Optional.none();
  macro(env, 'optMap', 1, 1, (given, body) => whenThere(given, (value) => Optional.of(body(0, value))));
  macro(env, 'optFlatMap', 1, 1, (given, body) => whenThere(given, (value) => body(0, value)));
}

function merged(maps: readonly unknown[]): [unknown, unknown][] {
  const entries = maps.flatMap(pairs);
  const keys = new Set<unknown>();
  for (const [key] of entries) {
    if (keys.has(key)) throw new Error(`insert failed: key ${String(key)} already exists`);
    keys.add(key);
  }
  return entries;
}
