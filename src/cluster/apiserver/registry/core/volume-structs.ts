/** The Go structs whose differences refused updates of claims and volumes show (pkg/apis/core/types.go), as api/go-fields.ts writes them. */
import { GO_FIELDS } from '../../../../api/go-fields.ts';
import type { GoStructs } from '../struct-diff.ts';

const secret = 'SecretRef:*SecretReference';

export const VOLUME_STRUCTS: GoStructs = {
  ...GO_FIELDS,
  PersistentVolumeClaimSpec:
    'AccessModes:[]string Selector:*LabelSelector Resources:VolumeResourceRequirements VolumeName:string StorageClassName:*string VolumeMode:*string DataSource:*TypedLocalObjectReference DataSourceRef:*TypedObjectReference VolumeAttributesClassName:*string',
  VolumeResourceRequirements: 'Limits:ResourceList Requests:ResourceList',
  TypedLocalObjectReference: 'APIGroup:*string=apiGroup Kind:string Name:string',
  TypedObjectReference: 'APIGroup:*string=apiGroup Kind:string Name:string Namespace:*string',
  PersistentVolumeSource:
    'GCEPersistentDisk:*GCEPersistentDiskVolumeSource=gcePersistentDisk AWSElasticBlockStore:*AWSElasticBlockStoreVolumeSource=awsElasticBlockStore HostPath:*HostPathVolumeSource Glusterfs:*GlusterfsPersistentVolumeSource NFS:*NFSVolumeSource=nfs RBD:*RBDPersistentVolumeSource=rbd Quobyte:*QuobyteVolumeSource ISCSI:*ISCSIPersistentVolumeSource=iscsi FlexVolume:*FlexPersistentVolumeSource Cinder:*CinderPersistentVolumeSource CephFS:*CephFSPersistentVolumeSource=cephfs FC:*FCVolumeSource=fc Flocker:*FlockerVolumeSource AzureFile:*AzureFilePersistentVolumeSource VsphereVolume:*VsphereVirtualDiskVolumeSource AzureDisk:*AzureDiskVolumeSource PhotonPersistentDisk:*PhotonPersistentDiskVolumeSource PortworxVolume:*PortworxVolumeSource ScaleIO:*ScaleIOPersistentVolumeSource Local:*LocalVolumeSource StorageOS:*StorageOSPersistentVolumeSource=storageos CSI:*CSIPersistentVolumeSource=csi',
  SecretReference: 'Name:string Namespace:string',
  GlusterfsPersistentVolumeSource:
    'EndpointsName:string=endpoints Path:string ReadOnly:bool EndpointsNamespace:*string',
  RBDPersistentVolumeSource: `CephMonitors:[]string=monitors RBDImage:string=image FSType:string=fsType RBDPool:string=pool RadosUser:string=user Keyring:string ${secret} ReadOnly:bool`,
  ISCSIPersistentVolumeSource: `TargetPortal:string IQN:string=iqn Lun:int32 ISCSIInterface:string=iscsiInterface FSType:string=fsType ReadOnly:bool Portals:[]string DiscoveryCHAPAuth:bool=chapAuthDiscovery SessionCHAPAuth:bool=chapAuthSession ${secret} InitiatorName:*string`,
  FlexPersistentVolumeSource: `Driver:string FSType:string=fsType ${secret} ReadOnly:bool Options:map[string]string`,
  CinderPersistentVolumeSource: `VolumeID:string FSType:string=fsType ReadOnly:bool ${secret}`,
  CephFSPersistentVolumeSource: `Monitors:[]string Path:string User:string SecretFile:string ${secret} ReadOnly:bool`,
  AzureFilePersistentVolumeSource: 'SecretName:string ShareName:string ReadOnly:bool SecretNamespace:*string',
  ScaleIOPersistentVolumeSource: `Gateway:string System:string ${secret} SSLEnabled:bool=sslEnabled ProtectionDomain:string StoragePool:string StorageMode:string VolumeName:string FSType:string=fsType ReadOnly:bool`,
  LocalVolumeSource: 'Path:string FSType:*string=fsType',
  StorageOSPersistentVolumeSource:
    'VolumeName:string VolumeNamespace:string FSType:string=fsType ReadOnly:bool SecretRef:*ObjectReference',
  ObjectReference:
    'Kind:string Namespace:string Name:string UID:string=uid APIVersion:string=apiVersion ResourceVersion:string FieldPath:string',
  CSIPersistentVolumeSource:
    'Driver:string VolumeHandle:string ReadOnly:bool FSType:string=fsType VolumeAttributes:map[string]string ControllerPublishSecretRef:*SecretReference NodeStageSecretRef:*SecretReference NodePublishSecretRef:*SecretReference ControllerExpandSecretRef:*SecretReference NodeExpandSecretRef:*SecretReference',
};
