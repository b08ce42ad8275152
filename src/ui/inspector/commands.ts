/** The kubectl commands that tell, or do, what the inspector shows: the picture teaches the command line. */
import { kubectlName } from '../live/served.ts';
import type { ObjectRef } from '../panels/contract.ts';

const target = (ref: ObjectRef): string => `${kubectlName(ref)} ${ref.name}`;
const slashed = (ref: ObjectRef): string => `${kubectlName(ref)}/${ref.name}`;
const inNamespace = (ref: ObjectRef): string =>
  ref.namespace && ref.namespace !== 'default' ? ` -n ${ref.namespace}` : '';

export type InspectorTab = 'overview' | 'inside' | 'yaml' | 'events' | 'logs';

export function tellingCommand(ref: ObjectRef, tab: InspectorTab): string {
  switch (tab) {
    case 'yaml':
      return `kubectl get ${target(ref)}${inNamespace(ref)} -o yaml`;
    case 'events':
      return `kubectl events --for ${slashed(ref)}${inNamespace(ref)}`;
    case 'logs':
      return `kubectl logs ${ref.name}${inNamespace(ref)} -f`;
    case 'inside':
    case 'overview':
      return `kubectl describe ${target(ref)}${inNamespace(ref)}`;
  }
}

export const deleteCommand = (ref: ObjectRef): string => `kubectl delete ${target(ref)}${inNamespace(ref)}`;
export const scaleCommand = (ref: ObjectRef, replicas: number): string =>
  `kubectl scale ${slashed(ref)}${inNamespace(ref)} --replicas=${replicas}`;
export const restartCommand = (ref: ObjectRef): string => `kubectl rollout restart ${slashed(ref)}${inNamespace(ref)}`;

export const shellCommand = (ref: ObjectRef, container: string | undefined): string =>
  `kubectl exec -it ${ref.name}${inNamespace(ref)}${container ? ` -c ${container}` : ''} -- sh`;

/** `port` is the one there; the laptop's is the same where it is free to everybody. */
export const forwardCommand = (ref: ObjectRef, port: number): string =>
  `kubectl port-forward ${slashed(ref)}${inNamespace(ref)} ${port < 1024 ? port + 8000 : port}:${port}`;

export const suspendCommand = (ref: ObjectRef, suspend: boolean): string =>
  `kubectl patch ${target(ref)}${inNamespace(ref)} -p '{"spec":{"suspend":${suspend}}}'`;

export const runNowCommand = (ref: ObjectRef, at: number): string =>
  `kubectl create job ${ref.name}-by-hand-${at} --from=cronjob/${ref.name}${inNamespace(ref)}`;
