/** Tables and bare metadata instead of objects (apiserver/pkg/endpoints/handlers/response.go, printers). */
import type { KubeObject } from '../../../api/object.ts';
import type { Strategy } from '../registry/strategy.ts';

export type IncludeObject = 'None' | 'Metadata' | 'Object';

export interface TableOptions {
  include: IncludeObject;
  /** ms since the epoch, for ages. */
  now: number;
  /** Left out after the first event of a watch. */
  headers: 'with-headers' | 'without-headers';
}

export function tableOf(
  strategy: Pick<Strategy, 'columns' | 'cells'>,
  objects: readonly KubeObject[],
  metadata: unknown,
  { include, now, headers }: TableOptions,
): unknown {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions:
      headers === 'without-headers'
        ? null
        : strategy.columns.map(({ name, type, format, description, priority }) => ({
            name,
            type,
            format,
            description,
            priority,
          })),
    rows: objects.map((object) => ({ cells: strategy.cells(object, now), object: rowObject(object, include) })),
  };
}

function rowObject(object: KubeObject, include: IncludeObject): unknown {
  if (include === 'None') return null;
  return include === 'Object' ? object : partialOf(object);
}

export function partialOf(object: KubeObject): unknown {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
}

export function partialListOf(objects: readonly KubeObject[], metadata: unknown): unknown {
  return { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata, items: objects.map(partialOf) };
}
