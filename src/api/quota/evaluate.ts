/**
 * How objects count towards quotas (pkg/quota/v1/evaluator/core): one evaluator a kind, and the count of objects for
 * every other. Tables are named by groupResource.
 */
import type { PersistentVolumeClaim, Pod, Service } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../object.ts';
import { type Amounts, ONE, readAmounts } from './amounts.ts';
import { isPodResource, podConstraints, podMatchesScope, podUsage } from './pod-usage.ts';
import { type QuotaSpec, type Scope, scopesOf } from './scopes.ts';

/** Kinds whose count has a name of its own beside `count/KIND`. */
const ALIASES: ReadonlySet<string> = new Set([
  'configmaps',
  'resourcequotas',
  'replicationcontrollers',
  'secrets',
  'services',
  'persistentvolumeclaims',
]);
const CLASS_SUFFIX = '.storageclass.storage.k8s.io/';
const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class';

/** Whether an object of this kind can count as the resource. */
export function isResourceOf(table: string, name: string): boolean {
  if (name === `count/${table}`) return true;
  if (table === 'pods') return isPodResource(name);
  if (ALIASES.has(table) && name === table) return true;
  if (table === 'services') return name === 'services.nodeports' || name === 'services.loadbalancers';
  if (table === 'persistentvolumeclaims') return name === 'requests.storage' || name.includes(CLASS_SUFFIX);
  return false;
}

/** The kind that a resource of a quota is about. */
export function tableOfResource(name: string): string {
  if (name.startsWith('count/')) return name.slice('count/'.length);
  if (name.startsWith('services.')) return 'services';
  if (name === 'requests.storage' || name.includes(CLASS_SUFFIX)) return 'persistentvolumeclaims';
  return isPodResource(name) ? 'pods' : name;
}

/** What the object uses of everything it can count as. `now` in ms since the epoch. */
export function usageOf(table: string, object: KubeObject, now: number): Amounts {
  if (table === 'pods') return podUsage(object as unknown as Pod, now);
  const count: Record<string, Amounts[string]> = { [`count/${table}`]: ONE };
  if (ALIASES.has(table)) count[table] = ONE;
  if (table === 'services') return { ...count, ...serviceUsage(object as unknown as Service) };
  if (table === 'persistentvolumeclaims')
    return { ...count, ...claimUsage(object as unknown as PersistentVolumeClaim, object) };
  return count;
}

function serviceUsage({ spec }: Service): Amounts {
  const ports = spec?.ports ?? [];
  const counted = (number: number): Amounts[string] => ({ nano: BigInt(number) * ONE.nano, format: 'DecimalSI' });
  if (spec?.type === 'NodePort') return { 'services.nodeports': counted(ports.length) };
  if (spec?.type !== 'LoadBalancer') return {};
  const { allocateLoadBalancerNodePorts = true } = spec as { allocateLoadBalancerNodePorts?: boolean };
  const taken = allocateLoadBalancerNodePorts ? ports : ports.filter(({ nodePort }) => nodePort);
  return { 'services.nodeports': counted(taken.length), 'services.loadbalancers': ONE };
}

function claimUsage({ spec, status }: PersistentVolumeClaim, { metadata }: KubeObject): Amounts {
  const className = metadata?.annotations?.[BETA_CLASS] ?? spec?.storageClassName ?? '';
  const usage: Record<string, Amounts[string]> = {};
  if (className) usage[`${className}${CLASS_SUFFIX}persistentvolumeclaims`] = ONE;
  const { storage } = readAmounts(spec?.resources?.requests);
  if (!storage) return usage;
  // While a claim shrinks back after a failed expansion, what was allocated counts.
  const allocated = readAmounts(
    (status as { allocatedResources?: Record<string, string> } | undefined)?.allocatedResources,
  )['storage'];
  const size = allocated && allocated.nano > storage.nano ? allocated : storage;
  usage['requests.storage'] = size;
  if (className) usage[`${className}${CLASS_SUFFIX}requests.storage`] = size;
  return usage;
}

/** Whether the quota's scopes take the object in. */
export function matchesScopes(table: string, object: KubeObject, spec: QuotaSpec): boolean {
  return scopesOf(spec).every((scope) => matchesScope(table, object, scope));
}

function matchesScope(table: string, object: KubeObject, scope: Scope): boolean {
  if (table === 'pods') return podMatchesScope(object as unknown as Pod, scope);
  if (table !== 'persistentvolumeclaims' || scope.scopeName !== 'VolumeAttributesClass') return false;
  const name = (object['spec'] as { volumeAttributesClassName?: string } | undefined)?.volumeAttributesClassName ?? '';
  const { operator, values = [] } = scope;
  if (operator === 'In') return values.includes(name);
  if (operator === 'NotIn') return !values.includes(name);
  return (name !== '') === (operator === 'Exists');
}

/** What the object must say and does not, when these resources are limited: `limits.cpu for: web`. '' is well. */
export function constraintsOf(table: string, object: KubeObject, required: readonly string[]): string {
  return table === 'pods' ? podConstraints((object as unknown as Pod).spec ?? { containers: [] }, required) : '';
}
