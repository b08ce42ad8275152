/** The server's OpenAPI v3 document as explain reads it (kubectl/pkg/explain/v2). */
import { groupVersion, type ResourceInfo } from '../../api/resource.ts';
import type { Client } from '../../client/client.ts';
import { CommandError } from '../errors.ts';

export interface Schema {
  type?: string;
  description?: string;
  format?: string;
  $ref?: string;
  allOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  enum?: unknown[];
  'x-kubernetes-group-version-kind'?: { group: string; version: string; kind: string }[];
  'x-kubernetes-int-or-string'?: boolean;
}

export class Schemas {
  constructor(private readonly all: Readonly<Record<string, Schema>>) {}

  ofKind({ group, version, kind }: ResourceInfo): Schema | undefined {
    return Object.values(this.all).find((schema) =>
      schema['x-kubernetes-group-version-kind']?.some(
        (one) => (one.group ?? '') === group && one.version === version && one.kind === kind,
      ),
    );
  }

  /** Follows a reference; the description beside it wins. */
  resolve(schema: Schema): Schema {
    const name = refName(schema);
    if (name === undefined) return schema;
    const target = this.all[name] ?? {};
    return schema.description ? { ...target, description: schema.description } : target;
  }

  /** What the definition behind a reference says, undefined where there is no reference. */
  typeDescription(schema: Schema): string | undefined {
    return this.all[refName(schema) ?? '']?.description;
  }

  /** Where the fields of a value are: lists and maps are looked through. */
  fieldsOf(schema: Schema): Schema {
    const resolved = this.resolve(schema);
    if (resolved.items) return this.fieldsOf(resolved.items);
    if (typeof resolved.additionalProperties === 'object') return this.fieldsOf(resolved.additionalProperties);
    return resolved;
  }

  /** `string`, `[]Container`, `map[string]string`, `Object`. */
  typeName(schema: Schema): string {
    const name = refName(schema);
    if (name !== undefined) {
      const short = name.slice(name.lastIndexOf('.') + 1);
      const { type } = this.all[name] ?? {};
      // A time is said to be what it is written as.
      if (type !== undefined && type !== 'object') return type;
      return short;
    }
    if (schema.items) return `[]${this.typeName(schema.items)}`;
    if (typeof schema.additionalProperties === 'object')
      return `map[string]${this.typeName(schema.additionalProperties)}`;
    if (schema['x-kubernetes-int-or-string'] || schema.format === 'int-or-string') return 'IntOrString';
    return schema.type === undefined || schema.type === 'object' ? 'Object' : schema.type;
  }
}

function refName(schema: Schema): string | undefined {
  const ref = schema.$ref ?? schema.allOf?.[0]?.$ref;
  return ref?.slice(ref.lastIndexOf('/') + 1);
}

export async function loadSchemas(client: Client, info: ResourceInfo): Promise<Schemas> {
  const index = (await (await client.request('/openapi/v3')).json()) as {
    paths: Record<string, { serverRelativeURL: string }>;
  };
  const path = `${info.group === '' ? 'api' : 'apis'}/${groupVersion(info)}`;
  const entry = index.paths[path];
  if (!entry) throw new CommandError(`couldn't find resource for "${groupVersion(info)}, Resource=${info.resource}"`);
  const document = (await (await client.request(entry.serverRelativeURL)).json()) as {
    components?: { schemas?: Record<string, Schema> };
  };
  return new Schemas(document.components?.schemas ?? {});
}
