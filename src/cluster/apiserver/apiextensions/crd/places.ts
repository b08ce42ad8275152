/**
 * Where a definition's errors are told of. Upstream validates its internal type, in which what all versions have alike
 * stands once at the top (apis/apiextensions/v1/conversion.go): `spec.validation`, not `spec.versions[0].schema`.
 */
import { dequal } from 'dequal';
import type { CrdSpec, CrdVersion } from '../types.ts';

type Part = 'schema' | 'subresources' | 'additionalPrinterColumns' | 'selectableFields';

const TOP: Readonly<Record<Part, string>> = {
  schema: 'validation',
  subresources: 'subresources',
  additionalPrinterColumns: 'additionalPrinterColumns',
  selectableFields: 'selectableFields',
};

function isShared(versions: readonly CrdVersion[], part: Part): boolean {
  return versions.every((version) => dequal(version[part], versions[0]?.[part]));
}

/** Each value of a part with the path of it: once where all versions have the same. */
export function placesOf<P extends Part>(spec: CrdSpec, part: P): { path: string; value: CrdVersion[P] }[] {
  const { versions } = spec;
  if (versions.length === 0) return [];
  if (isShared(versions, part)) return [{ path: `spec.${TOP[part]}`, value: versions[0]![part] }];
  return versions.map((version, i) => ({ path: `spec.versions[${i}].${part}`, value: version[part] }));
}

/** The versions as Go's JSON shows the internal type. */
export function shownVersions(versions: readonly CrdVersion[]): unknown {
  if (versions.length === 0) return null;
  const part = (version: CrdVersion, name: Part): unknown =>
    isShared(versions, name) ? null : (version[name] ?? null);
  return versions.map((version) => ({
    Name: version.name,
    Served: version.served,
    Storage: version.storage,
    Deprecated: version.deprecated ?? false,
    DeprecationWarning: version.deprecationWarning ?? null,
    Schema: part(version, 'schema'),
    Subresources: part(version, 'subresources'),
    AdditionalPrinterColumns: part(version, 'additionalPrinterColumns'),
    SelectableFields: part(version, 'selectableFields'),
  }));
}
