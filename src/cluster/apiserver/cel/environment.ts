/** The library that parses and evaluates CEL, with Kubernetes' functions (apiserver/pkg/cel/environment/base.go). */
import { Environment } from '@marcbachmann/cel-js';
import { registerAuthorizer } from './authorizer.ts';
import { registerComprehensions } from './comprehensions.ts';
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
  registerComprehensions(env);
  return env;
}
