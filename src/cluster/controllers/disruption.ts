/** The disruption controller (pkg/controller/disruption/disruption.go): keeps the count of PodDisruptionBudgets. */
import { dequal } from 'dequal';
import type { Pod } from 'kubernetes-types/core/v1';
import { matchesLabels, selectorFromLabelSelector } from '../../api/labels.ts';
import { isStatusError } from '../../api/status.ts';
import { type ControllerContext, defineController } from '../runtime/define-controller.ts';
import type { Informer } from '../runtime/informer.ts';
import { type Meta, controllerOf, keyOf } from '../runtime/keys.ts';
import {
  DEPLOYMENTS,
  type KindedResource,
  PODS,
  POD_DISRUPTION_BUDGETS,
  REPLICATION_CONTROLLERS,
  REPLICA_SETS,
  STATEFUL_SETS,
} from '../runtime/resources.ts';
import { rfc3339 } from '../runtime/time.ts';
import {
  type Budget,
  type BudgetCondition,
  type BudgetStatus,
  countHealthy,
  disruptedPods,
  expectedCount,
  selectorText,
} from './disruption-status.ts';

interface Scaled extends Meta {
  spec?: { replicas?: number };
}

/** The kinds whose wish for replicas is known. */
const SCALED: readonly KindedResource[] = [REPLICA_SETS, STATEFUL_SETS, REPLICATION_CONTROLLERS];

const namespaceOf = (object: { metadata?: { namespace?: string } }): string => object.metadata?.namespace ?? '';
const budgetsOf = (budget: Budget): readonly string[] => [namespaceOf(budget)];
const podsOf = (pod: Pod): readonly string[] => [namespaceOf(pod)];

interface State {
  budgets: Informer<Budget>;
  pods: Informer<Pod>;
}

export const disruptionController = defineController({
  name: 'controllermanager',
  serviceAccount: 'disruption-controller',
  start(context) {
    const { queue } = context;
    const wake = (budget: Budget): void => queue.add(keyOf(budget));
    const budgets = context.watch<Budget>(POD_DISRUPTION_BUDGETS, { add: wake, update: wake });
    const wakeOf = (pod: Pod): void => {
      if (budgets.size === 0) return;
      for (const budget of budgets.byIndex(budgetsOf, namespaceOf(pod)))
        if (matchesLabels(selectorFromLabelSelector(budget.spec.selector), pod.metadata?.labels)) wake(budget);
    };
    const pods = context.watch<Pod>(PODS, { add: wakeOf, update: wakeOf, delete: wakeOf });
    // What a controller wants changes what is expected.
    for (const resource of [...SCALED, DEPLOYMENTS]) {
      context.watch<Scaled>(resource, {
        update(object, old) {
          if (budgets.size === 0 || object.spec?.replicas === old.spec?.replicas) return;
          for (const budget of budgets.byIndex(budgetsOf, namespaceOf(object))) wake(budget);
        },
      });
    }
    return (key) => {
      const budget = budgets.getByKey(key);
      if (budget) reconcile(context, { budgets, pods }, budget);
    };
  },
});

function reconcile(context: ControllerContext, { pods: cache }: State, budget: Budget): void {
  const { clock, queue, events } = context;
  const record = (type: 'Normal' | 'Warning', reason: string, message: string): void =>
    events.record(POD_DISRUPTION_BUDGETS, budget, type, reason, message);
  const selector = selectorFromLabelSelector(budget.spec.selector);
  const pods = [...cache.byIndex(podsOf, namespaceOf(budget))].filter((pod) =>
    matchesLabels(selector, pod.metadata?.labels),
  );
  if (pods.length === 0) record('Normal', 'NoPods', 'No matching pods found');
  const scale = scaleOf(context, pods);
  if (scale.problem !== undefined && asksScale(budget)) {
    record(
      'Warning',
      'CalculateExpectedPodCountFailed',
      `Failed to calculate the number of expected pods: ${scale.problem}`,
    );
    return failSafe(context, budget, scale.problem);
  }
  if (scale.unmanaged && asksScale(budget))
    record(
      'Warning',
      'UnmanagedPods',
      `Pods selected by this PodDisruptionBudget (selector: ${selectorText(budget.spec.selector)}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`,
    );
  const { expected, desired } = expectedCount(budget.spec, pods, () => scale.total);
  const { disrupted, recheck, late } = disruptedPods(budget, pods, clock.now());
  for (const pod of late)
    events.record(
      PODS,
      pod,
      'Warning',
      'NotDeleted',
      `Pod was expected by PDB ${namespaceOf(budget)}/${budget.metadata.name} to be deleted but it wasn't`,
    );
  const healthy = countHealthy(pods, disrupted);
  const allowed = expected > 0 ? Math.max(0, healthy - desired) : 0;
  writeStatus(context, budget, {
    ...(Object.keys(disrupted).length > 0 ? { disruptedPods: disrupted } : {}),
    observedGeneration: budget.metadata.generation ?? 0,
    disruptionsAllowed: allowed,
    currentHealthy: healthy,
    desiredHealthy: desired,
    expectedPods: expected,
    conditions: allowedCondition(budget, allowed > 0 ? 'SufficientPods' : 'InsufficientPods', '', clock.now()),
  });
  if (recheck !== undefined) queue.addAfter(keyOf(budget), recheck);
}

const asksScale = ({ spec }: Budget): boolean =>
  spec.maxUnavailable !== undefined || typeof spec.minAvailable === 'string';

interface Scale {
  total: number;
  unmanaged: boolean;
  /** Why the total is not known. */
  problem?: string;
}

/** What the Pods' controllers want in all, each asked once (getExpectedScale). */
function scaleOf(context: ControllerContext, pods: readonly Pod[]): Scale {
  const seen = new Set<string>();
  const scale: Scale = { total: 0, unmanaged: false };
  for (const pod of pods) {
    const owner = controllerOf(pod);
    if (!owner) {
      scale.unmanaged = true;
      continue;
    }
    const resource = SCALED.find((one) => one.kind === owner.kind && one.apiVersion === owner.apiVersion);
    if (!resource)
      return {
        ...scale,
        problem: `${owner.kind.toLowerCase()}s.${owner.apiVersion.split('/')[0]} does not implement the scale subresource`,
      };
    let object = context.lister<Scaled>(resource).get(pod.metadata?.namespace, owner.name);
    if (!object || object.metadata?.uid !== owner.uid)
      return { ...scale, problem: `found no controllers for pod ${JSON.stringify(pod.metadata?.name)}` };
    const above = controllerOf(object);
    if (above?.kind === 'Deployment')
      object = context.lister<Scaled>(DEPLOYMENTS).get(pod.metadata?.namespace, above.name) ?? object;
    const uid = object.metadata?.uid ?? '';
    if (seen.has(uid)) continue;
    seen.add(uid);
    scale.total += object.spec?.replicas ?? 1;
  }
  return scale;
}

/** Nothing may be disrupted while nobody can count. */
function failSafe(context: ControllerContext, budget: Budget, message: string): void {
  const { currentHealthy = 0, desiredHealthy = 0, expectedPods = 0, ...status } = budget.status ?? {};
  writeStatus(context, budget, {
    ...status,
    disruptionsAllowed: 0,
    currentHealthy,
    desiredHealthy,
    expectedPods,
    conditions: allowedCondition(budget, 'SyncFailed', message, context.clock.now()),
  });
}

function allowedCondition(budget: Budget, reason: string, message: string, now: number): BudgetCondition[] {
  const before = budget.status?.conditions?.find((one) => one.type === 'DisruptionAllowed');
  const status = reason === 'SufficientPods' ? 'True' : 'False';
  const lastTransitionTime = before?.status === status ? before.lastTransitionTime : rfc3339(now);
  const observedGeneration = budget.metadata.generation ?? 0;
  return [{ type: 'DisruptionAllowed', status, observedGeneration, lastTransitionTime, reason, message }];
}

function writeStatus({ session }: ControllerContext, budget: Budget, status: BudgetStatus): void {
  if (dequal(status, budget.status)) return;
  try {
    session.update(POD_DISRUPTION_BUDGETS, { ...budget, status }, 'status');
  } catch (error) {
    if (!isStatusError(error, 'NotFound')) throw error;
  }
}
