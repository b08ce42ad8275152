/**
 * What the default admission plugins add to a Pod: ServiceAccount (account and token volume), Priority and
 * DefaultTolerationSeconds.
 */
import type { Container, PodSpec, Toleration } from 'kubernetes-types/core/v1';
import { forbidden } from '../../../../api/status-errors.ts';
import type { StrategyContext } from '../strategy.ts';

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const PODS = { group: '', resource: 'pods' };

export function admitPod(spec: PodSpec, namespace: string | undefined, name: string, context: StrategyContext): void {
  const account = spec.serviceAccountName || 'default';
  spec.serviceAccountName = account;
  spec.serviceAccount = account;
  const found = context.get('serviceaccounts', namespace, account);
  // Simplified: a missing 'default' account is forgiven, so that Pods need not wait for a controller to make it.
  if (!found && account !== 'default') {
    throw forbidden(
      PODS,
      name,
      `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`,
    );
  }
  const automount =
    spec.automountServiceAccountToken ?? (found?.['automountServiceAccountToken'] as boolean | undefined) ?? true;
  if (automount) mountToken(spec, context);
  const priority = priorityOf(spec.priorityClassName, name);
  if (spec.priority !== undefined && spec.priority !== priority) {
    const why = `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${priority} from the given PriorityClass name`;
    throw forbidden(PODS, name, why);
  }
  spec.priority = priority;
  // Simplified: no RuntimeClass is served, so there is none.
  if (spec.runtimeClassName)
    throw forbidden(PODS, name, `pod rejected: RuntimeClass "${spec.runtimeClassName}" not found`);
  if (!spec.preemptionPolicy) spec.preemptionPolicy = 'PreemptLowerPriority';
  spec.tolerations = spec.tolerations?.length ? tolerations(spec.tolerations) : DEFAULT_TOLERATIONS;
}

/** Of an update: what admission once gave a Pod it keeps (Priority), or is given again (DefaultTolerationSeconds). */
export function admitPodUpdate(spec: PodSpec, old: PodSpec): void {
  if (spec.priority === undefined && old.priority !== undefined) spec.priority = old.priority;
  if (!spec.preemptionPolicy && old.preemptionPolicy) spec.preemptionPolicy = old.preemptionPolicy;
  spec.tolerations = tolerations(spec.tolerations ?? []);
}

/** Simplified: no PriorityClass is served; there are the two of every cluster. */
const PRIORITIES: Readonly<Record<string, number>> = {
  'system-node-critical': 2000001000,
  'system-cluster-critical': 2000000000,
};

function priorityOf(className: string | undefined, name: string): number {
  if (!className) return 0;
  const priority = PRIORITIES[className];
  if (priority === undefined) throw forbidden(PODS, name, `no PriorityClass with name ${className} was found`);
  return priority;
}

function mountToken(spec: PodSpec, context: StrategyContext): void {
  const mounted = (container: Container): boolean =>
    container.volumeMounts?.some((mount) => mount.mountPath === TOKEN_PATH) ?? false;
  const all = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
  if (all.every(mounted)) return;
  let suffix = '';
  for (let i = 0; i < 5; i++) suffix += ALPHABET[context.random(ALPHABET.length)];
  const name = `kube-api-access-${suffix}`;
  const mount = { name, readOnly: true, mountPath: TOKEN_PATH };
  const add = (container: Container): Container =>
    mounted(container) ? container : { ...container, volumeMounts: [...(container.volumeMounts ?? []), mount] };
  if (spec.initContainers) spec.initContainers = spec.initContainers.map(add);
  spec.containers = spec.containers.map(add);
  spec.volumes = [...(spec.volumes ?? []), { name, projected: TOKEN }];
}

const TOKEN_SOURCES = [
  { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
  { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
  { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
];

/** One for all Pods; the store freezes it with the first. */
const TOKEN = { sources: TOKEN_SOURCES, defaultMode: 420 };

const NOT_READY: Toleration = {
  key: 'node.kubernetes.io/not-ready',
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
};
const UNREACHABLE: Toleration = {
  key: 'node.kubernetes.io/unreachable',
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
};

const DEFAULT_TOLERATIONS = [NOT_READY, UNREACHABLE];

function tolerations(given: readonly Toleration[]): Toleration[] {
  const covers = (key: string): boolean =>
    given.some((t) => (t.key === key || !t.key) && (t.effect === 'NoExecute' || !t.effect));
  const result = [...given];
  if (!covers(NOT_READY.key!)) result.push(NOT_READY);
  if (!covers(UNREACHABLE.key!)) result.push(UNREACHABLE);
  return result;
}
