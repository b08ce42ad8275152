/** The class that is marked as default, for DefaultStorageClass and DefaultIngressClass: the youngest, then the first by name. */
import type { KubeObject } from '../../../api/object.ts';
import type { Core } from '../core.ts';

export function defaultClass(core: Core, table: string, annotations: readonly string[]): string | undefined {
  if (core.store.count(table) === 0) return undefined;
  const marked = core.store
    .list(table)
    .filter(({ metadata }) => annotations.some((key) => metadata?.annotations?.[key] === 'true'));
  const born = ({ metadata }: KubeObject): number => Date.parse(metadata?.creationTimestamp ?? '') || 0;
  return marked.toSorted((a, b) => born(b) - born(a))[0]?.metadata?.name;
}
