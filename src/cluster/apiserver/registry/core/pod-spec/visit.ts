/** Every container of a Pod with its path (pkg/api/pod/util.go VisitContainersWithPath). */
import type { Container, PodSpec } from 'kubernetes-types/core/v1';

export function visitContainers(spec: PodSpec, path: string, visit: (container: Container, at: string) => void): void {
  for (const field of ['initContainers', 'containers', 'ephemeralContainers'] as const)
    for (const [i, container] of (spec[field] ?? []).entries()) visit(container, `${path}.${field}[${i}]`);
}
