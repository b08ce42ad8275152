/** How strategic merge patches see a kind (the patchStrategy and patchMergeKey tags of k8s.io/api), from the generated schema. */
import { definitionFor, definitionOf, definitions } from '../schema/definitions.ts';
import { mergeRuleOf } from './merge-rules.ts';

export interface PatchMeta {
  strategies: readonly string[];
  mergeKey: string;
  schema: PatchSchema;
}

export type PatchSchema = (field: string) => PatchMeta;

const schemas = new Map<string, PatchSchema>();

/** Of a definition by its full name; of none, every field merges as a map or replaces a list. */
function schemaOfDefinition(definition: string | undefined): PatchSchema {
  const name = definition ?? '';
  const known = schemas.get(name);
  if (known) return known;
  const fields = new Map<string, PatchMeta>();
  const schema: PatchSchema = (field) => {
    let meta = fields.get(field);
    if (!meta) {
      const { strategies, mergeKey } = mergeRuleOf(name, field);
      const properties = definitions[name]?.properties;
      const type = properties && Object.hasOwn(properties, field) ? properties[field]! : '';
      meta = { strategies, mergeKey, schema: schemaOfDefinition(definitionOf(type)) };
      // Names that no schema has come from clients: they are not kept.
      if (type !== '') fields.set(field, meta);
    }
    return meta;
  };
  schemas.set(name, schema);
  return schema;
}

/** The definition of an object's kind, undefined for custom resources and whatever else has none. */
function definitionOfObject({ apiVersion, kind }: Typed): string | undefined {
  const [group, version] = apiVersion?.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  return definitionFor({ group: group ?? '', version: version ?? '', kind: kind ?? '' });
}

interface Typed {
  apiVersion?: string;
  kind?: string;
}

export function patchSchemaOf(object: Typed): PatchSchema {
  return schemaOfDefinition(definitionOfObject(object));
}

/** Whether objects of the kind have merge keys; others (custom resources) are patched by JSON merge patch. */
export function hasPatchSchema(object: Typed): boolean {
  return definitionOfObject(object) !== undefined;
}
