/** The kinds of volumes a Pod may name, in the order upstream looks at them (pkg/apis/core/validation/validation.go validateVolumeSource). */
import type {
  CSIVolumeSource,
  ConfigMapVolumeSource,
  EmptyDirVolumeSource,
  HostPathVolumeSource,
  KeyToPath,
  SecretVolumeSource,
} from 'kubernetes-types/core/v1';
import {
  type FieldError,
  forbiddenField,
  invalid,
  invalids,
  notSupported,
  required,
  tooLong,
} from '../../../../../api/field-errors.ts';
import { isDNS1123Subdomain } from '../../../../../api/names.ts';
import { parseQuantity } from '../../../../../api/quantity.ts';
import { validateClaimTemplate } from './claim-template.ts';
import { validateDownwardAPI } from './downward-api.ts';
import { legacySources } from './legacy-volume-sources.ts';
import { localDescendingPath, localNonReservedPath, noBacksteps, validateMode } from './paths.ts';
import { validateProjected } from './projected.ts';

export interface VolumeSourceRule {
  field: string;
  /** Where "more than 1 volume type" is reported, if not at the field: upstream has slips. */
  shownAs?: string;
  /** `at` is the volume's path. */
  check(source: never, at: string, errors: FieldError[]): void;
}

const HOST_PATH_TYPES = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];
const PULL = ['Always', 'IfNotPresent', 'Never'];

function rule<T>(
  field: string,
  check: (source: T, at: string, errors: FieldError[]) => void,
  shownAs?: string,
): VolumeSourceRule {
  return {
    field,
    ...(shownAs === undefined ? {} : { shownAs }),
    check: (source, at, errors) => check(source, `${at}.${field}`, errors),
  };
}

/** A source that only needs some fields to be there. */
function needs(field: string, ...fields: readonly string[]): VolumeSourceRule {
  return rule<Record<string, unknown>>(field, (source, at, errors) => {
    for (const name of fields) if (!source[name]) errors.push(required(`${at}.${name}`));
  });
}

const emptyDir = rule<EmptyDirVolumeSource>('emptyDir', ({ sizeLimit }, at, errors) => {
  const limit = sizeLimit === undefined ? undefined : parseQuantity(sizeLimit);
  if (limit && limit.nano < 0n)
    errors.push(forbiddenField(`${at}.sizeLimit`, 'SizeLimit field must be a valid resource quantity'));
});

export function validateHostPath({ path, type }: HostPathVolumeSource, at: string, errors: FieldError[]): void {
  if (!path) return void errors.push(required(`${at}.path`));
  noBacksteps(path, `${at}.path`, errors);
  if (type !== undefined && !HOST_PATH_TYPES.includes(type))
    errors.push(notSupported(`${at}.type`, type, HOST_PATH_TYPES));
}

const gitRepo = rule<{ repository?: string; directory?: string }>('gitRepo', (source, at, errors) => {
  if (!source.repository) errors.push(required(`${at}.repository`));
  localDescendingPath(source.directory ?? '', `${at}.directory`, errors);
});

export function validateItems(items: readonly KeyToPath[] | undefined, path: string, errors: FieldError[]): void {
  for (const [i, item] of (items ?? []).entries()) validateItem(item, `${path}[${i}]`, errors);
}

export function validateItem({ key, path, mode }: KeyToPath, at: string, errors: FieldError[]): void {
  if (!key) errors.push(required(`${at}.key`));
  if (!path) errors.push(required(`${at}.path`));
  localNonReservedPath(path ?? '', `${at}.path`, errors);
  validateMode(mode, `${at}.mode`, errors);
}

const secret = rule<SecretVolumeSource>('secret', ({ secretName, defaultMode, items }, at, errors) => {
  if (!secretName) errors.push(required(`${at}.secretName`));
  validateMode(defaultMode, `${at}.defaultMode`, errors);
  validateItems(items, `${at}.items`, errors);
});

const configMap = rule<ConfigMapVolumeSource>('configMap', ({ name, defaultMode, items }, at, errors) => {
  if (!name) errors.push(required(`${at}.name`));
  validateMode(defaultMode, `${at}.defaultMode`, errors);
  validateItems(items, `${at}.items`, errors);
});

export function validateNfs(source: { server?: string; path?: string }, at: string, errors: FieldError[]): void {
  if (!source.server) errors.push(required(`${at}.server`));
  if (!source.path) errors.push(required(`${at}.path`));
  if (!source.path?.startsWith('/')) errors.push(invalid(`${at}.path`, source.path ?? '', 'must be an absolute path'));
}

export function validateDriverName(driver: string | undefined, at: string, errors: FieldError[]): void {
  const name = driver ?? '';
  if (!name) return void errors.push(required(at));
  if (name.length > 63) errors.push(tooLong(at, 63));
  errors.push(...invalids(at, name, isDNS1123Subdomain(name.toLowerCase())));
}

const csi = rule<CSIVolumeSource>('csi', ({ driver, nodePublishSecretRef }, at, errors) => {
  validateDriverName(driver, `${at}.driver`, errors);
  if (!nodePublishSecretRef) return;
  const { name } = nodePublishSecretRef;
  if (!name) errors.push(required(`${at}.nodePublishSecretRef.name`));
  else errors.push(...invalids(`${at}.name`, name, isDNS1123Subdomain(name)));
});

const image = rule<{ reference?: string; pullPolicy?: string }>('image', (source, at, errors) => {
  if (!source.reference) errors.push(required(`${at}.reference`));
  if (!PULL.includes(source.pullPolicy ?? ''))
    errors.push(
      source.pullPolicy ? notSupported(`${at}.pullPolicy`, source.pullPolicy, PULL) : required(`${at}.pullPolicy`),
    );
});

const legacy = legacySources(rule);

export const VOLUME_SOURCES: readonly VolumeSourceRule[] = [
  emptyDir,
  rule('hostPath', validateHostPath),
  gitRepo,
  legacy.gcePersistentDisk,
  legacy.awsElasticBlockStore,
  secret,
  rule('nfs', validateNfs),
  legacy.iscsi,
  needs('glusterfs', 'endpoints', 'path'),
  legacy.flocker,
  needs('persistentVolumeClaim', 'claimName'),
  legacy.rbd,
  legacy.cinder,
  legacy.cephfs,
  legacy.quobyte,
  rule('downwardAPI', validateDownwardAPI, 'downwarAPI'),
  legacy.fc,
  legacy.flexVolume,
  configMap,
  needs('azureFile', 'secretName', 'shareName'),
  needs('vsphereVolume', 'volumePath'),
  needs('photonPersistentDisk', 'pdID'),
  needs('portworxVolume', 'volumeID'),
  legacy.azureDisk,
  legacy.storageos,
  rule('projected', validateProjected),
  needs('scaleIO', 'gateway', 'system', 'volumeName'),
  csi,
  rule('ephemeral', validateClaimTemplate),
  image,
];
