/** How fast an autoscaler may follow its metrics (pkg/controller/podautoscaler/horizontal.go normalizeDesiredReplicasWithBehaviors). Pure. */

export interface ScalingRules {
  stabilizationWindowSeconds?: number;
  selectPolicy?: string;
  policies?: { type: string; value: number; periodSeconds: number }[];
}

export interface Behavior {
  scaleUp?: ScalingRules;
  scaleDown?: ScalingRules;
}

/** What was recommended and done; times in ms. */
export interface ScalingMemory {
  recommendations: { at: number; replicas: number }[];
  /** Replicas added (above 0) or taken away (below). */
  changes: { at: number; by: number }[];
}

export interface Limited {
  replicas: number;
  /** Of the conditions AbleToScale and ScalingLimited. */
  able: { reason: string; message: string };
  limited: { status: 'True' | 'False'; reason: string; message: string };
}

const DOWN_WINDOW = 300;
const UP: ScalingRules = {
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
const DOWN: ScalingRules = { policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] };
const NEVER = {
  status: 'False',
  reason: 'DesiredWithinRange',
  message: 'the desired count is within the acceptable range',
} as const;

export function limitReplicas(
  { current, desired, min, max }: { current: number; desired: number; min: number; max: number },
  behavior: Behavior | undefined,
  memory: ScalingMemory,
  now: number,
): Limited {
  const { replicas: calm, able } = stabilize(current, desired, behavior, memory, now);
  const limited =
    calm > current ? up(current, calm, max, behavior, memory, now) : down(current, calm, min, behavior, memory, now);
  const result = calm === current ? bounds(calm, min, max) : limited;
  return { ...result, able };
}

function bounds(replicas: number, min: number, max: number): Omit<Limited, 'able'> {
  if (replicas > max) return { replicas: max, limited: tooMany };
  if (replicas < min) return { replicas: min, limited: tooFew };
  return { replicas, limited: NEVER };
}

const tooMany = {
  status: 'True',
  reason: 'TooManyReplicas',
  message: 'the desired replica count is more than the maximum replica count',
} as const;
const tooFew = {
  status: 'True',
  reason: 'TooFewReplicas',
  message: 'the desired replica count is less than the minimum replica count',
} as const;

/** The least of the recent recommendations going up, the most of them going down. */
function stabilize(
  current: number,
  desired: number,
  behavior: Behavior | undefined,
  memory: ScalingMemory,
  now: number,
): Pick<Limited, 'replicas' | 'able'> {
  const upWindow = (behavior?.scaleUp?.stabilizationWindowSeconds ?? 0) * 1000;
  const downWindow = (behavior?.scaleDown?.stabilizationWindowSeconds ?? DOWN_WINDOW) * 1000;
  let least = desired;
  let most = desired;
  for (const { at, replicas } of memory.recommendations) {
    if (at > now - upWindow) least = Math.min(least, replicas);
    if (at > now - downWindow) most = Math.max(most, replicas);
  }
  memory.recommendations = memory.recommendations.filter(({ at }) => at > now - Math.max(upWindow, downWindow));
  memory.recommendations.push({ at: now, replicas: desired });
  const replicas = current < least ? least : current > most ? most : current;
  if (replicas === desired)
    return { replicas, able: { reason: 'ReadyForNewScale', message: 'recommended size matches current size' } };
  const way = replicas < desired || current < desired ? 'ScaleUpStabilized' : 'ScaleDownStabilized';
  const message =
    way === 'ScaleUpStabilized'
      ? 'recent recommendations were lower than current one, applying the lowest recent recommendation'
      : 'recent recommendations were higher than current one, applying the highest recent recommendation';
  return { replicas, able: { reason: way, message } };
}

/** Replicas that the changes of a policy's period have added or taken. */
function changed(memory: ScalingMemory, sign: 1 | -1, period: number, now: number): number {
  return memory.changes
    .filter(({ at, by }) => at > now - period * 1000 && Math.sign(by) === sign)
    .reduce((sum, { by }) => sum + Math.abs(by), 0);
}

function up(
  current: number,
  desired: number,
  max: number,
  behavior: Behavior | undefined,
  memory: ScalingMemory,
  now: number,
): Omit<Limited, 'able'> {
  const rules = behavior?.scaleUp ?? UP;
  const limits = (rules.policies ?? UP.policies!).map(({ type, value, periodSeconds }) => {
    const start = current - changed(memory, 1, periodSeconds, now) + changed(memory, -1, periodSeconds, now);
    return type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100));
  });
  const limit = Math.max(current, pick(rules.selectPolicy, limits, current, Math.max, Math.min));
  if (desired > Math.min(limit, max))
    return limit < max
      ? {
          replicas: limit,
          limited: {
            status: 'True',
            reason: 'ScaleUpLimit',
            message: 'the desired replica count is increasing faster than the maximum scale rate',
          },
        }
      : { replicas: max, limited: tooMany };
  return { replicas: desired, limited: NEVER };
}

function down(
  current: number,
  desired: number,
  min: number,
  behavior: Behavior | undefined,
  memory: ScalingMemory,
  now: number,
): Omit<Limited, 'able'> {
  const rules = behavior?.scaleDown ?? DOWN;
  const limits = (rules.policies ?? DOWN.policies!).map(({ type, value, periodSeconds }) => {
    const start = current + changed(memory, -1, periodSeconds, now) - changed(memory, 1, periodSeconds, now);
    return type === 'Pods' ? start - value : Math.floor(start * (1 - value / 100));
  });
  const limit = Math.min(current, pick(rules.selectPolicy, limits, current, Math.min, Math.max));
  if (desired < Math.max(limit, min))
    return limit > min
      ? {
          replicas: limit,
          limited: {
            status: 'True',
            reason: 'ScaleDownLimit',
            message: 'the desired replica count is decreasing faster than the maximum scale rate',
          },
        }
      : { replicas: min, limited: tooFew };
  return { replicas: desired, limited: NEVER };
}

/** `most`: of the policy that changes most. */
function pick(
  policy: string | undefined,
  limits: readonly number[],
  current: number,
  most: (...values: number[]) => number,
  least: (...values: number[]) => number,
): number {
  if (policy === 'Disabled') return current;
  return policy === 'Min' ? least(...limits) : most(...limits);
}
