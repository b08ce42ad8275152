/** StorageClasses (pkg/registry/storage/storageclass/strategy.go, pkg/apis/storage/validation). */
import { dequal } from 'dequal';
import {
  type FieldError,
  IMMUTABLE,
  duplicate,
  forbiddenField,
  invalid,
  notSupported,
  required,
} from '../../../../api/field-errors.ts';
import { isQualifiedName } from '../../../../api/names.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { ageOf, columns, nameOf } from '../columns.ts';
import { info } from '../info.ts';
import type { Strategy } from '../strategy.ts';
import { DEPRECATED_NODE_LABELS } from '../node-label-warnings.ts';

interface StorageClass {
  provisioner?: string;
  parameters?: Record<string, string>;
  reclaimPolicy?: string;
  volumeBindingMode?: string;
  allowVolumeExpansion?: boolean;
  allowedTopologies?: { matchLabelExpressions?: { key?: string; values?: string[] }[] }[];
}

const POLICIES = ['Delete', 'Retain'];
const MODES = ['Immediate', 'WaitForFirstConsumer'];
const DEFAULT = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'];

function validateTopologies({ allowedTopologies = [] }: StorageClass, errors: FieldError[]): void {
  const terms: Record<string, string[]>[] = [];
  for (const [i, { matchLabelExpressions = [] }] of allowedTopologies.entries()) {
    const keys = new Set<string>();
    const term: Record<string, string[]> = {};
    for (const [j, { key = '', values = [] }] of matchLabelExpressions.entries()) {
      const at = `allowedTopologies[${i}].matchLabelExpressions[${j}]`;
      if (values.length === 0) errors.push(required(`${at}.values`));
      const seen = new Set<string>();
      for (const [k, value] of values.entries()) {
        if (seen.has(value)) errors.push(duplicate(`${at}.values[${k}]`, value));
        seen.add(value);
      }
      for (const message of isQualifiedName(key)) errors.push(invalid(`${at}.key`, key, message));
      if (keys.has(key)) errors.push(duplicate(`${at}.key`, key));
      keys.add(key);
      term[key] = [...seen].toSorted();
    }
    // An empty one is like the terms that upstream has not filled in yet.
    if (Object.keys(term).length === 0 || terms.some((one) => dequal(one, term)))
      errors.push(duplicate(`allowedTopologies[${i}].matchLabelExpressions`, ''));
    terms.push(term);
  }
}

function validate(object: KubeObject): FieldError[] {
  const sc = object as StorageClass;
  const errors: FieldError[] = [];
  if (!sc.provisioner) errors.push(required('provisioner'));
  else
    for (const message of isQualifiedName(sc.provisioner.toLowerCase()))
      errors.push(invalid('provisioner', sc.provisioner.toLowerCase(), message));
  for (const key of Object.keys(sc.parameters ?? {}))
    if (key === '') errors.push(invalid('parameters', key, 'field can not be empty.'));
  if (sc.reclaimPolicy && !POLICIES.includes(sc.reclaimPolicy))
    errors.push(notSupported('reclaimPolicy', sc.reclaimPolicy, POLICIES));
  if (sc.volumeBindingMode === undefined) errors.push(required('volumeBindingMode'));
  else if (!MODES.includes(sc.volumeBindingMode))
    errors.push(notSupported('volumeBindingMode', sc.volumeBindingMode, MODES));
  validateTopologies(sc, errors);
  return errors;
}

export const storageClassStrategy: Strategy = {
  info: info('storage.k8s.io/v1', 'StorageClass', 'storageclasses', { namespaced: false, shortNames: ['sc'] }),
  applyDefaults(object) {
    const sc = object as StorageClass;
    if (sc.reclaimPolicy === undefined) sc.reclaimPolicy = 'Delete';
    if (sc.volumeBindingMode === undefined) sc.volumeBindingMode = 'Immediate';
  },
  validate,
  warnings(object, _, warn) {
    for (const [i, { matchLabelExpressions = [] }] of ((object as StorageClass).allowedTopologies ?? []).entries())
      for (const [j, { key = '' }] of matchLabelExpressions.entries()) {
        const text = DEPRECATED_NODE_LABELS[key];
        if (text) warn(`allowedTopologies[${i}].matchLabelExpressions[${j}].key: ${text}`);
      }
  },
  validateUpdate(object, old) {
    const [sc, before] = [object as StorageClass, old as StorageClass];
    const errors: FieldError[] = [];
    const fixed = (field: string): void =>
      void errors.push(forbiddenField(field, `updates to ${field} are forbidden.`));
    if (!dequal(sc.parameters ?? {}, before.parameters ?? {})) fixed('parameters');
    if (sc.provisioner !== before.provisioner) fixed('provisioner');
    if (sc.reclaimPolicy !== before.reclaimPolicy) fixed('reclaimPolicy');
    if (sc.volumeBindingMode !== before.volumeBindingMode)
      errors.push(invalid('volumeBindingMode', sc.volumeBindingMode, IMMUTABLE));
    return errors;
  },
  columns: columns('Name', 'Provisioner', 'ReclaimPolicy', 'VolumeBindingMode', 'AllowVolumeExpansion', 'Age'),
  cells(object, now) {
    const sc = object as StorageClass;
    const marked = DEFAULT.some((key) => object.metadata?.annotations?.[key] === 'true');
    return [
      marked ? `${nameOf(object)} (default)` : nameOf(object),
      sc.provisioner ?? '',
      sc.reclaimPolicy ?? 'Delete',
      sc.volumeBindingMode ?? 'Immediate',
      sc.allowVolumeExpansion ?? false,
      ageOf(object, now),
    ];
  },
};
