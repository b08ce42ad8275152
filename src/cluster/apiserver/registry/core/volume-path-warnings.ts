/** Files of one volume that lie on or in one another (pkg/api/pod/warnings.go warningsForOverlappingVirtualPaths). */
import type { KeyToPath, Volume } from 'kubernetes-types/core/v1';

interface File {
  path: string;
  /** Of a projected volume: where the file comes from. */
  source: string;
}

export function warnOfPaths(volumes: readonly Volume[] | undefined, warn: (message: string) => void): void {
  for (const volume of volumes ?? []) {
    const { name, configMap, secret, downwardAPI, projected } = volume;
    const overlaps = (what: string, files: readonly File[]): void => {
      for (const text of overlapping(files)) warn(`volume ${quoted(name)} (${what}): overlapping paths: ${text}`);
    };
    if (configMap?.items) overlaps(`ConfigMap ${quoted(configMap.name)}`, files(configMap.items));
    if (secret?.items) overlaps(`Secret ${quoted(secret.secretName)}`, files(secret.items));
    if (downwardAPI?.items) overlaps('DownwardAPI', files(downwardAPI.items));
    const sources = projected?.sources ?? [];
    for (const source of sources)
      if (Object.keys(source).length === 0) warn(`volume ${quoted(name)} (Projected) has no sources provided`);
    overlaps(
      'Projected',
      sources.flatMap(({ configMap: map, secret: hidden, downwardAPI: own, serviceAccountToken: token }) => {
        if (map?.items) return files(map.items, `ConfigMap ${quoted(map.name)}`);
        if (hidden?.items) return files(hidden.items, `Secret ${quoted(hidden.name)}`);
        if (own?.items) return files(own.items, 'DownwardAPI');
        return token ? files([token], 'ServiceAccountToken') : [];
      }),
    );
  }
}

function quoted(text: string | undefined): string {
  return JSON.stringify(text ?? '');
}

function files(items: readonly Partial<Pick<KeyToPath, 'path'>>[], source = ''): File[] {
  return items.map(({ path = '' }) => ({ path: path.replace(/\/+$/, ''), source }));
}

function overlapping(all: readonly File[]): string[] {
  const within = (one: File, other: File): boolean => `${one.path}/`.startsWith(`${other.path}/`);
  const shown = ({ path, source }: File): string => (source === '' ? quoted(path) : `${quoted(path)} (${source})`);
  return all.flatMap((file, i) =>
    all
      .slice(0, i)
      .filter((other) => file.path !== '' && other.path !== '' && (within(file, other) || within(other, file)))
      .map((other) => `${shown(file)} with ${shown(other)}`),
  );
}
