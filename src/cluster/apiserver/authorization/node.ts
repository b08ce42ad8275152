/**
 * The Node authoriser (plugin/pkg/auth/authorizer/node/node_authorizer.go): a kubelet may do what nodes do, and read what
 * the Pods on its node refer to. Simplified: only Secrets and ConfigMaps are held to what Pods refer to.
 */
import type { KubeObject } from '../../../api/object.ts';
import type { Store } from '../../store/contract.ts';
import { defaultRulesOf } from './default-roles.ts';
import type { Attributes, Decision } from './authorizer.ts';
import { type PolicyRule, ruleAllows } from './rules.ts';

const PREFIX = 'system:node:';
let nodeRules: readonly PolicyRule[] | undefined;

/** Undefined for who is no node. */
export function authorizeNode(asked: Attributes, store: Store): Decision | undefined {
  const { user } = asked.user;
  if (!user.startsWith(PREFIX) || !asked.user.groups.includes('system:nodes')) return undefined;
  const node = user.slice(PREFIX.length);
  if (asked.path === undefined && asked.group === '' && REFERRED.has(asked.resource))
    return readReferred(asked, node, store);
  nodeRules ??= defaultRulesOf('system:node');
  return { allowed: nodeRules.some((rule) => ruleAllows(rule, asked)), reason: '' };
}

const REFERRED: ReadonlyMap<string, string> = new Map([
  ['secrets', 'secret'],
  ['configmaps', 'configmap'],
]);

function readReferred(asked: Attributes, node: string, store: Store): Decision {
  const { verb, resource, namespace, name, subresource } = asked;
  if (!['get', 'list', 'watch'].includes(verb) || subresource !== '') {
    return { allowed: false, reason: 'can only read resources of this type' };
  }
  if (name === '') return { allowed: false, reason: 'No Object name found' };
  let found = false;
  store.each('pods', { by: { index: 'node', node } }, (pod) => {
    if (!found && pod.metadata?.namespace === namespace) found = refersTo(pod['spec'], resource, name);
  });
  const reason = `no relationship found between node '${node}' and this object`;
  return found ? { allowed: true, reason: '' } : { allowed: false, reason };
}

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  secrets: ['secret', 'secretRef', 'secretKeyRef', 'imagePullSecrets', 'nodePublishSecretRef'],
  configmaps: ['configMap', 'configMapRef', 'configMapKeyRef'],
};

/** Whether anything in a Pod's spec names the object in a field that refers to its kind. */
function refersTo(value: unknown, resource: string, name: string): boolean {
  if (Array.isArray(value)) return value.some((item) => refersTo(item, resource, name));
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value as KubeObject).some(([key, inner]) => {
    if (FIELDS[resource]!.includes(key)) {
      const named = (Array.isArray(inner) ? inner : [inner]) as { name?: string; secretName?: string }[];
      if (named.some((one) => one?.name === name || one?.secretName === name)) return true;
    }
    return refersTo(inner, resource, name);
  });
}
