/** The kinds of volume a PersistentVolume may stand for (pkg/apis/core/validation/validation.go ValidatePersistentVolumeSpec). */
import {
  type FieldError,
  forbiddenField,
  invalid,
  invalids,
  notSupported,
  required,
} from '../../../../api/field-errors.ts';
import { isDNS1123Label, isDNS1123Subdomain } from '../../../../api/names.ts';
import { legacySources } from './pod-spec/legacy-volume-sources.ts';
import { validateDriverName } from './pod-spec/volume-sources.ts';

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
  if (!target.startsWith('/')) errors.push(invalid(`${path}.path`, target, 'must be an absolute path'));
};

const local: Check = (source, path, errors) => {
  const target = String(source['path'] ?? '');
  if (target === '') return void errors.push(required(`${path}.path`));
  noBacksteps(target, `${path}.path`, errors);
};

const SECRETS = ['controllerPublish', 'controllerExpand', 'nodePublish', 'nodeExpand'];

const csi: Check = (source, path, errors) => {
  validateDriverName(source['driver'] as string | undefined, `${path}.driver`, errors);
  if (!source['volumeHandle']) errors.push(required(`${path}.volumeHandle`));
  for (const use of SECRETS) {
    const reference = source[`${use}SecretRef`] as { name?: string; namespace?: string } | undefined;
    if (!reference) continue;
    const at = `${path}.${use}SecretRef`;
    const { name, namespace } = reference;
    if (!name) errors.push(required(`${at}.name`));
    else errors.push(...invalids(`${at}.name`, name, isDNS1123Subdomain(name)));
    if (!namespace) errors.push(required(`${at}.namespace`));
    else errors.push(...invalids(`${at}.namespace`, namespace, isDNS1123Label(namespace)));
  }
};

/** As Pods have them. */
const legacy = legacySources((field, check, shownAs) => ({ field, shownAs, check: check as never }) as never);
const asInPods = (field: keyof typeof legacy): Check => legacy[field].check as Check;

/** In upstream's order. */
const SOURCES: readonly (readonly [field: string, check: Check])[] = [
  ['hostPath', hostPath],
  ['gcePersistentDisk', asInPods('gcePersistentDisk')],
  ['awsElasticBlockStore', asInPods('awsElasticBlockStore')],
  ['glusterfs', needs('endpoints', 'path')],
  ['flocker', asInPods('flocker')],
  ['nfs', nfs],
  ['rbd', asInPods('rbd')],
  ['quobyte', asInPods('quobyte')],
  ['cephfs', needs('monitors')],
  ['iscsi', asInPods('iscsi')],
  ['cinder', needs('volumeID')],
  ['fc', asInPods('fc')],
  ['flexVolume', asInPods('flexVolume')],
  ['azureFile', needs('secretName', 'shareName')],
  ['vsphereVolume', needs('volumePath')],
  ['photonPersistentDisk', needs('pdID')],
  ['portworxVolume', needs('volumeID')],
  ['azureDisk', asInPods('azureDisk')],
  ['scaleIO', needs('gateway', 'system', 'volumeName')],
  ['local', local],
  ['storageos', needs('volumeName')],
  ['csi', csi],
];

/** Appends what is wrong; a volume has exactly one source. */
export function validateSources(spec: Source, path: string, errors: FieldError[]): void {
  let count = 0;
  for (const [field, check] of SOURCES) {
    const source = spec[field];
    if (typeof source !== 'object' || source === null) continue;
    // Upstream forgets this of flexVolume, and writes cephfs otherwise.
    if (count > 0 && field !== 'flexVolume')
      errors.push(
        forbiddenField(`${path}.${field === 'cephfs' ? 'cephFS' : field}`, 'may not specify more than 1 volume type'),
      );
    else check(source as Source, `${path}.${field}`, errors);
    count++;
    if (field === 'local' && !spec['nodeAffinity'])
      errors.push(required(`${path}.nodeAffinity`, 'Local volume requires node affinity'));
  }
  if (count === 0) errors.push(required(path, 'must specify a volume type'));
}

/** Only the source of a PersistentVolume's spec. */
export function sourceOf(spec: Source): Source {
  return Object.fromEntries(SOURCES.flatMap(([field]) => (spec[field] ? [[field, spec[field]]] : [])));
}
