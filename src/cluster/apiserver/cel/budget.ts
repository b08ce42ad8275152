/**
 * How long an expression may run (apiserver/pkg/apis/cel/config.go PerCallLimit): nobody's rule may stop the server.
 * Simplified: counted in steps of comprehensions, which are what makes an expression long, not in cel-go's units of cost.
 */
import type { ASTNode } from '@marcbachmann/cel-js';

const STEPS = 250_000;

let left = STEPS;

/** Before an evaluation. */
export function refill(): void {
  left = STEPS;
}

/** Throws Error when the budget is spent. */
export function tick(): void {
  if (--left < 0) throw new Error('operation cancelled: actual cost limit exceeded');
}

/** The library's own loop: it asks for its condition before every step. */
interface Comprehension {
  condition?: (accumulated: unknown) => boolean;
}

/** Makes a macro of the library count its steps. */
export function meter(node: ASTNode): void {
  const { alternate } = (node as unknown as { meta?: { alternate?: { op: string; args: Comprehension } } }).meta ?? {};
  if (alternate?.op !== 'comprehension') return;
  const { condition } = alternate.args;
  alternate.args.condition = (accumulated) => {
    tick();
    return condition ? condition(accumulated) : true;
  };
}
