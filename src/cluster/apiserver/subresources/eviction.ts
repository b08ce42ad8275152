/** pods/eviction (pkg/registry/core/pod/storage/eviction.go): a delete that a PodDisruptionBudget may forbid. */
import type { Pod } from 'kubernetes-types/core/v1';
import { type LabelSelector, matchesLabels, selectorFromLabelSelector } from '../../../api/labels.ts';
import type { KubeObject } from '../../../api/object.ts';
import { badRequest, forbidden, notFound } from '../../../api/status-errors.ts';
import { type Status, StatusError } from '../../../api/status.ts';
import type { DeleteOptions } from '../../../client/client.ts';
import { tableOf, timestamp } from '../core.ts';
import { remove } from '../verbs/delete.ts';
import type { Request } from '../verbs/request.ts';
import { update } from '../verbs/update.ts';
import { type Subresource, success } from './subresource.ts';

const BUDGETS = 'poddisruptionbudgets.policy';
/** Evicted Pods that the controller has not seen go yet. */
const MOST_DISRUPTED = 2000;

interface Budget extends KubeObject {
  spec: { selector?: LabelSelector; unhealthyPodEvictionPolicy?: string };
  status?: {
    observedGeneration?: number;
    disruptionsAllowed?: number;
    currentHealthy?: number;
    desiredHealthy?: number;
    disruptedPods?: Record<string, string>;
    conditions?: Record<string, unknown>[];
  };
}

export const eviction: Subresource = {
  name: 'eviction',
  of: 'pods',
  create(request, body) {
    if (body.metadata?.name && body.metadata.name !== request.name) {
      throw badRequest('name in URL does not match name in Eviction object');
    }
    const { core, strategy, namespace, name } = request;
    const pod = core.store.get(tableOf(strategy), namespace, name) as Pod | undefined;
    if (!pod) throw notFound(strategy.info, name);
    if (!isOfNoConsequence(pod)) askBudget(request, pod);
    const asked = (body['deleteOptions'] ?? {}) as DeleteOptions;
    const { subresource: _, ...options } = request.options;
    remove({ ...request, options }, { ...asked, dryRun: request.options.dryRun === true });
    return success(201);
  },
};

/** canIgnorePDB: Pods that do no work, or are going anyway. */
function isOfNoConsequence({ metadata, status }: Pod): boolean {
  return metadata?.deletionTimestamp !== undefined || ['Succeeded', 'Failed', 'Pending'].includes(status?.phase ?? '');
}

function failure(code: number, message: string, more: Partial<Status> = {}): StatusError {
  return new StatusError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    ...more,
    code,
  });
}

function tooMany(cause: string, retryAfterSeconds: number): StatusError {
  return failure(429, "Cannot evict pod as it would violate the pod's disruption budget.", {
    reason: 'TooManyRequests',
    details: {
      causes: [{ reason: 'DisruptionBudget', message: cause }],
      ...(retryAfterSeconds > 0 ? { retryAfterSeconds } : {}),
    },
  });
}

function askBudget(request: Request, pod: Pod): void {
  const { core, namespace } = request;
  const budgets = (core.store.list(BUDGETS, { namespace }) as unknown as readonly Budget[]).filter(({ spec }) =>
    matchesLabels(selectorFromLabelSelector(spec.selector), pod.metadata?.labels),
  );
  const [budget] = budgets;
  if (!budget) return;
  if (budgets.length > 1)
    throw failure(
      500,
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    );
  const ready = pod.status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') === true;
  if (!ready) {
    if (budget.spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return;
    const { currentHealthy = 0, desiredHealthy = 0 } = budget.status ?? {};
    if (currentHealthy >= desiredHealthy && desiredHealthy > 0) return;
  }
  spend(request, budget, pod.metadata?.name ?? '');
}

/** checkAndDecrement: one disruption less until the controller has counted anew. */
function spend(request: Request, budget: Budget, pod: string): void {
  const { core, namespace } = request;
  const name = budget.metadata?.name ?? '';
  const status = budget.status ?? {};
  const ref = { group: 'policy', resource: 'poddisruptionbudgets' };
  if ((status.observedGeneration ?? 0) < (budget.metadata?.generation ?? 0))
    throw tooMany(`The disruption budget ${name} is still being processed by the server.`, 10);
  const allowed = status.disruptionsAllowed ?? 0;
  if (allowed < 0) throw forbidden(ref, name, 'pdb disruptions allowed is negative');
  if (Object.keys(status.disruptedPods ?? {}).length > MOST_DISRUPTED)
    throw forbidden(ref, name, 'DisruptedPods map too big - too many evictions not confirmed by PDB controller');
  if (allowed === 0) {
    const { desiredHealthy = 0, currentHealthy = 0 } = status;
    throw tooMany(
      `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`,
      0,
    );
  }
  const strategy = core.kinds.ofTable(BUDGETS);
  if (request.options.dryRun || !strategy) return;
  const now = timestamp(core.clock.now());
  const next = {
    ...budget,
    status: {
      ...status,
      disruptionsAllowed: allowed - 1,
      disruptedPods: { ...status.disruptedPods, [pod]: now },
      ...(allowed === 1 ? { conditions: exhausted(status.conditions ?? [], now) } : {}),
    },
  };
  update({ ...request, strategy, namespace, name, options: { ...request.options, subresource: 'status' } }, next);
}

function exhausted(conditions: readonly Record<string, unknown>[], now: string): Record<string, unknown>[] {
  return conditions.map((one) =>
    one['type'] === 'DisruptionAllowed'
      ? { ...one, status: 'False', reason: 'InsufficientPods', lastTransitionTime: now }
      : one,
  );
}
