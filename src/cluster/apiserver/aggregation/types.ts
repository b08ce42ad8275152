/** The shapes of apiregistration.k8s.io/v1 (kube-aggregator/pkg/apis/apiregistration/v1/types.go). */
import type { KubeObject } from '../../../api/object.ts';

export interface ApiServiceSpec {
  group?: string;
  version?: string;
  groupPriorityMinimum?: number;
  versionPriority?: number;
  service?: { namespace?: string; name?: string; port?: number };
  caBundle?: string;
  insecureSkipTLSVerify?: boolean;
}

export interface ApiServiceCondition {
  type: string;
  status: string;
  lastTransitionTime: string;
  reason: string;
  message: string;
}

export interface ApiService extends KubeObject {
  spec: ApiServiceSpec;
  status?: { conditions?: ApiServiceCondition[] };
}

export const API_SERVICES = 'apiservices.apiregistration.k8s.io';

export const LOCAL: Omit<ApiServiceCondition, 'lastTransitionTime'> = {
  type: 'Available',
  status: 'True',
  reason: 'Local',
  message: 'Local APIServices are always available',
};

export function specOf(object: KubeObject): ApiServiceSpec {
  return (object as ApiService).spec ?? {};
}
