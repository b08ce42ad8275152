/** The objects that a binding takes its policy's parameters from (apiserver/pkg/admission/plugin/policy/generic/policy_dispatcher.go). */
import { matchesLabels, selectorFromLabelSelector } from '../../../api/labels.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { Attributes } from '../admission/plugin.ts';
import { type Core, tableOf } from '../core.ts';
import type { Policy, PolicyBinding } from './types.ts';

/** One for each evaluation; undefined stands for no parameters at all. Throws Error with what is wrong. */
export function paramsOf(
  policy: Policy,
  binding: PolicyBinding,
  asked: Attributes,
  core: Core,
): (KubeObject | undefined | null)[] {
  const { paramKind } = policy.spec;
  const { paramRef } = binding.spec;
  if (!paramKind) return [undefined];
  // A policy that wants parameters and gets none is asked with null.
  if (!paramRef) return [null];
  const strategy = core.kinds.all.find(
    ({ info }) =>
      info.kind === paramKind.kind &&
      `${info.group === '' ? '' : `${info.group}/`}${info.version}` === paramKind.apiVersion,
  );
  if (!strategy)
    throw new Error(
      `failed to find resource referenced by paramKind: '${paramKind.apiVersion}, Kind=${paramKind.kind}'`,
    );
  const namespace = strategy.info.namespaced ? (paramRef.namespace ?? asked.namespace) : undefined;
  if (strategy.info.namespaced && namespace === undefined)
    throw new Error('cannot use namespaced paramRef in policy binding that matches cluster-scoped resources');
  const found = search(core, tableOf(strategy), namespace, paramRef);
  if (found.length > 0) return found;
  if (paramRef.parameterNotFoundAction === 'Allow') return [];
  throw new Error('no params found for policy binding with `Deny` parameterNotFoundAction');
}

function search(
  core: Core,
  table: string,
  namespace: string | undefined,
  { name, selector }: NonNullable<PolicyBinding['spec']['paramRef']>,
): KubeObject[] {
  if (name) {
    const one = core.store.get(table, namespace, name);
    return one ? [one] : [];
  }
  const parsed = selectorFromLabelSelector(selector);
  return core.store.list(table, { namespace }).filter((object) => matchesLabels(parsed, object.metadata?.labels));
}
