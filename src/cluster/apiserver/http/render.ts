/** An object or list as the Accept header wants it: as it is, as a Table, or its metadata only. */
import type { KubeList, KubeObject } from '../../../api/object.ts';
import { badRequest } from '../../../api/status-errors.ts';
import type { Face } from './handler.ts';
import type { Accepted } from './negotiate.ts';
import type { Asked } from './resources.ts';
import { scaleColumns } from './scale-columns.ts';
import { type IncludeObject, partialListOf, partialOf, tableOf } from './table.ts';

/** Throws BadRequest for an unknown includeObject. */
export function includeObject(query: URLSearchParams): IncludeObject {
  const asked = query.get('includeObject') || 'Metadata';
  if (asked === 'None' || asked === 'Metadata' || asked === 'Object') return asked;
  throw badRequest(`unrecognized includeObject value: ${JSON.stringify(asked)}`);
}

export function render(face: Face, asked: Asked, accepted: Accepted, value: KubeObject | KubeList): unknown {
  const items = (value as KubeList).items as KubeObject[] | undefined;
  const isList = Array.isArray(items) && value.kind === `${asked.target.strategy.info.kind}List`;
  // Items of a typed list do not repeat their type; custom resources say it each.
  const items_ = isList && !asked.target.strategy.schema ? items.map(bare) : items;
  // A Status is no object of the kind, so its columns do not fit; a Scale has its own.
  const isScale = value.kind === 'Scale' && asked.target.subresource === 'scale';
  const own = isList || isScale || value.kind === asked.target.strategy.info.kind;
  const plain = isList ? { ...value, items: items_ } : value;
  if (!own || accepted.as === undefined) return plain;
  if (accepted.as === 'PartialObjectMetadata') return partialOf(value as KubeObject, accepted.version);
  if (accepted.as === 'PartialObjectMetadataList') return partialListOf(items ?? [], value.metadata, accepted.version);
  const metadata = isList ? value.metadata : { resourceVersion: value.metadata?.resourceVersion };
  return tableOf(isScale ? scaleColumns : asked.target.strategy, isList ? items : [value as KubeObject], metadata, {
    include: includeObject(asked.url.searchParams),
    now: face.core.clock.now(),
    headers: 'with-headers',
    version: accepted.version,
  });
}

function bare(object: KubeObject): KubeObject {
  const { kind: _, apiVersion: __, ...rest } = object;
  return rest;
}
