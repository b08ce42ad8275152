/** Metadata that every kind shares: system fields and validation (apimachinery/pkg/api/validation/objectmeta.go). */
import { type FieldError, IMMUTABLE, NOT_NEGATIVE, forbiddenField, invalid, required } from '../../api/field-errors.ts';
import { isDNS1123Subdomain, isLabelValue, isQualifiedName, maskTrailingDash } from '../../api/names.ts';
import type { KubeObject, ObjectMeta } from '../../api/object.ts';
import type { Strategy } from './registry/strategy.ts';

const STANDARD_FINALIZERS = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);
const ANNOTATIONS_LIMIT = 256 * 1024;

/** The object rebuilt so that type and metadata come first, in the order the real server writes them. */
export function ordered(object: KubeObject, strategy: Strategy, metadata: ObjectMeta): KubeObject {
  const { group, version, kind } = strategy.info;
  if (isOrdered(object, kind)) return object.metadata === metadata ? object : { ...object, metadata };
  const next: KubeObject = { kind, apiVersion: group === '' ? version : `${group}/${version}`, metadata };
  for (const key in object) if (!FIRST.includes(key) && key !== '__proto__') next[key] = object[key];
  return next;
}

const FIRST = ['kind', 'apiVersion', 'metadata'];

/** What was stored before is in order. */
function isOrdered(object: KubeObject, kind: string): boolean {
  if (object.kind !== kind) return false;
  let at = 0;
  for (const key in object) {
    if (key !== FIRST[at]) return false;
    if (++at === FIRST.length) return true;
  }
  return false;
}

/** Fields in the order of metav1.ObjectMeta. Unknown ones are dropped. */
export function orderedMetadata(from: ObjectMeta): ObjectMeta {
  const to: Record<string, unknown> = {};
  const fields = from as Record<string, unknown>;
  for (const key of META_ORDER) {
    const value = fields[key];
    if (value === undefined || value === null) continue;
    if (typeof value === 'object' && isEmpty(value)) continue;
    to[key] = value;
  }
  return to as ObjectMeta;
}

const META_ORDER = [
  'name',
  'generateName',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
];

/** Empty maps and lists of metadata are omitted from what is stored, as `omitempty` does. */
function isEmpty(value: object): boolean {
  for (const _ in value) return false;
  return true;
}

export function validateMetadata(object: KubeObject, strategy: Strategy): FieldError[] {
  const meta = object.metadata ?? {};
  const errors: FieldError[] = [];
  const checkName = strategy.validateName?.bind(strategy) ?? defaultName;
  if (meta.generateName) {
    for (const text of checkName(meta.generateName, true)) {
      errors.push(invalid('metadata.generateName', meta.generateName, text));
    }
  }
  if (!meta.name) errors.push(required('metadata.name', 'name or generateName is required'));
  else for (const text of checkName(meta.name, false)) errors.push(invalid('metadata.name', meta.name, text));
  if (strategy.info.namespaced && !meta.namespace) errors.push(required('metadata.namespace'));
  if (!strategy.info.namespaced && meta.namespace) {
    errors.push(forbiddenField('metadata.namespace', 'not allowed on this type'));
  }
  if ((meta.generation ?? 0) < 0) errors.push(invalid('metadata.generation', meta.generation, NOT_NEGATIVE));
  if (meta.labels) errors.push(...labelErrors(meta.labels));
  if (meta.annotations) errors.push(...validateAnnotations(meta.annotations, 'metadata.annotations'));
  if (meta.ownerReferences) errors.push(...ownerErrors(meta.ownerReferences));
  for (const [i, finalizer] of (meta.finalizers ?? []).entries()) {
    errors.push(...finalizerErrors(finalizer, i));
  }
  return errors;
}

function defaultName(name: string, prefix: boolean): string[] {
  return isDNS1123Subdomain(prefix ? maskTrailingDash(name) : name);
}

/** Labels known to be well: those of a template come back with every Pod. Frozen ones only, for they cannot change. */
const wellLabelled = new WeakSet<object>();

function labelErrors(labels: Record<string, string>): FieldError[] {
  if (wellLabelled.has(labels)) return [];
  const errors: FieldError[] = [];
  for (const key in labels) {
    for (const text of isQualifiedName(key)) errors.push(invalid('metadata.labels', key, text));
    const value = String(labels[key]);
    for (const text of isLabelValue(value)) errors.push(invalid('metadata.labels', value, text));
  }
  if (errors.length === 0 && Object.isFrozen(labels)) wellLabelled.add(labels);
  return errors;
}

/** ValidateAnnotations: keys as labels have, and not too much of it. */
export function validateAnnotations(annotations: Readonly<Record<string, string>>, path: string): FieldError[] {
  const errors: FieldError[] = [];
  let size = 0;
  for (const key in annotations) {
    for (const text of isQualifiedName(key.toLowerCase())) errors.push(invalid(path, key, text));
    size += key.length + String(annotations[key]).length;
  }
  if (size > ANNOTATIONS_LIMIT) {
    errors.push({
      reason: 'FieldValueTooLong',
      field: path,
      message: `Too long: may not be more than ${ANNOTATIONS_LIMIT} bytes`,
    });
  }
  return errors;
}

function ownerErrors(owners: NonNullable<ObjectMeta['ownerReferences']>): FieldError[] {
  const errors: FieldError[] = [];
  const at = 'metadata.ownerReferences';
  let controller: string | undefined;
  for (const owner of owners) {
    const version = owner.apiVersion ?? '';
    if (version === '' || version.split('/').length > 2)
      errors.push(invalid(`${at}.apiVersion`, version, 'version must not be empty'));
    for (const field of ['kind', 'name', 'uid'] as const) {
      if (!owner[field]) errors.push(invalid(`${at}.${field}`, owner[field] ?? '', 'must not be empty'));
    }
    if (!owner.controller) continue;
    const shown = `${owner.kind} ${owner.name}`;
    if (controller !== undefined) {
      const text = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${shown}`;
      errors.push(invalid(at, owners, text));
    }
    controller = shown;
  }
  return errors;
}

function finalizerErrors(finalizer: string, index: number): FieldError[] {
  const field = `metadata.finalizers[${index}]`;
  const bad = isQualifiedName(finalizer).map((text) => invalid('metadata.finalizers', finalizer, text));
  if (finalizer.includes('/') || STANDARD_FINALIZERS.has(finalizer)) return bad;
  return [...bad, invalid(field, finalizer, 'name is neither a standard finalizer name nor is it fully qualified')];
}

/** What an update may leave out is taken from `old`. */
export function inheritMetadata(meta: ObjectMeta, old: ObjectMeta): ObjectMeta {
  const next: ObjectMeta = { ...meta };
  next.name ??= old.name!;
  if (old.namespace !== undefined) next.namespace ??= old.namespace;
  if (!next.uid && old.uid) next.uid = old.uid;
  if (!next.creationTimestamp && old.creationTimestamp) next.creationTimestamp = old.creationTimestamp;
  if (old.deletionTimestamp !== undefined) next.deletionTimestamp ??= old.deletionTimestamp;
  if (old.deletionGracePeriodSeconds !== undefined) next.deletionGracePeriodSeconds ??= old.deletionGracePeriodSeconds;
  if (old.generateName !== undefined) next.generateName ??= old.generateName;
  if (old.generation === undefined) delete next.generation;
  else next.generation = old.generation;
  if (old.resourceVersion !== undefined) next.resourceVersion = old.resourceVersion;
  return orderedMetadata(next);
}

export function validateMetadataUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const next = object.metadata ?? {};
  const before = old.metadata ?? {};
  const errors: FieldError[] = [];
  if (before.deletionTimestamp !== undefined) {
    const added = (next.finalizers ?? []).filter((one) => !before.finalizers?.includes(one));
    if (added.length > 0) {
      const found = `[]string{${added.map((one) => JSON.stringify(one)).join(', ')}}`;
      const text = `no new finalizers can be added if the object is being deleted, found new finalizers ${found}`;
      errors.push(forbiddenField('metadata.finalizers', text));
    }
  }
  const fixed = [
    'name',
    'namespace',
    'uid',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
  ] as const;
  for (const field of fixed) {
    if (next[field] !== before[field]) errors.push(invalid(`metadata.${field}`, next[field], IMMUTABLE));
  }
  return errors;
}
