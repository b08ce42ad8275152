/** Volumes of Pods and Pod templates (describeVolumes). */
import type { Volume, VolumeProjection } from 'kubernetes-types/core/v1';
import type { Page } from './page.ts';
import { VOLUME_KINDS } from './volume-kinds.ts';

type Fields = [string, unknown][];

export function describeVolumes(page: Page, volumes: readonly Volume[], space: string): void {
  if (volumes.length === 0) return page.line(0, `${space}Volumes:\t<none>`);
  page.line(0, `${space}Volumes:`);
  for (const volume of volumes) {
    page.line(1, `${space === '' ? '' : ' '}${volume.name}:`);
    describeVolume(page, volume);
  }
}

function describeVolume(page: Page, volume: Volume): void {
  const sources = volume as unknown as Record<string, Record<string, unknown> | undefined>;
  const kind = Object.keys(VOLUME_KINDS).find((name) => sources[name]);
  if (!kind) return page.field('Type', '<unknown>', 2);
  const { type, fields } = VOLUME_KINDS[kind]!;
  page.field('Type', type, 2);
  for (const [name, value] of fields(sources[kind] ?? {})) page.field(name, value, 2);
  for (const [name, value] of (volume.projected?.sources ?? []).flatMap(projection)) page.field(name, value, 2);
  if (volume.downwardAPI) {
    page.line(2, 'Items:');
    for (const { path, fieldRef, resourceFieldRef } of volume.downwardAPI.items ?? [])
      page.line(3, `${fieldRef?.fieldPath ?? resourceFieldRef?.resource ?? ''} -> ${path}`);
  }
  if (volume.csi) {
    const attributes = Object.entries(volume.csi.volumeAttributes ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
    page.list(
      '    VolumeAttributes',
      attributes.map(([key, value]) => `    ${key}=${value}`),
    );
  }
  if (volume.ephemeral) describeClaim(page, volume);
}

/** The claim that will be made, as far as it is known. */
function describeClaim(page: Page, { ephemeral }: Volume): void {
  const template = ephemeral?.volumeClaimTemplate;
  page.field('StorageClass', template?.spec?.storageClassName ?? '', 2);
  page.field('Volume', template?.spec?.volumeName ?? '', 2);
  page.labels('    Labels', template?.metadata?.labels);
  page.annotations('    Annotations', template?.metadata?.annotations);
  page.field('Capacity', '', 2);
  page.field('Access Modes', '', 2);
  if (template?.spec?.volumeMode) page.field('VolumeMode', template.spec.volumeMode, 2);
}

function projection(source: VolumeProjection): Fields {
  if (source.secret)
    return [
      ['SecretName', source.secret.name],
      ['Optional', source.secret.optional ?? false],
    ];
  if (source.downwardAPI) return [['DownwardAPI', true]];
  if (source.configMap)
    return [
      ['ConfigMapName', source.configMap.name],
      ['Optional', source.configMap.optional ?? false],
    ];
  return source.serviceAccountToken ? [['TokenExpirationSeconds', source.serviceAccountToken.expirationSeconds]] : [];
}
