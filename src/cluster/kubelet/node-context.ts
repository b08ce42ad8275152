/** What one kubelet's parts share. */
import type { Container as ContainerSpec, Pod } from 'kubernetes-types/core/v1';
import type { EngineClock } from '../../containers/cpu.ts';
import type { Engine } from '../../containers/engine.ts';
import type { Random } from '../../time/random.ts';
import type { EventRecorder, EventType } from '../runtime/events.ts';
import { PODS } from '../runtime/resources.ts';
import type { Session } from '../runtime/verbs.ts';
import type { Backoff } from './backoff.ts';
import type { Objects } from './environment.ts';
import type { NodeLedger } from './admission.ts';
import type { NodeCapacity } from './node-status.ts';
import type { ImageManager } from './image-manager.ts';
import { ephemeralContainers } from './pod-containers.ts';

export interface NodeContext {
  node: { name: string; ip: string; capacity?: NodeCapacity };
  session: Session;
  clock: EngineClock;
  random: Random;
  engine: Engine;
  events: EventRecorder;
  images: ImageManager;
  /** Of containers that keep ending, by Pod UID and name. */
  restarts: Backoff;
  objects: Objects;
  /** What Pods have been given of the node; absent where nobody keeps count. */
  ledger?: NodeLedger;
}

/** An event about a container, which names it by its field (kubelet/container/ref.go). */
export function recordFor(
  context: NodeContext,
  pod: Pod,
  spec: ContainerSpec | undefined,
): (type: EventType, reason: string, message: string) => void {
  const list = !spec
    ? ''
    : (pod.spec?.initContainers ?? []).includes(spec)
      ? 'initContainers'
      : ephemeralContainers(pod).includes(spec)
        ? 'ephemeralContainers'
        : 'containers';
  const path = spec && `spec.${list}{${spec.name}}`;
  return (type, reason, message) => context.events.record(PODS, pod, type, reason, message, path);
}
