/** The kinds of autoscaling, one line each, in the order of discovery. */
import { horizontalPodAutoscalerStrategy } from './horizontal-pod-autoscaler.ts';
import { horizontalPodAutoscalerV1Strategy } from './horizontal-pod-autoscaler-v1.ts';
import type { Strategy } from '../strategy.ts';

export const autoscalingKinds: readonly Strategy[] = [
  horizontalPodAutoscalerStrategy,
  horizontalPodAutoscalerV1Strategy,
];
