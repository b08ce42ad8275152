/** The library that parses and evaluates CEL, with Kubernetes' functions (apiserver/pkg/cel/environment/base.go). */
import { Environment, Optional, type ASTNode } from '@marcbachmann/cel-js';
import { registerAuthorizer } from './authorizer.ts';
import { registerKubernetesFunctions } from './kubernetes-functions.ts';
import { registerListFunctions } from './list-functions.ts';

let shared: Environment | undefined;

/** Variables are not declared to it: types are checked before, with schemas. One serves everybody. */
export function environment(): Environment {
  shared ??= create();
  return shared;
}

function create(): Environment {
  const env = new Environment({
    unlistedVariablesAreDyn: true,
    homogeneousAggregateLiterals: false,
    enableOptionalTypes: true,
  });
  registerListFunctions(env);
  registerKubernetesFunctions(env);
  registerAuthorizer(env);
  registerOptionalMacros(env);
  return env;
}

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

function registerOptionalMacros(env: Environment): void {
  for (const name of ['optMap', 'optFlatMap']) {
    env.registerFunction(`optional.${name}(ast, ast): dyn`, ({ args, receiver }: Call) => ({
      inner: undefined as Context | undefined,
      typeCheck(this: { inner: Context | undefined }, checker: Checker, _macro: unknown, context: Context) {
        checker.check(receiver, context);
        this.inner = context.forkWithVariable(String(args[0]?.args), checker.getType('dyn'));
        checker.check(args[1]!, this.inner);
        return checker.getType('dyn');
      },
      evaluate(this: { inner: Context | undefined }, evaluator: Evaluator, _macro: unknown, context: Context) {
        const given = evaluator.run(receiver, context) as Optional;
        if (!given.hasValue()) return Optional.none();
        const scope = this.inner!.reuse(context).setIterValue(given.value(), evaluator);
        const result = evaluator.run(args[1]!, scope);
        return name === 'optMap' ? Optional.of(result) : result;
      },
    }));
  }
}
