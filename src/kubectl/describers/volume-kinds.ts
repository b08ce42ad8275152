/** What describe says of each kind of volume (kubectl/pkg/describe/describe.go printHostPathVolumeSource and its like). */
type Source = Readonly<Record<string, unknown>>;

interface VolumeKind {
  type: string;
  fields(source: Source): [string, unknown][];
}

/** `Name` stands for the JSON field with a small first letter, `Name=json` for another; `?` marks what is false when unset. */
function kind(type: string, ...names: readonly string[]): VolumeKind {
  const fields = names.map((text) => {
    const [head = '', json] = text.replace(/\?$/, '').split('=');
    return { name: head, json: json ?? head.charAt(0).toLowerCase() + head.slice(1), flag: text.endsWith('?') };
  });
  return {
    type,
    fields: (source) =>
      fields.map(({ name, json, flag }) => [name, shown(name, source[json] ?? (flag ? false : undefined))]),
  };
}

/** `%v` of what Go has there. */
function shown(name: string, value: unknown): unknown {
  if (name === 'SecretRef')
    return value ? `&LocalObjectReference{Name:${(value as { name?: string }).name ?? ''},}` : 'nil';
  if (Array.isArray(value)) return `[${value.join(' ')}]`;
  if (typeof value !== 'object' || value === null) return value ?? '';
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, inner]) => `${key}:${inner}`).join(' ')}]`;
}

function withDefaults(given: VolumeKind, defaults: Source): VolumeKind {
  return { ...given, fields: (source) => given.fields({ ...defaults, ...source }) };
}

/** In upstream's order. */
export const VOLUME_KINDS: Readonly<Record<string, VolumeKind>> = {
  hostPath: withDefaults(kind('HostPath (bare host directory volume)', 'Path', 'HostPathType=type'), {
    type: '<none>',
  }),
  emptyDir: withDefaults(kind("EmptyDir (a temporary directory that shares a pod's lifetime)", 'Medium', 'SizeLimit'), {
    sizeLimit: '<unset>',
  }),
  gcePersistentDisk: withDefaults(
    kind(
      'GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)',
      'PDName=pdName',
      'FSType=fsType',
      'Partition',
      'ReadOnly?',
    ),
    { partition: 0 },
  ),
  awsElasticBlockStore: withDefaults(
    kind(
      'AWSElasticBlockStore (a Persistent Disk resource in AWS)',
      'VolumeID',
      'FSType=fsType',
      'Partition',
      'ReadOnly?',
    ),
    { partition: 0 },
  ),
  gitRepo: kind('GitRepo (a volume that is pulled from git when the pod is created)', 'Repository', 'Revision'),
  secret: kind('Secret (a volume populated by a Secret)', 'SecretName', 'Optional?'),
  configMap: kind('ConfigMap (a volume populated by a ConfigMap)', 'Name', 'Optional?'),
  nfs: kind('NFS (an NFS mount that lasts the lifetime of a pod)', 'Server', 'Path', 'ReadOnly?'),
  iscsi: withDefaults(
    kind(
      "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)",
      'TargetPortal',
      'IQN=iqn',
      'Lun',
      'ISCSIInterface=iscsiInterface',
      'FSType=fsType',
      'ReadOnly?',
      'Portals',
      'DiscoveryCHAPAuth=chapAuthDiscovery?',
      'SessionCHAPAuth=chapAuthSession?',
      'SecretRef',
      'InitiatorName',
    ),
    { lun: 0, portals: [], initiatorName: '<none>' },
  ),
  glusterfs: kind(
    "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)",
    'EndpointsName=endpoints',
    'Path',
    'ReadOnly?',
  ),
  persistentVolumeClaim: kind(
    'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
    'ClaimName',
    'ReadOnly?',
  ),
  ephemeral: kind('EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)'),
  rbd: kind(
    "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)",
    'CephMonitors=monitors',
    'RBDImage=image',
    'FSType=fsType',
    'RBDPool=pool',
    'RadosUser=user',
    'Keyring',
    'SecretRef',
    'ReadOnly?',
  ),
  quobyte: kind(
    "Quobyte (a Quobyte mount on the host that shares a pod's lifetime)",
    'Registry',
    'Volume',
    'ReadOnly?',
  ),
  downwardAPI: kind('DownwardAPI (a volume populated by information about the pod)'),
  azureDisk: kind(
    'AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)',
    'DiskName',
    'DiskURI',
    'Kind',
    'FSType=fsType',
    'CachingMode',
    'ReadOnly?',
  ),
  vsphereVolume: kind(
    'vSphereVolume (a Persistent Disk resource in vSphere)',
    'VolumePath',
    'FSType=fsType',
    'StoragePolicyName',
  ),
  cinder: kind(
    'Cinder (a Persistent Disk resource in OpenStack)',
    'VolumeID',
    'FSType=fsType',
    'ReadOnly?',
    'SecretRef',
  ),
  photonPersistentDisk: kind(
    'PhotonPersistentDisk (a Persistent Disk resource in photon platform)',
    'PdID',
    'FSType=fsType',
  ),
  portworxVolume: kind('PortworxVolume (a Portworx Volume resource)', 'VolumeID'),
  scaleIO: kind(
    'ScaleIO (a persistent volume backed by a block device in ScaleIO)',
    'Gateway',
    'System',
    'Protection Domain=protectionDomain',
    'Storage Pool=storagePool',
    'Storage Mode=storageMode',
    'VolumeName',
    'FSType=fsType',
    'ReadOnly?',
  ),
  cephfs: kind(
    "CephFS (a CephFS mount on the host that shares a pod's lifetime)",
    'Monitors',
    'Path',
    'User',
    'SecretFile',
    'SecretRef',
    'ReadOnly?',
  ),
  storageos: kind(
    'StorageOS (a StorageOS Persistent Disk resource)',
    'VolumeName',
    'VolumeNamespace',
    'FSType=fsType',
    'ReadOnly?',
  ),
  fc: {
    type: 'FC (a Fibre Channel disk)',
    fields: ({ targetWWNs, lun, fsType, readOnly }) => [
      ['TargetWWNs', ((targetWWNs as string[] | undefined) ?? []).join(', ')],
      ['LUN', lun ?? '<none>'],
      ['FSType', fsType ?? ''],
      ['ReadOnly', readOnly ?? false],
    ],
  },
  azureFile: kind(
    'AzureFile (an Azure File Service mount on the host and bind mount to the pod)',
    'SecretName',
    'ShareName',
    'ReadOnly?',
  ),
  flexVolume: withDefaults(
    kind(
      'FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)',
      'Driver',
      'FSType=fsType',
      'SecretRef',
      'ReadOnly?',
      'Options',
    ),
    { options: {} },
  ),
  flocker: kind('Flocker (a Flocker volume mounted by the Flocker agent)', 'DatasetName', 'DatasetUUID'),
  projected: kind('Projected (a volume that contains injected data from multiple sources)'),
  csi: kind('CSI (a Container Storage Interface (CSI) volume source)', 'Driver', 'FSType=fsType', 'ReadOnly?'),
  image: kind('Image (a container image or OCI artifact)', 'Reference', 'PullPolicy'),
};
