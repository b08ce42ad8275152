/** The kinds of volume a PersistentVolume may stand for (pkg/apis/core/validation/validation.go ValidatePersistentVolumeSpec). */
import { type FieldError, forbiddenField, invalid, notSupported, required } from '../../../../api/field-errors.ts';

type Source = Readonly<Record<string, unknown>>;
type Check = (source: Source, path: string, errors: FieldError[]) => void;

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

/** Fields that must be there. */
function needs(...fields: readonly string[]): Check {
  return (source, path, errors) => {
    for (const field of fields) {
      const value = source[field];
      if (!value || (Array.isArray(value) && value.length === 0)) errors.push(required(`${path}.${field}`));
    }
  };
}

function noBacksteps(target: string, path: string, errors: FieldError[]): void {
  if (target.split('/').includes('..')) errors.push(invalid(path, target, "must not contain '..'"));
}

const hostPath: Check = (source, path, errors) => {
  const target = String(source['path'] ?? '');
  if (target === '') return void errors.push(required(`${path}.path`));
  noBacksteps(target, `${path}.path`, errors);
  const type = source['type'];
  if (typeof type === 'string' && !HOST_PATH_TYPES.includes(type))
    errors.push(notSupported(`${path}.type`, type, HOST_PATH_TYPES));
};

const nfs: Check = (source, path, errors) => {
  const target = String(source['path'] ?? '');
  if (!source['server']) errors.push(required(`${path}.server`));
  if (target === '') errors.push(required(`${path}.path`));
  else if (!target.startsWith('/')) errors.push(invalid(`${path}.path`, target, 'must be an absolute path'));
};

const local: Check = (source, path, errors) => {
  const target = String(source['path'] ?? '');
  if (target === '') return void errors.push(required(`${path}.path`));
  noBacksteps(target, `${path}.path`, errors);
};

/** In upstream's order. */
const SOURCES: readonly (readonly [field: string, check: Check])[] = [
  ['hostPath', hostPath],
  ['gcePersistentDisk', needs('pdName')],
  ['awsElasticBlockStore', needs('volumeID')],
  ['glusterfs', needs('endpoints', 'path')],
  ['flocker', () => {}],
  ['nfs', nfs],
  ['rbd', needs('monitors', 'image')],
  ['quobyte', needs('registry', 'volume')],
  ['cephfs', needs('monitors')],
  ['iscsi', needs('targetPortal', 'iqn')],
  ['cinder', needs('volumeID')],
  ['fc', () => {}],
  ['flexVolume', needs('driver')],
  ['azureFile', needs('secretName', 'shareName')],
  ['vsphereVolume', needs('volumePath')],
  ['photonPersistentDisk', needs('pdID')],
  ['portworxVolume', needs('volumeID')],
  ['azureDisk', needs('diskName', 'diskURI')],
  ['scaleIO', needs('gateway', 'system', 'volumeName')],
  ['local', local],
  ['storageos', needs('volumeName')],
  ['csi', needs('driver', 'volumeHandle')],
];

/** Appends what is wrong; a volume has exactly one source. */
export function validateSources(spec: Source, path: string, errors: FieldError[]): void {
  let count = 0;
  for (const [field, check] of SOURCES) {
    const source = spec[field];
    if (typeof source !== 'object' || source === null) continue;
    if (count > 0) errors.push(forbiddenField(`${path}.${field}`, 'may not specify more than 1 volume type'));
    else check(source as Source, `${path}.${field}`, errors);
    count++;
    if (field === 'local' && !spec['nodeAffinity'])
      errors.push(required('metadata.annotations', 'Local volume requires node affinity'));
  }
  if (count === 0) errors.push(required(path, 'must specify a volume type'));
}

/** Only the source of a PersistentVolume's spec. */
export function sourceOf(spec: Source): Source {
  return Object.fromEntries(SOURCES.flatMap(([field]) => (spec[field] ? [[field, spec[field]]] : [])));
}
