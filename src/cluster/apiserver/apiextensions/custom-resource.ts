/** What the verbs must know of one version of a custom kind (apiextensions-apiserver/pkg/registry/customresource/strategy.go). */
import { dequal } from 'dequal';
import { type FieldError, invalid } from '../../../api/field-errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import { groupResource, groupVersion } from '../../../api/resource.ts';
import { keepStatus } from '../registry/generation.ts';
import type { Strategy } from '../registry/strategy.ts';
import { deprecationOf } from './deprecation.ts';
import { tableOf } from './printer-columns.ts';
import { scaleErrors, scaleOf, valueAt } from './scale.ts';
import { hasDefaults, withDefaults } from './schema/default-values.ts';
import { embeddedErrors } from './schema/embedded.ts';
import { listTypeErrors } from './schema/list-types.ts';
import { ownSchema } from './schema/own-schema.ts';
import { prune } from './schema/prune.ts';
import { ruleErrors, hasRules } from './schema/rules.ts';
import { validateValue } from './schema/validate-value.ts';
import type { Crd, CrdVersion, Schema } from './types.ts';

const VERBS = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];
/** Simplified: discovery still tells of patch and update, which upstream takes but hides. */
const WHILE_TERMINATING = VERBS.filter((verb) => verb !== 'create');
const BLOCKING = new Set(
  ['NotSupported', 'Required', 'TooLong', 'TooMany', 'TypeInvalid'].map((one) => `FieldValue${one}`),
);
const UNCHECKED =
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';

export function customResourceStrategy(crd: Crd, version: CrdVersion): Strategy {
  const { spec } = crd;
  const info = infoOf(crd, version);
  const root = version.schema?.openAPIV3Schema ?? {};
  const defaults = hasDefaults(root);
  const { status, scale } = version.subresources ?? {};
  const storage = spec.versions.find((one) => one.storage)?.name ?? version.name;
  const deprecation = version.deprecated ? deprecationOf(crd, version) : undefined;
  const validate = (object: KubeObject, old?: KubeObject): FieldError[] => objectErrors(object, root, scale, old);
  return {
    info,
    ...(deprecation === undefined ? {} : { deprecation }),
    schema: ownSchema(spec, version),
    stored: {
      table: groupResource(info),
      encode: (object) => retyped(object, groupVersion({ group: spec.group, version: storage })),
      decode: (object) => readAs(object, groupVersion(info), root, defaults),
    },
    applyDefaults(object) {
      if (defaults) Object.assign(object, withDefaults(object, root));
    },
    prepareForCreate(object) {
      if (status) delete object['status'];
      object.metadata = { ...object.metadata, generation: 1 };
    },
    prepareForUpdate(object, old) {
      if (status) keepStatus(object, old, { generation: false });
      const changed = !dequal(contentOf(object, status !== undefined), contentOf(old, status !== undefined));
      const generation = old.metadata?.generation ?? 0;
      object.metadata = { ...object.metadata, generation: changed ? generation + 1 : generation };
    },
    validate: (object) => validate(object),
    validateUpdate: (object, old) => validate(object, old),
    validateStatusUpdate: (object, old) => validate(object, old),
    ...tableOf(version),
    selectableFields: (object) => selectable(object, version),
    ...(scale ? { scale: scaleOf(scale) } : {}),
  };
}

function infoOf({ spec, status, metadata }: Crd, version: CrdVersion): Strategy['info'] {
  const names = status?.acceptedNames ?? spec.names;
  const { status: hasStatus, scale } = version.subresources ?? {};
  return {
    group: spec.group,
    version: version.name,
    kind: names.kind,
    resource: names.plural,
    singular: names.singular ?? names.kind.toLowerCase(),
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    namespaced: spec.scope === 'Namespaced',
    verbs: metadata?.deletionTimestamp ? WHILE_TERMINATING : VERBS,
    subresources: [...(hasStatus ? ['status'] : []), ...(scale ? ['scale'] : [])],
  };
}

function retyped(object: KubeObject, apiVersion: string): KubeObject {
  return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
}

/** What is stored may be older than the schema: unknown fields go, defaults come, at every read. */
function readAs(object: KubeObject, apiVersion: string, root: Schema, defaults: boolean): KubeObject {
  const pruned = prune(object, root, '', []) as KubeObject;
  const full = (defaults ? withDefaults(pruned, root) : pruned) as KubeObject;
  return retyped(full, apiVersion);
}

/** What generation counts: everything but metadata, and but status where that is a subresource. */
function contentOf(object: KubeObject, statusApart: boolean): Record<string, unknown> {
  const { apiVersion: _, kind: __, metadata: ___, ...content } = object;
  if (statusApart) delete content['status'];
  return content;
}

function objectErrors(
  object: KubeObject,
  root: Schema,
  scale: Parameters<typeof scaleErrors>[1] | undefined,
  old: KubeObject | undefined,
): FieldError[] {
  const errors = [
    ...validateValue(object, root, '', old),
    ...(scale ? scaleErrors(object, scale) : []),
    ...embeddedErrors({ ...object, metadata: undefined }, root),
    ...listTypeErrors(object, root),
  ];
  if (!hasRules(root)) return errors;
  if (errors.some(({ reason }) => BLOCKING.has(reason))) return [...errors, invalid('<nil>', null, UNCHECKED)];
  return [...errors, ...ruleErrors(object, old, root)];
}

function selectable(object: KubeObject, version: CrdVersion): Record<string, string> {
  return Object.fromEntries(
    (version.selectableFields ?? []).map(({ jsonPath }) => {
      const value = valueAt(object, jsonPath);
      return [jsonPath.replace(/^\./, ''), value === undefined || value === null ? '' : String(value)];
    }),
  );
}
