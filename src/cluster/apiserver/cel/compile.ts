/** Expressions compiled once and run often (apiserver/pkg/admission/plugin/cel/compile.go). */
import { type ASTNode, EvaluationError, ParseError, TypeError as CelTypeError } from '@marcbachmann/cel-js';
import { meter, refill } from './budget.ts';
import { type Issue, type Scope, check } from './check.ts';
import { environment } from './environment.ts';
import { showIssues, syntaxIssues } from './issues.ts';
import { type Type, formatType, isDyn } from './types.ts';

export interface Program {
  type: Type;
  /** Throws Error with cel-go's words for what cannot be evaluated. */
  run(variables: Readonly<Record<string, unknown>>): unknown;
}

export type Compiled = { program: Program; error?: undefined } | { program?: undefined; error: string };

/** `wanted` are names of types, as `bool`: `must evaluate to bool` is said when the result is none of them. */
export function compile(expression: string, scope: Scope, wanted: readonly string[] = ['bool']): Compiled {
  const failed = (issues: readonly Issue[]): Compiled => ({
    error: `compilation failed: ${showIssues(issues, expression)}`,
  });
  let parsed: ReturnType<ReturnType<typeof environment>['parse']>;
  try {
    parsed = environment().parse(expression);
  } catch (error) {
    if (error instanceof ParseError) return failed(syntaxIssues(error, expression));
    throw error;
  }
  const { type, issues } = check(parsed.ast, expression, scope);
  if (issues.length > 0) return failed(issues);
  const fits = isDyn(type) || wanted.includes(formatType(type)) || wanted.includes('any');
  if (!fits)
    return {
      error: wanted.length === 1 ? `must evaluate to ${wanted[0]}` : `must evaluate to one of [${wanted.join(' ')}]`,
    };
  redirect(parsed.ast);
  const run = (variables: Readonly<Record<string, unknown>>): unknown => {
    refill();
    return evaluated(() => parsed({ ...variables }));
  };
  return { program: { type, run } };
}

/** The library's own `matches` backtracks, and its loops have no end; ours do. */
function redirect(node: unknown): void {
  if (Array.isArray(node)) return node.forEach(redirect);
  if (typeof node !== 'object' || node === null || !('op' in node)) return;
  const { op, args } = node as ASTNode;
  if (op === 'rcall' && args[0] === 'matches') args[0] = 'linearMatches';
  if (op === 'rcall') meter(node as ASTNode);
  redirect(args);
}

const WORDS: readonly [RegExp, string][] = [
  [/^No such key: index out of bounds, index (-?\d+).*$/s, 'index out of bounds: $1'],
  [/^No such key: (.*)$/s, 'no such key: $1'],
  [/^found no matching overload.*$/s, 'no such overload'],
  [/^no such overload.*$/s, 'no such overload'],
];

function evaluated(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const text = error instanceof EvaluationError || error instanceof CelTypeError ? error.summary : error.message;
    const said = WORDS.find(([pattern]) => pattern.test(text));
    throw new Error(said ? text.replace(said[0], said[1]) : text, { cause: error });
  }
}
