/** What the Pod Security checks share (pod-security-admission/policy/{checks,helpers,visitor}.go). */
import type { Container, PodSpec, SecurityContext } from 'kubernetes-types/core/v1';

export interface CheckedPod {
  annotations: Readonly<Record<string, string>>;
  spec: PodSpec;
}

/** Undefined when the Pod passes. */
export type Check = (pod: CheckedPod) => Violation | undefined;

export interface Violation {
  reason: string;
  detail: string;
}

/** All containers in upstream's order: init, plain, ephemeral. */
export function containersOf({ spec }: CheckedPod): Container[] {
  return [
    ...(spec.initContainers ?? []),
    ...(spec.containers ?? []),
    ...((spec.ephemeralContainers ?? []) as unknown as Container[]),
  ];
}

/** Names of the containers that are bad by their security context, which may be missing. */
export function badContainers(pod: CheckedPod, bad: (context: SecurityContext) => boolean): string[] {
  return containersOf(pod)
    .filter((container) => bad(container.securityContext ?? {}))
    .map(({ name }) => name);
}

export function quoted(values: Iterable<string>): string {
  return [...values].map((value) => `"${value}"`).join(', ');
}

export function sorted(values: Iterable<string>): string[] {
  return [...new Set(values)].sort();
}

export function plural(one: string, many: string, count: number): string {
  return count === 1 ? one : many;
}

/** `containers "a", "b"`. */
export function containers(names: readonly string[]): string {
  return `${plural('container', 'containers', names.length)} ${quoted(names)}`;
}

/** `pod and container "a"`: who set something. */
export function setters(pod: boolean, names: readonly string[]): string {
  return [...(pod ? ['pod'] : []), ...(names.length > 0 ? [containers(names)] : [])].join(' and ');
}

export function isWindows({ spec }: CheckedPod): boolean {
  return spec.os?.name === 'windows';
}
