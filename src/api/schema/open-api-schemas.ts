/** Definitions as OpenAPI schemas, of version 3 or 2 (kube-openapi/pkg/builder and pkg/builder3 with the types' own extensions). */
import { isAtomicStruct, mergeRuleOf } from '../patch/merge-rules.ts';
import { definitionOf, definitions, structName } from './definitions.ts';
import type { Description } from './descriptions.ts';
import { SCALARS, WRAPPERS, type Json } from './open-api-types.ts';

export type Descriptions = Readonly<Record<string, Description>>;
export type Dialect = 'v2' | 'v3';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const ZEROS: Readonly<Record<string, unknown>> = { string: '', boolean: false, int32: 0, int64: 0, double: 0 };

/** Defaults that the types themselves declare (`+default=`). */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  'ContainerPort.protocol': 'TCP',
  'ServicePort.protocol': 'TCP',
  'LocalObjectReference.name': '',
  'GRPCAction.service': '',
  'ISCSIVolumeSource.iscsiInterface': 'default',
  'ISCSIPersistentVolumeSource.iscsiInterface': 'default',
  'AzureDiskVolumeSource.cachingMode': 'ReadWrite',
  'AzureDiskVolumeSource.fsType': 'ext4',
  'AzureDiskVolumeSource.readOnly': false,
  'AzureDiskVolumeSource.kind': 'Shared',
  'RBDVolumeSource.pool': 'rbd',
  'RBDVolumeSource.user': 'admin',
  'RBDVolumeSource.keyring': '/etc/ceph/keyring',
  'ScaleIOVolumeSource.storageMode': 'ThinProvisioned',
  'ScaleIOVolumeSource.fsType': 'xfs',
};

/** A field's schema: what it says beside a reference stands beside it in version 2, around it in version 3. */
function withType(type: string, beside: Json, dialect: Dialect): Json {
  const target = type.startsWith('#') ? type.slice(1) : WRAPPERS[type]?.name;
  if (target === undefined) return { ...beside, ...plainType(type, dialect) };
  if (dialect === 'v2') return { ...beside, $ref: `#/definitions/${target}` };
  const $ref = `#/components/schemas/${target}`;
  return Object.keys(beside).length === 0 ? { $ref } : { ...beside, allOf: [{ $ref }] };
}

function plainType(type: string, dialect: Dialect): Json {
  if (type.startsWith('[]')) return { type: 'array', items: elementType(type.slice(2), dialect) };
  if (type.startsWith('{}')) return { type: 'object', additionalProperties: elementType(type.slice(2), dialect) };
  return SCALARS[type] ?? { type: 'object' };
}

/** In version 3 the elements of lists and maps say what they are when nothing was said. */
function elementType(type: string, dialect: Dialect): Json {
  if (dialect === 'v2') return withType(type, {}, dialect);
  const zero = type.startsWith('#') ? {} : ZEROS[type];
  return withType(type, zero === undefined ? {} : { default: zero }, dialect);
}

/** How clients are to merge the field. */
function mergeExtensions(definition: string, field: string, type: string): Json {
  const { relation, keys, strategies, mergeKey } = mergeRuleOf(definition, field);
  // Bytes are a list in Go, and one definition says so.
  const list = type.startsWith('[]') || (field === 'caBundle' && structName(definition) === 'APIServiceSpec');
  return {
    ...(keys.length > 0 ? { 'x-kubernetes-list-map-keys': keys } : {}),
    ...(list ? { 'x-kubernetes-list-type': relation === 'default' ? 'atomic' : relation } : {}),
    ...(!list && relation !== 'default' ? { 'x-kubernetes-map-type': relation } : {}),
    ...(mergeKey === '' ? {} : { 'x-kubernetes-patch-merge-key': mergeKey }),
    ...(strategies.length === 0 ? {} : { 'x-kubernetes-patch-strategy': strategies.join(',') }),
  };
}

function fieldSchema(definition: string, field: string, texts: Description | undefined, dialect: Dialect): Json {
  const text = texts?.properties[field];
  const values = texts?.enums?.[field];
  const { properties, required } = definitions[definition]!;
  const type = properties[field]!;
  const declared = DEFAULTS[`${structName(definition)}.${field}`];
  const needed = dialect === 'v3' && required?.includes(field) ? (type.startsWith('#') ? {} : ZEROS[type]) : undefined;
  const value = declared ?? needed;
  const beside = {
    ...(value === undefined ? {} : { default: value }),
    ...(text ? { description: text } : {}),
    ...(values ? { enum: values } : {}),
    ...mergeExtensions(definition, field, type),
  };
  return withType(type, beside, dialect);
}

/** One definition, a wrapper's too; `PodList` and the like are made from the definition of their items. */
export function schemaOfDefinition(name: string, descriptions: Descriptions, dialect: Dialect): Json {
  const wrapper = Object.values(WRAPPERS).find((one) => one.name === name);
  if (wrapper) return wrapperSchema(wrapper.schema, dialect);
  const definition = definitions[name];
  if (!definition) return listSchema(name, dialect);
  const texts = descriptions[name];
  const fields = Object.keys(definition.properties).map((field): [string, Json] => [
    field,
    fieldSchema(name, field, texts, dialect),
  ]);
  return {
    ...(texts?.description ? { description: texts.description } : {}),
    type: 'object',
    ...(definition.required ? { required: definition.required } : {}),
    ...(fields.length > 0 ? { properties: Object.fromEntries(fields) } : {}),
    ...(definition.gvk ? { 'x-kubernetes-group-version-kind': definition.gvk } : {}),
    ...(isAtomicStruct(name) ? { 'x-kubernetes-map-type': 'atomic' } : {}),
  };
}

/** Version 2 knows no alternatives. */
function wrapperSchema(schema: Json, dialect: Dialect): Json {
  if (dialect === 'v3' || !schema['oneOf']) return schema;
  const { oneOf: _, ...rest } = schema;
  return { ...rest, type: 'string' };
}

function listSchema(name: string, dialect: Dialect): Json {
  const item = name.replace(/List$/, '');
  const { gvk = [] } = definitions[item] ?? {};
  const [{ group = '', version = '', kind = '' } = {}] = gvk;
  const text = (description: string): Json => ({ description, type: 'string' });
  return {
    description: `${kind}List is a list of ${kind}.`,
    type: 'object',
    required: ['items'],
    properties: {
      apiVersion: text(API_VERSION),
      items: {
        description: `items is the list of ${kind}.`,
        type: 'array',
        items: elementType(`#${item}`, dialect),
      },
      kind: text(KIND),
      metadata: withType(`#${META}.ListMeta`, { description: LIST_METADATA }, dialect),
    },
    'x-kubernetes-group-version-kind': [{ group, version, kind: `${kind}List` }],
  };
}

const CONVENTIONS = 'https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md';
const API_VERSION = `APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized schemas to the latest internal value, and may reject unrecognized values. More info: ${CONVENTIONS}#resources`;
const KIND = `Kind is a string value representing the REST resource this object represents. Servers may infer this from the endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: ${CONVENTIONS}#types-kinds`;
const LIST_METADATA = `Standard list metadata. More info: ${CONVENTIONS}#types-kinds`;

/** Adds a definition and all that it is made of. */
export function collect(name: string, into: Set<string>): void {
  if (into.has(name)) return;
  into.add(name);
  for (const type of Object.values(definitions[name]?.properties ?? {})) {
    const inner = definitionOf(type) ?? WRAPPERS[type.replace(/^(?:\[\]|\{\})+/, '')]?.name;
    if (inner !== undefined) collect(inner, into);
  }
}
