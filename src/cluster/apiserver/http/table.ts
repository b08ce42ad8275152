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
  /** Of meta.k8s.io, for the Table and the metadata in it. */
  version: string;
}

export function tableOf(
  strategy: Pick<Strategy, 'columns' | 'cells'>,
  objects: readonly KubeObject[],
  metadata: unknown,
  { include, now, headers, version }: TableOptions,
): unknown {
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${version}`,
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
    rows: objects.map((object) => ({
      cells: strategy.cells(object, now),
      object: rowObject(object, include, version),
    })),
  };
}

function rowObject(object: KubeObject, include: IncludeObject, version: string): unknown {
  if (include === 'None') return null;
  return include === 'Object' ? object : partialOf(object, version);
}

export function partialOf(object: KubeObject, version: string): unknown {
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata: object.metadata };
}

export function partialListOf(objects: readonly KubeObject[], metadata: unknown, version: string): unknown {
  const items = objects.map((object) => partialOf(object, version));
  return { kind: 'PartialObjectMetadataList', apiVersion: `meta.k8s.io/${version}`, metadata, items };
}
