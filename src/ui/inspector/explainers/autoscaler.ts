/** A HorizontalPodAutoscaler: its bounds, and what its conditions say holds it back. */
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import { why, type Explain } from '../why.ts';

export const explainAutoscaler: Explain = (object) => {
  const { spec, status } = object as unknown as HorizontalPodAutoscaler;
  const target = `${spec?.scaleTargetRef.kind} ${spec?.scaleTargetRef.name}`;
  const told = (status?.conditions ?? []).filter(
    ({ type, status: holds }) => holds === (type === 'ScalingLimited' ? 'True' : 'False'),
  );
  const first = why('hpaScales', {
    target,
    least: spec?.minReplicas ?? 1,
    most: spec?.maxReplicas ?? 1,
    desired: status?.desiredReplicas ?? 0,
  });
  return { why: [first, ...told.map(({ message, reason }) => why('generic', { message: message ?? reason ?? '' }))] };
};
