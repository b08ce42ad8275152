/** The warning that a deprecated version of a custom kind answers with (apiextensions-apiserver/pkg/apiserver/customresource_handler.go). */
import type { Crd, CrdVersion } from './types.ts';
import { compareVersions } from './versions.ts';

export function deprecationOf({ spec }: Crd, version: CrdVersion): string {
  if (version.deprecationWarning !== undefined) return version.deprecationWarning;
  const better = spec.versions
    .filter((one) => one.served && !one.deprecated && compareVersions(one.name, version.name) > 0)
    .toSorted((a, b) => compareVersions(b.name, a.name))[0];
  const named = (name: string): string => `${spec.group}/${name} ${spec.names.kind}`;
  return `${named(version.name)} is deprecated${better ? `; use ${named(better.name)}` : ''}`;
}
