/** Volume mounts and devices of a container (pkg/apis/core/validation/validation.go ValidateVolumeMounts, ValidateVolumeDevices). */
import type { Container, Volume, VolumeMount } from 'kubernetes-types/core/v1';
import {
  type FieldError,
  forbiddenField,
  invalid,
  notFoundField,
  notSupported,
  required,
} from '../../../../../api/field-errors.ts';
import { localDescendingPath } from './paths.ts';

type Mount = VolumeMount & { recursiveReadOnly?: string };

const PROPAGATION = ['Bidirectional', 'HostToContainer', 'None'];
const RECURSIVE = ['Disabled', 'Enabled', 'IfPossible'];

export function validateMounts(
  container: Container,
  volumes: ReadonlyMap<string, Volume>,
  path: string,
  errors: FieldError[],
): void {
  const paths = new Set<string>();
  for (const [i, mount] of (container.volumeMounts ?? []).entries()) {
    const at = `${path}[${i}]`;
    const { name = '', mountPath = '' } = mount;
    if (!name) errors.push(required(`${at}.name`));
    if (!volumes.has(name)) errors.push(notFoundField(`${at}.name`, name));
    if (!mountPath) errors.push(required(`${at}.mountPath`));
    if (paths.has(mountPath)) errors.push(invalid(`${at}.mountPath`, mountPath, 'must be unique'));
    paths.add(mountPath);
    for (const device of container.volumeDevices ?? []) {
      if (device.name === name) errors.push(invalid(`${at}.name`, name, 'must not already exist in volumeDevices'));
      if (device.devicePath === mountPath)
        errors.push(invalid(`${at}.mountPath`, mountPath, 'must not already exist as a path in volumeDevices'));
    }
    validateSubPaths(mount, at, path, errors);
    if (mount.mountPropagation) validatePropagation(mount.mountPropagation, container, path, errors);
    if ((mount as Mount).recursiveReadOnly) validateRecursiveReadOnly(mount, `${path}.recursiveReadOnly`, errors);
  }
}

/** Upstream forgets the index where a path is judged. */
function validateSubPaths({ subPath, subPathExpr }: VolumeMount, at: string, path: string, errors: FieldError[]): void {
  if (subPath) localDescendingPath(subPath, `${path}.subPath`, errors);
  if (!subPathExpr) return;
  if (subPath) errors.push(invalid(`${at}.subPathExpr`, subPathExpr, 'subPathExpr and subPath are mutually exclusive'));
  localDescendingPath(subPathExpr, `${path}.subPathExpr`, errors);
}

function validatePropagation(mode: string, container: Container, path: string, errors: FieldError[]): void {
  const at = `${path}.mountPropagation`;
  if (!PROPAGATION.includes(mode)) errors.push(notSupported(at, mode, PROPAGATION));
  if (mode === 'Bidirectional' && !container.securityContext?.privileged)
    errors.push(forbiddenField(at, 'Bidirectional mount propagation is available only to privileged containers'));
}

function validateRecursiveReadOnly(mount: Mount, at: string, errors: FieldError[]): void {
  const mode = mount.recursiveReadOnly ?? '';
  if (mode === 'Disabled') return;
  if (!RECURSIVE.includes(mode)) return void errors.push(notSupported(at, mode, RECURSIVE));
  if (!mount.readOnly) errors.push(forbiddenField(at, 'may only be specified when readOnly is true'));
  if (mount.mountPropagation && mount.mountPropagation !== 'None')
    errors.push(forbiddenField(at, 'may only be specified when mountPropagation is None or not specified'));
}

export function validateDevices(
  container: Container,
  volumes: ReadonlyMap<string, Volume>,
  path: string,
  errors: FieldError[],
): void {
  const names = new Set<string>();
  const paths = new Set<string>();
  for (const [i, { name = '', devicePath = '' }] of (container.volumeDevices ?? []).entries()) {
    const at = `${path}[${i}]`;
    const volume = volumes.get(name);
    if (!name) errors.push(required(`${at}.name`));
    if (names.has(name)) errors.push(invalid(`${at}.name`, name, 'must be unique'));
    if (volume && !volume.persistentVolumeClaim && !volume.ephemeral)
      errors.push(
        invalid(
          `${at}.name`,
          name,
          'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode',
        ),
      );
    if (!volume) errors.push(notFoundField(`${at}.name`, name));
    if (!devicePath) errors.push(required(`${at}.devicePath`));
    if (paths.has(devicePath)) errors.push(invalid(`${at}.devicePath`, devicePath, 'must be unique'));
    if (devicePath.split('/').includes('..'))
      errors.push(invalid(`${at}.devicePath`, devicePath, "can not contain backsteps ('..')"));
    else paths.add(devicePath);
    for (const mount of container.volumeMounts ?? []) {
      if (mount.name === name) errors.push(invalid(`${at}.name`, name, 'must not already exist in volumeMounts'));
      if (mount.mountPath === devicePath)
        errors.push(invalid(`${at}.devicePath`, devicePath, 'must not already exist as a path in volumeMounts'));
    }
    if (name) names.add(name);
  }
}
