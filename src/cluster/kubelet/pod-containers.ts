/** A Pod's containers as the runtime holds them, by name and age: the kubelet keeps no list of its own. */
import type { Container as ContainerSpec, Pod } from 'kubernetes-types/core/v1';
import type { Container } from '../../containers/container.ts';
import type { Engine } from '../../containers/engine.ts';
import type { Sandbox } from '../../containers/sandbox.ts';

export interface Generations {
  current: Container;
  previous?: Container;
}

/** What `kubectl debug` adds to a Pod that runs (kubernetes-types has them as a kind of their own). */
export function ephemeralContainers(pod: Pod): readonly ContainerSpec[] {
  return (pod.spec?.ephemeralContainers as readonly ContainerSpec[] | undefined) ?? [];
}

/** Newest and second newest of each name. */
export function containersOf(engine: Engine, sandbox: Sandbox): Map<string, Generations> {
  const out = new Map<string, Generations>();
  for (const container of engine.containers.values()) {
    if (container.sandbox !== sandbox) continue;
    const known = out.get(container.config.name);
    out.set(container.config.name, known ? newestTwo(known, container) : { current: container });
  }
  return out;
}

function newestTwo(known: Generations, other: Container): Generations {
  return other.config.attempt > known.current.config.attempt
    ? { current: other, previous: known.current }
    : { current: known.current, previous: other };
}
