/** The kubectl commands that tell, or do, what the inspector shows: the picture teaches the command line. */
import { kindNamed } from '../live/kinds.ts';
import type { ObjectRef } from '../panels/contract.ts';

const target = (ref: ObjectRef): string => `${kindNamed(ref.kind)?.short ?? ref.kind.toLowerCase()} ${ref.name}`;
const slashed = (ref: ObjectRef): string => `${kindNamed(ref.kind)?.short ?? ref.kind.toLowerCase()}/${ref.name}`;
const inNamespace = (ref: ObjectRef): string =>
  ref.namespace && ref.namespace !== 'default' ? ` -n ${ref.namespace}` : '';

export type InspectorTab = 'overview' | 'yaml' | 'events' | 'logs';

export function tellingCommand(ref: ObjectRef, tab: InspectorTab): string {
  switch (tab) {
    case 'yaml':
      return `kubectl get ${target(ref)}${inNamespace(ref)} -o yaml`;
    case 'events':
      return `kubectl events --for ${slashed(ref)}${inNamespace(ref)}`;
    case 'logs':
      return `kubectl logs ${ref.name}${inNamespace(ref)} -f`;
    case 'overview':
      return `kubectl describe ${target(ref)}${inNamespace(ref)}`;
  }
}

export const deleteCommand = (ref: ObjectRef): string => `kubectl delete ${target(ref)}${inNamespace(ref)}`;
export const scaleCommand = (ref: ObjectRef, replicas: number): string =>
  `kubectl scale ${slashed(ref)}${inNamespace(ref)} --replicas=${replicas}`;
export const restartCommand = (ref: ObjectRef): string => `kubectl rollout restart ${slashed(ref)}${inNamespace(ref)}`;
