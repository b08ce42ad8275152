/** The shapes of autoscaling/v2 that the API server looks at (staging/src/k8s.io/api/autoscaling/v2/types.go). */
import type { LabelSelector } from '../../../../api/labels.ts';

export interface ScalingPolicy {
  type?: string;
  value?: number;
  periodSeconds?: number;
}

export interface ScalingRules {
  stabilizationWindowSeconds?: number;
  selectPolicy?: string;
  policies?: ScalingPolicy[];
  tolerance?: string;
}

export interface MetricTarget {
  type?: string;
  value?: string;
  averageValue?: string;
  averageUtilization?: number;
}

export interface MetricValue {
  value?: string;
  averageValue?: string;
  averageUtilization?: number;
}

export interface MetricIdentifier {
  name?: string;
  selector?: LabelSelector;
}

export interface ObjectReference {
  kind?: string;
  name?: string;
  apiVersion?: string;
}

interface Sources<T> {
  type?: string;
  resource?: { name?: string } & T;
  containerResource?: { name?: string; container?: string } & T;
  pods?: { metric?: MetricIdentifier } & T;
  object?: { describedObject?: ObjectReference; metric?: MetricIdentifier } & T;
  external?: { metric?: MetricIdentifier } & T;
}

export type MetricSpec = Sources<{ target?: MetricTarget }>;
export type MetricStatus = Sources<{ current?: MetricValue }>;

export interface HpaSpec {
  scaleTargetRef?: ObjectReference;
  minReplicas?: number;
  maxReplicas?: number;
  metrics?: MetricSpec[];
  behavior?: { scaleUp?: ScalingRules; scaleDown?: ScalingRules };
}

export interface HpaStatus {
  observedGeneration?: number;
  lastScaleTime?: string;
  currentReplicas?: number;
  desiredReplicas?: number;
  currentMetrics?: MetricStatus[] | null;
  conditions?: { type: string; status: string; reason?: string; message?: string; lastTransitionTime?: string }[];
}
