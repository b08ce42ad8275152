/** The `authorizer` of an admission expression (apiserver/pkg/cel/library/authz.go). */
import type { Environment } from '@marcbachmann/cel-js';

export interface AccessQuestion {
  /** Another user than the request's: a service account. */
  user?: string;
  path?: string;
  verb: string;
  group: string;
  resource: string;
  subresource: string;
  namespace: string;
  name: string;
}

/** Says whether it is allowed, and why. */
export type Decide = (question: AccessQuestion) => { allowed: boolean; reason: string };

export class Authorizer {
  constructor(
    readonly decide: Decide,
    readonly user?: string,
  ) {}
}

class Check {
  constructor(
    readonly decide: Decide,
    readonly question: AccessQuestion,
  ) {}

  with(more: Partial<AccessQuestion>): Check {
    return new Check(this.decide, { ...this.question, ...more });
  }
}

class PathCheck extends Check {}
class GroupCheck extends Check {}
class Decision {
  constructor(
    readonly allowed: boolean,
    readonly reason: string,
  ) {}
}

function question(user: string | undefined): AccessQuestion {
  const empty = { verb: '', group: '', resource: '', subresource: '', namespace: '', name: '' };
  return user === undefined ? empty : { ...empty, user };
}

export function registerAuthorizer(env: Environment): void {
  const add = (signature: string, handler: (...args: never[]) => unknown): void =>
    void env.registerFunction(signature, handler);
  env
    .registerType('Authorizer', Authorizer)
    .registerType('PathCheck', PathCheck)
    .registerType('GroupCheck', GroupCheck);
  env.registerType('ResourceCheck', Check).registerType('Decision', Decision);
  const decided = (check: Check, verb: string): Decision => {
    const { allowed, reason } = check.decide({ ...check.question, verb });
    return new Decision(allowed, reason);
  };
  add(
    'Authorizer.path(string): PathCheck',
    ({ decide, user }: Authorizer, path: string) => new PathCheck(decide, { ...question(user), path }),
  );
  add(
    'Authorizer.group(string): GroupCheck',
    ({ decide, user }: Authorizer, group: string) => new GroupCheck(decide, { ...question(user), group }),
  );
  add(
    'Authorizer.serviceAccount(string, string): Authorizer',
    ({ decide }: Authorizer, namespace: string, name: string) =>
      new Authorizer(decide, `system:serviceaccount:${namespace}:${name}`),
  );
  add(
    'GroupCheck.resource(string): ResourceCheck',
    ({ decide, question: asked }: GroupCheck, resource: string) => new Check(decide, { ...asked, resource }),
  );
  for (const field of ['subresource', 'namespace', 'name'] as const)
    add(`ResourceCheck.${field}(string): ResourceCheck`, (check: Check, value: string) =>
      check.with({ [field]: value }),
    );
  // Simplified: selectors do not narrow what is asked.
  for (const field of ['fieldSelector', 'labelSelector'])
    add(`ResourceCheck.${field}(string): ResourceCheck`, (check: Check) => check);
  add('PathCheck.check(string): Decision', decided);
  add('ResourceCheck.check(string): Decision', decided);
  add('Decision.allowed(): bool', ({ allowed }: Decision) => allowed);
  add('Decision.errored(): bool', () => false);
  add('Decision.error(): string', () => '');
  add('Decision.reason(): string', ({ reason }: Decision) => reason);
}
