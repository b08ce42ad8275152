/** The generated schema of the served kinds in its compact form, and how to find one's way in it. */
import generated from './openapi.generated.json' with { type: 'json' };

export interface Definition {
  /** Field → type: `string`, `int32`, `[]T`, `{}T`, `#Definition`, … */
  properties: Readonly<Record<string, string>>;
  required?: readonly string[];
  gvk?: readonly { group: string; version: string; kind: string }[];
}

export const definitions = generated as unknown as Readonly<Record<string, Definition>>;

const byKind = new Map<string, string>();
for (const [name, { gvk }] of Object.entries(definitions)) {
  for (const { group, version, kind } of gvk ?? []) byKind.set(`${group}/${version}/${kind}`, name);
}

/** The definition's name (`io.k8s.api.apps.v1.Deployment`), undefined for unknown kinds. */
export function definitionFor(gvk: { group: string; version: string; kind: string }): string | undefined {
  return byKind.get(`${gvk.group}/${gvk.version}/${gvk.kind}`);
}

/** The definition behind a type, through lists and maps. */
export function definitionOf(type: string): string | undefined {
  const bare = type.replace(/^(?:\[\]|\{\})+/, '');
  return bare.startsWith('#') ? bare.slice(1) : undefined;
}

/** `Container` of `io.k8s.api.core.v1.Container`. */
export function structName(definition: string): string {
  return definition.slice(definition.lastIndexOf('.') + 1);
}

export interface FieldStep {
  /** The definition that has the field. */
  owner: string;
  field: string;
  type: string;
}

/** Follows `spec.template.spec` from a definition; undefined where a field does not exist. */
export function walkField(definition: string, path: readonly string[]): FieldStep | undefined {
  let owner: string | undefined = definition;
  let step: FieldStep | undefined;
  for (const field of path) {
    const type: string | undefined = owner === undefined ? undefined : definitions[owner]?.properties[field];
    if (owner === undefined || type === undefined) return undefined;
    step = { owner, field, type };
    owner = definitionOf(type);
  }
  return step;
}
