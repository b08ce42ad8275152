/**
 * What field ownership must know of a kind's schema (structured-merge-diff/schema): which lists are sets and maps, and which
 * maps and structs are owned as a whole. From the built-in definitions, or from a custom resource's own schema.
 */
import { isAtomicStruct, mergeRuleOf } from '../../../api/patch/merge-rules.ts';
import { definitionFor, definitions } from '../../../api/schema/definitions.ts';
import type { Strategy } from '../registry/strategy.ts';

export type ScalarKind = 'numeric' | 'string' | 'boolean' | 'any';

export type FieldType =
  | { kind: 'scalar'; of: ScalarKind }
  | { kind: 'list'; relation: 'atomic' | 'set' | 'map'; keys: readonly string[]; item: FieldType }
  | MapType
  /** Whatever stands there: maps field by field, lists as a whole. */
  | { kind: 'deduced' };

export interface MapType {
  kind: 'map';
  atomic: boolean;
  /** Undefined for what the schema does not know. */
  field(name: string): FieldType | undefined;
  /** True for a field of a struct, false for a key of a map. */
  declares(name: string): boolean;
}

export const DEDUCED: FieldType = { kind: 'deduced' };

const SCALARS: Readonly<Record<string, ScalarKind>> = {
  string: 'string',
  byte: 'string',
  boolean: 'boolean',
  int32: 'numeric',
  int64: 'numeric',
  double: 'numeric',
};
const UNTYPED = new Set(['time', 'micro-time', 'quantity', 'int-or-string']);

const structs = new Map<string, MapType>();
const roots = new WeakMap<Strategy, FieldType>();

/** The type of the kind's objects. */
export function typeOfKind(strategy: Strategy): FieldType {
  const known = roots.get(strategy);
  if (known) return known;
  const definition = strategy.schema ? undefined : definitionFor(strategy.info);
  const type = definition ? structType(definition) : ownType(strategy);
  roots.set(strategy, type);
  return type;
}

/** By a definition's full name. */
function structType(definition: string): MapType {
  let type = structs.get(definition);
  if (type) return type;
  const fields = new Map<string, FieldType>();
  const properties = definitions[definition]?.properties ?? {};
  type = {
    kind: 'map',
    atomic: isAtomicStruct(definition),
    declares: (name) => Object.hasOwn(properties, name),
    field(name) {
      let field = fields.get(name);
      if (!field && Object.hasOwn(properties, name)) {
        field = fieldType(definition, name, properties[name]!);
        fields.set(name, field);
      }
      return field;
    },
  };
  structs.set(definition, type);
  return type;
}

function fieldType(definition: string, name: string, text: string): FieldType {
  const { relation, keys } = mergeRuleOf(definition, name);
  if (text.startsWith('[]')) {
    const item = plainType(text.slice(2));
    return { kind: 'list', relation: relation === 'set' || relation === 'map' ? relation : 'atomic', keys, item };
  }
  const type = plainType(text);
  if (type.kind !== 'map' || (relation !== 'atomic' && relation !== 'granular')) return type;
  return { ...type, atomic: relation === 'atomic' };
}

function plainType(text: string): FieldType {
  if (text.startsWith('#')) return structType(text.slice(1));
  if (text.startsWith('[]')) return { kind: 'list', relation: 'atomic', keys: [], item: plainType(text.slice(2)) };
  if (text.startsWith('{}')) {
    const element = plainType(text.slice(2));
    return { kind: 'map', atomic: false, declares: () => false, field: () => element };
  }
  const of = SCALARS[text];
  if (of) return { kind: 'scalar', of };
  return UNTYPED.has(text) ? { kind: 'scalar', of: 'any' } : DEDUCED;
}

const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** Of a kind that brings its schema along, or has none. */
function ownType({ schema }: Strategy): FieldType {
  const own = schema ? openApiType(schema.openApi()) : undefined;
  const metadata = structType(OBJECT_META);
  return {
    kind: 'map',
    atomic: false,
    declares: (name) => name === 'metadata' || (own?.kind === 'map' && own.declares(name)),
    field: (name) => (name === 'metadata' ? metadata : own?.kind === 'map' ? own.field(name) : DEDUCED),
  };
}

type Json = Record<string, unknown>;

/** Of an OpenAPI v3 schema with its x-kubernetes extensions. */
function openApiType(schema: Json): FieldType {
  if (schema['x-kubernetes-int-or-string'] === true) return { kind: 'scalar', of: 'any' };
  switch (schema['type']) {
    case 'string':
    case 'boolean':
      return { kind: 'scalar', of: schema['type'] };
    case 'integer':
    case 'number':
      return { kind: 'scalar', of: 'numeric' };
    case 'array': {
      const relation = schema['x-kubernetes-list-type'];
      return {
        kind: 'list',
        relation: relation === 'set' || relation === 'map' ? relation : 'atomic',
        keys: (schema['x-kubernetes-list-map-keys'] as string[] | undefined) ?? [],
        item: openApiType((schema['items'] ?? {}) as Json),
      };
    }
    case 'object':
      return openApiMap(schema);
    default:
      return DEDUCED;
  }
}

function openApiMap(schema: Json): FieldType {
  const properties = schema['properties'] as Record<string, Json> | undefined;
  const additional = schema['additionalProperties'];
  const atomic = schema['x-kubernetes-map-type'] === 'atomic';
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true;
  if (!properties && !additional) return DEDUCED;
  const element = typeof additional === 'object' ? openApiType(additional as Json) : DEDUCED;
  const fields = new Map(Object.entries(properties ?? {}).map(([name, inner]) => [name, openApiType(inner)]));
  const closed = !additional && !open;
  return {
    kind: 'map',
    atomic,
    declares: (name) => fields.has(name),
    field: (name) => fields.get(name) ?? (closed ? undefined : element),
  };
}
