/** What the variables of an admission expression stand for in one request (apiserver/pkg/admission/plugin/cel/condition.go). */
import type { KubeObject } from '../../../api/object.ts';
import { groupVersion } from '../../../api/resource.ts';
import type { Attributes } from '../admission/plugin.ts';
import { Authorizer } from '../cel/authorizer.ts';
import { toCel } from '../cel/values.ts';
import type { Core } from '../core.ts';

export type Activation = Record<string, unknown>;

/** Values are made when they are asked for: most expressions look at the object only. */
export function activationOf(asked: Attributes, core: Core): Activation {
  const activation: Activation = {};
  lazily(activation, 'object', () => toCel(typed(asked.object, asked)));
  lazily(activation, 'oldObject', () => toCel(typed(asked.old, asked)));
  lazily(activation, 'request', () => toCel(requestOf(asked)));
  lazily(activation, 'namespaceObject', () => toCel(namespaceOf(asked, core)));
  lazily(activation, 'authorizer', () => authorizerOf(asked, core));
  return activation;
}

export function lazily(target: Activation, name: string, make: () => unknown): void {
  let made: { value: unknown } | undefined;
  Object.defineProperty(target, name, { enumerable: true, get: () => (made ??= { value: make() }).value });
}

function typed(object: KubeObject | undefined, { strategy: { info } }: Attributes): unknown {
  return object ? { apiVersion: groupVersion(info), kind: info.kind, ...object } : null;
}

function requestOf({
  strategy: { info },
  operation,
  caller,
  subresource,
  name,
  namespace,
  dryRun,
}: Attributes): unknown {
  const { group, version, kind, resource } = info;
  const kinds = { group, version, kind };
  const resources = { group, version, resource };
  return {
    kind: kinds,
    resource: resources,
    subResource: subresource ?? '',
    requestKind: kinds,
    requestResource: resources,
    requestSubResource: subresource ?? '',
    name,
    namespace: namespace ?? '',
    operation,
    userInfo: { username: caller.user, groups: [...caller.groups] },
    dryRun,
    options: {},
  };
}

function namespaceOf({ strategy: { info }, namespace, object }: Attributes, core: Core): unknown {
  if (info.group === '' && info.resource === 'namespaces') return object ?? null;
  return info.namespaced ? (core.store.get('namespaces', undefined, namespace ?? '') ?? null) : null;
}

function authorizerOf({ caller }: Attributes, core: Core): Authorizer {
  return new Authorizer(({ user, ...question }) => {
    const asking = user === undefined ? caller : { ...caller, user, groups: serviceAccountGroups(user) };
    return core.authorizer.authorize({ ...question, user: asking });
  });
}

function serviceAccountGroups(user: string): string[] {
  const namespace = user.split(':')[2] ?? '';
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
}
