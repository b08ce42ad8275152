/** VolumeAttachments (pkg/registry/storage/volumeattachment/strategy.go, pkg/apis/storage/validation). */
import { dequal } from 'dequal';
import { type FieldError, IMMUTABLE, forbiddenField, invalid, required } from '../../../../api/field-errors.ts';
import { isDNS1123Subdomain, isQualifiedName } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { keepStatus } from '../generation.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';

interface Spec {
  attacher?: string;
  nodeName?: string;
  source?: { persistentVolumeName?: string; inlineVolumeSpec?: object };
}

function specOf(object: KubeObject): Spec {
  return (object['spec'] ?? {}) as Spec;
}

function validate(object: KubeObject): FieldError[] {
  const { attacher = '', nodeName = '', source = {} } = specOf(object);
  const errors: FieldError[] = [];
  if (attacher === '') errors.push(required('spec.attacher'));
  else
    for (const message of isQualifiedName(attacher.toLowerCase()))
      errors.push(invalid('spec.attacher', attacher, message));
  if (!source.inlineVolumeSpec && !source.persistentVolumeName)
    errors.push(required('spec.source', 'must specify exactly one of inlineVolumeSpec and persistentVolumeName'));
  if (source.inlineVolumeSpec && source.persistentVolumeName)
    errors.push(forbiddenField('spec.source', 'must specify exactly one of inlineVolumeSpec and persistentVolumeName'));
  if (source.persistentVolumeName)
    for (const message of isDNS1123Subdomain(source.persistentVolumeName))
      errors.push(invalid('spec.source.persistentVolumeName', source.persistentVolumeName, message));
  for (const message of isDNS1123Subdomain(nodeName)) errors.push(invalid('spec.nodeName', nodeName, message));
  return errors;
}

export const volumeAttachmentStrategy: Strategy = {
  info: info('storage.k8s.io/v1', 'VolumeAttachment', 'volumeattachments', {
    namespaced: false,
    subresources: ['status'],
  }),
  prepareForCreate(object) {
    object['status'] = { attached: false };
  },
  prepareForUpdate: (object, old) => keepStatus(object, old, { generation: false }),
  validate,
  validateUpdate(object, old) {
    const errors = validate(object);
    if (!dequal(object['spec'], old['spec'])) errors.push(invalid('spec', object['spec'], IMMUTABLE));
    return errors;
  },
  columns: columns('Name', 'Attacher', 'PV', 'Node', 'Attached:boolean', 'Age').map((column) =>
    column.name === 'Attacher' ? { ...column, format: 'name' } : column,
  ),
  cells(object, now) {
    const spec = specOf(object);
    const status = object['status'] as { attached?: boolean } | undefined;
    return [
      nameOf(object),
      spec.attacher ?? '',
      spec.source?.persistentVolumeName ?? '',
      spec.nodeName ?? '',
      status?.attached ?? false,
      ageOf(object, now),
    ];
  },
};
