/** Volumes of the old in-tree drivers (pkg/apis/core/validation/validation.go, one validate…VolumeSource each). */
import type {
  AzureDiskVolumeSource,
  FCVolumeSource,
  FlexVolumeSource,
  ISCSIVolumeSource,
  QuobyteVolumeSource,
  StorageOSVolumeSource,
} from 'kubernetes-types/core/v1';
import { type FieldError, invalid, invalids, notSupported, required } from '../../../../../api/field-errors.ts';
import { isDNS1123Label } from '../../../../../api/names.ts';
import type { VolumeSourceRule } from './volume-sources.ts';

type Check<T> = (source: T, at: string, errors: FieldError[]) => void;
type Rule = <T>(field: string, check: Check<T>, shownAs?: string) => VolumeSourceRule;

const PARTITION = 'must be between 1 and 255, inclusive';
const LUN = 'must be between 0 and 255, inclusive';

export function legacySources(
  rule: Rule,
): Record<
  | 'gcePersistentDisk'
  | 'awsElasticBlockStore'
  | 'iscsi'
  | 'flocker'
  | 'rbd'
  | 'cinder'
  | 'cephfs'
  | 'quobyte'
  | 'fc'
  | 'flexVolume'
  | 'azureDisk'
  | 'storageos',
  VolumeSourceRule
> {
  return {
    // Upstream calls the disk persistentDisk where it judges it.
    gcePersistentDisk: rule('gcePersistentDisk', (source: Disk, at, errors) =>
      validateDisk(source, at.replace(/gcePersistentDisk$/, 'persistentDisk'), 'pdName', errors),
    ),
    awsElasticBlockStore: rule('awsElasticBlockStore', (source: Disk, at, errors) =>
      validateDisk(source, at, 'volumeID', errors),
    ),
    iscsi: rule('iscsi', validateIscsi),
    flocker: rule('flocker', validateFlocker),
    rbd: rule('rbd', (source: { monitors?: string[]; image?: string }, at, errors) => {
      if (!source.monitors?.length) errors.push(required(`${at}.monitors`));
      if (!source.image) errors.push(required(`${at}.image`));
    }),
    cinder: rule('cinder', (source: { volumeID?: string; secretRef?: { name?: string } }, at, errors) => {
      if (!source.volumeID) errors.push(required(`${at}.volumeID`));
      if (source.secretRef && !source.secretRef.name) errors.push(required(`${at}.secretRef.name`));
    }),
    cephfs: rule(
      'cephfs',
      (source: { monitors?: string[] }, at, errors) => {
        if (!source.monitors?.length) errors.push(required(`${at}.monitors`));
      },
      'cephFS',
    ),
    quobyte: rule('quobyte', validateQuobyte),
    fc: rule('fc', validateFc),
    flexVolume: rule('flexVolume', validateFlex),
    azureDisk: rule('azureDisk', validateAzureDisk),
    storageos: rule('storageos', validateStorageOs),
  };
}

interface Disk {
  pdName?: string;
  volumeID?: string;
  partition?: number;
}

function validateDisk(source: Disk, at: string, id: 'pdName' | 'volumeID', errors: FieldError[]): void {
  if (!source[id]) errors.push(required(`${at}.${id}`));
  const partition = source.partition ?? 0;
  if (partition < 0 || partition > 255) errors.push(invalid(`${at}.partition`, partition, PARTITION));
}

const INITIATORS = {
  iqn: /iqn\.\d{4}-\d{2}\.([a-zA-Z0-9.-]+)(:[^,;*&$|\s]+)$/,
  eui: /^eui.[a-zA-Z0-9]{16}$/,
  naa: /^naa.[a-zA-Z0-9]{32}$/,
};

function validateInitiator(name: string, at: string, errors: FieldError[]): void {
  const kind = (['iqn', 'eui', 'naa'] as const).find((prefix) => name.startsWith(prefix));
  if (!kind) errors.push(invalid(at, name, 'must be valid format starting with iqn, eui, or naa'));
  else if (!INITIATORS[kind].test(name)) errors.push(invalid(at, name, 'must be valid format'));
}

function validateIscsi(source: ISCSIVolumeSource, at: string, errors: FieldError[]): void {
  if (!source.targetPortal) errors.push(required(`${at}.targetPortal`));
  if (!source.iqn) errors.push(required(`${at}.iqn`));
  else validateInitiator(source.iqn, `${at}.iqn`, errors);
  const lun = source.lun ?? 0;
  if (lun < 0 || lun > 255) errors.push(invalid(`${at}.lun`, lun, LUN));
  if ((source.chapAuthDiscovery || source.chapAuthSession) && !source.secretRef)
    errors.push(required(`${at}.secretRef`));
  if (source.initiatorName !== undefined) validateInitiator(source.initiatorName, `${at}.initiatorname`, errors);
}

function validateFlocker(
  source: { datasetName?: string; datasetUUID?: string },
  at: string,
  errors: FieldError[],
): void {
  const { datasetName, datasetUUID } = source;
  if (!datasetName && !datasetUUID) errors.push(required(at, 'one of datasetName and datasetUUID is required'));
  if (datasetName && datasetUUID)
    errors.push(invalid(at, 'resource', 'datasetName and datasetUUID can not be specified simultaneously'));
  if (datasetName?.includes('/')) errors.push(invalid(`${at}.datasetName`, datasetName, "must not contain '/'"));
}

function validateQuobyte({ registry, volume, tenant }: QuobyteVolumeSource, at: string, errors: FieldError[]): void {
  const pairs = 'must be a host:port pair or multiple pairs separated by commas';
  if (!registry) errors.push(required(`${at}.registry`, pairs));
  else if ((tenant ?? '').length >= 65)
    errors.push(required(`${at}.tenant`, 'must be a UUID and may not exceed a length of 64 characters'));
  else
    for (const pair of registry.split(','))
      if (!/^(\[[^\]]*\]|[^:]*):[^:]*$/.test(pair)) errors.push(invalid(`${at}.registry`, registry, pairs));
  if (!volume) errors.push(required(`${at}.volume`));
}

function validateFc({ targetWWNs, wwids, lun }: FCVolumeSource, at: string, errors: FieldError[]): void {
  const field = `${at}.targetWWNs`;
  if (!targetWWNs?.length && !wwids?.length)
    errors.push(required(field, 'must specify either targetWWNs or wwids, but not both'));
  if (!targetWWNs?.length) return;
  if (wwids?.length)
    errors.push(invalid(field, targetWWNs, 'targetWWNs and wwids can not be specified simultaneously'));
  if (lun === undefined) errors.push(required(`${at}.lun`, 'lun is required if targetWWNs is specified'));
  else if (lun < 0 || lun > 255) errors.push(invalid(`${at}.lun`, lun, LUN));
}

function validateFlex({ driver, options }: FlexVolumeSource, at: string, errors: FieldError[]): void {
  if (!driver) errors.push(required(`${at}.driver`));
  for (const key of Object.keys(options ?? {}).toSorted()) {
    const space = `.${(key.includes('/') ? key.slice(0, key.indexOf('/')) : key).toLowerCase()}`;
    if (space.endsWith('.kubernetes.io') || space.endsWith('.k8s.io'))
      errors.push(invalid(`${at}.options[${key}]`, key, 'kubernetes.io and k8s.io namespaces are reserved'));
  }
}

const MANAGED = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
const BLOB = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';
const CACHING = ['None', 'ReadOnly', 'ReadWrite'];
const DISKS = ['Dedicated', 'Managed', 'Shared'];

function validateAzureDisk(source: AzureDiskVolumeSource, at: string, errors: FieldError[]): void {
  const { diskName, diskURI = '', cachingMode, kind } = source;
  if (!diskName) errors.push(required(`${at}.diskName`));
  if (!diskURI) errors.push(required(`${at}.diskURI`));
  if (cachingMode !== undefined && !CACHING.includes(cachingMode))
    errors.push(notSupported(`${at}.cachingMode`, cachingMode, CACHING));
  if (kind === undefined) return;
  if (!DISKS.includes(kind)) errors.push(notSupported(`${at}.kind`, kind, DISKS));
  if (kind === 'Managed' && !diskURI.startsWith('/subscriptions/'))
    errors.push(notSupported(`${at}.diskURI`, diskURI, [MANAGED]));
  if (kind !== 'Managed' && !diskURI.startsWith('https://'))
    errors.push(notSupported(`${at}.diskURI`, diskURI, [BLOB]));
}

function validateStorageOs(source: StorageOSVolumeSource, at: string, errors: FieldError[]): void {
  const { volumeName, volumeNamespace, secretRef } = source;
  if (!volumeName) errors.push(required(`${at}.volumeName`));
  else errors.push(...invalids(`${at}.volumeName`, volumeName, isDNS1123Label(volumeName)));
  if (volumeNamespace)
    errors.push(...invalids(`${at}.volumeNamespace`, volumeNamespace, isDNS1123Label(volumeNamespace)));
  if (secretRef && !secretRef.name) errors.push(required(`${at}.secretRef.name`));
}
